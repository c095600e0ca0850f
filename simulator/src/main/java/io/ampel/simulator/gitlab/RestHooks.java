package io.ampel.simulator.gitlab;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Token.Permission;
import io.ampel.simulator.WebHooks;
import io.ampel.simulator.WebHooks.Hook;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Web hooks of projects, which only maintainers see. */
final class RestHooks {
  private static final String HOOKS = "/projects/:id/hooks";
  private static final List<String> EVENTS =
      List.of("push", "merge_requests", "note", "pipeline", "job");

  private RestHooks() {}

  static List<Route> routes() {
    return List.of(
        Route.get(HOOKS, RestHooks::list),
        Route.of("POST", HOOKS, RestHooks::add),
        Route.of("PUT", HOOKS + "/:hook_id", RestHooks::change),
        Route.of("DELETE", HOOKS + "/:hook_id", RestHooks::remove));
  }

  private static Repository administered(RestCall call, boolean writing) {
    var project =
        writing
            ? call.writing(Permission.WEBHOOKS, "create_webhook")
            : call.reading(Permission.WEBHOOKS, "read_webhook");
    if (!call.caller().access(project).atLeast(Role.MAINTAIN)) {
      throw Refusal.forbidden();
    }
    return project;
  }

  private static WebHooks hooks(Repository project) {
    return WebHooks.of(project.world());
  }

  private static Answer list(RestCall call) {
    var project = administered(call, false);
    return call.page(hooks(project).at(project), each -> shape(project, each));
  }

  private static Answer add(RestCall call) {
    var project = administered(call, true);
    var url = url(call);
    var plain =
        new Hook(project.world().nextId(), project, url, "json", null, Set.of("push"), true, null);
    var hook = changed(call, plain);
    hooks(project).add(hook);
    project.world().hear();
    return Answer.json(201, shape(project, hook));
  }

  private static Answer change(RestCall call) {
    var project = administered(call, true);
    var hook = changed(call, found(call, project));
    hooks(project).replace(hook);
    return Answer.json(200, shape(project, hook));
  }

  private static Answer remove(RestCall call) {
    var project = administered(call, true);
    hooks(project).remove(project, found(call, project).id());
    return Answer.empty(204);
  }

  private static Hook found(RestCall call, Repository project) {
    return hooks(project)
        .find(project, call.number("hook_id"))
        .orElseThrow(() -> Refusal.because(404, "404 Not found"));
  }

  private static String url(RestCall call) {
    var url = call.needed("url");
    if (!url.startsWith("http")) {
      throw Refusal.of(Refusal.error(422, "Invalid url given"));
    }
    return url;
  }

  private static Hook changed(RestCall call, Hook hook) {
    var events = new HashSet<>(hook.events());
    for (var event : EVENTS) {
      call.parameter(event + "_events")
          .ifPresent(wanted -> {
            if (wanted.equals("true")) {
              events.add(event);
            } else {
              events.remove(event);
            }
          });
    }
    return new Hook(
        hook.id(),
        hook.place(),
        url(call),
        "json",
        call.parameter("token").orElse(hook.secret()),
        Set.copyOf(events),
        hook.active(),
        null);
  }

  private static Map<String, @Nullable Object> shape(Repository project, Hook hook) {
    var it =
        Json.object(
            "id",
            hook.id(),
            "url",
            hook.url(),
            "name",
            null,
            "project_id",
            project.id(),
            "enable_ssl_verification",
            true,
            "token_present",
            hook.secret() != null,
            "alert_status",
            hook.active() ? "executable" : "disabled",
            "disabled_until",
            null,
            "created_at",
            Words.time(project.createdAt()));
    EVENTS.forEach(event -> it.put(event + "_events", hook.events().contains(event)));
    return it;
  }
}
