package io.ampel.simulator.gitlab;

import io.ampel.simulator.CheckState;
import io.ampel.simulator.Person;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One job of a pipeline; what others report on a commit is one too, in the stage "external". */
record Job(
    long id,
    String name,
    String stage,
    CheckState state,
    boolean allowFailure,
    boolean manual,
    boolean retried,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable External external) {

  /** Where something came from that is not GitLab's. */
  record External(String targetUrl, String description, Person creator) {}

  String status() {
    return switch (state) {
      case QUEUED -> "pending";
      case WAITING -> "waiting_for_resource";
      case RUNNING -> "running";
      case PASSED, NEUTRAL -> "success";
      case SKIPPED -> "skipped";
      case FAILED, TIMED_OUT, STARTUP_FAILED -> "failed";
      case CANCELLED, STALE -> "canceled";
      case ACTION_REQUIRED -> "manual";
    };
  }

  /** Only what GitLab runs itself can be run again by it. */
  boolean retryable() {
    return external == null && state.settled() && state != CheckState.ACTION_REQUIRED && !retried;
  }

  boolean playable() {
    return external == null && state == CheckState.ACTION_REQUIRED;
  }

  boolean active() {
    return !state.settled();
  }

  @Nullable Long seconds() {
    return startedAt == null || finishedAt == null
        ? null
        : finishedAt.getEpochSecond() - startedAt.getEpochSecond();
  }
}
