package io.ampel.pullrequest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The push that made the head what it is.
 *
 * @param by who pushed, null when not told; neither author nor committer of a commit need be
 * @param at since when the head is what it is, as near as anybody tells
 */
public record Push(@Nullable Account by, Instant at) {}
