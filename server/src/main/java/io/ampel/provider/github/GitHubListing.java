package io.ampel.provider.github;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.RepositoryPage;
import io.ampel.provider.github.GitHubApi.Repo;
import io.ampel.pullrequest.Repositories;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The repositories a token sees, page by page, and what is left out of the list. */
final class GitHubListing {
  private final GitHubLine line;

  GitHubListing(GitHubLine line) {
    this.line = line;
  }

  /** What stands on one page, whichever list it comes from. */
  record Listed(List<Repo> repositories, HttpHeaders headers, @Nullable Integer total) {}

  RepositoryPage page(Access access, @Nullable String cursor) {
    var listed = listed(access, cursor);
    var next = GitHubLine.link(listed.headers(), "next", access);
    return new RepositoryPage(
        listed.repositories().stream()
            .flatMap(repo -> GitHubRepositories.found(repo).stream())
            .toList(),
        next == null ? null : next.toString(),
        cut(listed.headers()));
  }

  Listed listed(Access access, @Nullable String cursor) {
    return isInstallation(access) ? installed(access, cursor) : own(access, cursor);
  }

  private Listed own(Access access, @Nullable String cursor) {
    var api = line.to(access);
    var answer =
        cursor == null
            ? line.ask(api::repositories)
            : line.ask(() -> api.repositories(GitHubLine.page(cursor, access)));
    return new Listed(GitHubLine.body(answer), answer.getHeaders(), null);
  }

  private Listed installed(Access access, @Nullable String cursor) {
    var api = line.to(access);
    var answer =
        cursor == null
            ? line.ask(api::installed)
            : line.ask(() -> api.installed(GitHubLine.page(cursor, access)));
    var body = GitHubLine.body(answer);
    var repositories = body.repositories();
    return new Listed(
        repositories == null ? List.of() : repositories, answer.getHeaders(), body.totalCount());
  }

  /**
   * An app's installation is nobody: it has no repositories of its own, only those it was given.
   */
  static boolean isInstallation(Access access) {
    return access.token().get().reveal().startsWith("ghs_");
  }

  /** How many there are in all: known at once where they fit one page, else counted by GitHub. */
  int count(Access access, Listed first) {
    if (first.total() != null) {
      return first.total();
    }
    if (GitHubLine.link(first.headers(), "next", access) == null) {
      return first.repositories().size();
    }
    var api = line.to(access);
    var one = line.ask(api::oneRepositoryAPage);
    var last = GitHubLine.link(one.getHeaders(), "last", access);
    return last == null ? first.repositories().size() : pageNumber(last);
  }

  private static int pageNumber(URI page) {
    for (var part : page.getQuery().split("&")) {
      if (part.matches("page=\\d{1,9}")) {
        return Integer.parseInt(part.substring("page=".length()));
      }
    }
    return 1;
  }

  /** GitHub leaves organizations out silently where the token lacks their single sign-on. */
  static List<AccountProblem> cut(HttpHeaders headers) {
    var organizations = GitHubWords.organizationsLeftOut(headers.getFirst("X-GitHub-SSO"));
    return organizations.isEmpty()
        ? List.of()
        : List.of(
            AccountProblem.of(
                Code.SSO_REQUIRED, "organizations " + String.join(", ", organizations)));
  }

  Optional<Repositories.Found> one(Access access, String fullName) {
    var place = GitHubPlace.of(fullName);
    var api = line.to(access);
    try {
      var answer = line.ask(() -> api.repository(place.owner(), place.name()));
      return GitHubRepositories.found(GitHubLine.body(answer));
    } catch (ProviderFailure failure) {
      if (failure.problem().code() == Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }
}
