package io.ampel.provider.bitbucket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ampel.provider.Access;
import io.ampel.provider.Access.Grant;
import io.ampel.provider.Capabilities.State;
import io.ampel.provider.Permissions;
import io.ampel.provider.bitbucket.BitbucketScopes.Need;
import io.ampel.pullrequest.Checks;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What is remembered of each token's reach: its scopes, which come with every answer, what its
 * person may do in each repository of a workspace, and what was tried.
 */
final class BitbucketGrants {
  enum Ability {
    COMMENT,
    APPROVE,
    MERGE,
    /** Reading in which files branches collide, which tokens that are good elsewhere may not. */
    CONFLICTS,
    COMPARE
  }

  /** What a person may do in a repository. */
  enum Role {
    READ,
    WRITE,
    ADMIN
  }

  private final Cache<UUID, BitbucketScopes> scopes =
      Caffeine.newBuilder().expireAfterAccess(Duration.ofHours(6)).build();
  private final Cache<Place, Map<String, Role>> roles =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)).maximumSize(10_000).build();
  private final Cache<Tried, State> tried =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)).maximumSize(50_000).build();

  private record Place(Grant grant, String workspace) {}

  private record Tried(Grant grant, String repository, Ability ability) {}

  void seen(UUID account, HttpHeaders headers) {
    var told = BitbucketScopes.read(headers.getFirst("X-OAuth-Scopes"));
    if (told != null) {
      scopes.put(account, told);
    }
  }

  @Nullable BitbucketScopes scopes(Access access) {
    return scopes.getIfPresent(access.account());
  }

  void tried(Access access, String repository, Ability ability, boolean worked) {
    tried.put(new Tried(access.grant(), repository, ability), worked ? State.YES : State.NO);
  }

  boolean isRefused(Access access, String repository, Ability ability) {
    return tried.getIfPresent(new Tried(access.grant(), repository, ability)) == State.NO;
  }

  /** Null when they were not asked for lately. */
  @Nullable Map<String, Role> roles(Access access, String workspace) {
    return roles.getIfPresent(new Place(access.grant(), workspace));
  }

  void roles(Access access, String workspace, Map<String, Role> byRepository) {
    roles.put(new Place(access.grant(), workspace), Map.copyOf(byRepository));
  }

  /**
   * What this account may do with the pull requests of a repository. Enforced merge checks let
   * nobody past.
   *
   * @param role null when nobody told it
   */
  Permissions of(Access access, String repository, @Nullable Role role, Checks checks) {
    var mayWrite = role == null ? State.UNKNOWN : state(role != Role.READ);
    return new Permissions(
        may(access, repository, Ability.COMMENT, Need.READ_PULL_REQUESTS),
        may(access, repository, Ability.APPROVE, Need.WRITE_PULL_REQUESTS),
        both(mayWrite, may(access, repository, Ability.MERGE, Need.WRITE_PULL_REQUESTS)),
        false,
        role == Role.ADMIN,
        checks.reading() == Checks.Reading.ALL ? State.YES : State.NO);
  }

  private State may(Access access, String repository, Ability ability, Need need) {
    var experience = tried.getIfPresent(new Tried(access.grant(), repository, ability));
    if (experience != null) {
      return experience;
    }
    var granted = scopes(access);
    return granted == null ? State.UNKNOWN : state(granted.allow(need));
  }

  /** A no decides; two yes are one; what one does not know the other's yes does not prove. */
  private static State both(State one, State other) {
    if (one == State.NO || other == State.NO) {
      return State.NO;
    }
    return one == State.YES && other == State.YES ? State.YES : State.UNKNOWN;
  }

  private static State state(boolean may) {
    return may ? State.YES : State.NO;
  }
}
