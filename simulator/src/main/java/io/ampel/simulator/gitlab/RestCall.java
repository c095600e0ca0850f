package io.ampel.simulator.gitlab;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.Organization;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Request;
import io.ampel.simulator.Token.Permission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A REST call on its way to its endpoint: path values, what the caller may, parameters. */
final class RestCall {
  private final Caller caller;
  private final Map<String, String> names;
  private final Route route;

  RestCall(Caller caller, Map<String, String> names, Route route) {
    this.caller = caller;
    this.names = names;
    this.route = route;
  }

  Caller caller() {
    return caller;
  }

  Instance instance() {
    return caller.instance();
  }

  Request request() {
    return caller.request();
  }

  RestJson json() {
    return new RestJson(caller);
  }

  String name(String name) {
    return Objects.requireNonNull(names.get(name));
  }

  /** A number of the path; anything else is refused as GitLab refuses it. */
  long number(String name) {
    var text = name(name);
    if (!text.matches("\\d{1,18}")) {
      throw Refusal.bad(name, "is invalid");
    }
    return Long.parseLong(text);
  }

  Person person() {
    var person = caller.person();
    if (person == null) {
      throw Refusal.unauthorized();
    }
    return person;
  }

  // --- parameters, wherever they stand
  // ---------------------------------------------------------------------

  private JsonNode body() {
    try {
      return Json.tree(request().body());
    } catch (JacksonException _) {
      throw Refusal.of(Refusal.error(400, "There was a problem in the JSON you submitted"));
    }
  }

  /** A parameter of the query, of a form, or of a JSON body. */
  Optional<String> parameter(String name) {
    var inQuery = request().query(name);
    if (inQuery.isPresent()) {
      return inQuery;
    }
    if (request().header("content-type").orElse("").startsWith("application/x-www-form")) {
      return form(name);
    }
    var value = body().path(name);
    return value.isMissingNode() || value.isNull()
        ? Optional.empty()
        : Optional.of(value.isString() ? value.stringValue() : value.toString());
  }

  private Optional<String> form(String name) {
    for (var pair : request().text().split("&")) {
      if (pair.startsWith(name + "=")) {
        return Optional.of(Request.decode(pair.substring(name.length() + 1)));
      }
    }
    return Optional.empty();
  }

  boolean flag(String name) {
    return parameter(name).filter(each -> each.equals("true") || each.equals("1")).isPresent();
  }

  @Nullable Boolean choice(String name) {
    return parameter(name).map(each -> each.equals("true") || each.equals("1")).orElse(null);
  }

  String needed(String name) {
    return parameter(name).orElseThrow(() -> Refusal.of(Refusal.error(400, name + " is missing")));
  }

  // --- what the path names
  // -------------------------------------------------------------------------------

  /** The project of the path by number or encoded path, when the caller reaches it. */
  Repository project() {
    var id = name("id");
    var found = find(id);
    if (found.isEmpty() || !caller.access(found.get()).reachable()) {
      throw Refusal.notFound("Project");
    }
    var project = found.get();
    if (!id.matches("\\d+") && !project.fullName().equalsIgnoreCase(id)) {
      throw moved(project);
    }
    return project;
  }

  private Optional<Repository> find(String id) {
    if (id.matches("\\d{1,18}")) {
      return caller
          .world()
          .find(Long.parseLong(id))
          .filter(Repository.class::isInstance)
          .map(Repository.class::cast);
    }
    return caller.world().findRepository(id);
  }

  /** Who reads by an old path is sent on; who changes something is not. */
  private Refusal moved(Repository project) {
    if (!route.method().equals("GET")) {
      return Refusal.because(405, "Non GET methods are not allowed for moved projects");
    }
    var rest = request().path().replaceFirst("^/projects/[^/]+", "");
    var query = request().rawQuery().isEmpty() ? "" : "?" + request().rawQuery();
    var location = caller.api() + "/projects/" + project.id() + rest + query;
    return Refusal.of(
        Answer.json(
                301, Map.of("message", "This resource has been moved permanently to " + location))
            .header("Location", location));
  }

  Organization group() {
    var id = name("id");
    var found =
        id.matches("\\d{1,18}")
            ? caller.world().find(Long.parseLong(id))
            : caller.world().findOwner(id).map(Object.class::cast);
    return found
        .filter(Organization.class::isInstance)
        .map(Organization.class::cast)
        .filter(this::visible)
        .orElseThrow(() -> Refusal.notFound("Group"));
  }

  /** A group is there for its members and for whoever sees a project in it. */
  boolean visible(Organization group) {
    var person = caller.person();
    return person != null && group.role(person).atLeast(io.ampel.simulator.Role.READ)
        || caller.world().repositories().stream()
            .filter(each -> (each.owner().login() + "/").startsWith(group.login() + "/"))
            .anyMatch(each -> caller.access(each).reachable());
  }

  /** The project, when the caller may read this of it. */
  Repository reading(Permission permission, String granular) {
    var project = project();
    if (!caller.access(project).mayRead(permission)) {
      throw Refusal.ungranted(granular, false);
    }
    return project;
  }

  /** The project, when the caller's token allows changing this of it. */
  Repository writing(Permission permission, String granular) {
    person();
    var project = project();
    if (!caller.access(project).mayWrite(permission)) {
      throw caller.granular()
          ? Refusal.ungranted(granular, true)
          : Refusal.insufficientScope("api");
    }
    return project;
  }

  PullRequest mergeRequest(Repository project) {
    if (!ProjectSettings.of(project).mergeRequestsEnabled()) {
      throw Refusal.forbidden();
    }
    var iid = number("merge_request_iid");
    return project
        .findPullRequest(iid > Integer.MAX_VALUE ? 0 : (int) iid)
        .orElseThrow(() -> Refusal.because(404, "404 Not found"));
  }

  PullRequest mergeRequest() {
    return mergeRequest(reading(Permission.PULL_REQUESTS, "read_merge_request"));
  }

  /** The merge request, when the token allows changing it and the project is not put away. */
  PullRequest changing(String granular) {
    var project = writing(Permission.PULL_REQUESTS, granular);
    if (project.archived()) {
      throw Refusal.forbidden();
    }
    return mergeRequest(project);
  }

  // --- answers
  // -------------------------------------------------------------------------------------------

  <T> Answer page(List<T> all, java.util.function.Function<T, Object> shape) {
    return RestPage.of(this, all, shape);
  }

  static Map<String, @Nullable Object> with(
      Map<String, @Nullable Object> object, @Nullable Object... more) {
    var all = new LinkedHashMap<String, @Nullable Object>(object);
    all.putAll(Json.object(more));
    return all;
  }
}
