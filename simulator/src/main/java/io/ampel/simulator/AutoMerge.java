package io.ampel.simulator;

import java.time.Instant;

/** The order to merge as soon as everything allows it. */
public record AutoMerge(Person by, MergeMethod method, Instant at) {}
