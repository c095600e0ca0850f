package io.ampel.platform;

import java.util.List;

/**
 * Something one can do with an installation from the command line. A room brings its own as a bean;
 * it runs without a web server, also while Ampel itself runs.
 */
public interface Command {

  /** The word that calls it, such as {@code rotate-key}. */
  String name();

  /** What to write after the name, such as {@code FILE}; empty when there is nothing. */
  String arguments();

  /** Does it and returns the sentence to print; throws {@link StartRefused} when it cannot. */
  String run(List<String> arguments);

  /** How many arguments there must be. */
  default int count() {
    return arguments().isEmpty() ? 0 : arguments().split(" ").length;
  }
}
