package io.ampel.provider;

import java.util.UUID;

/** Published when an account was enabled or disabled. */
public record AccountSwitched(UUID account) {}
