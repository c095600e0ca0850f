package io.ampel.simulator.gitlab;

import io.ampel.simulator.Token;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What each person has asked in this minute, with whichever token. */
final class Budget {
  private static final int PER_MINUTE = 2_000;
  private static final int ANONYMOUS = 500;

  private final Clock clock;
  private final Map<String, Window> windows = new ConcurrentHashMap<>();
  private volatile int perMinute = PER_MINUTE;

  Budget(Clock clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  void reset() {
    windows.clear();
  }

  void perMinute(int calls) {
    perMinute = calls;
    windows.clear();
  }

  /** How much there is, was used, and when it starts again. */
  record Left(int limit, int used, Instant reset) {
    int remaining() {
      return Math.max(0, limit - used);
    }

    Left emptied() {
      return new Left(limit, limit + 1, reset);
    }
  }

  Left left(@Nullable Token token) {
    return window(token).left();
  }

  Left spend(@Nullable Token token) {
    var window = window(token);
    window.use();
    return window.left();
  }

  private Window window(@Nullable Token token) {
    var who = token == null ? "anonymous" : token.person().login();
    var now = clock.instant();
    return windows.compute(
        who, (_, known) -> known == null || !known.reset.isAfter(now) ? fresh(token, now) : known);
  }

  private Window fresh(@Nullable Token token, Instant now) {
    var end = Instant.ofEpochSecond((now.getEpochSecond() / 60 + 1) * 60);
    return new Window(token == null ? ANONYMOUS : perMinute, end);
  }

  private static final class Window {
    private final int limit;
    private final Instant reset;
    private int used;

    Window(int limit, Instant reset) {
      this.limit = limit;
      this.reset = reset;
    }

    synchronized void use() {
      used++;
    }

    synchronized Left left() {
      return new Left(limit, used, reset);
    }
  }
}
