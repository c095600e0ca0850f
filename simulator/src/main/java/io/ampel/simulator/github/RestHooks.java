package io.ampel.simulator.github;

import static io.ampel.simulator.Json.object;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Organization;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Token.Kind;
import io.ampel.simulator.Token.Permission;
import io.ampel.simulator.WebHooks;
import io.ampel.simulator.WebHooks.Hook;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Web hooks of repositories and organizations: there only for those who administer them. */
final class RestHooks {
  private static final String OF_REPOSITORY = "/repos/{owner}/{repo}/hooks";
  private static final String OF_ORGANIZATION = "/orgs/{org}/hooks";

  private final Deliveries deliveries;

  RestHooks(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  List<Route> routes() {
    return List.of(
        Route.of("GET", OF_REPOSITORY, call -> list(call, read(call))),
        Route.of("POST", OF_REPOSITORY, call -> create(call, written(call))),
        Route.of("GET", OF_REPOSITORY + "/{id}", call -> one(call, read(call))),
        Route.of("PATCH", OF_REPOSITORY + "/{id}", call -> update(call, written(call))),
        Route.of("DELETE", OF_REPOSITORY + "/{id}", call -> delete(call, written(call))),
        Route.of("GET", OF_ORGANIZATION, call -> list(call, organization(call))),
        Route.of("POST", OF_ORGANIZATION, call -> create(call, organization(call))),
        Route.of("PATCH", OF_ORGANIZATION + "/{id}", call -> update(call, organization(call))),
        Route.of("DELETE", OF_ORGANIZATION + "/{id}", call -> delete(call, organization(call))));
  }

  private static Repository read(RestCall call) {
    return administered(call, call.reading(Permission.WEBHOOKS));
  }

  private static Repository written(RestCall call) {
    return administered(call, call.writing(Role.READ, Permission.WEBHOOKS));
  }

  private static Repository administered(RestCall call, Repository repository) {
    if (repository.role(call.caller().person()) != Role.ADMIN) {
      throw Refusal.notFound();
    }
    return repository;
  }

  /** Fine-grained tokens have a permission for this that nobody here was given. */
  private static Organization organization(RestCall call) {
    var found = call.caller().world().findOwner(call.name("org")).orElse(null);
    var token = call.caller().token();
    if (!(found instanceof Organization organization)
        || token == null
        || token.kind() != Kind.CLASSIC
        || !token.scopes().contains("admin:org_hook")
        || organization.role(call.person()) != Role.ADMIN) {
      throw Refusal.with(404, "Not Found", "X-Accepted-OAuth-Scopes", "admin:org_hook");
    }
    return organization;
  }

  private static Answer list(RestCall call, Object place) {
    return call.page(hooks(call).at(place), each -> shape(call, each));
  }

  private static Answer one(RestCall call, Object place) {
    return Answer.json(200, shape(call, found(call, place)));
  }

  private Answer create(RestCall call, Object place) {
    var body = call.body();
    var url = call.text(body.path("config"), "url");
    if (url == null) {
      throw invalid("Config must contain URL for webhooks");
    }
    if (hooks(call).at(place).stream().anyMatch(each -> each.url().equals(url))) {
      throw invalid("Hook already exists on this " + kind(place));
    }
    var plain =
        new Hook(
            call.caller().world().nextId(), place, url, "form", null, Set.of("push"), true, null);
    var hook = changed(call, plain, body);
    hooks(call).add(hook);
    call.caller().world().hear();
    deliveries.ping(hooks(call), hook);
    return Answer.json(201, shape(call, hook));
  }

  private static Answer update(RestCall call, Object place) {
    var hook = changed(call, found(call, place), call.body());
    hooks(call).replace(hook);
    return Answer.json(200, shape(call, hook));
  }

  private static Answer delete(RestCall call, Object place) {
    hooks(call).remove(place, found(call, place).id());
    return Answer.empty(204);
  }

  /** What the body does not name stays, but a config replaces the whole config. */
  private static Hook changed(RestCall call, Hook hook, JsonNode body) {
    var config = body.path("config");
    var given = config.isObject();
    return new Hook(
        hook.id(),
        hook.place(),
        given ? Objects.requireNonNullElse(call.text(config, "url"), hook.url()) : hook.url(),
        given
            ? Objects.requireNonNullElse(call.text(config, "content_type"), "form")
            : hook.contentType(),
        given ? call.text(config, "secret") : hook.secret(),
        body.path("events").isArray()
            ? body.path("events")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.toUnmodifiableSet())
            : hook.events(),
        body.path("active").asBoolean(hook.active()),
        hook.lastStatus());
  }

  private static Hook found(RestCall call, Object place) {
    return hooks(call).find(place, call.number("id")).orElseThrow(Refusal::notFound);
  }

  private static WebHooks hooks(RestCall call) {
    return WebHooks.of(call.caller().world());
  }

  private static Refusal invalid(String message) {
    return Refusal.invalid(
        "Validation Failed",
        List.of(object("resource", "Hook", "code", "custom", "message", message)));
  }

  private static String kind(Object place) {
    return place instanceof Organization ? "organization" : "repository";
  }

  private static Map<String, @Nullable Object> shape(RestCall call, Hook hook) {
    var self =
        (hook.place() instanceof Repository repository
                ? new RestJson(call.caller()).url(repository)
                : call.caller().api() + "/orgs/" + ((Organization) hook.place()).login())
            + "/hooks/"
            + hook.id();
    var now = Words.time(call.caller().world().now());
    var config = object("content_type", hook.contentType(), "insecure_ssl", "0", "url", hook.url());
    if (hook.secret() != null) {
      config.put("secret", "********");
    }
    var it =
        object(
            "type",
            hook.place() instanceof Repository ? "Repository" : "Organization",
            "id",
            hook.id(),
            "name",
            "web",
            "active",
            hook.active(),
            "events",
            hook.events().stream().sorted().toList(),
            "config",
            config,
            "updated_at",
            now,
            "created_at",
            now,
            "url",
            self,
            "ping_url",
            self + "/pings",
            "deliveries_url",
            self + "/deliveries");
    if (hook.place() instanceof Repository) {
      it.put("test_url", self + "/test");
      it.put("last_response", lastResponse(hook.lastStatus()));
    }
    return it;
  }

  private static Map<String, @Nullable Object> lastResponse(@Nullable Integer status) {
    if (status == null) {
      return object("code", null, "status", "unused", "message", null);
    }
    return status >= 200 && status < 300
        ? object("code", status, "status", "active", "message", "OK")
        : object(
            "code", status, "status", "failure", "message", "Invalid HTTP Response: " + status);
  }
}
