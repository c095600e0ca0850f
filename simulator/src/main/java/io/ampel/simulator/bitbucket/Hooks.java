package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.WebHooks;
import io.ampel.simulator.WebHooks.Hook;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Web hooks of repositories, which only their administrators see. */
final class Hooks {
  private static final String HOOKS = "/repositories/{workspace}/{repo_slug}/hooks";

  private Hooks() {}

  static List<Route> routes() {
    return List.of(
        Route.of("GET", HOOKS, Scope.WEBHOOK, Hooks::list),
        Route.of("POST", HOOKS, Scope.WEBHOOK_WRITE, Hooks::add),
        Route.of("PUT", HOOKS + "/{uid}", Scope.WEBHOOK_WRITE, Hooks::change),
        Route.of("DELETE", HOOKS + "/{uid}", Scope.WEBHOOK_DELETE, Hooks::remove));
  }

  private static Answer list(Call call) {
    var repository = call.writing(Role.ADMIN);
    return Listing.of(call)
        .page(hooks(repository).at(repository), each -> shape(call, repository, each));
  }

  private static Answer add(Call call) {
    var repository = call.writing(Role.ADMIN);
    var id = repository.world().nextId();
    var hook = changed(call, new Hook(id, repository, "", "json", null, Set.of(), true, null));
    hooks(repository).add(hook);
    return Answer.json(201, shape(call, repository, hook));
  }

  private static Answer change(Call call) {
    var repository = call.writing(Role.ADMIN);
    var hook = changed(call, found(call, repository));
    hooks(repository).replace(hook);
    return Answer.json(200, shape(call, repository, hook));
  }

  private static Answer remove(Call call) {
    var repository = call.writing(Role.ADMIN);
    hooks(repository).remove(repository, found(call, repository).id());
    return Answer.empty(204);
  }

  private static WebHooks hooks(Repository repository) {
    return WebHooks.of(repository.world());
  }

  private static Hook found(Call call, Repository repository) {
    var id = Uuid.id(call.name("uid"));
    return hooks(repository).at(repository).stream()
        .filter(each -> id.isPresent() && each.id() == id.getAsLong())
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("Webhook " + call.name("uid")));
  }

  private static Hook changed(Call call, Hook hook) {
    var body = call.body();
    var url = body.path("url").asString("");
    if (!url.startsWith("http")) {
      throw Refusal.of(400, "url: This field is required.");
    }
    return new Hook(
        hook.id(),
        hook.place(),
        url,
        "json",
        body.path("secret").isString() ? body.path("secret").stringValue() : hook.secret(),
        body.path("events")
            .valueStream()
            .map(JsonNode::asString)
            .collect(Collectors.toUnmodifiableSet()),
        body.path("active").asBoolean(true),
        null);
  }

  private static Map<String, @Nullable Object> shape(Call call, Repository repository, Hook hook) {
    var uuid = Uuid.of(hook.id());
    return Json.object(
        "type",
        "webhook_subscription",
        "uuid",
        uuid,
        "url",
        hook.url(),
        "description",
        "Ampel",
        "subject_type",
        "repository",
        "active",
        hook.active(),
        "secret_set",
        hook.secret() != null,
        "events",
        hook.events().stream().sorted().toList(),
        "links",
        Json.object(
            "self",
            Shapes.link(new Shapes(call).url(repository) + "/hooks/" + Uuid.encoded(uuid))));
  }
}
