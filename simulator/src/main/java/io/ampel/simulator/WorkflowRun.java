package io.ampel.simulator;

import java.time.Instant;

/** One run of a pipeline file on one commit; its jobs are the checks that name it. */
public record WorkflowRun(
    long id,
    long suite,
    long workflowId,
    String workflow,
    int number,
    int attempt,
    String event,
    Instant createdAt) {

  WorkflowRun again() {
    return new WorkflowRun(id, suite, workflowId, workflow, number, attempt + 1, event, createdAt);
  }
}
