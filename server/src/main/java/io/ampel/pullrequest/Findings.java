package io.ampel.pullrequest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects what one part of the rule finds. */
final class Findings {
  private final List<Reason> reasons = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();
  private @Nullable Instant changesAt;

  void add(Reason reason) {
    reasons.add(reason);
  }

  void note(Note.Code code, @Nullable String evidence, Object... details) {
    notes.add(new Note(code, List.of(details).stream().map(String::valueOf).toList(), evidence));
  }

  void changesAt(Instant instant) {
    changesAt = changesAt == null || instant.isBefore(changesAt) ? instant : changesAt;
  }

  Readiness readiness() {
    return new Readiness(reasons, notes, Optional.ofNullable(changesAt));
  }
}
