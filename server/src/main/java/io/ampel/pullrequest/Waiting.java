package io.ampel.pullrequest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What merges the pull request by itself later: a queue or an armed auto-merge.
 *
 * @param position place in the queue, from 1, null for auto-merge or when not told
 */
public record Waiting(
    Kind kind,
    @Nullable Integer position,
    @Nullable Instant expectedAt,
    @Nullable Instant since,
    @Nullable String by) {

  public enum Kind {
    QUEUED,
    /** The queue threw it out. */
    QUEUE_REJECTED,
    AUTO_MERGE
  }
}
