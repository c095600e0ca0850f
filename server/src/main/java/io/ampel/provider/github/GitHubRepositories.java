package io.ampel.provider.github;

import io.ampel.provider.github.GitHubApi.Repo;
import io.ampel.provider.github.GitHubNodes.RepositoryNode;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.Repositories.Found;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Repository.Visibility;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** GitHub's repositories in our words. */
final class GitHubRepositories {
  private GitHubRepositories() {}

  static Optional<Found> found(Repo repo) {
    if (repo.nodeId() == null || repo.fullName() == null || repo.htmlUrl() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Found(
            repo.nodeId(),
            repo.fullName(),
            URI.create(repo.htmlUrl()),
            visibility(repo.visibility(), repo.isPrivate()),
            GitHubMapping.isTrue(repo.archived()),
            GitHubMapping.isTrue(repo.fork()),
            repo.defaultBranch(),
            strategies(repo.allowMergeCommit(), repo.allowSquashMerge(), repo.allowRebaseMerge()),
            GitHubMapping.isTrue(repo.deleteBranchOnMerge())));
  }

  /** A known repository as it is now: it keeps its key, whichever form GitHub writes it in. */
  static Found found(Repository known, RepositoryNode node) {
    var branch = node.defaultBranchRef();
    return new Found(
        known.externalId(),
        node.nameWithOwner() == null ? known.fullName() : node.nameWithOwner(),
        node.url() == null ? known.url() : URI.create(node.url()),
        node.visibility() == null && node.isPrivate() == null
            ? known.visibility()
            : visibility(node.visibility(), node.isPrivate()),
        GitHubMapping.isTrue(node.isArchived()) || GitHubMapping.isTrue(node.isDisabled()),
        GitHubMapping.isTrue(node.isFork()),
        branch == null ? null : branch.name(),
        strategies(node.mergeCommitAllowed(), node.squashMergeAllowed(), node.rebaseMergeAllowed()),
        node.deleteBranchOnMerge() == null
            ? known.deletesBranchOnMerge()
            : node.deleteBranchOnMerge());
  }

  static Visibility visibility(@Nullable String word, @Nullable Boolean isPrivate) {
    return switch (GitHubMapping.text(word).toUpperCase(Locale.ROOT)) {
      case "PUBLIC" -> Visibility.PUBLIC;
      case "INTERNAL" -> Visibility.INTERNAL;
      case "PRIVATE" -> Visibility.PRIVATE;
      default -> Boolean.FALSE.equals(isPrivate) ? Visibility.PUBLIC : Visibility.PRIVATE;
    };
  }

  /** Only people with write access are told: silence is not a no. */
  private static Set<MergeStrategy> strategies(
      @Nullable Boolean merge, @Nullable Boolean squash, @Nullable Boolean rebase) {
    var allowed = EnumSet.noneOf(MergeStrategy.class);
    if (GitHubMapping.isTrue(merge)) {
      allowed.add(MergeStrategy.MERGE);
    }
    if (GitHubMapping.isTrue(squash)) {
      allowed.add(MergeStrategy.SQUASH);
    }
    if (GitHubMapping.isTrue(rebase)) {
      allowed.add(MergeStrategy.REBASE);
    }
    return allowed;
  }

  static Set<MergeStrategy> strategies(List<String> methods) {
    var allowed = EnumSet.noneOf(MergeStrategy.class);
    for (var method : methods) {
      switch (method) {
        case "merge" -> allowed.add(MergeStrategy.MERGE);
        case "squash" -> allowed.add(MergeStrategy.SQUASH);
        case "rebase" -> allowed.add(MergeStrategy.REBASE);
        default -> {}
      }
    }
    return allowed;
  }

  /** GitHub has no fast-forward by itself; rebasing comes nearest to it. */
  static String method(MergeStrategy strategy) {
    return switch (strategy) {
      case MERGE -> "merge";
      case SQUASH, SQUASH_FAST_FORWARD -> "squash";
      case REBASE, FAST_FORWARD, REBASE_MERGE -> "rebase";
    };
  }
}
