package io.ampel.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The order of a list.
 *
 * @param most the longest waiting, the newest first
 */
public record Sort(By by, boolean most) {
  public static final Sort WAITING = new Sort(By.WAITING, true);
  public static final Sort UPDATED = new Sort(By.UPDATED, true);

  /** All words there are for it. */
  public static final String WORDS =
      "waiting-desc, waiting-asc, updated-desc, updated-asc, created-desc, created-asc";

  /** What is compared. */
  public enum By {
    WAITING,
    UPDATED,
    CREATED
  }

  /** Reads {@code waiting-desc}; without a direction it is {@code -desc}. */
  public static Optional<Sort> parse(String value) {
    var words = value.toUpperCase(Locale.ROOT).split("-", 2);
    var most = words.length < 2 || words[1].equals("DESC");
    return Arrays.stream(By.values())
        .filter(by -> by.name().equals(words[0]) && (most || words[1].equals("ASC")))
        .map(by -> new Sort(by, most))
        .findFirst();
  }

  /** As it is written, for example {@code waiting-desc}. */
  public String word() {
    return by.name().toLowerCase(Locale.ROOT) + (most ? "-desc" : "-asc");
  }

  /** The column that is compared; it is never null. */
  public String column() {
    return switch (by) {
      case WAITING -> "p.waiting_since";
      case UPDATED -> "p.updated_at";
      case CREATED -> "p.created_at";
    };
  }

  /** Who waits longest has waited since the earliest moment; the newest has the latest. */
  public boolean ascending() {
    return (by == By.WAITING) == most;
  }
}
