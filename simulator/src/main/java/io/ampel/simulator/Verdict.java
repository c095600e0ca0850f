package io.ampel.simulator;

/** What a review says. */
public enum Verdict {
  APPROVED,
  CHANGES_REQUESTED,
  COMMENTED,
  DISMISSED,
  PENDING;

  boolean opinion() {
    return this == APPROVED || this == CHANGES_REQUESTED || this == DISMISSED;
  }
}
