package io.ampel.provider.gitlab;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Budgets;
import io.ampel.provider.Introduction;
import io.ampel.provider.Introduction.Identity;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.gitlab.GitLabListing.Listed;
import io.ampel.provider.gitlab.GitLabRecords.Token;
import io.ampel.provider.gitlab.GitLabRecords.User;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Finds out who a token is and what it may do, by harmless reading only. */
final class GitLabDoctor {
  private final GitLabLine line;
  private final GitLabListing listing;
  private final GitLabCapabilities capabilities;
  private final GitLabAbilities abilities;
  private final GitLabGrants grants;
  private final Budgets budgets;

  GitLabDoctor(GitLabLine line, GitLabAbilities abilities, GitLabGrants grants, Budgets budgets) {
    this.line = line;
    this.listing = new GitLabListing(line);
    this.capabilities = new GitLabCapabilities(line);
    this.abilities = abilities;
    this.grants = grants;
    this.budgets = budgets;
  }

  Introduction introduce(Access access) {
    var token = token(access);
    var user = user(access);
    var identity = identity(access, user);
    token.ifPresent(told -> grants.seen(access, told));
    var kind = kind(token.orElse(null), user);
    var warnings = new ArrayList<AccountProblem>();
    var listed = listed(access, warnings);
    var count = listing.count(access, listed);
    var scopes = token.map(GitLabGrants::scopes).orElse(List.of());
    abilities.learn(access);
    var may =
        scopes.isEmpty()
            ? capabilities.probed(access, listed.projects())
            : GitLabCapabilities.ofScopes(scopes, role(access, listed));
    if (count == 0 && warnings.isEmpty()) {
      warnings.add(AccountProblem.of(Code.CANNOT_SEE_REPOSITORIES));
    }
    return new Introduction(
        identity,
        kind,
        token
            .map(Token::expiresAt)
            .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
            .orElse((Instant) null),
        token.map(Token::scopes).orElse(List.of()),
        null,
        may,
        count,
        budgets.of(access.account()),
        warnings);
  }

  /** Empty where the release is too old to tell, and for tokens of other programs. */
  private Optional<Token> token(Access access) {
    try {
      return Optional.of(GitLabLine.body(line.to(access).token()));
    } catch (GitLabRefusal refusal) {
      if (refusal.status() == 400 || refusal.isUnknownRoute()) {
        return Optional.empty();
      }
      throw new ProviderFailure(GitLabErrors.problem(refusal));
    } catch (RuntimeException e) {
      throw GitLabLine.failure(e);
    }
  }

  private User user(Access access) {
    var api = line.to(access);
    try {
      return GitLabLine.body(line.ask(api::user));
    } catch (ProviderFailure failure) {
      // Every GitLab knows this address: what does not is something else.
      if (failure.problem().code() == Code.NOT_FOUND) {
        throw new ProviderFailure(
            AccountProblem.of(Code.NOT_THIS_PROVIDER, failure.problem().detail()));
      }
      throw failure;
    }
  }

  private static Identity identity(Access access, User user) {
    if (user.id() == null || user.username() == null) {
      throw new ProviderFailure(
          AccountProblem.of(Code.NOT_THIS_PROVIDER, "the answer is not what GitLab sends"));
    }
    var avatar = user.avatarUrl();
    return new Identity(
        user.id().toString(),
        user.username(),
        user.name(),
        avatar == null ? null : GitLabAddresses.absolute(access.instance().baseUrl(), avatar));
  }

  /** A project's or a group's token acts as a bot that is named for it. */
  private static String kind(@Nullable Token token, User user) {
    if (token == null) {
      return "unknown";
    }
    if (GitLabGrants.isGranular(token)) {
      return "fine-grained";
    }
    if (GitLabMapping.isTrue(token.impersonation())) {
      return "impersonation";
    }
    var name = GitLabMapping.text(user.username());
    return name.startsWith("project_") && name.contains("_bot")
        ? "project"
        : name.startsWith("group_") && name.contains("_bot") ? "group" : "personal";
  }

  private Listed listed(Access access, List<AccountProblem> warnings) {
    try {
      return listing.listed(access, null);
    } catch (ProviderFailure failure) {
      if (failure.problem().code() != Code.INSUFFICIENT_PERMISSIONS) {
        throw failure;
      }
      warnings.add(named(failure.problem()));
      return new Listed(List.of(), new HttpHeaders());
    }
  }

  private static AccountProblem named(AccountProblem problem) {
    return problem.missing().isEmpty()
        ? new AccountProblem(
            problem.code(), problem.detail(), null, null, List.of(GitLabErrors.READ))
        : problem;
  }

  /** The highest role in any of its projects, where all of them are known; null otherwise. */
  private static @Nullable Integer role(Access access, Listed listed) {
    if (listed.projects().isEmpty() || GitLabLine.next(listed.headers(), access) != null) {
      return null;
    }
    var roles = listed.projects().stream().map(GitLabProjects::role).toList();
    return roles.contains(null)
        ? null
        : roles.stream().mapToInt(role -> role == null ? 0 : role).max().orElse(0);
  }
}
