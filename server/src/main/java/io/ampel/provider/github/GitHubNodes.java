package io.ampel.provider.github;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ampel.provider.GraphQlReplies.Page;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * GitHub's GraphQL answers as they come. Everything may be null: because it is nothing, because the
 * token may not read it, or because it was not asked for.
 */
final class GitHubNodes {
  private GitHubNodes() {}

  record Repositories(@Nullable List<@Nullable RepositoryNode> nodes) {}

  record PullRequests(@Nullable List<@Nullable PullRequestNode> nodes) {}

  record OnePullRequest(@Nullable PullRequestNode node) {}

  record OneRepository(@Nullable RepositoryNode node) {}

  record Viewer(@Nullable Person viewer) {}

  record Person(
      @Nullable String id,
      @Nullable Long databaseId,
      @Nullable String login,
      @Nullable String name,
      @Nullable String avatarUrl) {}

  record RepositoryNode(
      @Nullable String id,
      @Nullable String nameWithOwner,
      @Nullable String url,
      @Nullable Boolean isArchived,
      @Nullable Boolean isDisabled,
      @Nullable Boolean isFork,
      @Nullable Boolean isPrivate,
      @Nullable String visibility,
      @Nullable String viewerPermission,
      @Nullable Boolean deleteBranchOnMerge,
      @Nullable Boolean mergeCommitAllowed,
      @Nullable Boolean squashMergeAllowed,
      @Nullable Boolean rebaseMergeAllowed,
      @Nullable Ref defaultBranchRef,
      @Nullable Ref ref,
      @Nullable Page<PullRequestNode> pullRequests) {}

  record Ref(
      @Nullable String name,
      @Nullable Target target,
      @Nullable UpdateRule refUpdateRule,
      @Nullable Comparison compare) {}

  record Target(@Nullable String oid, @Nullable Instant committedDate) {}

  record Comparison(@Nullable Integer behindBy) {}

  record UpdateRule(
      @Nullable String pattern,
      @Nullable Integer requiredApprovingReviewCount,
      @Nullable List<@Nullable String> requiredStatusCheckContexts,
      @Nullable Boolean requiresCodeOwnerReviews,
      @Nullable Boolean requiresConversationResolution,
      @Nullable Boolean requiresLinearHistory,
      @Nullable Boolean requiresSignatures) {}

  record PullRequestNode(
      @Nullable String id,
      @Nullable Integer number,
      @Nullable String title,
      @Nullable String body,
      @Nullable String url,
      @Nullable String state,
      @Nullable Boolean isDraft,
      @Nullable Boolean isCrossRepository,
      @Nullable Instant createdAt,
      @Nullable Instant updatedAt,
      @Nullable Instant mergedAt,
      @Nullable Instant closedAt,
      @Nullable Actor author,
      @Nullable RepositoryNode repository,
      @Nullable String headRefName,
      @Nullable String headRefOid,
      @Nullable Ref headRef,
      @Nullable RepositoryNode headRepository,
      @Nullable String baseRefName,
      @Nullable Ref baseRef,
      @Nullable Integer additions,
      @Nullable Integer deletions,
      @Nullable Integer changedFiles,
      @Nullable Integer totalCommentsCount,
      @Nullable String mergeable,
      @Nullable String mergeStateStatus,
      @Nullable String reviewDecision,
      @Nullable Rollup statusCheckRollup,
      @Nullable QueueEntry mergeQueueEntry,
      @Nullable AutoMerge autoMergeRequest,
      @Nullable Boolean viewerCanMergeAsAdmin,
      @Nullable Boolean viewerDidAuthor,
      @Nullable Page<Actor> assignees,
      @Nullable Page<Issue> closingIssuesReferences,
      @Nullable Page<Thread> reviewThreads,
      @Nullable Page<LabelNode> labels,
      @Nullable Page<Request> reviewRequests,
      @Nullable Page<ReviewNode> latestReviews,
      @Nullable Page<ReviewNode> latestOpinionatedReviews,
      @Nullable Page<ReviewNode> writers,
      @Nullable Page<ForcePush> timelineItems) {

    /** The same with longer lists. */
    PullRequestNode with(
        @Nullable Page<Thread> allThreads,
        @Nullable Page<LabelNode> allLabels,
        @Nullable Page<Request> allRequests,
        @Nullable Page<ReviewNode> allReviews,
        @Nullable Page<ReviewNode> allOpinions,
        @Nullable Page<ReviewNode> allWriters) {
      return new PullRequestNode(
          id,
          number,
          title,
          body,
          url,
          state,
          isDraft,
          isCrossRepository,
          createdAt,
          updatedAt,
          mergedAt,
          closedAt,
          author,
          repository,
          headRefName,
          headRefOid,
          headRef,
          headRepository,
          baseRefName,
          baseRef,
          additions,
          deletions,
          changedFiles,
          totalCommentsCount,
          mergeable,
          mergeStateStatus,
          reviewDecision,
          statusCheckRollup,
          mergeQueueEntry,
          autoMergeRequest,
          viewerCanMergeAsAdmin,
          viewerDidAuthor,
          assignees,
          closingIssuesReferences,
          allThreads,
          allLabels,
          allRequests,
          allReviews,
          allOpinions,
          allWriters,
          timelineItems);
    }
  }

