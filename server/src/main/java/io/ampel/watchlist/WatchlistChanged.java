package io.ampel.watchlist;

import java.util.UUID;

/** Published when somebody began to follow repositories, so that they are read at once. */
public record WatchlistChanged(UUID person) {}
