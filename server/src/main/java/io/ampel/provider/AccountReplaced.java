package io.ampel.provider;

import java.util.UUID;

/**
 * An account has another token now, published in the transaction of the change.
 *
 * @param otherIdentity it belongs to somebody else at the provider, so nothing that was proved with
 *     the old one holds
 */
public record AccountReplaced(UUID account, boolean otherIdentity) {}
