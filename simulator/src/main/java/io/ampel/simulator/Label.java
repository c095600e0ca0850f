package io.ampel.simulator;

/** A coloured word on a pull request. */
public record Label(long id, String name, String color, String description) {}
