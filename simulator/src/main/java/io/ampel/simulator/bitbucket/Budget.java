package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Token;
import io.ampel.simulator.Token.Defect;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How many calls each person made within the last hour; the window rolls. */
final class Budget {
  private static final int HOURLY = 1_000;
  private static final int HOURLY_ANONYMOUS = 60;
  private static final Duration WINDOW = Duration.ofHours(1);

  private final Clock clock;
  private final Map<String, Deque<Instant>> spent = new ConcurrentHashMap<>();
  private volatile int hourly = HOURLY;
  private volatile int scaled;

  Budget(Clock clock) {
    this.clock = clock;
  }

  void reset() {
    spent.clear();
  }

  void hourly(int calls) {
    hourly = calls;
    spent.clear();
  }

  /** Access tokens get this many, and are told so. */
  void scaled(int calls) {
    scaled = calls;
    spent.clear();
  }

  boolean isScaled(@Nullable Token token) {
    return scaled > 0 && token != null && token.kind() == Token.Kind.ACCESS;
  }

  int limit(@Nullable Token token) {
    if (token == null) {
      return HOURLY_ANONYMOUS;
    }
    return isScaled(token) ? scaled : hourly;
  }

  /** Counts one more call; false when it is one too many, which is not counted. */
  boolean spend(@Nullable Token token) {
    if (token != null && token.has(Defect.RATE_LIMITED)) {
      return false;
    }
    var calls = calls(token);
    synchronized (calls) {
      forget(calls);
      if (calls.size() >= limit(token)) {
        return false;
      }
      calls.add(clock.instant());
      return true;
    }
  }

  /** Whether less than a fifth is left. */
  boolean near(@Nullable Token token) {
    var calls = calls(token);
    synchronized (calls) {
      forget(calls);
      return (limit(token) - calls.size()) * 5 < limit(token);
    }
  }

  private Deque<Instant> calls(@Nullable Token token) {
    return spent.computeIfAbsent(who(token), _ -> new ArrayDeque<>());
  }

  private void forget(Deque<Instant> calls) {
    var begin = clock.instant().minus(WINDOW);
    while (!calls.isEmpty() && !calls.getFirst().isAfter(begin)) {
      calls.removeFirst();
    }
  }

  private static String who(@Nullable Token token) {
    if (token == null) {
      return "anonymous";
    }
    return token.kind() == Token.Kind.ACCESS ? token.value() : token.person().login();
  }
}
