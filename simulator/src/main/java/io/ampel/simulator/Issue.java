package io.ampel.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something to be done that a pull request may close. */
public final class Issue {
  private final long id;
  private final Repository repository;
  private final int number;
  private final String title;
  private final Instant createdAt;
  private @Nullable Instant closedAt;

  Issue(long id, Repository repository, int number, String title, Instant createdAt) {
    this.id = id;
    this.repository = repository;
    this.number = number;
    this.title = title;
    this.createdAt = createdAt;
  }

  public long id() {
    return id;
  }

  public Repository repository() {
    return repository;
  }

  public int number() {
    return number;
  }

  public String title() {
    return title;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public @Nullable Instant closedAt() {
    return closedAt;
  }

  void close(Instant now) {
    if (closedAt == null) {
      closedAt = now;
    }
  }
}
