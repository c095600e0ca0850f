package io.ampel.provider.github;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Budget;
import io.ampel.provider.Budgets;
import io.ampel.provider.Introduction;
import io.ampel.provider.Introduction.Identity;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.github.GitHubApi.RateLimit.Resource;
import io.ampel.provider.github.GitHubApi.Repo;
import io.ampel.provider.github.GitHubListing.Listed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Finds out who a token is and what it may do, by harmless reading only. */
final class GitHubDoctor {
  static final String EXPIRY = "github-authentication-token-expiration";
  private static final String SCOPES = "X-OAuth-Scopes";

  private final GitHubLine line;
  private final GitHubGraph graph;
  private final GitHubListing listing;
  private final GitHubCapabilities capabilities;
  private final GitHubWalls walls;
  private final Budgets budgets;

  GitHubDoctor(GitHubLine line, GitHubGraph graph, Budgets budgets) {
    this.line = line;
    this.graph = graph;
    this.listing = new GitHubListing(line);
    this.capabilities = new GitHubCapabilities(line);
    this.walls = new GitHubWalls(line);
    this.budgets = budgets;
  }

  /** Who answered, and the headers that tell about the token. */
  private record Greeting(Identity identity, HttpHeaders headers) {}

  Introduction introduce(Access access) {
    var greeting = greet(access);
    var kind = kind(access, greeting.headers());
    var warnings = new LinkedHashSet<AccountProblem>();
    var listed = listed(access, warnings);
    var count = listing.count(access, listed);
    var scopes = GitHubWords.list(greeting.headers().getFirst(SCOPES));
    var repositories = listed.repositories();
    var examined =
        greeting.headers().containsHeader(SCOPES)
            ? GitHubCapabilities.ofScopes(scopes)
            : capabilities.probed(access, repositories, warnings);
    addWalls(access, warnings);
    warn(greeting, kind, repositories, count, warnings);
    return new Introduction(
        greeting.identity(),
        kind,
        GitHubWords.expiry(greeting.headers().getFirst(EXPIRY)).orElse(null),
        scopes,
        kind.equals("fine-grained") ? owner(repositories) : null,
        examined,
        count,
        budgets(access),
        List.copyOf(warnings));
  }

  private Greeting greet(Access access) {
    if (GitHubListing.isInstallation(access)) {
      return installation(access);
    }
    var api = line.to(access);
    var answer = line.ask(api::user);
    var user = GitHubLine.body(answer);
    if (user.id() == null || user.login() == null) {
      throw new ProviderFailure(
          AccountProblem.of(Code.NOT_THIS_PROVIDER, "the answer is not what GitHub sends"));
    }
    var identity = new Identity(user.id().toString(), user.login(), user.name(), user.avatarUrl());
    return new Greeting(identity, answer.getHeaders());
  }

  /**
   * A token of an app's installation is refused as a user; it has a name in GraphQL all the same.
   */
  private Greeting installation(Access access) {
    var data = graph.ask(access, GitHubQueries.VIEWER, Map.of(), GitHubApi::askViewer).data();
    var viewer = data == null ? null : data.viewer();
    if (viewer == null || viewer.login() == null) {
      throw new ProviderFailure(AccountProblem.of(Code.INVALID_TOKEN, "nobody behind this token"));
    }
    var id = viewer.databaseId() == null ? viewer.id() : viewer.databaseId().toString();
    var identity =
        new Identity(GitHubMapping.text(id), viewer.login(), viewer.name(), viewer.avatarUrl());
    return new Greeting(identity, new HttpHeaders());
  }

  /** The beginning of a token is a hint and no proof; what GitHub answers counts. */
  private static String kind(Access access, HttpHeaders headers) {
    var token = access.token().get().reveal();
    if (token.startsWith("gho_") || token.startsWith("ghu_")) {
      return "app";
    }
    if (token.startsWith("ghs_")) {
      return "installation";
    }
    return headers.containsHeader(SCOPES) ? "classic" : "fine-grained";
  }

