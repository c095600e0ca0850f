package io.ampel.simulator.gitlab;

import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One GraphQL request on its way: who asks, how complex it is, what was worked out already. */
final class Asking {
  private final Caller caller;
  private final int score;
  private final Map<PullRequest, Mergeability> told = new HashMap<>();
  private final Map<Repository, Access> accesses = new HashMap<>();
  private final Set<PullRequest> slow = new HashSet<>();

  Asking(Caller caller, int score) {
    this.caller = caller;
    this.score = score;
  }

  Caller caller() {
    return caller;
  }

  Instance instance() {
    return caller.instance();
  }

  int score() {
    return score;
  }

  /** Asked once for each request, so that all fields of one answer agree. */
  Mergeability mergeability(PullRequest pr) {
    slow.add(pr);
    return told.computeIfAbsent(
        pr, each -> new Mergeability(each, instance(), each.askMergeability()));
  }

  int slowOnes() {
    return slow.size();
  }

  Access access(Repository repository) {
    return accesses.computeIfAbsent(repository, caller::access);
  }
}
