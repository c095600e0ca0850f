package io.ampel.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How long a provider worked for an account within the last minute, as its answers took. */
final class SlidingMinute {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private record Work(Instant ended, Duration took) {}

  private final Deque<Work> done = new ArrayDeque<>();
  private Duration sum = Duration.ZERO;

  synchronized void worked(Duration took, Instant now) {
    done.addLast(new Work(now, took));
    sum = sum.plus(took);
  }

  /**
   * When there is room again; empty when it worked for less than this. Who waits for room waits for
   * a quarter of it, and does not come back for each single call.
   */
  synchronized Optional<Instant> fullUntil(Duration most, Instant now) {
    forget(now);
    return sum.compareTo(most) < 0 ? Optional.empty() : Optional.of(roomAgain(most, now));
  }

  private Instant roomAgain(Duration most, Instant now) {
    var wanted = most.multipliedBy(3).dividedBy(4);
    var left = sum;
    for (var each : done) {
      left = left.minus(each.took);
      if (left.compareTo(wanted) <= 0) {
        return each.ended.plus(MINUTE);
      }
    }
    return now.plus(MINUTE);
  }

  private void forget(Instant now) {
    var begin = now.minus(MINUTE);
    while (!done.isEmpty() && !done.getFirst().ended.isAfter(begin)) {
      sum = sum.minus(done.removeFirst().took);
    }
  }
}
