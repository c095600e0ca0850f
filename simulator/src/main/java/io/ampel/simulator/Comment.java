package io.ampel.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something said in a pull request or in one of its conversations. */
public record Comment(
    long id, PullRequest pullRequest, @Nullable Person author, String body, Instant createdAt) {}
