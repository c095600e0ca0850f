package io.ampel.pullrequest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A review conversation with its first words.
 *
 * @param id the provider's key of it, null where it cannot be resolved from outside
 */
public record Conversation(
    @Nullable String id,
    boolean resolved,
    @Nullable Account startedBy,
    @Nullable Account lastBy,
    @Nullable String path,
    @Nullable String excerpt,
    @Nullable String url,
    @Nullable Instant at) {}
