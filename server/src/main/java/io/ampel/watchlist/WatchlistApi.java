package io.ampel.watchlist;

import io.ampel.identity.Person;
import io.ampel.provider.AccountProblem;
import io.ampel.pullrequest.Repositories.Found;
import io.ampel.pullrequest.Repository.Visibility;
import io.ampel.web.Problem;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Choosing what to follow, for programs. */
@RestController
@RequestMapping("/api/v1/repositories")
class WatchlistApi {
  private static final int MOST_NAMES = 2000;
  private final Choosing choosing;

  WatchlistApi(Choosing choosing) {
    this.choosing = choosing;
  }

  record Visible(
      String fullName,
      String url,
      Visibility visibility,
      boolean archived,
      boolean fork,
      boolean watched) {
    static Visible of(Found found, Set<String> watched) {
      return new Visible(
          found.fullName(),
          found.url().toString(),
          found.visibility(),
          found.archived(),
          found.fork(),
          watched.contains(found.externalId()));
    }
  }

  /**
   * @param total how many match
   * @param cut why the list is not whole
   */
  record Browsed(List<Visible> items, int total, List<AccountProblem> cut, Instant readAt) {}

  @GetMapping("/browse")
  Browsed browse(
      Person person,
      @RequestParam UUID account,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "1000") int limit) {
    var view = choosing.browse(person.id(), account, q);
    return new Browsed(
        view.matching().stream()
            .limit(Math.clamp(limit, 1, 10_000))
            .map(found -> Visible.of(found, view.watched()))
            .toList(),
        view.matching().size(),
        view.cut(),
        view.readAt());
  }

  record Order(@Nullable UUID account, @Nullable List<@Nullable String> fullNames) {}

  @PostMapping
  ResponseEntity<Picking.Result> pick(Person person, @RequestBody Order order) {
    if (order.account() == null) throw Problem.invalid("account", "is needed");
    var names = names(order.fullNames());
    var result = choosing.pick(person.id(), order.account(), names);
    if (result.added().isEmpty()) {
      throw Problem.invalid("fullNames", "none of them is visible to this account");
    }
    return ResponseEntity.status(HttpStatus.CREATED).body(result);
  }

  private static List<String> names(@Nullable List<@Nullable String> given) {
    var names =
        given == null
            ? List.<String>of()
            : given.stream().flatMap(java.util.stream.Stream::ofNullable).toList();
    if (names.isEmpty()) throw Problem.invalid("fullNames", "name at least one repository");
    if (names.size() > MOST_NAMES) throw Problem.invalid("fullNames", "at most " + MOST_NAMES);
    return names;
  }

  record PatternAnswer(
      UUID id,
      String pattern,
      UUID account,
      String accountName,
      int matches,
      @Nullable Instant appliedAt,
      @Nullable AccountProblem problem) {
    static PatternAnswer of(Patterns.Stored stored) {
      return new PatternAnswer(
          stored.id(),
          stored.glob(),
          stored.account(),
          stored.accountName(),
          stored.matches(),
          stored.appliedAt(),
          stored.problem());
    }
  }

  record PatternAnswers(List<PatternAnswer> items) {}

  @GetMapping("/patterns")
  PatternAnswers patterns(Person person) {
    return new PatternAnswers(
        choosing.patterns(person.id()).stream().map(PatternAnswer::of).toList());
  }

  record PatternOrder(@Nullable UUID account, @Nullable String pattern) {}

  @PostMapping("/patterns")
  ResponseEntity<PatternAnswer> addPattern(Person person, @RequestBody PatternOrder order) {
    if (order.account() == null) throw Problem.invalid("account", "is needed");
    if (order.pattern() == null) throw Problem.invalid("pattern", "is needed, such as org/*");
    var added = choosing.follow(person.id(), order.account(), order.pattern());
    return ResponseEntity.created(URI.create("/api/v1/repositories/patterns/" + added.id()))
        .body(PatternAnswer.of(added));
  }

  /** Looks for new repositories now, without waiting for the hour. */
  @PostMapping("/patterns/{id}/apply")
  PatternAnswer apply(Person person, @PathVariable UUID id) {
    return PatternAnswer.of(choosing.applyNow(person.id(), id));
  }

  @DeleteMapping("/patterns/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void removePattern(Person person, @PathVariable UUID id) {
    choosing.forget(person.id(), id);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void unwatch(Person person, @PathVariable UUID id) {
    choosing.unwatch(person.id(), id);
  }
}
