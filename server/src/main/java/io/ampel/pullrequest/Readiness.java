package io.ampel.pullrequest;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rule: how ready a pull request is, and why. The light is never a fact of its own, it is the
 * worst of the reasons, and READY when there are none.
 *
 * @param reasons every obstacle, the worst first
 * @param notBlocking what is worth knowing and changes nothing
 * @param changesAt when the answer changes although no fact does
 */
public record Readiness(List<Reason> reasons, List<Note> notBlocking, Optional<Instant> changesAt) {

  public Readiness {
    reasons = reasons.stream().sorted(comparing(Reason::light, reverseOrder())).toList();
    notBlocking = List.copyOf(notBlocking);
  }

  public TrafficLight light() {
    return reasons.stream().map(Reason::light).reduce(TrafficLight.READY, TrafficLight::worse);
  }

  /** Reads no clock, no database and no network: the same facts always give the same answer. */
  public static Readiness of(
      PullRequest pullRequest, Repository repository, MergeRequirements requirements, Instant now) {
    var policy = repository.policy();
    var judged = requirements.with(policy);
    var branch = new BranchRule(pullRequest, repository, judged).judge();
    var reviews = new ReviewRule(pullRequest, judged, policy).judge();
    var checks = new CheckRule(pullRequest, judged, policy, now).judge();
    var obstacles = new ObstacleRule(pullRequest, policy, now).judge();
    return branch.and(reviews).and(checks).and(obstacles).withTheProvidersWord(pullRequest, judged);
  }

  /**
   * The same answer where every reason that was already seen keeps the moment it began; a new one
   * without a known beginning begins now.
   */
  public Readiness since(List<Reason> earlier, Instant now) {
    var dated =
        reasons.stream()
            .map(reason ->
                reason.since() != null ? reason : reason.since(begin(reason, earlier, now)))
            .toList();
    return new Readiness(dated, notBlocking, changesAt);
  }

  private static Instant begin(Reason reason, List<Reason> earlier, Instant now) {
    return earlier.stream()
        .filter(reason::isSame)
        .flatMap(seen -> Optional.ofNullable(seen.since()).stream())
        .findFirst()
        .orElse(now);
  }

  private Readiness withTheProvidersWord(PullRequest pullRequest, MergeRequirements requirements) {
    var spoken = new ProviderRule(pullRequest, requirements, this);
    return and(spoken.judge());
  }

  private Readiness and(Readiness other) {
    return new Readiness(
        concat(reasons, other.reasons),
        concat(notBlocking, other.notBlocking),
        earliest(changesAt, other.changesAt));
  }

  private static <T> List<T> concat(List<T> one, List<T> two) {
    var all = new ArrayList<>(one);
    all.addAll(two);
    return List.copyOf(all);
  }

  private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> two) {
    return one.isEmpty() || (two.isPresent() && two.get().isBefore(one.get())) ? two : one;
  }
}
