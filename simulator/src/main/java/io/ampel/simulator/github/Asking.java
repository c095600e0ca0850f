package io.ampel.simulator.github;

import io.ampel.simulator.PullRequest;
import io.ampel.simulator.PullRequest.Mergeability;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Standing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One GraphQL request on its way: who asks, what it costs, what was worked out already. */
final class Asking {
  private final Caller caller;
  private final Cost cost;
  private final Budget.Left left;
  private final boolean preReceiveHooks;
  private final Map<PullRequest, Mergeability> told = new HashMap<>();
  private final Map<PullRequest, Standing> standings = new HashMap<>();
  private final Map<Repository, Access> accesses = new HashMap<>();
  private final Set<PullRequest> slow = new HashSet<>();

  Asking(Caller caller, Cost cost, Budget.Left left, boolean preReceiveHooks) {
    this.caller = caller;
    this.cost = cost;
    this.left = left;
    this.preReceiveHooks = preReceiveHooks;
  }

  Caller caller() {
    return caller;
  }

  Cost cost() {
    return cost;
  }

  Budget.Left left() {
    return left;
  }

  boolean preReceiveHooks() {
    return preReceiveHooks;
  }

  /** Asked once for each request, so that all fields of one answer agree. */
  Mergeability mergeability(PullRequest pr) {
    slow.add(pr);
    return told.computeIfAbsent(pr, PullRequest::askMergeability);
  }

  /** Notes that this pull request takes the provider's time. */
  PullRequest slow(PullRequest pr) {
    slow.add(pr);
    return pr;
  }

  int slowOnes() {
    return slow.size();
  }

  Standing standing(PullRequest pr) {
    return standings.computeIfAbsent(pr, Standing::of);
  }

  Access access(Repository repository) {
    return accesses.computeIfAbsent(repository, each -> new Access(caller, each));
  }
}
