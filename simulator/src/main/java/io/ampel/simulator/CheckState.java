package io.ampel.simulator;

/** How a check stands, in words every provider can translate. */
public enum CheckState {
  QUEUED,
  WAITING,
  RUNNING,
  PASSED,
  NEUTRAL,
  SKIPPED,
  FAILED,
  CANCELLED,
  TIMED_OUT,
  ACTION_REQUIRED,
  STARTUP_FAILED,
  STALE;

  public boolean settled() {
    return switch (this) {
      case QUEUED, WAITING, RUNNING -> false;
      case PASSED, NEUTRAL, SKIPPED -> true;
      case FAILED, CANCELLED, TIMED_OUT, ACTION_REQUIRED, STARTUP_FAILED, STALE -> true;
    };
  }

  public boolean good() {
    return switch (this) {
      case PASSED, NEUTRAL, SKIPPED -> true;
      case QUEUED, WAITING, RUNNING -> false;
      case FAILED, CANCELLED, TIMED_OUT, ACTION_REQUIRED, STARTUP_FAILED, STALE -> false;
    };
  }

  public boolean bad() {
    return settled() && !good();
  }
}
