package io.ampel.dashboard;

import io.ampel.search.Search;
import io.ampel.web.Problem;
import io.ampel.web.Texts;
import org.jspecify.annotations.Nullable;

/** Where a part of a list begins and how long it is, as asked for. */
final class Limit {
  private static final int MOST = 200;

  private Limit() {}

  static int read(Texts texts, String given) {
    if (!given.matches("\\d{1,3}")
        || Integer.parseInt(given) < 1
        || Integer.parseInt(given) > MOST) {
      throw Problem.invalid("limit", texts.of("dashboard.bad.limit", given, MOST));
    }
    return Integer.parseInt(given);
  }

  static @Nullable Cursor cursor(Texts texts, @Nullable String given, Search search) {
    if (given == null || given.isBlank()) {
      return null;
    }
    return Cursor.read(given, search.sort())
        .orElseThrow(() -> Problem.invalid("cursor", texts.of("dashboard.bad.cursor")));
  }
}