  record Actor(
      @JsonProperty("__typename") @Nullable String typename,
      @Nullable String login,
      @Nullable String slug,
      @Nullable String avatarUrl,
      @Nullable String teamAvatar) {}

  record Rollup(
      @Nullable String state, @Nullable Target commit, @Nullable Page<Context> contexts) {}

  /** A check run or a commit status, by its type name. */
  record Context(
      @JsonProperty("__typename") @Nullable String typename,
      @Nullable Long databaseId,
      @Nullable String name,
      @Nullable String status,
      @Nullable String conclusion,
      @Nullable Instant startedAt,
      @Nullable Instant completedAt,
      @Nullable String detailsUrl,
      @Nullable Boolean isRequired,
      @Nullable Suite checkSuite,
      @Nullable String context,
      @Nullable String contextState,
      @Nullable String targetUrl,
      @Nullable Instant createdAt) {}

  record Suite(@Nullable App app, @Nullable PushNode push, @Nullable Run workflowRun) {}

  record PushNode(@Nullable String nextSha, @Nullable Actor pusher) {}

  record ForcePush(@Nullable Actor actor, @Nullable Target afterCommit) {}

  record App(@Nullable Integer databaseId, @Nullable String slug) {}

  record Run(@Nullable Long databaseId, @Nullable Workflow workflow) {}

  record Workflow(@Nullable String name) {}

  record QueueEntry(
      @Nullable String state,
      @Nullable Integer position,
      @Nullable Integer estimatedTimeToMerge,
      @Nullable Instant enqueuedAt) {}

  record AutoMerge(@Nullable Instant enabledAt, @Nullable Actor enabledBy) {}

  record Issue(
      @Nullable Integer number,
      @Nullable String title,
      @Nullable String url,
      @Nullable String state,
      @Nullable RepositoryNode repository) {}

  record Thread(
      @Nullable String id,
      @Nullable Boolean isResolved,
      @Nullable String path,
      @Nullable Page<CommentNode> opening,
      @Nullable Page<CommentNode> latest) {}

  record CommentNode(
      @Nullable Actor author,
      @Nullable String bodyText,
      @Nullable String url,
      @Nullable Instant createdAt) {}

  record LabelNode(@Nullable String name, @Nullable String color) {}

  record Request(@Nullable Boolean asCodeOwner, @Nullable Actor requestedReviewer) {}

  record ReviewNode(
      @Nullable Actor author,
      @Nullable String state,
      @Nullable Instant submittedAt,
      @Nullable String url,
      @Nullable Target commit) {}
}
