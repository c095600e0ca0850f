package io.ampel.provider.bitbucket;

import io.ampel.provider.bitbucket.BitbucketNodes.Branch;
import io.ampel.provider.bitbucket.BitbucketNodes.Links;
import io.ampel.provider.bitbucket.BitbucketNodes.Repo;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.Repositories.Found;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Repository.Visibility;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bitbucket's repositories in our words. */
final class BitbucketRepositories {
  private BitbucketRepositories() {}

  /**
   * Which strategies there are is a matter of each branch, so that a repository allows them all.
   */
  static Optional<Found> found(Repo repo) {
    var url = Links.html(repo.links());
    if (repo.uuid() == null || repo.fullName() == null || url == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Found(
            repo.uuid(),
            repo.fullName(),
            URI.create(url),
            Boolean.FALSE.equals(repo.isPrivate()) ? Visibility.PUBLIC : Visibility.PRIVATE,
            false,
            repo.parent() != null,
            repo.mainbranch() == null ? null : repo.mainbranch().name(),
            EnumSet.allOf(MergeStrategy.class),
            false));
  }

  /** A known repository as a pull request refers to it: under its present name. */
  static Found found(Repository known, @Nullable Repo reference) {
    var now = reference != null && known.externalId().equals(reference.uuid()) ? reference : null;
    var name = now == null ? null : now.fullName();
    var url = now == null ? null : Links.html(now.links());
    return new Found(
        known.externalId(),
        name == null ? known.fullName() : name,
        url == null ? known.url() : URI.create(url),
        known.visibility(),
        known.archived(),
        known.fork(),
        known.defaultBranch(),
        EnumSet.allOf(MergeStrategy.class),
        known.deletesBranchOnMerge());
  }

  /** Empty where the branch does not tell. */
  static Set<MergeStrategy> strategies(@Nullable Branch branch) {
    var words = branch == null ? null : branch.mergeStrategies();
    var allowed = EnumSet.noneOf(MergeStrategy.class);
    (words == null ? List.<String>of() : words)
        .forEach(word -> strategy(word).ifPresent(allowed::add));
    return allowed;
  }

  static Optional<MergeStrategy> strategy(String word) {
    return switch (word) {
      case "merge_commit" -> Optional.of(MergeStrategy.MERGE);
      case "squash" -> Optional.of(MergeStrategy.SQUASH);
      case "fast_forward" -> Optional.of(MergeStrategy.FAST_FORWARD);
      case "squash_fast_forward" -> Optional.of(MergeStrategy.SQUASH_FAST_FORWARD);
      case "rebase_fast_forward" -> Optional.of(MergeStrategy.REBASE);
      case "rebase_merge" -> Optional.of(MergeStrategy.REBASE_MERGE);
      default -> Optional.empty();
    };
  }

  static String word(MergeStrategy strategy) {
    return switch (strategy) {
      case MERGE -> "merge_commit";
      case SQUASH -> "squash";
      case FAST_FORWARD -> "fast_forward";
      case SQUASH_FAST_FORWARD -> "squash_fast_forward";
      case REBASE -> "rebase_fast_forward";
      case REBASE_MERGE -> "rebase_merge";
    };
  }
}
