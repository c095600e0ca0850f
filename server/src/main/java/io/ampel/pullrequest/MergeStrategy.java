package io.ampel.pullrequest;

/** How the commits of a pull request reach the target branch. */
public enum MergeStrategy {
  MERGE,
  SQUASH,
  REBASE,
  FAST_FORWARD,
  /** Rebased first, then joined by a merge commit. */
  REBASE_MERGE,
  /** One commit on top of the target branch, only where that is a fast-forward. */
  SQUASH_FAST_FORWARD
}
