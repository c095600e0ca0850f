package io.ampel.web;

import java.util.UUID;

/** Whoever looks at a page, as far as the frame needs to know. */
public record Viewer(UUID id, String name, String email, boolean administrator) {

  /** One or two letters that stand for the person where there is no picture. */
  public String initials() {
    var words = name.isBlank() ? new String[] {email} : name.strip().split("\\s+");
    var last = words.length > 1 ? first(words[words.length - 1]) : "";
    return (first(words[0]) + last).toUpperCase(java.util.Locale.ROOT);
  }

  private static String first(String word) {
    return word.substring(0, word.offsetByCodePoints(0, 1));
  }
}
