package io.ampel.provider.gitlab;

import io.ampel.provider.gitlab.GitLabNodes.Blocker;
import io.ampel.provider.gitlab.GitLabNodes.MergeCheck;
import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import io.ampel.pullrequest.Obstacle;
import io.ampel.pullrequest.Obstacle.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the way beside pipelines, reviews, branches and conversations, which Ampel reads
 * for itself.
 */
final class GitLabObstacles {
  private enum Meaning {
    /** Told by what Ampel reads itself. */
    READ_OTHERWISE,
    OBSTACLE,
    UNKNOWN
  }

  private GitLabObstacles() {}

  /** Whether Ampel has heard of what was looked at. */
  static boolean isKnown(MergeCheck check) {
    return meaning(check.identifier()) != Meaning.UNKNOWN;
  }

  private static Meaning meaning(@Nullable String identifier) {
    return switch (GitLabMapping.text(identifier)) {
      case "CI_MUST_PASS",
          "CODE_OWNERS_APPROVAL",
          "CONFLICT",
          "DISCUSSIONS_NOT_RESOLVED",
          "DRAFT_STATUS",
          "NEED_REBASE",
          "NOT_APPROVED",
          "NOT_OPEN",
          "REQUESTED_CHANGES" ->
          Meaning.READ_OTHERWISE;
      case "COMMITS_STATUS",
          "JIRA_ASSOCIATION_MISSING",
          "LOCKED_LFS_FILES",
          "LOCKED_PATHS",
          "MERGE_REQUEST_BLOCKED",
          "MERGE_TIME",
          "SECURITY_POLICY_PIPELINE_CHECK",
          "SECURITY_POLICY_VIOLATIONS",
          "STATUS_CHECKS_MUST_PASS",
          "TITLE_REGEX" ->
          Meaning.OBSTACLE;
      default -> Meaning.UNKNOWN;
    };
  }

  static List<Obstacle> of(MergeRequestNode node, List<MergeCheck> checks, boolean servicesFailed) {
    var found = new ArrayList<Obstacle>();
    var seen = new LinkedHashSet<Kind>();
    for (var check : checks) {
      var isOpen =
          GitLabMergeability.FAILED.equals(check.status())
              || GitLabMergeability.CHECKING.equals(check.status());
      if (isOpen && meaning(check.identifier()) == Meaning.OBSTACLE) {
        add(found, seen, obstacle(node, check, servicesFailed));
      }
    }
    if (isPipelineMissing(node, checks)) {
      add(found, seen, Obstacle.of(Kind.PIPELINE_MISSING));
    }
    return found;
  }

  private static void add(List<Obstacle> found, Set<Kind> seen, Obstacle obstacle) {
    if (seen.add(obstacle.kind())) {
      found.add(obstacle);
    }
  }

  private static Obstacle obstacle(
      MergeRequestNode node, MergeCheck check, boolean servicesFailed) {
    var isRunning = GitLabMergeability.CHECKING.equals(check.status());
    return switch (GitLabMapping.text(check.identifier())) {
      case "COMMITS_STATUS" -> Obstacle.of(Kind.NO_COMMITS);
      case "JIRA_ASSOCIATION_MISSING" -> Obstacle.of(Kind.ISSUE_KEY_MISSING);
      case "LOCKED_LFS_FILES", "LOCKED_PATHS" -> Obstacle.of(Kind.FILES_LOCKED);
      case "MERGE_REQUEST_BLOCKED" -> waitsForOthers(node);
      case "MERGE_TIME" -> notBefore(node);
      case "SECURITY_POLICY_PIPELINE_CHECK" -> Obstacle.of(Kind.POLICY_RUNNING);
      case "SECURITY_POLICY_VIOLATIONS" ->
          Obstacle.of(
              isRunning || "SECURITY_POLICY_PIPELINE_CHECK".equals(node.detailedMergeStatus())
                  ? Kind.POLICY_RUNNING
                  : Kind.POLICY_VIOLATED);
      case "STATUS_CHECKS_MUST_PASS" ->
          Obstacle.of(servicesFailed ? Kind.SERVICE_FAILED : Kind.SERVICE_RUNNING);
      case "TITLE_REGEX" -> Obstacle.of(Kind.TITLE_REFUSED);
      default -> throw new IllegalArgumentException("no obstacle: " + check);
    };
  }

  /** Only what lies in the same project may be named: others may not see the rest. */
  private static Obstacle waitsForOthers(MergeRequestNode node) {
    var blockers = node.blockingMergeRequests();
    if (blockers == null || blockers.visibleMergeRequests() == null) {
      return Obstacle.of(Kind.WAITS_FOR_OTHER);
    }
    var names =
        blockers.visibleMergeRequests().stream()
            .filter(other -> other.iid() != null && isAtHome(node, other))
            .map(other -> "!" + other.iid())
            .toArray();
    return Obstacle.of(Kind.WAITS_FOR_OTHER, names);
  }

  private static boolean isAtHome(MergeRequestNode node, Blocker other) {
    return node.targetProjectId() != null && node.targetProjectId().equals(other.targetProjectId());
  }

  private static Obstacle notBefore(MergeRequestNode node) {
    return node.mergeAfter() == null
        ? Obstacle.of(Kind.NOT_BEFORE, 0)
        : Obstacle.of(Kind.NOT_BEFORE, 1, node.mergeAfter()).until(node.mergeAfter());
  }

  /** A pipeline is demanded and there has never been any. */
  private static boolean isPipelineMissing(MergeRequestNode node, List<MergeCheck> checks) {
    return GitLabMergeability.isFailed(checks, "CI_MUST_PASS")
        && node.headPipeline() == null
        && !GitLabMapping.isTrue(node.hasCi())
        && GitLabChecks.newest(node) == null;
  }
}
