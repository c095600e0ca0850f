package io.ampel.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a provider wants to be looked at.
 *
 * @param least the shortest time between two looks at a repository, whatever Ampel is told
 * @param trust how long facts that a cheap look cannot see may be believed, null where it sees all
 * @param trustInRed the same of what checks have made red, which may be looked at more rarely
 * @param trustInYellow the same of what waits for something else than checks, null for always
 */
public record Rounds(
    Duration least,
    @Nullable Duration trust,
    @Nullable Duration trustInRed,
    @Nullable Duration trustInYellow) {
  /** As often as Ampel is told, and a look sees everything. */
  public static final Rounds USUAL = new Rounds(Duration.ZERO, null);

  public Rounds(Duration least, @Nullable Duration trust) {
    this(least, trust, trust, null);
  }

  public Duration interval(Duration wanted) {
    return wanted.compareTo(least) < 0 ? least : wanted;
  }
}
