package io.ampel.provider.gitlab;

import io.ampel.provider.gitlab.GitLabNodes.ProjectNode;
import io.ampel.provider.gitlab.GitLabRecords.Level;
import io.ampel.provider.gitlab.GitLabRecords.Project;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.MergeRequirements.Source;
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

/** GitLab's projects in our words, and what they demand before something is merged. */
final class GitLabProjects {
  static final int MAINTAINER = 40;

  private GitLabProjects() {}

  static Optional<Found> found(Project project) {
    if (project.id() == null || project.pathWithNamespace() == null || project.webUrl() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Found(
            project.id().toString(),
            project.pathWithNamespace(),
            URI.create(project.webUrl()),
            visibility(project.visibility()),
            GitLabMapping.isTrue(project.archived()),
            project.forkedFromProject() != null,
            project.defaultBranch(),
            strategies(project),
            GitLabMapping.isTrue(project.removeSourceBranchAfterMerge())));
  }

  /** A known project as it is now. What GraphQL does not tell stays as it was. */
  static Found found(Repository known, ProjectNode node) {
    return new Found(
        known.externalId(),
        node.fullPath() == null ? known.fullName() : node.fullPath(),
        node.webUrl() == null ? known.url() : url(known, node.webUrl()),
        node.visibility() == null ? known.visibility() : visibility(node.visibility()),
        node.archived() == null ? known.archived() : node.archived(),
        node.isForked() == null ? known.fork() : node.isForked(),
        node.repository() == null ? null : node.repository().rootRef(),
        Set.of(),
        node.removeSourceBranchAfterMerge() == null
            ? known.deletesBranchOnMerge()
            : node.removeSourceBranchAfterMerge());
  }

  private static URI url(Repository known, String address) {
    return URI.create(GitLabAddresses.absolute(known.instance().baseUrl(), address));
  }

  static Visibility visibility(@Nullable String word) {
    return switch (GitLabMapping.text(word)) {
      case "public" -> Visibility.PUBLIC;
      case "internal" -> Visibility.INTERNAL;
      default -> Visibility.PRIVATE;
    };
  }

  /**
   * The way commits reach the target is the project's; only whether they are squashed is chosen.
   */
  static Set<MergeStrategy> strategies(Project project) {
    var way =
        switch (GitLabMapping.text(project.mergeMethod())) {
          case "merge" -> MergeStrategy.MERGE;
          case "rebase_merge" -> MergeStrategy.REBASE_MERGE;
          case "ff" -> MergeStrategy.FAST_FORWARD;
          default -> null;
        };
    if (way == null) {
      return Set.of();
    }
    var squashed =
        way == MergeStrategy.FAST_FORWARD
            ? MergeStrategy.SQUASH_FAST_FORWARD
            : MergeStrategy.SQUASH;
    return switch (GitLabMapping.text(project.squashOption())) {
      case "never" -> EnumSet.of(way);
      case "always" -> EnumSet.of(squashed);
      default -> EnumSet.of(way, squashed);
    };
  }

  /** The asking account's role in it by itself or by way of a group, null when not told. */
  static @Nullable Integer role(Project project) {
    var reach = project.permissions();
    return reach == null
        ? null
        : Math.max(level(reach.projectAccess()), level(reach.groupAccess()));
  }

  private static int level(@Nullable Level access) {
    return access == null || access.accessLevel() == null ? 0 : access.accessLevel();
  }

  static boolean isMaintained(Project project) {
    var role = role(project);
    return role != null && role >= MAINTAINER;
  }

  static boolean isSquashed(MergeStrategy strategy) {
    return strategy == MergeStrategy.SQUASH || strategy == MergeStrategy.SQUASH_FAST_FORWARD;
  }

  /** The settings are the project's and hold for every branch. Approvals come with each request. */
  static MergeRequirements requirements(Project project) {
    var method = GitLabMapping.text(project.mergeMethod());
    return new MergeRequirements(
        method.isEmpty() ? Source.GUESSED : Source.PROVIDER,
        0,
        false,
        false,
        false,
        Set.of(),
        method.equals("ff") || method.equals("rebase_merge"),
        GitLabMapping.isTrue(project.onlyAllowMergeIfAllDiscussionsAreResolved()),
        GitLabMapping.isTrue(project.mergeTrainsEnabled()),
        strategies(project),
        List.of(),
        List.of(),
        0);
  }
}
