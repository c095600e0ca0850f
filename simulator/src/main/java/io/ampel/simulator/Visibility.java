package io.ampel.simulator;

/** Who may see a repository without being asked in. */
public enum Visibility {
  PUBLIC,
  PRIVATE,
  INTERNAL
}
