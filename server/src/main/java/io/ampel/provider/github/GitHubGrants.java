package io.ampel.provider.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ampel.provider.Access;
import io.ampel.provider.Access.Grant;
import io.ampel.provider.Capabilities.State;
import io.ampel.provider.Permissions;
import io.ampel.provider.github.GitHubNodes.PullRequestNode;
import io.ampel.pullrequest.Checks;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What is remembered of each token's reach. A classic token's scopes come with every answer. What a
 * fine-grained token may do nobody tells: it is unknown until tried, and then remembered for an
 * hour.
 */
final class GitHubGrants {
  enum Ability {
    COMMENT,
    APPROVE,
    MERGE,
    STATUSES,
    ACTIONS
  }

  private static final Set<String> WRITERS = Set.of("ADMIN", "MAINTAIN", "WRITE");
  private static final Set<String> MAINTAINERS = Set.of("ADMIN", "MAINTAIN");

  private final Cache<UUID, List<String>> scopes =
      Caffeine.newBuilder().expireAfterAccess(Duration.ofHours(6)).build();
  private final Cache<Tried, State> tried =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)).maximumSize(50_000).build();

  private record Tried(Grant grant, String repository, Ability ability) {}

  void seen(UUID account, HttpHeaders headers) {
    var told = headers.getFirst("X-OAuth-Scopes");
    if (told != null) {
      scopes.put(account, GitHubWords.list(told));
    } else {
      scopes.invalidate(account);
    }
  }

  void tried(Access access, String repository, Ability ability, boolean worked) {
    tried.put(new Tried(access.grant(), repository, ability), worked ? State.YES : State.NO);
  }

  boolean isRefused(Access access, String repository, Ability ability) {
    return tried.getIfPresent(new Tried(access.grant(), repository, ability)) == State.NO;
  }

  /** What this account may do with a pull request of a repository, as GitHub told with it. */
  Permissions of(Access access, PullRequestNode node, String repository, Checks checks) {
    var home = node.repository();
    var isArchived = home != null && Boolean.TRUE.equals(home.isArchived());
    var isPrivate = home == null || !Boolean.FALSE.equals(home.isPrivate());
    var role = home == null ? null : home.viewerPermission();
    return new Permissions(
        isArchived ? State.NO : may(access, repository, Ability.COMMENT, isPrivate),
        isArchived ? State.NO : may(access, repository, Ability.APPROVE, isPrivate),
        isArchived || !mayWrite(role)
            ? State.NO
            : may(access, repository, Ability.MERGE, isPrivate),
        Boolean.TRUE.equals(node.viewerCanMergeAsAdmin()),
        role != null && MAINTAINERS.contains(role),
        checks.reading() == Checks.Reading.ALL ? State.YES : State.NO);
  }

  private static boolean mayWrite(@Nullable String role) {
    return role == null || WRITERS.contains(role);
  }

  private State may(Access access, String repository, Ability ability, boolean isPrivate) {
    var experience = tried.getIfPresent(new Tried(access.grant(), repository, ability));
    if (experience != null) {
      return experience;
    }
    var granted = scopes.getIfPresent(access.account());
    if (granted == null) {
      return State.UNKNOWN;
    }
    var enough = granted.contains("repo") || (!isPrivate && granted.contains("public_repo"));
    return enough ? State.YES : State.NO;
  }
}
