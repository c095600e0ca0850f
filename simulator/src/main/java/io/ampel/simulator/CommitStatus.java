package io.ampel.simulator;

import java.time.Instant;

/** The older way to report a check: one context on a commit with a state and a link. */
public record CommitStatus(
    long id,
    String context,
    CheckState state,
    String description,
    String targetUrl,
    Person creator,
    Instant createdAt) {}
