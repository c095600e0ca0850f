package io.ampel.simulator;

/** How commits reach the base branch. */
public enum MergeMethod {
  MERGE,
  SQUASH,
  REBASE
}
