package io.ampel.sync;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Repositories that this process alone may read now, all with one account.
 *
 * @param instance where it is asked
 * @param troubled the account was in trouble before
 * @param kind what is to be read
 */
record Lease(UUID account, UUID instance, boolean troubled, Kind kind, List<Item> items) {

  /** So many that are read for the first time. */
  static final int FIRST = 20;

  /** So many at most: who is told of one of them meanwhile waits for all. */
  static final int MOST = 50;

  enum Kind {
    /** Never read before: small batches, so that something shows soon. */
    FIRST,
    /** A look at everything. */
    SWEEP,
    /** Only what the provider was still computing. */
    SETTLE
  }

  /**
   * @param failures readings in a row that failed
   * @param settleTries how often what is unsettled was asked for again
   * @param announced a webhook said that something happened
   * @param lastLook when it was last read whole, null for never
   */
  record Item(
      UUID repository,
      int failures,
      int settleTries,
      boolean announced,
      @Nullable Instant lastLook) {}

  Lease {
    items = List.copyOf(items);
  }

  boolean isAnnounced() {
    return items.stream().anyMatch(Item::announced);
  }

  List<UUID> repositories() {
    return items.stream().map(Item::repository).toList();
  }
}
