package io.ampel.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Somebody asked for a review: a person or a team, never both. */
public record ReviewRequest(
    long id, @Nullable Person person, @Nullable Team team, boolean asCodeOwner, Instant at) {}
