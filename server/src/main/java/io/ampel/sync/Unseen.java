package io.ampel.sync;

import io.ampel.provider.Rounds;
import io.ampel.pullrequest.PullRequests.Known;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides which pull requests are read again although a look shows them unchanged: those whose
 * checks move, each time; those that hang on checks that ended, before trust in them runs out. For
 * each of the latter the time is cut into slots of its own, and one is due in the first look of a
 * slot, so that nothing need be written down and not all come at once.
 *
 * @param lastLook when the repository was last read whole, null for never
 */
record Unseen(Rounds rounds, @Nullable Instant lastLook, Instant now) {

  boolean isDue(Known known) {
    return switch (known.unseen()) {
      case LITTLE -> false;
      case MUCH -> rounds.trust() != null;
      case GREEN -> isDue(known, rounds.trust());
      case YELLOW -> isDue(known, rounds.trustInYellow());
      case RED -> isDue(known, rounds.trustInRed());
    };
  }

  /** A slot is shorter than the trust by one look, since its first look may come late. */
  private boolean isDue(Known known, @Nullable Duration trust) {
    if (trust == null) {
      return false;
    }
    var length = trust.minus(rounds.least());
    return lastLook == null || slot(known, lastLook, length) != slot(known, now, length);
  }

  private static long slot(Known known, Instant at, Duration length) {
    var shift = Math.floorMod(known.id().hashCode() * 7919L, length.toMillis());
    return Math.floorDiv(at.toEpochMilli() + shift, length.toMillis());
  }
}
