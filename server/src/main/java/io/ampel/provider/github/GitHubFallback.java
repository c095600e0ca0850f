package io.ampel.provider.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.github.GitHubApi.Jobs;
import io.ampel.provider.github.GitHubApi.Jobs.Job;
import io.ampel.provider.github.GitHubApi.WorkflowRun;
import io.ampel.provider.github.GitHubChecks.Reported;
import io.ampel.provider.github.GitHubGrants.Ability;
import io.ampel.pullrequest.Checks;
import io.ampel.pullrequest.Checks.Reading;
import io.ampel.pullrequest.Repository;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/**
 * Checks for a token that may not read check runs, as no fine-grained token may on a private
 * repository: commit statuses, and the jobs of GitHub's own workflows. What other apps report stays
 * unseen, so this is never the whole.
 */
final class GitHubFallback {
  static final String ACTIONS = "Actions: read";
  static final String STATUSES = "Commit statuses: read";

  private final GitHubLine line;
  private final GitHubGrants grants;
  private final Cache<Run, List<Job>> finished = Caffeine.newBuilder().maximumSize(5_000).build();

  /** A run that is over keeps its jobs until it is started again, which is a new attempt. */
  private record Run(UUID instance, long id, int attempt) {}

  GitHubFallback(GitHubLine line, GitHubGrants grants) {
    this.line = line;
    this.grants = grants;
  }

  /**
   * @param read what could be read the usual way
   */
  Checks checks(Access access, Repository repository, String sha, List<Reported> read) {
    var place = GitHubPlace.of(repository);
    var statuses = granted(access, place, Ability.STATUSES, () -> statuses(access, place, sha));
    var jobs = granted(access, place, Ability.ACTIONS, () -> jobs(access, place, sha));
    var missing =
        Stream.of(jobs.isEmpty() ? ACTIONS : "", statuses.isEmpty() ? STATUSES : "")
            .filter(permission -> !permission.isEmpty())
            .collect(Collectors.joining(", "));
    if (read.isEmpty() && statuses.isEmpty() && jobs.isEmpty()) {
      return Checks.unreadable(missing);
    }
    var all = new ArrayList<>(read);
    statuses.ifPresent(found -> addUnknown(all, found));
    jobs.ifPresent(found -> addUnknown(all, found));
    return new Checks(
        GitHubChecks.newest(all), Reading.PART, sha, missing.isEmpty() ? null : missing);
  }

  /** The usual way knows more of a check, for example whether it is required. */
  private static void addUnknown(List<Reported> all, List<Reported> found) {
    var known = all.stream().map(Reported::key).collect(Collectors.toSet());
    found.stream().filter(each -> !known.contains(each.key())).forEach(all::add);
  }

  private Optional<List<Reported>> granted(
      Access access, GitHubPlace place, Ability ability, Supplier<List<Reported>> question) {
    if (grants.isRefused(access, place.fullName(), ability)) {
      return Optional.empty();
    }
    try {
      return Optional.of(line.ask(question));
    } catch (ProviderFailure failure) {
      if (failure.problem().code() != Code.INSUFFICIENT_PERMISSIONS
          && failure.problem().code() != Code.NOT_FOUND) {
        throw failure;
      }
      grants.tried(access, place.fullName(), ability, false);
      return Optional.empty();
    }
  }

  private List<Reported> statuses(Access access, GitHubPlace place, String sha) {
    var api = line.to(access);
    return all(access, api.status(place.owner(), place.name(), sha), api::status).stream()
        .flatMap(page -> stream(page.statuses()))
        .map(GitHubChecks::status)
        .toList();
  }

  private List<Reported> jobs(Access access, GitHubPlace place, String sha) {
    var api = line.to(access);
    var runs =
        all(access, api.runs(place.owner(), place.name(), sha), api::runs).stream()
            .flatMap(page -> stream(page.workflowRuns()))
            .toList();
    return GitHubChecks.newestRuns(runs)
        .flatMap(run -> reported(run, jobs(access, api, place, run)))
        .toList();
  }

  private static Stream<Reported> reported(WorkflowRun run, List<Job> jobs) {
    return jobs.isEmpty()
        ? Stream.of(GitHubChecks.run(run))
        : jobs.stream().map(job -> GitHubChecks.job(run, job));
  }

  private List<Job> jobs(Access access, GitHubApi api, GitHubPlace place, WorkflowRun run) {
    var attempt = run.runAttempt() == null ? 1 : run.runAttempt();
    var key = new Run(access.instance().id(), run.id(), attempt);
    var known = finished.getIfPresent(key);
    if (known != null) {
      return known;
    }
    var jobs =
        all(access, api.jobs(place.owner(), place.name(), run.id()), api::jobs).stream()
            .flatMap((Jobs page) -> stream(page.jobs()))
            .toList();
    if ("completed".equals(run.status())) {
      finished.put(key, jobs);
    }
    return jobs;
  }

  private static <T> List<T> all(
      Access access, ResponseEntity<T> first, Function<URI, ResponseEntity<T>> read) {
    var pages = new ArrayList<T>();
    var answer = first;
    pages.add(GitHubLine.body(answer));
    for (var next = GitHubLine.link(answer.getHeaders(), "next", access);
        next != null;
        next = GitHubLine.link(answer.getHeaders(), "next", access)) {
      answer = read.apply(next);
      pages.add(GitHubLine.body(answer));
    }
    return pages;
  }

  private static <T> Stream<T> stream(@Nullable List<T> list) {
    return list == null ? Stream.empty() : list.stream();
  }
}
