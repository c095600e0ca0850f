package io.ampel.identity;

import io.ampel.web.Frame;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * @param invited whom the link is for, when one has just been made
 * @param invitation the link, shown this once
 * @param errors by field, in words
 */
public record PeoplePage(
    Frame frame,
    List<Row> people,
    @Nullable String invited,
    @Nullable String invitation,
    Map<String, String> typed,
    Map<String, String> errors) {

  /** One person. */
  public record Row(
      Person person, String initials, @Nullable Instant lastSeen, boolean waiting, boolean you) {}

  public PeoplePage {
    people = List.copyOf(people);
    typed = Map.copyOf(typed);
    errors = Map.copyOf(errors);
  }
}
