package io.ampel.provider.bitbucket;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Budgets;
import io.ampel.provider.Capabilities;
import io.ampel.provider.Capabilities.Capability;
import io.ampel.provider.Capabilities.State;
import io.ampel.provider.Introduction;
import io.ampel.provider.Introduction.Identity;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.bitbucket.BitbucketNodes.Links;
import io.ampel.provider.bitbucket.BitbucketNodes.Page;
import io.ampel.provider.bitbucket.BitbucketNodes.Repo;
import io.ampel.provider.bitbucket.BitbucketNodes.User;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who a token is and what it may do, by harmless reading only. When it ends, Bitbucket
 * tells nobody.
 */
final class BitbucketDoctor {
  private final BitbucketLine line;
  private final BitbucketListing listing;
  private final BitbucketGrants grants;
  private final Budgets budgets;

  BitbucketDoctor(
      BitbucketLine line, BitbucketListing listing, BitbucketGrants grants, Budgets budgets) {
    this.line = line;
    this.listing = listing;
    this.grants = grants;
    this.budgets = budgets;
  }

  Introduction introduce(Access access) {
    var warnings = new LinkedHashSet<AccountProblem>();
    var greeted = access.username() == null ? null : greet(access, warnings);
    var sight = sight(access, warnings);
    var scopes = grants.scopes(access);
    var place = access.workspace();
    var identity = greeted == null ? stranger(access, sight) : greeted;
    if (sight.count() == 0) {
      warnings.add(AccountProblem.of(Code.CANNOT_SEE_REPOSITORIES));
    }
    return new Introduction(
        identity,
        BitbucketKinds.of(access, sight.listed()),
        null,
        scopes == null ? List.of() : scopes.granted(),
        place == null ? null : BitbucketPlace.workspace(place),
        scopes == null ? probed(access, sight, warnings) : scopes.capabilities(),
        sight.count(),
        budgets.of(access.account()),
        List.copyOf(warnings));
  }

  /** Null where the token may do other things and not this. */
  private @Nullable Identity greet(Access access, LinkedHashSet<AccountProblem> warnings) {
    try {
      var user = BitbucketLine.body(line.ask(line.to(access)::user));
      if (user.uuid() == null) {
        throw new ProviderFailure(
            AccountProblem.of(Code.NOT_THIS_PROVIDER, "the answer is not what Bitbucket sends"));
      }
      return identity(user);
    } catch (ProviderFailure failure) {
      if (failure.problem().code() != Code.INSUFFICIENT_PERMISSIONS) {
        throw failure;
      }
      warnings.add(failure.problem());
      return null;
    }
  }

  private static Identity identity(User user) {
    return new Identity(
        Objects.requireNonNull(user.uuid()),
        BitbucketPeople.name(user),
        user.displayName(),
        Links.avatar(user.links()));
  }

  /** Whoever does not say who they are goes by what was typed: a name, or the token's place. */
  private static Identity stranger(Access access, Sight sight) {
    var name = access.username();
    if (name != null) {
      return new Identity(name, name, null, null);
    }
    var place = access.workspace() == null ? "?" : access.workspace();
    return new Identity(sight.key().orElse(place), place, null, null);
  }

  /**
   * @param listed some of the repositories it sees
   * @param key of the one repository it is for, where there is one
   */
  private record Sight(List<Repo> listed, int count, Optional<String> key) {}

  private Sight sight(Access access, LinkedHashSet<AccountProblem> warnings) {
    var listed = new ArrayList<Repo>();
    var count = 0;
    for (var workspace : listing.workspaces(access)) {
      try {
        var page = page(access, workspace);
        listed.addAll(page.all());
        count += page.size() == null ? page.all().size() : page.size();
      } catch (ProviderFailure failure) {
        if (failure.problem().stopsEveryCall()) {
          throw failure;
        }
        warnings.add(failure.problem());
      }
    }
    return count == 0 ? own(access, warnings) : new Sight(listed, count, only(access, listed));
  }

  private Page<Repo> page(Access access, String workspace) {
    var api = line.to(access);
    return BitbucketLine.body(
        line.ask(() -> api.repositories(workspace, BitbucketFields.REPOSITORIES)));
  }

  private static Optional<String> only(Access access, List<Repo> listed) {
    return listed.stream()
        .filter(
            repo -> repo.fullName() != null && repo.fullName().equalsIgnoreCase(access.workspace()))
        .map(Repo::uuid)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The one repository a token was given for, where its workspace shows nothing. */
  private Sight own(Access access, LinkedHashSet<AccountProblem> warnings) {
    var place = access.workspace();
    if (place == null || !place.contains("/")) {
      return new Sight(List.of(), 0, Optional.empty());
    }
    var at = BitbucketPlace.of(place);
    var api = line.to(access);
    try {
      var repo =
          BitbucketLine.body(
              line.ask(
                  () -> api.repository(at.owner(), at.repository(), BitbucketFields.REPOSITORY)));
      warnings.clear();
      return new Sight(List.of(repo), 1, Optional.ofNullable(repo.uuid()));
    } catch (ProviderFailure failure) {
      if (failure.problem().stopsEveryCall()) {
        throw failure;
      }
      warnings.add(failure.problem());
      return new Sight(List.of(), 0, Optional.empty());
    }
  }

  /** No scope was told, so one repository is read in the ways that matter most. */
  private Capabilities probed(Access access, Sight sight, LinkedHashSet<AccountProblem> warnings) {
    var example = sight.listed().stream().filter(repo -> repo.uuid() != null).findFirst();
    if (example.isEmpty()) {
      return BitbucketScopes.unknown();
    }
    var lights = readsPullRequests(access, Objects.requireNonNull(example.get().uuid()), warnings);
    var unknown = BitbucketScopes.unknown();
    return new Capabilities(
        lights,
        lights,
        unknown.comment(),
        unknown.approve(),
        unknown.merge(),
        unknown.rerun(),
        unknown.webhooks());
  }

  private Capability readsPullRequests(
      Access access, String key, LinkedHashSet<AccountProblem> warnings) {
    var api = line.to(access);
    try {
      line.ask(() -> api.pullRequests("{}", key, "values.id"));
      return Capability.yes();
    } catch (ProviderFailure failure) {
      if (failure.problem().stopsEveryCall()) {
        throw failure;
      }
      warnings.add(failure.problem());
      return new Capability(State.NO, failure.problem().missing());
    }
  }
}
