package io.ampel.sync;

import io.ampel.identity.Audit;
import io.ampel.identity.Person;
import io.ampel.platform.Live;
import io.ampel.pullrequest.Policy;
import io.ampel.pullrequest.PullRequests;
import io.ampel.pullrequest.Repositories;
import io.ampel.web.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Sets in Ampel what a repository demands, beside the provider's own rules. */
@Component
class Deciding {
  private static final Duration LONGEST = Duration.ofDays(30);
  private final RepositoryQueries queries;
  private final Repositories repositories;
  private final PullRequests pullRequests;
  private final Audit audit;
  private final Live live;
  private final Clock clock;

  Deciding(
      RepositoryQueries queries,
      Repositories repositories,
      PullRequests pullRequests,
      Audit audit,
      Live live,
      Clock clock) {
    this.queries = queries;
    this.repositories = repositories;
    this.pullRequests = pullRequests;
    this.audit = audit;
    this.live = live;
    this.clock = clock;
  }

  /** What is left out keeps its default. */
  record Wish(
      @Nullable List<String> checks,
      @Nullable Integer approvals,
      @Nullable Boolean waitForReviewers,
      @Nullable Duration neverStartedAfter) {}

  /** All lights of the repository are judged again in the same transaction. */
  @Transactional
  public void decide(Person person, UUID id, Wish wish) {
    var repository = queries.find(person.id(), id).orElseThrow(Problem::notFound);
    if (!person.administrator() && !repository.mayDecide()) {
      throw Problem.of(org.springframework.http.HttpStatus.FORBIDDEN, "REQUIREMENTS_NOT_YOURS");
    }
    var policy = policy(person, wish);
    repositories.decide(id, policy);
    pullRequests.reevaluate(
        pullRequests.open(List.of(id)).stream().map(PullRequests.Known::id).toList());
    audit.record(
        person.id(),
        "repository.requirements",
        "repository",
        id,
        Audit.Outcome.DONE,
        details(repository.fullName(), policy));
    live.publish("repository", id.toString());
  }

  private Policy policy(Person person, Wish wish) {
    var usual = Policy.DEFAULT;
    var never =
        wish.neverStartedAfter() == null ? usual.neverStartedAfter() : wish.neverStartedAfter();
    if (never.isNegative() || never.isZero() || never.compareTo(LONGEST) > 0) {
      throw Problem.invalid("neverStartedAfter", "is between a minute and 30 days");
    }
    try {
      return new Policy(
          names(wish.checks()),
          wish.approvals(),
          wish.waitForReviewers() == null || wish.waitForReviewers(),
          never,
          person.name(),
          clock.instant());
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("approvals", String.valueOf(e.getMessage()));
    }
  }

  private static List<String> names(@Nullable List<String> checks) {
    return checks == null
        ? List.of()
        : checks.stream().map(String::strip).filter(name -> !name.isEmpty()).distinct().toList();
  }

  private static LinkedHashMap<String, Object> details(String name, Policy policy) {
    var details = new LinkedHashMap<String, Object>();
    details.put("repository", name);
    details.put("checks", policy.checks());
    if (policy.approvals() != null) details.put("approvals", policy.approvals());
    details.put("waitForReviewers", policy.waitForReviewers());
    details.put("neverStartedAfter", policy.neverStartedAfter().toString());
    return details;
  }
}
