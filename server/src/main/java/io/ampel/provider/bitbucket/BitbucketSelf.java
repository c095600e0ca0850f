package io.ampel.provider.bitbucket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ampel.provider.Access;
import io.ampel.provider.Access.Grant;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.bitbucket.BitbucketGrants.Role;
import io.ampel.provider.bitbucket.BitbucketNodes.User;
import io.ampel.provider.bitbucket.BitbucketScopes.Need;
import io.ampel.pullrequest.Repository;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom a token acts as, and what that one may do where. An access token is somebody too, but never
 * says who; what it may do its scopes tell.
 */
final class BitbucketSelf {
  private final BitbucketLine line;
  private final BitbucketGrants grants;
  private final Cache<Grant, Optional<User>> known =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(6)).maximumSize(10_000).build();

  BitbucketSelf(BitbucketLine line, BitbucketGrants grants) {
    this.line = line;
    this.grants = grants;
  }

  /** Empty where nobody tells. */
  Optional<User> of(Access access) {
    if (access.username() == null) {
      return Optional.empty();
    }
    var before = known.getIfPresent(access.grant());
    if (before != null) {
      return before;
    }
    var found = ask(access);
    known.put(access.grant(), found);
    return found;
  }

  private Optional<User> ask(Access access) {
    try {
      return Optional.of(BitbucketLine.body(line.ask(line.to(access)::user)));
    } catch (ProviderFailure failure) {
      if (failure.problem().stopsEveryCall()) {
        throw failure;
      }
      return Optional.empty();
    }
  }

  /** Null where nobody tells. */
  @Nullable Role role(Access access, Repository repository) {
    if (access.username() == null) {
      return ofScopes(grants.scopes(access));
    }
    var workspace = BitbucketPlace.workspace(repository.fullName());
    var before = grants.roles(access, workspace);
    var roles = before == null ? roles(access, workspace) : before;
    return roles.get(repository.externalId());
  }

  private static @Nullable Role ofScopes(@Nullable BitbucketScopes scopes) {
    if (scopes == null) {
      return null;
    }
    if (scopes.allow(Need.ADMINISTER_REPOSITORIES)) {
      return Role.ADMIN;
    }
    return scopes.allow(Need.WRITE_REPOSITORIES) ? Role.WRITE : Role.READ;
  }

  private Map<String, Role> roles(Access access, String workspace) {
    var roles = new HashMap<String, Role>();
    try {
      var api = line.to(access);
      line.all(access, () -> api.permissions(workspace), api::permissions)
          .forEach(each -> {
            var uuid = each.repository() == null ? null : each.repository().uuid();
            if (uuid != null) {
              role(each.permission()).ifPresent(role -> roles.put(uuid, role));
            }
          });
    } catch (ProviderFailure failure) {
      if (failure.problem().stopsEveryCall()) {
        throw failure;
      }
    }
    grants.roles(access, workspace, roles);
    return roles;
  }

  private static Optional<Role> role(@Nullable String word) {
    return switch (BitbucketMapping.text(word)) {
      case "read" -> Optional.of(Role.READ);
      case "write" -> Optional.of(Role.WRITE);
      case "admin" -> Optional.of(Role.ADMIN);
      default -> Optional.empty();
    };
  }
}
