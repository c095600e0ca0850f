package io.ampel.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** When to come back, as the header {@code Retry-After} says it: in seconds, or as a date. */
public final class RetryAfter {
  private RetryAfter() {}

  /** Null for a word that says no time. */
  public static @Nullable Instant read(String header, Instant now) {
    var value = header.trim();
    if (isNumber(value)) {
      return now.plus(Duration.ofSeconds(Math.max(1, Long.parseLong(value))));
    }
    try {
      return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  public static boolean isNumber(@Nullable String text) {
    return text != null && text.matches("\\d{1,12}");
  }

  /** Null for what is no number; more than anybody counts is as much as can be. */
  public static @Nullable Integer count(@Nullable String text) {
    return text != null && isNumber(text)
        ? Integer.valueOf((int) Math.min(Integer.MAX_VALUE, Long.parseLong(text)))
        : null;
  }
}
