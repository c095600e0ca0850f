package io.ampel.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How long ago something was, in words short enough for a list. */
public final class Ago {
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Ago() {}

  public static String words(Frame frame, Instant at) {
    return words(frame.texts(), Duration.between(at, frame.now()));
  }

  static String words(Texts texts, Duration passed) {
    var ago = passed.isNegative() ? passed.negated() : passed;
    var key = passed.compareTo(Duration.ofSeconds(-30)) < 0 ? "web.in." : "web.ago.";
    if (ago.compareTo(Duration.ofSeconds(45)) < 0) return texts.of("web.ago.now");
    if (ago.compareTo(Duration.ofMinutes(60)) < 0) {
      return texts.of(key + "minutes", Math.max(1, ago.toMinutes()));
    }
    if (ago.compareTo(Duration.ofHours(36)) < 0) return texts.of(key + "hours", ago.toHours());
    if (ago.compareTo(Duration.ofDays(60)) < 0) return texts.of(key + "days", ago.toDays());
    return texts.of(key + "months", ago.toDays() / 30);
  }

  public static String exact(Instant at) {
    return EXACT.format(at);
  }
}
