package io.ampel.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    var told = told(checks, statuses);
    var failing = new ArrayList<String>();
    var running = new ArrayList<String>();
    var missing = new ArrayList<String>();
    for (var required : rules.checks()) {
      var reported = told.stream().filter(each -> each.meets(required)).map(Told::state).toList();
      if (reported.isEmpty()) {
        missing.add(required.name());
      } else if (reported.stream().anyMatch(CheckState::bad)) {
        failing.add(required.name());
      } else if (!reported.stream().allMatch(CheckState::good)) {
        running.add(required.name());
      }
    }
    var optional =
        told.stream().filter(each -> rules.checks().stream().noneMatch(each::meets)).toList();
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

  /** What was reported last under a name. */
  private record Told(String name, @Nullable CheckApp app, CheckState state) {
    boolean meets(Rules.Required required) {
      return required.isMetBy(name, app);
    }
  }

  private static List<Told> told(List<CheckRun> checks, List<CommitStatus> statuses) {
    return Stream.concat(
            checks.stream().map(each -> new Told(each.name(), each.app(), each.state())),
            statuses.stream().map(each -> new Told(each.context(), null, each.state())))
        .toList();
  }

  private static List<String> names(List<Told> told, Predicate<CheckState> which) {
    return told.stream()
        .filter(each -> which.test(each.state()))
        .map(Told::name)
        .distinct()
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

  public boolean required(String name, @Nullable CheckApp app) {
    return rules.checks().stream().anyMatch(each -> each.isMetBy(name, app));
  }

  public boolean nothingReported() {
    return checks.isEmpty() && statuses.isEmpty();
  }
}
