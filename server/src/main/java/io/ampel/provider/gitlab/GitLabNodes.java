package io.ampel.provider.gitlab;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ampel.provider.GraphQlReplies.Page;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * GitLab's GraphQL answers as they come. Everything may be null: because it is nothing, because the
 * token may not read it, because this edition does not know it, or because it was not asked for.
 */
final class GitLabNodes {
  private GitLabNodes() {}

  record Projects(@Nullable Page<ProjectNode> projects) {}

  record OneMergeRequest(@Nullable MergeRequestNode mergeRequest) {}

  record Abilities(@JsonProperty("__type") @Nullable TypeNode type) {}

  record TypeNode(@Nullable List<FieldNode> fields) {}

  record FieldNode(@Nullable String name) {}

  record Deed(@Nullable Payload done) {}

  record Payload(@Nullable List<String> errors) {}

  record ProjectNode(
      @Nullable String id,
      @Nullable String fullPath,
      @Nullable String webUrl,
      @Nullable Boolean archived,
      @Nullable String visibility,
      @Nullable Boolean isForked,
      @Nullable Boolean removeSourceBranchAfterMerge,
      @Nullable Root repository,
      @Nullable Boolean onlyAllowMergeIfPipelineSucceeds,
      @Nullable Boolean allowMergeOnSkippedPipeline,
      @Nullable Role userPermissions,
      @Nullable Page<MergeRequestNode> mergeRequests) {}

  record Role(@Nullable Boolean adminProject) {}

  record Root(@Nullable String rootRef) {}

  record MergeRequestNode(
      @Nullable String id,
      @Nullable String iid,
      @Nullable Instant updatedAt,
      @Nullable String diffHeadSha,
      @Nullable Boolean draft,
      @Nullable String mergeStatusEnum,
      @Nullable String detailedMergeStatus,
      @Nullable Boolean shouldBeRebased,
      @Nullable List<MergeCheck> mergeabilityChecks,
      @Nullable Boolean hasCi,
      @Nullable PipelineNode headPipeline,
      @Nullable Integer approvalsLeft,
      @Nullable Page<UserNode> approvedBy,
      @Nullable Integer resolvableDiscussionsCount,
      @Nullable Integer resolvedDiscussionsCount,
      @Nullable Boolean autoMergeEnabled,
      @Nullable Integer mergeTrainIndex,
      @Nullable String title,
      @Nullable String description,
      @Nullable String webUrl,
      @Nullable String state,
      @Nullable Instant createdAt,
      @Nullable Instant mergedAt,
      @Nullable Instant closedAt,
      @Nullable UserNode author,
      @Nullable String sourceBranch,
      @Nullable Long sourceProjectId,
      @Nullable ProjectNode sourceProject,
      @Nullable String targetBranch,
      @Nullable Long targetProjectId,
      @Nullable Instant mergeAfter,
      @Nullable Integer approvalsRequired,
      @Nullable ApprovalState approvalState,
      @Nullable Page<ReviewerNode> reviewers,
      @Nullable Page<UserNode> assignees,
      @Nullable Page<LabelNode> labels,
      @Nullable DiffStats diffStatsSummary,
      @Nullable Integer userNotesCount,
      @Nullable UserNode mergeUser,
      @Nullable Car mergeTrainCar,
      @Nullable Blockers blockingMergeRequests,
      @Nullable MayDo userPermissions,
      @Nullable Page<PipelineNode> pipelines,
      @Nullable Page<DiscussionNode> discussions) {}

  record MergeCheck(@Nullable String identifier, @Nullable String status) {}

  record PipelineNode(
      @Nullable String id,
      @Nullable String sha,
      @Nullable String status,
      @Nullable Instant updatedAt,
      @Nullable String path,
      @Nullable Boolean retryable,
      @Nullable String mergeRequestEventType,
      @Nullable Instant createdAt,
      @Nullable Instant finishedAt,
      @Nullable Page<JobNode> jobs) {

    PipelineNode with(@Nullable Page<JobNode> all) {
      return new PipelineNode(
          id,
          sha,
          status,
          updatedAt,
          path,
          retryable,
          mergeRequestEventType,
          createdAt,
          finishedAt,
          all);
    }
  }

  record JobNode(
      @Nullable String id,
      @Nullable String name,
      @Nullable String status,
      @Nullable Boolean allowFailure,
      @Nullable Boolean retryable,
      @Nullable String webPath,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable Stage stage,
      @Nullable DetailedStatus detailedStatus) {}

  record Stage(@Nullable String name) {}

  record DetailedStatus(@Nullable String detailsPath) {}

  record UserNode(
      @Nullable String id,
      @Nullable String username,
      @Nullable String avatarUrl,
      @Nullable Boolean bot) {}

  record ReviewerNode(
      @Nullable String username,
      @Nullable String avatarUrl,
      @Nullable Boolean bot,
      @Nullable Interaction mergeRequestInteraction) {

    UserNode user() {
      return new UserNode(null, username, avatarUrl, bot);
    }
  }

  record Interaction(
      @Nullable String reviewState, @Nullable Boolean canMerge, @Nullable Boolean canUpdate) {}

  record ApprovalState(@Nullable List<RuleNode> rules) {}

  record RuleNode(
      @Nullable String name,
      @Nullable String type,
      @Nullable String section,
      @Nullable Integer approvalsRequired,
      @Nullable Boolean approved,
      @Nullable Boolean invalid,
      @Nullable Boolean allowMergeWhenInvalid,
      @Nullable List<UserNode> eligibleApprovers,
      @Nullable Page<UserNode> approvedBy) {}

  record LabelNode(@Nullable String title, @Nullable String color) {}

  record DiffStats(
      @Nullable Integer additions, @Nullable Integer deletions, @Nullable Integer fileCount) {}

  record Car(@Nullable String status, @Nullable Instant createdAt, @Nullable UserNode user) {}

  record Blockers(@Nullable Integer totalCount, @Nullable List<Blocker> visibleMergeRequests) {}

  record Blocker(@Nullable String iid, @Nullable Long targetProjectId) {}

  record MayDo(
      @Nullable Boolean canMerge,
      @Nullable Boolean canApprove,
      @Nullable Boolean createNote,
      @Nullable Boolean updateMergeRequest) {}

  record DiscussionNode(
      @Nullable String id,
      @Nullable Boolean resolvable,
      @Nullable Boolean resolved,
      @Nullable Instant createdAt,
      @Nullable Page<NoteNode> opening,
      @Nullable Page<NoteNode> latest) {}

  record NoteNode(
      @Nullable String body,
      @Nullable String url,
      @Nullable UserNode author,
      @Nullable Position position) {}

  record Position(@Nullable String filePath) {}
}
