package io.ampel.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a pull request stands against the rules of its base branch, worked out from the model: the
 * ground under both a provider's summary words and the expected light.
 */
public record Standing(
    Rules rules,
    Map<Person, Review> opinions,
    int approvals,
    List<Review> objections,
    List<CheckRun> checks,
    List<CommitStatus> statuses,
    List<String> requiredFailing,
    List<String> requiredRunning,
    List<String> requiredMissing,
    List<String> optionalFailing,
    List<String> optionalRunning,
    boolean codeOwnerMissing,
    boolean lastPushUnapproved,
    boolean unresolved,
    boolean behind) {

  public static Standing of(PullRequest pr) {
    var rules = rules(pr);
    var opinions = opinions(pr);
    var checks = pr.head().latestChecks();
    var statuses = pr.head().latestStatuses();
    var states = states(checks, statuses);
    var failing = new ArrayList<String>();
    var running = new ArrayList<String>();
    var missing = new ArrayList<String>();
    for (var name : rules.checks()) {
      var reported = states.getOrDefault(name, List.of());
      if (reported.isEmpty()) {
        missing.add(name);
      } else if (reported.stream().anyMatch(CheckState::bad)) {
        failing.add(name);
      } else if (!reported.stream().allMatch(CheckState::good)) {
        running.add(name);
      }
    }
    var optional = new LinkedHashMap<>(states);
    rules.checks().forEach(optional::remove);
    return new Standing(
        rules,
        opinions,
        (int) opinions.values().stream().filter(each -> counts(pr, each)).count(),
        opinions.values().stream().filter(each -> objects(pr, each)).toList(),
        checks,
        statuses,
        failing,
        running,
        missing,
        names(optional, CheckState::bad),
        names(optional, each -> !each.settled()),
        codeOwnerMissing(pr, rules),
        rules.lastPush()
            && opinions.values().stream()
                .noneMatch(
                    each -> counts(pr, each) && !Objects.equals(each.author(), pr.lastPusher())),
        pr.threads().stream().anyMatch(each -> !each.resolved()),
        pr.behindBy() > 0);
  }

  private static Rules rules(PullRequest pr) {
    return pr.repository().findBranch(pr.base()).map(Branch::rules).orElse(Rules.none());
  }

  /** The newest opinion of each person; comments are none. */
  static Map<Person, Review> opinions(PullRequest pr) {
    var latest = new LinkedHashMap<Person, Review>();
    for (var each : pr.reviews()) {
      var author = each.author();
      if (author != null && each.verdict().opinion()) {
        latest.put(author, each);
      }
    }
    return latest;
  }

  public static boolean mayWrite(PullRequest pr, Review review) {
    return pr.repository().role(review.author()).atLeast(Role.WRITE);
  }

  private static boolean counts(PullRequest pr, Review review) {
    var by = review.author();
    return review.verdict() == Verdict.APPROVED
        && by != null
        && !by.bot()
        && !by.equals(pr.author())
        && mayWrite(pr, review);
  }

  private static boolean objects(PullRequest pr, Review review) {
    return review.verdict() == Verdict.CHANGES_REQUESTED && mayWrite(pr, review);
  }

  private static boolean codeOwnerMissing(PullRequest pr, Rules rules) {
    return rules.codeOwners() && pr.requests().stream().anyMatch(ReviewRequest::asCodeOwner);
  }

  private static Map<String, List<CheckState>> states(
      List<CheckRun> checks, List<CommitStatus> statuses) {
    var states = new LinkedHashMap<String, List<CheckState>>();
    checks.forEach(
        each -> states.computeIfAbsent(each.name(), _ -> new ArrayList<>(1)).add(each.state()));
    statuses.forEach(
        each -> states.computeIfAbsent(each.context(), _ -> new ArrayList<>(1)).add(each.state()));
    return states;
  }

  private static List<String> names(
      Map<String, List<CheckState>> states, java.util.function.Predicate<CheckState> which) {
    return states.entrySet().stream()
        .filter(each -> each.getValue().stream().anyMatch(which))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether the branch rules keep the merge back, apart from being behind. */
  public boolean rulesUnmet() {
    return (rules.approvals() > 0 && (approvals < rules.approvals() || !objections.isEmpty()))
        || !requiredFailing.isEmpty()
        || !requiredRunning.isEmpty()
        || !requiredMissing.isEmpty()
        || codeOwnerMissing
        || lastPushUnapproved
        || (rules.conversations() && unresolved);
  }

  public boolean required(String name) {
    return rules.checks().contains(name);
  }

  public boolean nothingReported() {
    return checks.isEmpty() && statuses.isEmpty();
  }
}
