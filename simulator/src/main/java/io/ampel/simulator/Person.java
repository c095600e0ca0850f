package io.ampel.simulator;

/** Someone who writes, reviews or merges; bots are people that never sign in. */
public record Person(long id, String login, String name, boolean bot) implements Owner {}
