package io.ampel.provider;

import io.ampel.web.Texts;
import java.time.Duration;
import java.time.Instant;

/** A forecast in words; empty where there is nothing to say. */
public final class ForecastText {
  private ForecastText() {}

  public static String of(Texts texts, Forecast forecast, Instant now) {
    return switch (forecast) {
      case Forecast.Lasts(var resetAt) ->
          texts.of("account.forecast.lasts", in(texts, now, resetAt));
      case Forecast.RunsOut(var at, var resetAt) ->
          texts.of("account.forecast.runsOut", in(texts, now, at), in(texts, at, resetAt));
      case Forecast.Spent(var resetAt) ->
          texts.of("account.forecast.spent", in(texts, now, resetAt));
      case Forecast.Whole() -> texts.of("account.forecast.whole");
      case Forecast.Unknown() -> "";
    };
  }

  /** {@code blocked} where calls cannot be made, {@code waiting} where soon they cannot. */
  public static String tone(Forecast forecast) {
    return switch (forecast) {
      case Forecast.Spent _ -> "blocked";
      case Forecast.RunsOut _ -> "waiting";
      case Forecast.Lasts _, Forecast.Whole _, Forecast.Unknown _ -> "";
    };
  }

  private static String in(Texts texts, Instant from, Instant to) {
    return time(texts, Duration.between(from, to));
  }

  /** As people say it: seconds, then minutes. */
  public static String time(Texts texts, Duration time) {
    return time.toSeconds() < 120
        ? texts.of("account.time.seconds", Math.max(1, time.toSeconds()))
        : texts.of("account.time.minutes", time.toMinutes());
  }
}
