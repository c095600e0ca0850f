package io.ampel.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ampel.search.Sort;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** The place in a list behind which it goes on, however the list has changed since. */
record Cursor(Sort sort, Instant at, UUID id) {

  String word() {
    var text = sort.word() + " " + at + " " + id;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  static Cursor behind(PullRequestRow row, Sort sort) {
    var waiting = row.waitingSince();
    var at =
        switch (sort.by()) {
          case WAITING -> waiting == null ? row.updatedAt() : waiting;
          case UPDATED -> row.updatedAt();
          case CREATED -> row.createdAt();
        };
    return new Cursor(sort, at, row.id());
  }

  /** Empty for what is no cursor, or one of a list in another order. */
  static Optional<Cursor> read(String word, Sort sort) {
    try {
      var parts = new String(Base64.getUrlDecoder().decode(word), UTF_8).split(" ");
      return parts.length == 3 && parts[0].equals(sort.word())
          ? Optional.of(new Cursor(sort, Instant.parse(parts[1]), UUID.fromString(parts[2])))
          : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
