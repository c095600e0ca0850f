package io.ampel.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token with what belongs to it and was typed beside it.
 *
 * @param username for providers that want one beside the token
 * @param workspace where the token lives, for tokens that belong to a place and not to a person
 * @param expires as the person typed
 */
record Credentials(
    TokenPaste paste,
    @Nullable String username,
    @Nullable String workspace,
    @Nullable Instant expires) {}
