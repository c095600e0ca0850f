package io.ampel.provider;

import io.ampel.provider.Capabilities.State;

/**
 * What the asking account may do with a pull request. Kept per account, never in the shared row.
 *
 * @param bypass it could merge past the provider's rules
 * @param maintain its owner maintains or administers the repository
 */
public record Permissions(
    State comment,
    State approve,
    State merge,
    boolean bypass,
    boolean maintain,
    State readChecks) {}
