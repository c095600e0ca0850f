package io.ampel.provider;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the provider leaves to an account until the reset.
 *
 * @param name the provider's name of the budget, for example {@code graphql}
 */
public record Budget(String name, int limit, int remaining, @Nullable Instant resetAt) {}