  private Listed listed(Access access, LinkedHashSet<AccountProblem> warnings) {
    try {
      var listed = listing.listed(access, null);
      warnings.addAll(GitHubListing.cut(listed.headers()));
      return listed;
    } catch (ProviderFailure failure) {
      if (!isOneOrganizations(failure.problem())) {
        throw failure;
      }
      warnings.add(failure.problem());
      return new Listed(List.of(), new HttpHeaders(), null);
    }
  }

  /** The same wall once: with the link where an organization gave one. */
  private void addWalls(Access access, LinkedHashSet<AccountProblem> warnings) {
    for (var wall :
        GitHubListing.isInstallation(access) ? List.<AccountProblem>of() : walls.of(access)) {
      warnings.removeIf(known -> known.code() == wall.code() && known.link() == null);
      warnings.add(wall);
    }
  }

  /** Refused by an organization, not by GitHub: the token may be good elsewhere. */
  static boolean isOneOrganizations(AccountProblem problem) {
    return switch (problem.code()) {
      case SSO_REQUIRED,
          IP_ALLOW_LIST,
          TOKEN_FORBIDDEN_BY_ORGANIZATION,
          INSUFFICIENT_PERMISSIONS,
          NOT_FOUND ->
          true;
      default -> false;
    };
  }

  private void warn(
      Greeting greeting,
      String kind,
      List<Repo> repositories,
      int count,
      LinkedHashSet<AccountProblem> warnings) {
    var headers = greeting.headers();
    if (count == 0) {
      warnings.add(AccountProblem.of(Code.CANNOT_SEE_REPOSITORIES));
    }
    // A token that waits for an owner's approval works, but only for what is public.
    if (kind.equals("fine-grained")
        && repositories.stream().noneMatch(GitHubDoctor::isPrivate)
        && warnings.stream().noneMatch(problem -> GitHubWalls.isWall(problem.code()))) {
      warnings.add(AccountProblem.of(Code.APPROVAL_PENDING));
    }
    if (headers.containsHeader(SCOPES)
        && GitHubWords.list(headers.getFirst(SCOPES)).stream()
            .noneMatch(scope -> scope.equals("repo") || scope.equals("public_repo"))) {
      warnings.add(
          new AccountProblem(Code.INSUFFICIENT_PERMISSIONS, null, null, null, List.of("repo")));
    }
  }

  static boolean isPrivate(Repo repo) {
    return !Boolean.FALSE.equals(repo.isPrivate());
  }

  /** The one owner a fine-grained token is for shows in the private repositories it sees. */
  private static @Nullable String owner(List<Repo> repositories) {
    var owners =
        repositories.stream()
            .filter(GitHubDoctor::isPrivate)
            .map(repo -> GitHubMapping.text(repo.fullName()).split("/")[0])
            .distinct()
            .toList();
    return owners.size() == 1 ? owners.getFirst() : null;
  }

  /** What the rate limits say; an Enterprise Server without limits has no such page. */
  private List<Budget> budgets(Access access) {
    var api = line.to(access);
    try {
      var resources = GitHubLine.body(line.ask(api::rateLimit)).resources();
      var all = new ArrayList<Budget>();
      for (var name : List.of("core", "graphql")) {
        var resource = resources == null ? null : resources.get(name);
        if (resource != null && resource.limit() != null && resource.remaining() != null) {
          all.add(budget(name, resource, resource.limit(), resource.remaining()));
        }
      }
      all.forEach(budget -> budgets.seen(access.account(), budget));
      return all;
    } catch (ProviderFailure failure) {
      return budgets.of(access.account());
    }
  }

  private static Budget budget(String name, Resource resource, int limit, int remaining) {
    var reset = resource.reset() == null ? null : Instant.ofEpochSecond(resource.reset());
    return new Budget(name, limit, remaining, reset);
  }
}
