package io.ampel.merge;

import io.ampel.act.Reach;
import io.ampel.identity.Person;
import io.ampel.merge.MergeAttempts.Attempt;
import io.ampel.provider.Act;
import io.ampel.pullrequest.PullRequests.Stored;
import io.ampel.web.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * The door to merging: only what the person sees, only once at a time, and the same answer for the
 * same idempotency key.
 */
@Component
class Merges {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final Reach reach;
  private final MergeAttempts attempts;
  private final Merging merging;
  private final Strategies strategies;
  private final MergeText text;

  Merges(
      Reach reach, MergeAttempts attempts, Merging merging, Strategies strategies, MergeText text) {
    this.reach = reach;
    this.attempts = attempts;
    this.merging = merging;
    this.strategies = strategies;
    this.text = text;
  }

  MergeAnswer merge(Person person, String id, MergeRequest request, @Nullable String key) {
    var seen = reach.seen(person, id);
    var access = reach.account(person, seen, Act.MERGE);
    if (access.isEmpty()) {
      return MergeAnswer.notPermitted(text.of("noAccount"));
    }
    var allowed = strategies.of(seen);
    var strategy = Strategies.chosen(request, allowed);
    if (!allowed.isEmpty() && !allowed.contains(strategy)) {
      return MergeAnswer.refused(text.of("strategy", strategy, allowed));
    }
    var begun =
        attempts.begin(seen.id(), person.id(), access.get().account(), request, strategy, key);
    return begun.isPresent()
        ? merging.run(begun.get(), person, access.get(), seen, request)
        : repeated(person, seen, request, key);
  }

  private MergeAnswer repeated(
      Person person, Stored seen, MergeRequest request, @Nullable String key) {
    var first = key == null ? Optional.<Attempt>empty() : attempts.withKey(person.id(), key);
    if (first.isEmpty()) {
      return MergeAnswer.refused(text.of("running"));
    }
    if (!first.get().pullRequest().equals(seen.id())
        || !first.get().request().equals(request.toString())) {
      throw Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "IDEMPOTENCY_KEY_REUSED");
    }
    return answerOf(first.get().id()).orElseGet(() -> MergeAnswer.refused(text.of("running")));
  }

  /** Waits for the request that came first. */
  private Optional<MergeAnswer> answerOf(UUID attempt) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      var answer = attempts.find(attempt).map(Attempt::answer);
      if (answer.isPresent()) {
        return answer;
      }
      pause();
    }
    return Optional.empty();
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
