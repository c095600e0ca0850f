package io.ampel.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API token as its owner sees it once it is made.
 *
 * @param hint its last letters
 */
public record ApiToken(
    UUID id,
    String name,
    String hint,
    Scope scope,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt) {}
