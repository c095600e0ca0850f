package io.ampel.simulator;

import io.ampel.simulator.BranchRule.Kind;
import io.ampel.simulator.Truth.Light;
import io.ampel.simulator.Truth.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What stands in a pull request's way at Bitbucket, where everybody's word counts alike, every
 * build counts, and a suggested merge check is the team's word as much as an enforced one.
 */
final class BitbucketTruth {
  private final PullRequest pr;
  private final MergeChecks demands;
  private final Votes votes;
  private final List<Reason> reasons = new ArrayList<>();

  private BitbucketTruth(PullRequest pr) {
    this.pr = pr;
    this.demands = MergeChecks.of(pr);
    this.votes = Votes.of(pr);
  }

  static List<Reason> reasons(PullRequest pr) {
    var truth = new BitbucketTruth(pr);
    truth.branch();
    truth.reviews();
    truth.toDo();
    truth.builds();
    return truth.reasons;
  }

  private void add(Light light, String why) {
    reasons.add(new Reason(light, why));
  }

  private void branch() {
    if (pr.isDraft()) {
      add(Light.WAITING, "draft");
    }
    switch (pr.mergeability()) {
      case CONFLICTING -> add(Light.BLOCKED, "conflict");
      case UNKNOWN -> add(Light.UNKNOWN, "conflicts not known");
      case MERGEABLE -> {}
    }
    if (demands.behindAtMost().filter(most -> pr.behindBy() > most).isPresent()) {
      add(Light.WAITING, "behind its base");
    }
    if (pr.autoMerge() != null) {
      add(Light.WAITING, "merges itself when builds pass");
    }
  }

  private void reviews() {
    votes.objections().forEach(each -> add(Light.BLOCKED, "changes requested by " + each.login()));
    enough("approvals", votes.approvals(), demands.most(Kind.REQUIRE_APPROVALS_TO_MERGE));
    enough(
        "approvals of default reviewers",
        among(pr.repository().defaultReviewers()),
        demands.most(Kind.REQUIRE_DEFAULT_REVIEWER_APPROVALS_TO_MERGE));
    for (var rule : demands.rules()) {
      if (rule.kind() == Kind.REQUIRE_REVIEW_GROUP_APPROVALS_TO_MERGE) {
        rule.teams()
            .forEach(each ->
                enough("approvals of " + each.slug(), among(each.members()), rule.number()));
      }
    }
    if (!demandsApprovals() && !pr.asked().isEmpty() && votes.approvals().isEmpty()) {
      add(Light.WAITING, "review not given");
    }
  }

  private boolean demandsApprovals() {
    return demands.most(Kind.REQUIRE_APPROVALS_TO_MERGE) > 0
        || demands.most(Kind.REQUIRE_DEFAULT_REVIEWER_APPROVALS_TO_MERGE) > 0
        || demands.most(Kind.REQUIRE_REVIEW_GROUP_APPROVALS_TO_MERGE) > 0;
  }

  private List<Person> among(Collection<Person> people) {
    return votes.approvals().stream().filter(people::contains).toList();
  }

  private void enough(String of, List<Person> given, int needed) {
    if (given.size() < needed) {
      add(Light.WAITING, given.size() + " of " + needed + " " + of);
    }
  }

  private void toDo() {
    var open = pr.tasks().stream().filter(Task::open).count();
    if (open > 0) {
      add(Light.BLOCKED, open + " open tasks");
    }
    if (demands.has(Kind.REQUIRE_ALL_COMMENTS_RESOLVED) && votes.unresolved()) {
      add(Light.BLOCKED, "comment unresolved");
    }
  }

  private void builds() {
    var builds = Build.of(pr.head());
    for (var each : builds) {
      if (each.state().bad()) {
        add(Light.BLOCKED, "build " + each.name() + " failed");
      } else if (!each.state().settled()) {
        add(Light.WAITING, "build " + each.name() + " running");
      }
    }
    var passed = builds.stream().filter(each -> each.state().good()).count();
    var needed = demands.most(Kind.REQUIRE_PASSING_BUILDS_TO_MERGE);
    if (passed < needed) {
      add(Light.WAITING, passed + " of " + needed + " builds");
    }
  }
}
