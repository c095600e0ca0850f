package io.ampel.provider.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ampel.provider.github.GitHubNodes.PullRequestNode;
import io.ampel.provider.github.GitHubNodes.UpdateRule;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.Repository;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is remembered of branches, so that the same is not asked again for each pull request. */
final class GitHubBranches {
  private static final Set<String> NOT_BEHIND = Set.of("CLEAN", "HAS_HOOKS", "UNSTABLE");

  private final Cache<Branch, Optional<UpdateRule>> protection =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(5)).maximumSize(20_000).build();
  private final Cache<Branch, Boolean> upToDate =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(6)).maximumSize(20_000).build();
  private final Cache<Branch, Boolean> lastPushApproval =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(6)).maximumSize(20_000).build();
  private final Cache<Distance, Integer> distances =
      Caffeine.newBuilder().maximumSize(50_000).build();

  private record Branch(String repository, String name) {}

  private record Distance(String head, String tip) {}

  /** A pull request's answer tells its target's protection along. */
  void seen(Repository repository, PullRequestNode node) {
    var base = node.baseRef();
    if (base != null && node.baseRefName() != null) {
      protection.put(
          new Branch(repository.externalId(), node.baseRefName()),
          Optional.ofNullable(base.refUpdateRule()));
    }
  }

  /** Null when it was not seen lately; empty when the branch has none, or none that is shown. */
  @Nullable Optional<UpdateRule> protection(Repository repository, String branch) {
    return protection.getIfPresent(new Branch(repository.externalId(), branch));
  }

  void demands(Repository repository, String branch, MergeRequirements requirements) {
    var key = new Branch(repository.externalId(), branch);
    upToDate.put(key, requirements.upToDate());
    lastPushApproval.put(key, requirements.lastPushApproval());
  }

  /** Who pushed last is worth a question only where somebody else must approve it. */
  boolean wantsPusher(Repository repository, PullRequestNode node) {
    return "OPEN".equals(node.state())
        && Boolean.TRUE.equals(lastPushApproval(repository, node.baseRefName()));
  }

  /** Where it is not known whether it matters, it is heard along with an answer to another. */
  boolean hearsPusher(Repository repository, PullRequestNode node) {
    return "OPEN".equals(node.state())
        && !Boolean.FALSE.equals(lastPushApproval(repository, node.baseRefName()));
  }

  private @Nullable Boolean lastPushApproval(Repository repository, @Nullable String branch) {
    return branch == null
        ? null
        : lastPushApproval.getIfPresent(new Branch(repository.externalId(), branch));
  }

  /**
   * Whether the commits that the source lacks are worth a question: where the branch demands up to
   * date, and where that cannot be read and GitHub's word does not rule it out.
   */
  boolean wantsDistance(Repository repository, PullRequestNode node) {
    var base = node.baseRef();
    var tip = GitHubMapping.targetTip(node);
    if (base == null
        || tip == null
        || node.headRefOid() == null
        || headName(node) == null
        || node.baseRefName() == null
        || !"OPEN".equals(node.state())
        || behindBy(node) != null) {
      return false;
    }
    var demanded = upToDate.getIfPresent(new Branch(repository.externalId(), node.baseRefName()));
    if (demanded != null && (demanded || base.refUpdateRule() == null)) {
      return demanded;
    }
    return !NOT_BEHIND.contains(GitHubMapping.text(node.mergeStateStatus()))
        || GitHubMapping.isTrue(node.viewerCanMergeAsAdmin());
  }

  /** What the source is called from the target's repository; null when its fork is gone. */
  static @Nullable String headName(PullRequestNode node) {
    if (!GitHubMapping.isTrue(node.isCrossRepository())) {
      return node.headRefName();
    }
    var fork = node.headRepository();
    return fork == null || fork.nameWithOwner() == null || node.headRefName() == null
        ? null
        : GitHubPlace.of(fork.nameWithOwner()).owner() + ":" + node.headRefName();
  }

  void measured(PullRequestNode node, int behindBy) {
    var tip = GitHubMapping.targetTip(node);
    if (tip != null && node.headRefOid() != null) {
      distances.put(new Distance(node.headRefOid(), tip), behindBy);
    }
  }

  @Nullable Integer behindBy(PullRequestNode node) {
    var tip = GitHubMapping.targetTip(node);
    return tip == null || node.headRefOid() == null
        ? null
        : distances.getIfPresent(new Distance(node.headRefOid(), tip));
  }
}
