package io.ampel.provider.gitlab;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The answers of GitLab's REST as they come; only what Ampel uses of them. */
final class GitLabRecords {
  private GitLabRecords() {}

  /** An answer of which only the status counts. */
  record Something() {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Token(
      @Nullable String name,
      @Nullable Boolean active,
      @Nullable List<String> scopes,
      @Nullable Boolean granular,
      @Nullable Boolean impersonation,
      @Nullable LocalDate expiresAt) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record User(
      @Nullable Long id,
      @Nullable String username,
      @Nullable String name,
      @Nullable String avatarUrl,
      @Nullable Boolean bot) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Project(
      @Nullable Long id,
      @Nullable String pathWithNamespace,
      @Nullable String webUrl,
      @Nullable String visibility,
      @Nullable Boolean archived,
      @Nullable Something forkedFromProject,
      @Nullable String defaultBranch,
      @Nullable String mergeMethod,
      @Nullable String squashOption,
      @Nullable Boolean removeSourceBranchAfterMerge,
      @Nullable Boolean onlyAllowMergeIfPipelineSucceeds,
      @Nullable Boolean allowMergeOnSkippedPipeline,
      @Nullable Boolean onlyAllowMergeIfAllDiscussionsAreResolved,
      @Nullable Boolean mergeTrainsEnabled,
      @Nullable Reach permissions) {}

  /** The asking account's role, by itself and by way of a group. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Reach(@Nullable Level projectAccess, @Nullable Level groupAccess) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Level(@Nullable Integer accessLevel) {}

  /**
   * @param iid null where the issue stands in another tracker
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record ClosedIssue(
      @Nullable String id,
      @Nullable Integer iid,
      @Nullable Long projectId,
      @Nullable String title,
      @Nullable String state,
      @Nullable String webUrl) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record MergeRequest(
      @Nullable Long id,
      @Nullable Long iid,
      @Nullable String title,
      @Nullable String description,
      @Nullable String state,
      @Nullable Instant createdAt,
      @Nullable Instant updatedAt,
      @Nullable Instant mergedAt,
      @Nullable Instant closedAt,
      @Nullable User mergeUser,
      @Nullable String targetBranch,
      @Nullable String sourceBranch,
      @Nullable Integer userNotesCount,
      @Nullable User author,
      @Nullable List<User> assignees,
      @Nullable Long sourceProjectId,
      @Nullable Long targetProjectId,
      @Nullable List<String> labels,
      @Nullable Boolean draft,
      @Nullable Boolean mergeWhenPipelineSucceeds,
      @Nullable String mergeStatus,
      @Nullable String detailedMergeStatus,
      @Nullable Instant mergeAfter,
      @Nullable String sha,
      @Nullable String mergeCommitSha,
      @Nullable String squashCommitSha,
      @Nullable Boolean shouldRemoveSourceBranch,
      @Nullable Boolean forceRemoveSourceBranch,
      @Nullable String webUrl,
      @Nullable String changesCount,
      @Nullable Pipeline headPipeline,
      @Nullable Integer divergedCommitsCount,
      @Nullable Boolean rebaseInProgress,
      @Nullable String mergeError,
      @Nullable May user) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record May(@Nullable Boolean canMerge) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Pipeline(
      @Nullable Long id,
      @Nullable String sha,
      @Nullable String ref,
      @Nullable String status,
      @Nullable Instant createdAt,
      @Nullable Instant updatedAt,
      @Nullable Instant finishedAt,
      @Nullable String webUrl) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Job(
      @Nullable Long id,
      @Nullable String name,
      @Nullable String stage,
      @Nullable String status,
      @Nullable Boolean allowFailure,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable String webUrl) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record CommitStatus(
      @Nullable Long id,
      @Nullable String name,
      @Nullable String status,
      @Nullable Boolean allowFailure,
      @Nullable String targetUrl,
      @Nullable Long pipelineId,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Commit(@Nullable List<String> parentIds) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Approvals(
      @Nullable Integer approvalsRequired,
      @Nullable Integer approvalsLeft,
      @Nullable Boolean userCanApprove,
      @Nullable Boolean userHasApproved,
      @Nullable List<Approver> approvedBy) {}

  record Approver(@Nullable User user) {}

  record Rules(@Nullable List<Rule> rules) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Rule(
      @Nullable String name,
      @Nullable String ruleType,
      @Nullable String section,
      @Nullable Integer approvalsRequired,
      @Nullable Boolean approved,
      @Nullable List<User> eligibleApprovers,
      @Nullable List<User> approvedBy) {}

  record Reviewer(@Nullable User user, @Nullable String state) {}

  record StatusCheck(@Nullable String name, @Nullable String status) {}

  record Discussion(@Nullable String id, @Nullable List<Note> notes) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Note(
      @Nullable Long id,
      @Nullable String body,
      @Nullable User author,
      @Nullable Instant createdAt,
      @Nullable Boolean system,
      @Nullable Boolean resolvable,
      @Nullable Boolean resolved,
      @Nullable NotePosition position) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record NotePosition(@Nullable String newPath, @Nullable String oldPath) {}
}
