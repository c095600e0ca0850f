package io.ampel.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that has to be done before a pull request is done. */
public record Task(
    long id,
    PullRequest pullRequest,
    @Nullable Person creator,
    String text,
    Instant createdAt,
    @Nullable Instant resolvedAt,
    @Nullable Person resolvedBy) {

  public boolean open() {
    return resolvedAt == null;
  }

  Task resolved(@Nullable Person by, @Nullable Instant at) {
    return new Task(id, pullRequest, creator, text, createdAt, at, by);
  }
}
