package io.ampel.sync;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the reading of what somebody watches has come.
 *
 * @param synced how many were read at least once
 * @param waiting how many nobody has tried to read yet
 * @param troubled how many are not read as they should be
 * @param lastAt when the most recent one was read
 */
public record Progress(
    int watched, int synced, int waiting, int troubled, @Nullable Instant lastAt) {

  /** Some are still to be read for the first time. */
  public boolean first() {
    return waiting > 0;
  }

  public int percent() {
    return watched == 0 ? 100 : 100 * synced / watched;
  }
}
