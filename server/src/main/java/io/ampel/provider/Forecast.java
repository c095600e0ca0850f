package io.ampel.provider;

import io.ampel.pullrequest.Provider;
import java.time.Duration;
import java.time.Instant;

/** Whether a budget lasts until its reset when calls go on as they did since the last one. */
public sealed interface Forecast {

  /** It lasts until the reset. */
  record Lasts(Instant resetAt) implements Forecast {}

  /** It is used up before the reset. */
  record RunsOut(Instant at, Instant resetAt) implements Forecast {}

  /** Nothing is left until the reset. */
  record Spent(Instant resetAt) implements Forecast {}

  /** It was reset, and nothing was spent since as far as is known. */
  record Whole() implements Forecast {}

  /** The provider tells too little, or the reset was just now. */
  record Unknown() implements Forecast {}

  static Forecast of(Budget budget, Provider provider, Instant now) {
    var resetAt = budget.resetAt();
    if (budget.limit() <= 0 || resetAt == null) {
      return new Unknown();
    }
    if (!resetAt.isAfter(now)) {
      return new Whole();
    }
    return budget.remaining() <= 0
        ? new Spent(resetAt)
        : goingOn(budget, resetAt, budget.window(provider), now);
  }

  private static Forecast goingOn(Budget budget, Instant resetAt, Duration window, Instant now) {
    var elapsed = window.minus(Duration.between(now, resetAt));
    var spent = budget.limit() - budget.remaining();
    if (spent <= 0) {
      return new Lasts(resetAt);
    }
    if (elapsed.compareTo(window.dividedBy(60)) < 0) {
      return new Unknown();
    }
    var left = (double) budget.remaining() / spent * elapsed.toMillis();
    var end = now.plusMillis((long) left);
    return end.isBefore(resetAt) ? new RunsOut(end, resetAt) : new Lasts(resetAt);
  }
}
