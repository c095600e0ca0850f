package io.ampel.simulator;

import java.time.Instant;

/** A place in a merge queue. */
public record QueueEntry(
    long id,
    PullRequest pullRequest,
    int position,
    State state,
    int estimatedSeconds,
    Person by,
    Instant enqueuedAt) {
  /** How the queue sees the entry. */
  public enum State {
    QUEUED,
    AWAITING_CHECKS,
    MERGEABLE,
    UNMERGEABLE,
    LOCKED
  }
}
