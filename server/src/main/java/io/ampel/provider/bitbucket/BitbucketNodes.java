package io.ampel.provider.bitbucket;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What Bitbucket's answers consist of, as far as Ampel reads them. */
final class BitbucketNodes {
  private BitbucketNodes() {}

  /** Every list comes in pages; of some Bitbucket does not tell how long they are. */
  record Page<T>(
      @Nullable List<@Nullable T> values, @Nullable String next, @Nullable Integer size) {
    List<T> all() {
      return values == null
          ? List.of()
          : values.stream().filter(Objects::nonNull).map(value -> (T) value).toList();
    }
  }

  record Href(@Nullable String href) {}

  record Links(@Nullable Href html, @Nullable Href avatar, @Nullable Href diffstat) {
    static @Nullable String html(@Nullable Links links) {
      return links == null || links.html == null ? null : links.html.href;
    }

    static @Nullable String avatar(@Nullable Links links) {
      return links == null || links.avatar == null ? null : links.avatar.href;
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record User(
      @Nullable String uuid,
      @Nullable String nickname,
      @Nullable String username,
      @Nullable String displayName,
      @Nullable String type,
      @Nullable Links links) {}

  record Workspace(@Nullable String uuid, @Nullable String slug, @Nullable String name) {}

  record WorkspaceAccess(@Nullable Workspace workspace) {}

  record RepositoryPermission(@Nullable String permission, @Nullable Repo repository) {}

  record BranchName(@Nullable String name) {}

  record Project(@Nullable String key) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Repo(
      @Nullable String uuid,
      @Nullable String fullName,
      @Nullable Boolean isPrivate,
      @Nullable BranchName mainbranch,
      @Nullable Repo parent,
      @Nullable Project project,
      @Nullable Links links) {}

  record Commit(@Nullable String hash) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Branch(
      @Nullable String name,
      @Nullable List<String> mergeStrategies,
      @Nullable String defaultMergeStrategy) {}

  /** One side of a pull request; the repository is gone where a fork was deleted. */
  record Side(@Nullable Branch branch, @Nullable Commit commit, @Nullable Repo repository) {}

  record Text(@Nullable String raw) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Participant(
      @Nullable User user,
      @Nullable String role,
      @Nullable String state,
      @Nullable Instant participatedOn) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record PullRequestNode(
      @Nullable Integer id,
      @Nullable String title,
      @Nullable Text summary,
      @Nullable String state,
      @Nullable Boolean draft,
      @Nullable Boolean queued,
      @Nullable User author,
      @Nullable Side source,
      @Nullable Side destination,
      @Nullable Integer commentCount,
      @Nullable Integer taskCount,
      @Nullable List<User> reviewers,
      @Nullable List<Participant> participants,
      @Nullable Commit mergeCommit,
      @Nullable Instant createdOn,
      @Nullable Instant updatedOn,
      @Nullable Links links) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Status(
      @Nullable String key,
      @Nullable String name,
      @Nullable String state,
      @Nullable String url,
      @Nullable Commit commit,
      @Nullable Instant createdOn,
      @Nullable Instant updatedOn) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Comment(
      @Nullable Long id,
      @Nullable Text content,
      @Nullable User user,
      @Nullable Boolean deleted,
      @Nullable Boolean pending,
      @Nullable Inline inline,
      @Nullable Parent parent,
      @Nullable Resolution resolution,
      @Nullable Instant createdOn,
      @Nullable Links links) {
    record Inline(@Nullable String path) {}

    record Parent(@Nullable Long id) {}

    record Resolution(@Nullable String type) {}
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record FileStat(
      @Nullable String status, @Nullable Integer linesAdded, @Nullable Integer linesRemoved) {}

  record FileConflict(@Nullable String path) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Restriction(
      @Nullable String kind,
      @Nullable String branchMatchKind,
      @Nullable String pattern,
      @Nullable String branchType,
      @Nullable Integer value,
      @Nullable List<User> users,
      @Nullable List<Group> groups) {}

  record Group(@Nullable String name, @Nullable String slug) {}

  record DefaultReviewer(@Nullable User user) {}

  /** What a repository's branches are named after. */
  @JsonNaming(SnakeCaseStrategy.class)
  record BranchingModel(
      @Nullable BranchName development,
      @Nullable BranchName production,
      @Nullable List<BranchType> branchTypes) {
    record BranchType(@Nullable String kind, @Nullable String prefix) {}
  }

  record Activity(@Nullable Update update) {
    record Update(@Nullable String state, @Nullable Instant date) {}
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record MergeTask(@Nullable String taskStatus, @Nullable PullRequestNode mergeResult) {}

  record Hook(@Nullable String uuid, @Nullable String url) {}
}
