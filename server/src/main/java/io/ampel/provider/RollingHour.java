package io.ampel.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the last hour, counted by ourselves where the provider does not tell what is left.
 * Errands get their share of them at most, so that people are never locked out by Ampel's own
 * looking.
 */
final class RollingHour {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Who waits for room waits for some of it, and does not come back for each single call. */
  private static final int SOME = 20;

  private final Deque<Instant> ofPeople = new ArrayDeque<>();
  private final Deque<Instant> ofErrands = new ArrayDeque<>();
  private final String name;
  private int limit;
  private Instant spareUntil = Instant.MIN;

  RollingHour(String name, int limit) {
    this.name = name;
    this.limit = limit;
  }

  synchronized void limit(int told) {
    limit = told;
  }

  /** Somebody else uses it too: errands wait until then. */
  synchronized void spare(Instant until) {
    spareUntil = until;
  }

  /**
   * Counts one more call, unless it would be one too many.
   *
   * @return when there is room again; empty when the call was counted and may be made
   */
  synchronized Optional<Instant> take(@Nullable Errand errand, Instant now) {
    forget(now);
    var all = ofPeople.size() + ofErrands.size();
    if (all >= limit) {
      return Optional.of(roomAgain(now));
    }
    if (errand == null) {
      ofPeople.addLast(now);
      return Optional.empty();
    }
    if (spareUntil.isAfter(now)) {
      return Optional.of(spareUntil);
    }
    var share = Math.max(1, (int) (limit * errand.share()));
    if (ofErrands.size() >= share) {
      return Optional.of(freed(ofErrands, ofErrands.size() - share + some()));
    }
    ofErrands.addLast(now);
    errand.spend(name, 1.0 / limit);
    return Optional.empty();
  }

  synchronized Budget budget(Instant now) {
    forget(now);
    var left = Math.max(0, limit - ofPeople.size() - ofErrands.size());
    return new Budget(name, limit, left, left == 0 ? roomAgain(now) : null);
  }

  private int some() {
    return Math.max(1, limit / SOME);
  }

  private Instant roomAgain(Instant now) {
    var older = ofErrands.size() > ofPeople.size() ? ofErrands : ofPeople;
    return older.isEmpty() ? now.plus(HOUR) : freed(older, some());
  }

  /** When so many of these calls are an hour old. */
  private static Instant freed(Deque<Instant> calls, int wanted) {
    return calls.stream()
        .skip(Math.clamp(wanted - 1L, 0, Math.max(0, calls.size() - 1)))
        .findFirst()
        .map(call -> call.plus(HOUR))
        .orElseThrow();
  }

  private void forget(Instant now) {
    var begin = now.minus(HOUR);
    forget(ofPeople, begin);
    forget(ofErrands, begin);
  }

  private static void forget(Deque<Instant> calls, Instant begin) {
    while (!calls.isEmpty() && !calls.getFirst().isAfter(begin)) {
      calls.removeFirst();
    }
  }
}
