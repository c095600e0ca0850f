package io.ampel.provider.github;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Capabilities;
import io.ampel.provider.Capabilities.Capability;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.github.GitHubApi.Repo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a token may do. Classic scopes say it; a fine-grained token says nothing, so a repository it
 * sees is read in every way that Ampel needs. Writing is never tried: it stays unknown.
 */
final class GitHubCapabilities {
  private static final String PULL_REQUESTS = "Pull requests: read";
  private static final String CONTENTS = "Contents: read";
  private static final String PULL_REQUESTS_WRITE = "Pull requests: write";
  private static final String CONTENTS_WRITE = "Contents: write";
  private static final String ACTIONS_WRITE = "Actions: write";
  private static final String WEBHOOKS_WRITE = "Webhooks: write";

  private final GitHubLine line;

  GitHubCapabilities(GitHubLine line) {
    this.line = line;
  }

  static Capabilities ofScopes(List<String> scopes) {
    var reach =
        scopes.contains("repo")
            ? Capability.yes()
            : scopes.contains("public_repo")
                ? new Capability(Capabilities.State.YES, List.of("repo"))
                : Capability.no("repo");
    var hooks =
        scopes.contains("admin:repo_hook") || scopes.contains("write:repo_hook")
            ? Capability.yes()
            : Capability.no("admin:repo_hook");
    return new Capabilities(reach, reach, reach, reach, reach, reach, hooks);
  }

  /** What the answer to one harmless question showed; empty where it showed nothing. */
  private enum Seen {
    READABLE,
    REFUSED
  }

  Capabilities probed(Access access, List<Repo> repositories, Collection<AccountProblem> warnings) {
    var repo = example(repositories);
    if (repo == null) {
      return unknown();
    }
    var place = GitHubPlace.of(GitHubMapping.text(repo.fullName()));
    var branch = repo.defaultBranch() == null ? "HEAD" : repo.defaultBranch();
    var api = line.to(access);
    var pulls = probe(warnings, true, () -> api.pulls(place.owner(), place.name()));
    var contents = probe(warnings, false, () -> api.commits(place.owner(), place.name()));
    var checks = probe(warnings, false, () -> api.checkRuns(place.owner(), place.name(), branch));
    var statuses = probe(warnings, false, () -> api.status(place.owner(), place.name(), branch));
    var actions = probe(warnings, true, () -> api.anyRun(place.owner(), place.name()));
    return new Capabilities(
        readLights(pulls, contents),
        readChecks(checks, statuses, actions),
        Capability.unknown(PULL_REQUESTS_WRITE),
        Capability.unknown(PULL_REQUESTS_WRITE),
        isRefused(contents) ? Capability.no(CONTENTS_WRITE) : Capability.unknown(CONTENTS_WRITE),
        isRefused(actions) ? Capability.no(ACTIONS_WRITE) : Capability.unknown(ACTIONS_WRITE),
        Capability.unknown(WEBHOOKS_WRITE));
  }

  /** A private repository tells; of a public one everybody may read everything. */
  private static @Nullable Repo example(List<Repo> repositories) {
    return repositories.stream()
        .filter(repo -> GitHubMapping.text(repo.fullName()).contains("/"))
        .min(Comparator.comparing(repo -> !GitHubDoctor.isPrivate(repo)))
        .orElse(null);
  }

  /**
   * @param always the thing asked for is there in every repository, so that "not found" is a
   *     refusal
   */
  private Optional<Seen> probe(
      Collection<AccountProblem> warnings, boolean always, Supplier<?> question) {
    try {
      line.ask(question);
      return Optional.of(Seen.READABLE);
    } catch (ProviderFailure failure) {
      var code = failure.problem().code();
      warn(failure.problem(), warnings);
      return code == Code.INSUFFICIENT_PERMISSIONS || (always && code == Code.NOT_FOUND)
          ? Optional.of(Seen.REFUSED)
          : Optional.empty();
    }
  }

  private static boolean isRefused(Optional<Seen> seen) {
    return seen.filter(Seen.REFUSED::equals).isPresent();
  }

  private static boolean isReadable(Optional<Seen> seen) {
    return seen.filter(Seen.READABLE::equals).isPresent();
  }

  /** Without contents the light is read all the same, only how far a branch is behind is not. */
  private static Capability readLights(Optional<Seen> pulls, Optional<Seen> contents) {
    if (isRefused(pulls)) {
      return Capability.no(PULL_REQUESTS);
    }
    var missing = isRefused(contents) ? List.of(CONTENTS) : List.<String>of();
    return isReadable(pulls)
        ? new Capability(Capabilities.State.YES, missing)
        : Capability.unknown(PULL_REQUESTS);
  }

  private static void warn(AccountProblem problem, Collection<AccountProblem> warnings) {
    if (GitHubWalls.isWall(problem.code())
        && warnings.stream().noneMatch(known -> known.code() == problem.code())) {
      warnings.add(problem);
    }
  }

  /**
   * Check runs need more than a fine-grained token can have; the fallback needs two permissions.
   */
  private static Capability readChecks(
      Optional<Seen> checks, Optional<Seen> statuses, Optional<Seen> actions) {
    if (checks.filter(Seen.READABLE::equals).isPresent()
        && !statuses.filter(Seen.REFUSED::equals).isPresent()) {
      return Capability.yes();
    }
    var missing = new ArrayList<String>();
    if (actions.filter(Seen.READABLE::equals).isEmpty()) {
      missing.add(GitHubFallback.ACTIONS);
    }
    if (statuses.filter(Seen.READABLE::equals).isEmpty()) {
      missing.add(GitHubFallback.STATUSES);
    }
    if (checks.isEmpty() && statuses.isEmpty() && actions.isEmpty()) {
      return new Capability(Capabilities.State.UNKNOWN, missing);
    }
    return missing.isEmpty() ? Capability.yes() : new Capability(Capabilities.State.NO, missing);
  }

  private static Capabilities unknown() {
    return new Capabilities(
        Capability.unknown(PULL_REQUESTS),
        Capability.unknown(GitHubFallback.ACTIONS, GitHubFallback.STATUSES),
        Capability.unknown(PULL_REQUESTS_WRITE),
        Capability.unknown(PULL_REQUESTS_WRITE),
        Capability.unknown(CONTENTS_WRITE),
        Capability.unknown(ACTIONS_WRITE),
        Capability.unknown(WEBHOOKS_WRITE));
  }
}
