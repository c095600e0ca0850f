package io.ampel.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the reading of what somebody watches has come.
 *
 * @param synced how many were read at least once
 * @param troubled how many are not read as they should be
 * @param lastAt when the most recent one was read
 */
public record Progress(int watched, int synced, int troubled, @Nullable Instant lastAt) {

  /** Some were never read. */
  public boolean first() {
    return synced < watched;
  }

  public int percent() {
    return watched == 0 ? 100 : 100 * synced / watched;
  }
}
