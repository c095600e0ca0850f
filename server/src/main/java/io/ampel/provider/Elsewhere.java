package io.ampel.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What was taken of an account's budgets within the last hour by other processes, and by this one
 * before it was started anew.
 */
interface Elsewhere {

  /** All is counted in steps of time. */
  Duration STEP = Duration.ofMinutes(5);

  /** Nobody else is there. */
  Elsewhere NOBODY =
      new Elsewhere() {
        @Override
        public void took(UUID account, String budget, int much, boolean errand) {}

        @Override
        public List<Part> known(UUID account) {
          return List.of();
        }
      };

  /**
   * What was taken of one budget in one step, in calls or points.
   *
   * @param at when the step began
   */
  record Part(String budget, Instant at, int errands, int people) {

    /** Whether some of it may have been taken since then. */
    boolean isSince(Instant begin) {
      return at.plus(STEP).isAfter(begin);
    }
  }

  /** For the others: this process took so much. */
  void took(UUID account, String budget, int much, boolean errand);

  /** As of some seconds ago, in the order of time. */
  List<Part> known(UUID account);
}
