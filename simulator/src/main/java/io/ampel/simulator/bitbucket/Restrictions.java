package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.BranchRule;
import io.ampel.simulator.Json;
import io.ampel.simulator.MergeChecks;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Team;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What branches demand, which only administrators may read, and who reviews by default. */
final class Restrictions {
  private static final String REPOSITORY = "/repositories/{workspace}/{repo_slug}";

  private Restrictions() {}

  static List<Route> routes() {
    return List.of(
        Route.of(
            "GET", REPOSITORY + "/branch-restrictions", Scope.REPOSITORY_ADMIN, Restrictions::list),
        Route.of(
            "GET",
            REPOSITORY + "/effective-default-reviewers",
            Scope.PULL_REQUEST,
            Restrictions::reviewers),
        Route.of(
            "GET",
            REPOSITORY + "/default-reviewers",
            Scope.PULL_REQUEST,
            call ->
                Listing.of(call)
                    .page(
                        call.repository().defaultReviewers(),
                        each -> java.util.Objects.requireNonNull(new Shapes(call).user(each)))));
  }

  private static Answer list(Call call) {
    var repository = call.repository();
    if (!call.role(repository).atLeast(Role.ADMIN)) {
      throw Refusal.of(403, "You do not have admin access to this repository.");
    }
    var kind = call.request().query("kind");
    var pattern = call.request().query("pattern");
    var rules =
        MergeChecks.all(repository).stream()
            .filter(each -> kind.isEmpty() || kind.get().equals(each.kind().word()))
            .filter(each -> pattern.isEmpty() || pattern.get().equals(each.pattern()))
            .toList();
    return Listing.of(call).page(rules, each -> rule(call, repository, each));
  }

  private static Map<String, @Nullable Object> rule(
      Call call, Repository repository, BranchRule rule) {
    var shapes = new Shapes(call);
    var byType = rule.branchType() != null;
    var shape =
        Json.object(
            "type",
            "branchrestriction",
            "id",
            rule.id(),
            "kind",
            rule.kind().word(),
            "branch_match_kind",
            byType ? "branching_model" : "glob",
            "pattern",
            byType ? "" : rule.pattern(),
            "value",
            rule.value(),
            "users",
            rule.people().stream().map(shapes::user).toList(),
            "groups",
            rule.teams().stream().map(Restrictions::group).toList(),
            "links",
            Json.object(
                "self", Shapes.link(shapes.url(repository) + "/branch-restrictions/" + rule.id())));
    if (byType) {
      shape.put("branch_type", rule.branchType());
    }
    return shape;
  }

  private static Map<String, @Nullable Object> group(Team team) {
    return Json.object(
        "type",
        "group",
        "name",
        team.name(),
        "slug",
        team.slug(),
        "full_slug",
        team.organization().login() + ":" + team.slug());
  }

  private static Answer reviewers(Call call) {
    var shapes = new Shapes(call);
    return Listing.of(call)
        .pagelen(20, 100)
        .page(
            call.repository().defaultReviewers(),
            each ->
                Json.object(
                    "type",
                    "default_reviewer",
                    "reviewer_type",
                    "repository",
                    "user",
                    shapes.user(each)));
  }
}
