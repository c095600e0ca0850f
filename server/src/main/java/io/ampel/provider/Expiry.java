package io.ampel.provider;

import io.ampel.web.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads the end of a token as people and programs write it. */
final class Expiry {
  private Expiry() {}

  /** Null for nothing; a day alone lasts to its end. */
  static @Nullable Instant read(@Nullable String text) {
    if (text == null || text.isBlank()) return null;
    var given = text.strip();
    try {
      return given.length() == "2026-11-23".length()
          ? LocalDate.parse(given).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(given).toInstant();
    } catch (DateTimeException e) {
      throw Problem.invalid("expiresAt", "is neither a day such as 2027-02-21 nor an instant");
    }
  }
}
