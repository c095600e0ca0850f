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
 * @param app who reports it, as a required check names its app; null when not told
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
    @Nullable String rerun,
    @Nullable String app) {

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

  /** The same check as it is now, with what only the better reading told. */
  Check renewedBy(Check now) {
    return new Check(
        now.name,
        now.group,
        now.state,
        now.required == null ? required : now.required,
        now.mayFail,
        now.raw,
        now.url,
        now.startedAt,
        now.completedAt,
        now.rerun,
        now.app == null ? app : now.app);
  }

  /** The name people read: with its group where it has one. */
  public String title() {
    return group.isEmpty() ? name : group + " / " + name;
  }
}
