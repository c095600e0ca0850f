package io.ampel.pullrequest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A review conversation with its first words. */
public record Conversation(
    boolean resolved,
    @Nullable Account startedBy,
    @Nullable Account lastBy,
    @Nullable String path,
    @Nullable String excerpt,
    @Nullable String url,
    @Nullable Instant at) {}
