package io.ampel.simulator;

import java.util.Locale;

/** The finer ways in which a pull request's commits may reach the base branch. */
public enum MergeStrategy {
  MERGE_COMMIT(MergeMethod.MERGE),
  SQUASH(MergeMethod.SQUASH),
  FAST_FORWARD(MergeMethod.REBASE),
  SQUASH_FAST_FORWARD(MergeMethod.SQUASH),
  REBASE_FAST_FORWARD(MergeMethod.REBASE),
  REBASE_MERGE(MergeMethod.REBASE);

  private final MergeMethod method;

  MergeStrategy(MergeMethod method) {
    this.method = method;
  }

  public MergeMethod method() {
    return method;
  }

  /** Whether the base branch must not have moved on. */
  public boolean fastForwardOnly() {
    return this == FAST_FORWARD || this == SQUASH_FAST_FORWARD;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
