package io.ampel.simulator;

/** Whoever may own repositories. */
public sealed interface Owner permits Person, Organization {
  long id();

  String login();

  String name();
}
