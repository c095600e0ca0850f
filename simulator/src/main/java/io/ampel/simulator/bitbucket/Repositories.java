package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Branch;
import io.ampel.simulator.BranchRule;
import io.ampel.simulator.Json;
import io.ampel.simulator.MergeChecks;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import java.util.Comparator;
import java.util.List;

/** Repositories of a workspace and their branches. */
final class Repositories {
  private static final String REPOSITORY = "/repositories/{workspace}/{repo_slug}";

  private Repositories() {}

  static List<Route> routes() {
    return List.of(
        Route.of("GET", "/repositories/{workspace}", Scope.REPOSITORY, Repositories::list),
        Route.of("GET", REPOSITORY, Scope.REPOSITORY, Repositories::one),
        Route.of("GET", REPOSITORY + "/refs/branches", Scope.REPOSITORY, Repositories::branches),
        Route.of(
            "GET", REPOSITORY + "/refs/branches/{name…}", Scope.REPOSITORY, Repositories::branch),
        Route.of(
            "DELETE",
            REPOSITORY + "/refs/branches/{name…}",
            Scope.REPOSITORY_WRITE,
            Repositories::delete),
        Route.of(
            "GET",
            REPOSITORY + "/effective-branching-model",
            Scope.REPOSITORY,
            Repositories::branchingModel));
  }

  private static Answer list(Call call) {
    var owner = call.workspace();
    var least = least(call.request().query("role").orElse(""));
    var shapes = new Shapes(call);
    var found =
        call.caller().world().repositories().stream()
            .filter(each -> each.owner().equals(owner) && call.role(each).atLeast(least))
            .sorted(Comparator.comparing(Repository::fullName))
            .toList();
    return Listing.of(call).page(found, shapes::repository);
  }

  private static Role least(String role) {
    return switch (role) {
      case "", "member" -> Role.READ;
      case "contributor" -> Role.WRITE;
      case "admin", "owner" -> Role.ADMIN;
      default -> throw Refusal.of(400, "Invalid role: " + role);
    };
  }

  private static Answer one(Call call) {
    return call.tree(new Shapes(call).repository(call.repository()));
  }

  private static Answer branches(Call call) {
    return Listing.of(call).page(call.repository().branches(), new Shapes(call)::branch);
  }

  private static Branch named(Call call, Repository repository) {
    var name = call.name("name");
    return repository
        .findBranch(name)
        .orElseThrow(() -> Refusal.of(404, "Branch \"" + name + "\" does not exist"));
  }

  private static Answer branch(Call call) {
    return call.tree(new Shapes(call).branch(named(call, call.repository())));
  }

  private static Answer delete(Call call) {
    var repository = call.writing(Role.WRITE);
    var branch = named(call, repository);
    if (branch.name().equals(repository.defaultBranch())) {
      throw Refusal.of(400, "The main branch cannot be deleted.");
    }
    if (MergeChecks.of(repository, branch.name()).has(BranchRule.Kind.DELETE)) {
      throw Refusal.of(403, "Permission denied to delete branch " + branch.name() + ".");
    }
    repository.deleteBranch(branch.name());
    return Answer.empty(204);
  }

  private static Answer branchingModel(Call call) {
    var repository = call.repository();
    var kinds = List.of("feature", "bugfix", "release", "hotfix");
    return call.tree(
        Json.object(
            "type",
            "effective_repo_branching_model",
            "development",
            Json.object("name", repository.defaultBranch(), "use_mainbranch", true),
            "production",
            repository
                .findBranch("production")
                .map(each -> Json.object("name", each.name(), "use_mainbranch", false))
                .orElse(null),
            "branch_types",
            kinds.stream().map(each -> Json.object("kind", each, "prefix", each + "/")).toList()));
  }
}
