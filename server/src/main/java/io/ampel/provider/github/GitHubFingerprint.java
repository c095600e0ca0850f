package io.ampel.provider.github;

import io.ampel.provider.github.GitHubNodes.PullRequestNode;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything the light depends on and a cheap look shows. The time of the last update alone is not
 * enough: a finished check, a moved base branch or a step of the queue does not touch it.
 */
final class GitHubFingerprint {
  private GitHubFingerprint() {}

  static String of(PullRequestNode node) {
    var rollup = node.statusCheckRollup();
    var queue = node.mergeQueueEntry();
    var auto = node.autoMergeRequest();
    return Stream.of(
            word(node.updatedAt()),
            word(node.headRefOid()),
            word(GitHubMapping.targetTip(node)),
            GitHubMapping.isTrue(node.isDraft()) ? "draft" : "ready",
            rollup == null ? "-" : word(rollup.state()),
            word(node.mergeable()),
            word(node.mergeStateStatus()),
            word(node.reviewDecision()),
            queue == null ? "-" : word(queue.state()) + word(queue.position()),
            auto == null ? "-" : word(auto.enabledAt()))
        .collect(Collectors.joining(" "));
  }

  /** GitHub has begun to compute whether the branches join and will know within seconds. */
  static boolean isUnsettled(PullRequestNode node) {
    return !"MERGEABLE".equals(node.mergeable()) && !"CONFLICTING".equals(node.mergeable());
  }

  /**
   * One check has failed, so the one word for all of them stays what it is whatever the others do.
   * The merge state changes with those that are required, but not where something else blocks too,
   * nor for somebody whom the rules do not bind.
   */
  static boolean hidesChecks(PullRequestNode node) {
    var rollup = node.statusCheckRollup();
    return rollup != null && ("FAILURE".equals(rollup.state()) || "ERROR".equals(rollup.state()));
  }

  private static String word(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }
}
