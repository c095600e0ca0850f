package io.ampel.pullrequest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One automatic check of the head commit, the newest of its kind.
 *
 * @param group tells equally named checks apart (GitHub: app and workflow); empty when there is
 *     none
 * @param required the provider's own word on whether it is required, null when it does not tell
 * @param mayFail the pipeline itself allows this one to fail, so it never counts
 * @param raw the provider's own word for the state
 * @param rerun what the provider needs to run it again, null where Ampel cannot
 */
public record Check(
    String name,
    String group,
    State state,
    @Nullable Boolean required,
    boolean mayFail,
    String raw,
    @Nullable String url,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable String rerun) {

  /** MANUAL waits for a person to start or allow it. */
  public enum State {
    QUEUED,
    RUNNING,
    MANUAL,
    PASSED,
    FAILED,
    SKIPPED,
    CANCELLED,
    UNKNOWN
  }

  /** The name people read: with its group where it has one. */
  public String title() {
    return group.isEmpty() ? name : group + " / " + name;
  }
}
