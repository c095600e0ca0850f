package io.ampel.simulator.gitlab;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.Organization;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Token.Permission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Projects and groups: finding them, their branches and labels. */
final class RestProjects {
  private RestProjects() {}

  static List<Route> routes() {
    return List.of(
        Route.get("/projects", RestProjects::projects),
        Route.get("/projects/:id", RestProjects::project),
        Route.get("/groups", RestProjects::groups),
        Route.get("/groups/:id", call -> Answer.json(200, call.json().group(call.group()))),
        Route.get("/groups/:id/projects", RestProjects::groupProjects),
        Route.get("/projects/:id/repository/branches", RestProjects::branches),
        Route.get("/projects/:id/repository/branches/:branch", RestProjects::branch),
        Route.of("DELETE", "/projects/:id/repository/branches/:branch", RestProjects::delete),
        Route.get("/projects/:id/repository/commits/:sha", RestProjects::commit),
        Route.get("/projects/:id/protected_branches", RestProjects::protectedBranches),
        Route.get("/projects/:id/members/all/:user_id", RestProjects::member),
        Route.get("/projects/:id/approvals", RestProjects::approvalSettings).premium());
  }

  // --- lists
  // ---------------------------------------------------------------------------------------------

  private static Answer projects(RestCall call) {
    var all =
        call.caller().world().repositories().stream()
            .filter(each -> call.caller().access(each).reachable())
            .filter(each -> wanted(call, each));
    return answer(call, all);
  }

  private static boolean wanted(RestCall call, Repository project) {
    var person = call.caller().person();
    var archived = call.choice("archived");
    var floor = call.parameter("min_access_level").map(Integer::parseInt).orElse(0);
    return (!call.flag("membership") || call.caller().access(project).belongs())
        && (!call.flag("owned") || project.owner().equals(person))
        && (archived == null || archived == project.archived())
        && (floor == 0 || call.caller().access(project).level() >= floor)
        && call.parameter("visibility").map(Words.visibility(project)::equals).orElse(true)
        && found(call, project);
  }

  private static boolean found(RestCall call, Repository project) {
    var sought = call.parameter("search").map(each -> each.toLowerCase(Locale.ROOT)).orElse("");
    var where = call.flag("search_namespaces") ? project.fullName() : project.name();
    return where.toLowerCase(Locale.ROOT).contains(sought);
  }

  private static Answer answer(RestCall call, Stream<Repository> found) {
    Function<Repository, Object> shape =
        each ->
            call.flag("simple") || call.caller().person() == null
                ? call.json().simpleProject(each)
                : call.json().project(each);
    var projects = found.toList();
    return call.parameter("pagination").orElse("").equals("keyset")
        ? RestPage.keyset(call, projects, shape)
        : RestPage.of(call, ordered(call, projects), shape);
  }

  private static List<Repository> ordered(RestCall call, List<Repository> all) {
    Comparator<Repository> order =
        switch (call.parameter("order_by").orElse("created_at")) {
          case "id" -> Comparator.comparing(Repository::id);
          case "name" -> Comparator.comparing(Repository::name);
          case "path" -> Comparator.comparing(Repository::fullName);
          case "last_activity_at", "updated_at" -> Comparator.comparing(Repository::updatedAt);
          case "created_at", "similarity", "star_count" ->
              Comparator.comparing(Repository::createdAt);
          default -> throw Refusal.bad("order_by", "does not have a valid value");
        };
    var whole = order.thenComparing(Repository::id);
    var sorted = new ArrayList<>(all);
    sorted.sort(call.parameter("sort").orElse("desc").equals("asc") ? whole : whole.reversed());
    return sorted;
  }

  private static Answer groups(RestCall call) {
    var sought = call.parameter("search").map(each -> each.toLowerCase(Locale.ROOT)).orElse("");
    var groups =
        call.caller().world().organizations().stream()
            .filter(call::visible)
            .filter(each -> each.login().toLowerCase(Locale.ROOT).contains(sought))
            .sorted(Comparator.comparing(Organization::login))
            .toList();
    return call.page(groups, call.json()::group);
  }

