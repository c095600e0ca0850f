package io.ampel.pullrequest;

/** How the commits of a pull request reach the target branch. */
public enum MergeStrategy {
  MERGE,
  SQUASH,
  REBASE,
  FAST_FORWARD
}
