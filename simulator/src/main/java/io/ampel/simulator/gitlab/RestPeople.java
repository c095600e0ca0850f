package io.ampel.simulator.gitlab;

import static io.ampel.simulator.gitlab.Words.time;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.Organization;
import io.ampel.simulator.Owner;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Token;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who is asking, with what, and which GitLab this is. */
final class RestPeople {
  private static final String[] ANY_SCOPE = {
    "api", "read_api", "read_user", "read_repository", "write_repository", "self_rotate"
  };

  private RestPeople() {}

  static List<Route> routes() {
    return List.of(
        Route.get("/user", RestPeople::user).scopes("api", "read_api", "read_user"),
        Route.get("/users", RestPeople::users).scopes("api", "read_api", "read_user"),
        Route.get("/version", RestPeople::version).scopes("api", "read_api", "read_user"),
        Route.get("/metadata", RestPeople::metadata).scopes("api", "read_api", "read_user"),
        Route.get("/personal_access_tokens/self", RestPeople::token).scopes(ANY_SCOPE),
        Route.get("/personal_access_tokens/self/associations", RestPeople::associations)
            .scopes(ANY_SCOPE),
        Route.get("/namespaces/:id", RestPeople::namespace));
  }

  private static Answer user(RestCall call) {
    var person = call.person();
    return Answer.json(
        200,
        RestCall.with(
            call.json().person(person),
            "created_at",
            "2019-04-11T08:12:45.000Z",
            "bio",
            "",
            "bot",
            person.bot(),
            "email",
            person.login() + "@example.com",
            "is_admin",
            false,
            "two_factor_enabled",
            true,
            "external",
            false,
            "private_profile",
            false));
  }

  private static Answer users(RestCall call) {
    call.person();
    var login = call.parameter("username");
    var found =
        call.caller().world().people().stream()
            .filter(each -> login.isEmpty() || each.login().equalsIgnoreCase(login.get()))
            .toList();
    return call.page(found, each -> call.json().person(each));
  }

  private static Answer version(RestCall call) {
    call.person();
    return Answer.json(
        200, Json.object("version", versionText(call.instance()), "revision", "7b490b32cd6"));
  }

  /** {@code enterprise} tells of the code, not of what was paid for. */
  private static Answer metadata(RestCall call) {
    call.person();
    return Answer.json(
        200,
        Json.object(
            "version",
            versionText(call.instance()),
            "revision",
            "7b490b32cd6",
            "kas",
            Json.object(
                "enabled", true, "externalUrl", "wss://kas.example.com", "version", "19.3.0"),
            "enterprise",
            call.instance().paid()));
  }

  static String versionText(Instance instance) {
    var text = instance.version().text();
    return instance.paid() ? text + "-ee" : text;
  }

  private static Answer token(RestCall call) {
    var token = call.caller().token();
    if (token == null) {
      throw Refusal.unauthorized();
    }
    return Answer.json(200, about(call, token));
  }

  private static Map<String, @Nullable Object> about(RestCall call, Token token) {
    var now = call.caller().world().now();
    var expires = token.expiresAt();
    var object =
        Json.object(
            "id",
            Math.floorMod(token.value().hashCode(), 1_000_000) + 1,
            "name",
            name(token),
            "revoked",
            false,
            "created_at",
            time(now.minus(Duration.ofDays(30))),
            "description",
            null,
            "scopes",
            call.caller().granular() ? List.of("granular") : List.copyOf(token.scopes()),
            "user_id",
            token.person().id(),
            "last_used_at",
            time(now),
            "active",
            true,
            "expires_at",
            expires == null ? null : Words.date(expires).toString());
    if (call.instance().version().knows("18.10")) {
      object.put("granular", call.caller().granular());
    }
    return object;
  }

  private static String name(Token token) {
    return token.person().bot() ? token.person().name() : "Ampel";
  }

  private static Answer associations(RestCall call) {
    if (!call.instance().version().knows("17.4")) {
      return Refusal.noRoute();
    }
    var person = call.person();
    var floor = call.parameter("min_access_level").map(Integer::parseInt).orElse(0);
    var projects =
        call.caller().world().repositories().stream()
            .filter(each -> call.caller().access(each).reachable())
            .filter(each -> call.caller().access(each).belongs())
            .filter(each -> call.caller().access(each).level() >= floor)
            .map(each -> association(call, each))
            .toList();
    var groups =
        call.caller().world().organizations().stream()
            .filter(each -> each.role(person).atLeast(io.ampel.simulator.Role.READ))
            .map(each ->
                Json.object(
                    "id",
                    each.id(),
                    "web_url",
                    call.caller().web() + "/groups/" + each.login(),
                    "name",
                    Words.shown(each),
                    "parent_id",
                    each.above().map(Organization::id).orElse(null),
                    "access_levels",
                    Access.level(each.role(person)),
                    "visibility",
                    "private"))
            .toList();
    return Answer.json(200, Json.object("groups", groups, "projects", projects));
  }

  private static Map<String, @Nullable Object> association(RestCall call, Repository project) {
    return Json.object(
        "id",
        project.id(),
        "description",
        project.description(),
        "name",
        project.name(),
        "name_with_namespace",
        Words.fullName(project.owner()) + " / " + project.name(),
        "path",
        project.name(),
        "path_with_namespace",
        project.fullName(),
        "created_at",
        time(project.createdAt()),
        "access_levels",
        Json.object("project_access_level", call.caller().access(project).level()),
        "visibility",
        Words.visibility(project),
        "web_url",
        call.caller().host() + Words.path(project),
        "namespace",
        call.json().namespace(project.owner()));
  }

  private static Answer namespace(RestCall call) {
    call.person();
    var id = call.name("id");
    var found =
        id.matches("\\d{1,18}")
            ? call.caller().world().find(Long.parseLong(id))
            : call.caller().world().findOwner(id).map(Object.class::cast);
    var owner =
        found
            .filter(Owner.class::isInstance)
            .map(Owner.class::cast)
            .orElseThrow(() -> Refusal.notFound("Namespace"));
    var shown = new LinkedHashMap<>(call.json().namespace(owner));
    if (!call.instance().selfManaged() && Objects.equals(shown.get("kind"), "group")) {
      shown.put("plan", call.instance().paid() ? "premium" : "free");
      shown.put("trial", false);
    }
    return Answer.json(200, shown);
  }
}