  private static Answer groupProjects(RestCall call) {
    var group = call.group();
    var deep = call.flag("include_subgroups");
    var all =
        call.caller().world().repositories().stream()
            .filter(each -> deep ? within(each, group) : each.owner().equals(group))
            .filter(each -> call.caller().access(each).reachable())
            .filter(each -> wanted(call, each));
    return answer(call, all);
  }

  static boolean within(Repository project, Organization group) {
    return (project.owner().login() + "/").startsWith(group.login() + "/");
  }

  private static Answer project(RestCall call) {
    var project = call.project();
    return Answer.json(200, call.json().project(project));
  }

  // --- branches
  // ------------------------------------------------------------------------------------------

  private static Repository code(RestCall call) {
    return call.reading(Permission.CONTENTS, "read_branch");
  }

  private static Answer branches(RestCall call) {
    var project = code(call);
    return call.page(List.copyOf(project.branches()), call.json()::branch);
  }

  private static Answer branch(RestCall call) {
    return code(call)
        .findBranch(call.name("branch"))
        .map(each -> Answer.json(200, call.json().branch(each)))
        .orElseThrow(() -> Refusal.notFound("Branch"));
  }

  private static Answer delete(RestCall call) {
    var project = call.writing(Permission.CONTENTS, "delete_branch");
    var name = call.name("branch");
    if (project.findBranch(name).isEmpty()) {
      throw Refusal.notFound("Branch");
    }
    if (project.archived() || !call.caller().access(project).atLeast(Role.WRITE)) {
      throw Refusal.forbidden();
    }
    if (name.equals(project.defaultBranch())) {
      throw Refusal.because(400, "Cannot remove HEAD branch");
    }
    project.deleteBranch(name);
    return Answer.empty(204);
  }

  private static Answer commit(RestCall call) {
    var project = code(call);
    return project
        .findCommit(call.name("sha"))
        .map(each -> Answer.json(200, call.json().commit(each)))
        .orElseThrow(() -> Refusal.notFound("Commit"));
  }

  private static Answer protectedBranches(RestCall call) {
    var project = call.project();
    if (!call.caller().access(project).atLeast(Role.WRITE)) {
      throw Refusal.forbidden();
    }
    var level =
        List.of(
            Json.object(
                "id",
                1,
                "access_level",
                30,
                "access_level_description",
                "Developers + Maintainers"));
    return Answer.json(
        200,
        List.of(
            Json.object(
                "id",
                project.id(),
                "name",
                project.defaultBranch(),
                "push_access_levels",
                level,
                "merge_access_levels",
                level,
                "allow_force_push",
                false)));
  }

  private static Answer member(RestCall call) {
    var project = call.project();
    var id = call.number("user_id");
    return call.caller().world().people().stream()
        .filter(each -> each.id() == id && project.role(each).atLeast(Role.TRIAGE))
        .findFirst()
        .map(each ->
            Answer.json(
                200,
                RestCall.with(
                    call.json().person(each), "access_level", Access.level(project.role(each)))))
        .orElseThrow(() -> Refusal.because(404, "404 Not found"));
  }

  private static Answer approvalSettings(RestCall call) {
    var project = call.project();
    var rules = ProjectSettings.of(project).rules(project.defaultBranch());
    return Answer.json(
        200,
        Json.object(
            "approvals_before_merge",
            rules.approvals(),
            "reset_approvals_on_push",
            rules.dismissesStale(),
            "selective_code_owner_removals",
            false,
            "disable_overriding_approvers_per_merge_request",
            false,
            "merge_requests_author_approval",
            false,
            "merge_requests_disable_committers_approval",
            rules.lastPush(),
            "require_reauthentication_to_approve",
            false));
  }
}
