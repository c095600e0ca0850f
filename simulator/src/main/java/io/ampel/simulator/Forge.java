package io.ampel.simulator;

import java.util.Locale;

/** The kinds of places that hold repositories, each with a world and a path of its own. */
public enum Forge {
  GITHUB,
  GITLAB,
  BITBUCKET;

  /** How programs name it, for example {@code github}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Below this path it answers. */
  public String path() {
    return "/" + word();
  }

  static Forge of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
