package io.ampel.web;

import org.jspecify.annotations.Nullable;

/**
 * A notice above every page, in words that are ready to read.
 *
 * @param link text of the link to what can be done, if there is one
 */
public record Banner(Kind kind, String text, @Nullable String link, @Nullable String url) {

  /** How loud it is. */
  public enum Kind {
    INFO,
    WARNING,
    DANGER
  }
}
