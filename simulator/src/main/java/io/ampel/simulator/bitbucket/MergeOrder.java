package io.ampel.simulator.bitbucket;

import io.ampel.simulator.BranchRule.Kind;
import io.ampel.simulator.Build;
import io.ampel.simulator.MergeChecks;
import io.ampel.simulator.MergeStrategy;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Task;
import io.ampel.simulator.Votes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What somebody wants merged, and how. It names no commit: what is there is what is merged. */
record MergeOrder(
    PullRequest pr, Person by, MergeStrategy strategy, String message, boolean closeSourceBranch) {

  /** Everything that keeps Bitbucket from doing it. */
  void refuse() {
    PullRequests.refuseClosed(pr);
    if (pr.isDraft()) {
      throw Refusal.of(400, "You can't merge a draft pull request.");
    }
    if (pr.mergeability() == PullRequest.Mergeability.CONFLICTING) {
      throw Refusal.of(400, "You can't merge until you resolve all merge conflicts.");
    }
    if (strategy.fastForwardOnly() && pr.behindBy() > 0) {
      throw Refusal.of(400, "Unable to fast forward due to changes in the destination branch.");
    }
    var demands = MergeChecks.of(pr);
    if (demands.mergers().filter(each -> !each.contains(by)).isPresent()) {
      throw Refusal.of(403, "You don't have permission to merge into " + pr.base() + ".");
    }
    var unmet = unmet(demands);
    if (demands.enforced() && !unmet.isEmpty()) {
      throw Refusal.fields(
          "This pull request can't be merged: " + String.join(" ", unmet),
          Map.of("merge_checks", unmet));
    }
  }

  private List<String> unmet(MergeChecks demands) {
    var unmet = new ArrayList<String>();
    var votes = Votes.of(pr);
    enough(unmet, votes.approvals(), demands.most(Kind.REQUIRE_APPROVALS_TO_MERGE), "approvals");
    enough(
        unmet,
        among(votes, pr.repository().defaultReviewers()),
        demands.most(Kind.REQUIRE_DEFAULT_REVIEWER_APPROVALS_TO_MERGE),
        "approvals from default reviewers");
    groups(unmet, demands, votes);
    if (demands.has(Kind.REQUIRE_NO_CHANGES_REQUESTED) && !votes.objections().isEmpty()) {
      unmet.add("Changes are requested.");
    }
    if (demands.has(Kind.REQUIRE_TASKS_TO_BE_COMPLETED)
        && pr.tasks().stream().anyMatch(Task::open)) {
      unmet.add("There are open tasks.");
    }
    if (demands.has(Kind.REQUIRE_ALL_COMMENTS_RESOLVED) && votes.unresolved()) {
      unmet.add("There are unresolved comments.");
    }
    if (demands.behindAtMost().filter(most -> pr.behindBy() > most).isPresent()) {
      unmet.add("The source branch is " + pr.behindBy() + " commits behind.");
    }
    builds(unmet, demands);
    return unmet;
  }

  private void groups(List<String> unmet, MergeChecks demands, Votes votes) {
    for (var rule : demands.rules()) {
      if (rule.kind() == Kind.REQUIRE_REVIEW_GROUP_APPROVALS_TO_MERGE) {
        var needed = rule.value() == null ? 1 : rule.value();
        rule.teams()
            .forEach(each ->
                enough(
                    unmet, among(votes, each.members()), needed, "approvals from " + each.name()));
      }
    }
  }

  private static List<Person> among(Votes votes, Collection<Person> people) {
    return votes.approvals().stream().filter(people::contains).toList();
  }

  private static void enough(List<String> unmet, List<Person> given, int needed, String of) {
    if (given.size() < needed) {
      unmet.add("It has %d of %d %s.".formatted(given.size(), needed, of));
    }
  }

  /** So many must have passed, and none may have failed or still run. */
  private void builds(List<String> unmet, MergeChecks demands) {
    if (!demands.has(Kind.REQUIRE_PASSING_BUILDS_TO_MERGE)) {
      return;
    }
    var needed = demands.most(Kind.REQUIRE_PASSING_BUILDS_TO_MERGE);
    var builds = Build.of(pr.head());
    var passed = builds.stream().filter(each -> each.state().good()).count();
    if (passed < needed || passed < builds.size()) {
      unmet.add("It needs %d successful builds and no others.".formatted(needed));
    }
  }

  private String usualMessage() {
    return "Merged in %s (pull request #%d)\n\n%s".formatted(pr.headRef(), pr.number(), pr.title());
  }

  void perform() {
    pr.merge(by, strategy.method(), message.isEmpty() ? usualMessage() : message);
    var from = pr.headRepository();
    if (closeSourceBranch && from != null && !pr.headRef().equals(from.defaultBranch())) {
      from.deleteBranch(pr.headRef());
    }
  }
}
