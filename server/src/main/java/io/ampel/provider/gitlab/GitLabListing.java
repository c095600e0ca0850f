package io.ampel.provider.gitlab;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.RepositoryPage;
import io.ampel.provider.RetryAfter;
import io.ampel.provider.gitlab.GitLabRecords.Project;
import io.ampel.pullrequest.Repositories;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The projects that the token's owner is a member of, page by page. */
final class GitLabListing {
  private final GitLabLine line;

  GitLabListing(GitLabLine line) {
    this.line = line;
  }

  /** What stands on one page. */
  record Listed(List<Project> projects, HttpHeaders headers) {}

  RepositoryPage page(Access access, @Nullable String cursor) {
    var listed = listed(access, cursor);
    var next = GitLabLine.next(listed.headers(), access);
    return new RepositoryPage(
        listed.projects().stream()
            .flatMap(project -> GitLabProjects.found(project).stream())
            .toList(),
        next == null ? null : next.toString(),
        List.of());
  }

  Listed listed(Access access, @Nullable String cursor) {
    var api = line.to(access);
    var answer =
        cursor == null
            ? line.ask(api::projects)
            : line.ask(() -> api.projects(GitLabLine.page(cursor, access)));
    return new Listed(GitLabLine.body(answer), answer.getHeaders());
  }

  /** How many there are in all. Above ten thousand GitLab does not count: then at least so many. */
  int count(Access access, Listed first) {
    if (GitLabLine.next(first.headers(), access) == null) {
      return first.projects().size();
    }
    var api = line.to(access);
    var total = line.ask(api::oneProjectAPage).getHeaders().getFirst("X-Total");
    return RetryAfter.isNumber(total)
        ? (int) Math.min(Integer.MAX_VALUE, Long.parseLong(total))
        : Math.max(10_000, first.projects().size());
  }

  Optional<Repositories.Found> one(Access access, String fullName) {
    var api = line.to(access);
    try {
      return GitLabProjects.found(GitLabLine.body(line.ask(() -> api.project(fullName))));
    } catch (ProviderFailure failure) {
      if (failure.problem().code() == Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }
}
