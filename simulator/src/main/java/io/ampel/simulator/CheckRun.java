package io.ampel.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One run of one check on one commit; a re-run is a new one beside the old. */
public record CheckRun(
    long id,
    long suite,
    String name,
    CheckApp app,
    @Nullable WorkflowRun run,
    CheckState state,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt) {

  /** What tells two checks apart: equally named jobs of two workflows are two checks. */
  public Key key() {
    return new Key(app.slug(), run == null ? "" : run.workflow(), name);
  }

  CheckRun with(CheckState next, Instant now) {
    var started = next == CheckState.QUEUED ? null : startedAt == null ? now : startedAt;
    return new CheckRun(id, suite, name, app, run, next, started, next.settled() ? now : null);
  }

  /** Application, workflow and name of a check. */
  public record Key(String app, String workflow, String name) {}
}
