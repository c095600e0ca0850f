package io.ampel.watchlist;

import java.util.UUID;

/**
 * Published when somebody began to follow repositories or has another token for them, so that they
 * are read at once.
 */
public record WatchlistChanged(UUID person) {}
