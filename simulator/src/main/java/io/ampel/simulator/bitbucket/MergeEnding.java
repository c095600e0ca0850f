package io.ampel.simulator.bitbucket;

/** How a merge can go once it was asked for. */
public enum MergeEnding {
  /** At once, as long as nobody asks for it otherwise. */
  AT_ONCE,
  /** 202 although nobody asked for it: a task does it later. */
  TASK,
  /** 202, and the task finds that a branch moved. */
  TASK_REFS_MOVED,
  /** 202, and the task is not allowed to. */
  TASK_FORBIDDEN,
  /** 409: a branch moved meanwhile. */
  REFS_MOVED,
  /** 555, and nothing was merged. */
  TIMED_OUT,
  /** 555, and yet it was merged. */
  TIMED_OUT_MERGED;

  boolean later() {
    return this == TASK || this == TASK_REFS_MOVED || this == TASK_FORBIDDEN;
  }
}
