package io.ampel.provider.gitlab;

import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything the light depends on and a cheap look shows. The time of the last update alone is not
 * enough: a pipeline that was started again, a moved target branch or a step of the train does not
 * touch it.
 */
final class GitLabFingerprint {
  private GitLabFingerprint() {}

  static String of(MergeRequestNode node) {
    var pipeline = node.headPipeline();
    return Stream.of(
            word(node.updatedAt()),
            word(node.diffHeadSha()),
            GitLabMapping.isTrue(node.draft()) ? "draft" : "ready",
            word(node.mergeStatusEnum()),
            word(node.detailedMergeStatus()),
            checks(node),
            GitLabMapping.isTrue(node.shouldBeRebased()) ? "behind" : "-",
            pipeline == null ? word(node.hasCi()) : GitLabMapping.key(pipeline.id()),
            pipeline == null ? "-" : word(pipeline.status()),
            pipeline == null ? "-" : word(pipeline.updatedAt()),
            word(node.approvalsLeft()),
            approvers(node),
            word(GitLabMapping.openConversations(node)),
            GitLabMapping.isTrue(node.autoMergeEnabled()) ? "armed" : "-",
            word(node.mergeTrainIndex()))
        .collect(Collectors.joining(" "));
  }

  /** Only what is not fine, so that the fingerprint stays short. */
  private static String checks(MergeRequestNode node) {
    var told = node.mergeabilityChecks();
    return told == null
        ? "-"
        : told.stream()
            .filter(
                check -> !"SUCCESS".equals(check.status()) && !"INACTIVE".equals(check.status()))
            .map(check -> check.identifier() + "=" + check.status())
            .collect(Collectors.joining(",", "[", "]"));
  }

  private static String approvers(MergeRequestNode node) {
    return Page.all(node.approvedBy()).stream()
        .map(user -> GitLabMapping.key(user.id()))
        .sorted()
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String word(@Nullable Object value) {
    return value == null ? "-" : value.toString();
  }
}
