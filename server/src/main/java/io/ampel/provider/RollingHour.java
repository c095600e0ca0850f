package io.ampel.provider;

import io.ampel.provider.Elsewhere.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
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
  synchronized Optional<Instant> take(@Nullable Errand errand, Instant now, List<Part> elsewhere) {
    forget(now);
    var theirs = theirs(elsewhere, now);
    if (left(theirs) <= 0) {
      return Optional.of(roomAgain(theirs, now));
    }
    if (errand == null) {
      ofPeople.addLast(now);
      return Optional.empty();
    }
    if (spareUntil.isAfter(now)) {
      return Optional.of(spareUntil);
    }
    var share = Math.max(1, (int) (limit * errand.share()));
    var taken = ofErrands.size() + count(theirs, Part::errands);
    if (taken >= share) {
      return Optional.of(freed(calls(ofErrands, theirs, Part::errands), taken - share + some()));
    }
    ofErrands.addLast(now);
    errand.spend(name, 1.0 / limit);
    return Optional.empty();
  }

  synchronized Budget budget(Instant now, List<Part> elsewhere) {
    forget(now);
    var theirs = theirs(elsewhere, now);
    var left = Math.max(0, left(theirs));
    return new Budget(name, limit, left, left == 0 ? roomAgain(theirs, now) : null);
  }

  private List<Part> theirs(List<Part> elsewhere, Instant now) {
    var begin = now.minus(HOUR);
    return elsewhere.stream()
        .filter(part -> part.budget().equals(name) && part.isSince(begin))
        .toList();
  }

  private int left(List<Part> theirs) {
    return limit - ofPeople.size() - ofErrands.size() - count(theirs, RollingHour::all);
  }

  private static int all(Part part) {
    return part.errands() + part.people();
  }

  private static int count(List<Part> theirs, ToIntFunction<Part> which) {
    return theirs.stream().mapToInt(which).sum();
  }

  /** When each was made, the oldest first; of what was made elsewhere, when at the latest. */
  private static List<Instant> calls(
      Collection<Instant> ours, List<Part> theirs, ToIntFunction<Part> which) {
    var elsewhere =
        theirs.stream()
            .flatMap(part ->
                Collections.nCopies(which.applyAsInt(part), part.at().plus(Elsewhere.STEP))
                    .stream());
    return Stream.concat(ours.stream(), elsewhere).sorted().toList();
  }

  private int some() {
    return Math.max(1, limit / SOME);
  }

  private Instant roomAgain(List<Part> theirs, Instant now) {
    var ours = ofErrands.size() > ofPeople.size() ? ofErrands : ofPeople;
    var calls = calls(ours, theirs, RollingHour::all);
    return calls.isEmpty() ? now.plus(HOUR) : freed(calls, some());
  }

  /** When so many of these calls are an hour old. */
  private static Instant freed(List<Instant> calls, int wanted) {
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
