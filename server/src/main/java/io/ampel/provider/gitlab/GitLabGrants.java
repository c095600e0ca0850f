package io.ampel.provider.gitlab;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ampel.provider.Access;
import io.ampel.provider.Access.Grant;
import io.ampel.provider.Capabilities.State;
import io.ampel.provider.Permissions;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import io.ampel.provider.gitlab.GitLabNodes.ProjectNode;
import io.ampel.provider.gitlab.GitLabRecords.Token;
import io.ampel.pullrequest.Checks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of each token's reach: the scopes that it told, and of fine-grained ones what
 * was tried, because older releases do not list what those may do.
 */
final class GitLabGrants {
  enum Ability {
    COMMENT,
    APPROVE,
    MERGE
  }

  private final GitLabLine line;
  private final Cache<Grant, List<String>> scopes =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(6)).build();
  private final Cache<Tried, State> tried =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)).maximumSize(50_000).build();

  private record Tried(Grant grant, String project, Ability ability) {}

  GitLabGrants(GitLabLine line) {
    this.line = line;
  }

  void seen(Access access, Token token) {
    scopes.put(access.grant(), scopes(token));
  }

  /** A fine-grained token has permissions instead of scopes. */
  static List<String> scopes(Token token) {
    return isGranular(token) || token.scopes() == null ? List.of() : token.scopes();
  }

  static boolean isGranular(Token token) {
    return GitLabMapping.isTrue(token.granular())
        || (token.scopes() != null && token.scopes().contains("granular"));
  }

  void tried(Access access, String project, Ability ability, boolean worked) {
    tried.put(new Tried(access.grant(), project, ability), worked ? State.YES : State.NO);
  }

  /** What this account may do with a merge request, as GitLab told with it. */
  Permissions of(Access access, ProjectNode project, MergeRequestNode node, Checks checks) {
    var isArchived = GitLabMapping.isTrue(project.archived());
    var may = node.userPermissions();
    var key = GitLabMapping.key(project.id());
    var merge = may == null || may.canMerge() == null ? State.UNKNOWN : state(may.canMerge());
    var comment = may == null || may.createNote() == null ? State.UNKNOWN : state(may.createNote());
    // That one's own or already approved work cannot be approved says nothing of the others.
    var approve =
        merge == State.YES || (may != null && GitLabMapping.isTrue(may.canApprove()))
            ? State.YES
            : State.UNKNOWN;
    return new Permissions(
        isArchived ? State.NO : may(access, key, Ability.COMMENT, comment),
        isArchived ? State.NO : may(access, key, Ability.APPROVE, approve),
        isArchived ? State.NO : may(access, key, Ability.MERGE, merge),
        false,
        project.userPermissions() != null
            && GitLabMapping.isTrue(project.userPermissions().adminProject()),
        checks.reading() == Checks.Reading.ALL ? State.YES : State.NO);
  }

  private static State state(boolean may) {
    return may ? State.YES : State.NO;
  }

  /** The person's role and the token's scopes both limit it. */
  private State may(Access access, String project, Ability ability, State role) {
    if (role == State.NO) {
      return State.NO;
    }
    var experience = tried.getIfPresent(new Tried(access.grant(), project, ability));
    if (experience != null) {
      return experience;
    }
    var granted = granted(access);
    if (granted.isEmpty() || granted.get().isEmpty()) {
      return State.UNKNOWN;
    }
    return granted.get().contains(GitLabErrors.WRITE) ? role : State.NO;
  }

  /** Asked once; empty where the token does not say. */
  private Optional<List<String>> granted(Access access) {
    var known = scopes.getIfPresent(access.grant());
    if (known != null) {
      return Optional.of(known);
    }
    try {
      var told = line.askIfKnown(() -> line.to(access).token()).map(GitLabGrants::scopes);
      scopes.put(access.grant(), told.orElse(List.of()));
      return told;
    } catch (ProviderFailure failure) {
      return Optional.empty();
    }
  }
}
