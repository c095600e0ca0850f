package io.ampel.simulator.github;

import io.ampel.simulator.Token;
import io.ampel.simulator.Token.Defect;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What each caller has used up: one hourly budget for REST and one for GraphQL, shared by a
 * person's tokens.
 */
final class Budget {
  private static final int HOURLY = 5_000;
  private static final int HOURLY_ANONYMOUS = 60;
  private static final long SECONDARY_MILLIS = 60_000;

  private final Clock clock;
  private final Map<String, Window> windows = new ConcurrentHashMap<>();
  private final Map<String, Spent> spent = new ConcurrentHashMap<>();
  private volatile int hourly = HOURLY;

  Budget(Clock clock) {
    this.clock = clock;
  }

  void reset() {
    windows.clear();
    spent.clear();
  }

  void hourly(int points) {
    hourly = points;
    windows.clear();
  }

  /** How much there is, was used, and when it starts again. */
  record Left(int limit, int used, Instant reset, String resource) {
    int remaining() {
      return Math.max(0, limit - used);
    }

    boolean empty() {
      return used >= limit;
    }
  }

  Left left(@Nullable Token token, String resource) {
    return window(token, resource).left(resource);
  }

  Left spend(@Nullable Token token, String resource, int points) {
    var window = window(token, resource);
    window.use(points);
    return window.left(resource);
  }

  private Window window(@Nullable Token token, String resource) {
    var key = who(token) + " " + resource;
    var now = clock.instant();
    return windows.compute(
        key, (_, known) -> known == null || !known.reset.isAfter(now) ? fresh(token, now) : known);
  }

  private Window fresh(@Nullable Token token, Instant now) {
    var limit = token == null ? HOURLY_ANONYMOUS : hourly;
    var window = new Window(limit, now.plusSeconds(3_600));
    if (token != null && token.has(Defect.RATE_LIMITED)) {
      window.use(limit);
    }
    return window;
  }

  private static String who(@Nullable Token token) {
    if (token == null) {
      return "anonymous";
    }
    return token.has(Defect.RATE_LIMITED) ? token.value() : token.person().login();
  }

  /** Provider time of the last minute, this call included; true when it was too much already. */
  boolean tooBusy(@Nullable Token token, long millis) {
    return hourly < Integer.MAX_VALUE
        && spent.computeIfAbsent(who(token), _ -> new Spent()).add(clock.millis(), millis)
            > SECONDARY_MILLIS;
  }

  private static final class Window {
    private final int limit;
    private final Instant reset;
    private int used;

    Window(int limit, Instant reset) {
      this.limit = limit;
      this.reset = reset;
    }

    synchronized void use(int points) {
      used += points;
    }

    synchronized Left left(String resource) {
      return new Left(limit, Math.min(used, limit), reset, resource);
    }
  }

  private static final class Spent {
    private final Deque<long[]> calls = new ArrayDeque<>();
    private long sum;

    synchronized long add(long now, long millis) {
      while (!calls.isEmpty() && calls.getFirst()[0] < now - 60_000) {
        sum -= calls.removeFirst()[1];
      }
      calls.add(new long[] {now, millis});
      sum += millis;
      return sum;
    }
  }
}
