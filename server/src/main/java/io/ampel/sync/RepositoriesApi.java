package io.ampel.sync;

import io.ampel.identity.Person;
import io.ampel.provider.AccountProblem;
import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.Repository.Visibility;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.sync.RepositoryView.Counts;
import io.ampel.sync.RepositoryView.Health;
import io.ampel.sync.RepositoryView.Reach;
import io.ampel.web.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The watched repositories, for programs. */
@RestController
@RequestMapping("/api/v1/repositories")
class RepositoriesApi {
  private static final Duration TOO_OFTEN = Duration.ofMinutes(1);
  private final RepositoryQueries queries;
  private final Refreshing refreshing;
  private final Deciding deciding;

  RepositoriesApi(RepositoryQueries queries, Refreshing refreshing, Deciding deciding) {
    this.queries = queries;
    this.refreshing = refreshing;
    this.deciding = deciding;
  }

  /**
   * @param light the worst of the open pull requests, null where none is open
   */
  record Item(
      UUID id,
      Provider provider,
      String instance,
      String fullName,
      String url,
      Visibility visibility,
      boolean archived,
      boolean fork,
      @Nullable TrafficLight light,
      int open,
      Lights counts,
      @Nullable Instant syncedAt,
      boolean stale,
      int intervalSeconds,
      Health health,
      @Nullable AccountProblem problem,
      List<Reach> accounts,
      Requirements requirements) {

    static Item of(RepositoryView view) {
      return new Item(
          view.id(),
          view.provider(),
          view.instance(),
          view.fullName(),
          view.url(),
          view.visibility(),
          view.archived(),
          view.fork(),
          view.counts().worst().orElse(null),
          view.counts().open(),
          Lights.of(view.counts()),
          view.syncedAt(),
          view.stale(),
          (int) view.interval().toSeconds(),
          view.health(),
          view.mainProblem(),
          view.accounts(),
          Requirements.of(view));
    }
  }

  /** Named like the lights. */
  record Lights(
      @com.fasterxml.jackson.annotation.JsonProperty("READY") int ready,
      @com.fasterxml.jackson.annotation.JsonProperty("UNKNOWN") int unknown,
      @com.fasterxml.jackson.annotation.JsonProperty("WAITING") int waiting,
      @com.fasterxml.jackson.annotation.JsonProperty("BLOCKED") int blocked) {
    static Lights of(Counts counts) {
      return new Lights(counts.ready(), counts.unknown(), counts.waiting(), counts.blocked());
    }
  }

  record Requirements(
      List<String> checks,
      @Nullable Integer approvals,
      boolean waitForReviewers,
      Duration neverStartedAfter,
      @Nullable String setBy,
      @Nullable Instant setAt,
      boolean mayChange) {
    static Requirements of(RepositoryView view) {
      var policy = view.policy();
      return new Requirements(
          policy.checks(),
          policy.approvals(),
          policy.waitForReviewers(),
          policy.neverStartedAfter(),
          policy.setBy(),
          policy.setAt(),
          view.mayDecide());
    }
  }

  record Items(List<Item> items, @Nullable String nextCursor) {}

  @GetMapping
  Items list(
      Person person,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "") String cursor,
      @RequestParam(defaultValue = "100") int limit) {
    var most = Math.clamp(limit, 1, 200);
    var found = queries.list(person.id(), new RepositoryQueries.Wish(q, false, cursor, most));
    return new Items(
        found.stream().map(Item::of).toList(),
        found.size() < most ? null : found.getLast().fullName());
  }

  @GetMapping("/{id}")
  Item one(Person person, @PathVariable UUID id) {
    return queries.find(person.id(), id).map(Item::of).orElseThrow(Problem::notFound);
  }

  /** Asks for a look now; the answer does not wait for it. */
  @PostMapping("/{id}/sync")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Item sync(Person person, @PathVariable UUID id) {
    var repository = one(person, id);
    if (!refreshing.look(person.id(), id)) {
      throw Problem.tooManyRequests(TOO_OFTEN);
    }
    return repository;
  }

  record Asked(int repositories) {}

  @PostMapping("/sync")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Asked syncAll(Person person) {
    return new Asked(
        refreshing.lookAtAll(person.id()).orElseThrow(() -> Problem.tooManyRequests(TOO_OFTEN)));
  }

  record Change(Deciding.@Nullable Wish requirements) {}

  @PatchMapping("/{id}")
  Item change(Person person, @PathVariable UUID id, @RequestBody Change change) {
    one(person, id);
    if (change.requirements() != null) {
      deciding.decide(person, id, change.requirements());
    }
    return one(person, id);
  }
}
