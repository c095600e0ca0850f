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
 * @param trust null where a look sees everything
 * @param lastLook when the repository was last read whole, null for never
 */
record Unseen(@Nullable Duration trust, @Nullable Instant lastLook, Instant now) {

  /** A slot is shorter than the trust by one look, since its first look may come late. */
  static Unseen of(Rounds rounds, @Nullable Instant lastLook, Instant now) {
    var trust = rounds.trust();
    return new Unseen(trust == null ? null : trust.minus(rounds.least()), lastLook, now);
  }

  boolean isDue(Known known) {
    if (trust == null) {
      return false;
    }
    return switch (known.unseen()) {
      case LITTLE -> false;
      case MUCH -> true;
      case SOMETHING -> lastLook == null || slot(known, lastLook) != slot(known, now);
    };
  }

  private long slot(Known known, Instant at) {
    var length = trust == null ? 1 : trust.toMillis();
    var shift = Math.floorMod(known.id().hashCode() * 7919L, length);
    return Math.floorDiv(at.toEpochMilli() + shift, length);
  }
}
