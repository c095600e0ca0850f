package io.ampel.provider.gitlab;

import io.ampel.provider.Access;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.gitlab.GitLabRecords.ClosedIssue;
import io.ampel.pullrequest.LinkedIssue;
import io.ampel.pullrequest.Repository;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The issues that merging would close. Only REST tells them, a call for each merge request, so they
 * are asked for when somebody looks.
 */
final class GitLabIssues {
  private final GitLabLine line;

  GitLabIssues(GitLabLine line) {
    this.line = line;
  }

  /** Null where they are not told: no light depends on them, so nothing else is lost with them. */
  @Nullable List<LinkedIssue> closedBy(Access access, Wanted wanted) {
    var repository = wanted.repository();
    var iid = String.valueOf(wanted.number());
    var api = line.to(access);
    try {
      return line
          .all(access, () -> api.closesIssues(repository.externalId(), iid), api::closesIssues)
          .stream()
          .map(issue -> issue(access.instance().baseUrl(), repository, wanted.number(), issue))
          .filter(Objects::nonNull)
          .toList();
    } catch (ProviderFailure failure) {
      if (failure.problem().stopsEveryCall()) {
        throw failure;
      }
      return null;
    }
  }

  static @Nullable LinkedIssue issue(
      URI baseUrl, Repository repository, int number, ClosedIssue issue) {
    if (issue.iid() == null) {
      return issue.id() == null ? null : elsewhere(repository, number, issue.id(), issue.title());
    }
    var isHere = repository.externalId().equals(String.valueOf(issue.projectId()));
    var url = issue.webUrl() == null ? null : GitLabAddresses.absolute(baseUrl, issue.webUrl());
    if (url == null && !isHere) {
      return null;
    }
    return new LinkedIssue(
        isHere || url == null ? repository.fullName() : project(baseUrl, url),
        "#" + issue.iid(),
        GitLabMapping.text(issue.title()),
        url == null ? repository.url() + "/-/issues/" + issue.iid() : url,
        "opened".equals(issue.state()));
  }

  /** Of another tracker GitLab tells only the key; the merge request's page leads there. */
  private static LinkedIssue elsewhere(
      Repository repository, int number, String key, @Nullable String title) {
    return new LinkedIssue(
        repository.fullName(),
        key,
        title == null ? key : title,
        repository.url() + "/-/merge_requests/" + number,
        null);
  }

  /** The path of the project within the address of its issue. */
  private static String project(URI baseUrl, String url) {
    var path = url.startsWith(baseUrl.toString()) ? url.substring(baseUrl.toString().length()) : "";
    return path.replaceFirst("^/+", "").replaceFirst("/(-/)?(issues|work_items)/.*$", "");
  }
}
