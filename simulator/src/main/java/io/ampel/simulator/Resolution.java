package io.ampel.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who ended a conversation, and when. */
public record Resolution(@Nullable Person by, Instant at) {}
