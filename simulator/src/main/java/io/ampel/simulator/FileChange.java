package io.ampel.simulator;

/** One changed file of a pull request. */
public record FileChange(String path, int additions, int deletions, String status) {}
