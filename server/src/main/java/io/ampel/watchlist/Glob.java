package io.ampel.watchlist;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern over full names such as {@code acme/*}: a star stands for anything but a slash, two for
 * anything, a question mark for one character. Case does not count.
 */
record Glob(String text) {
  static final int LONGEST = 200;

  Glob {
    text = text.strip();
    if (text.isEmpty()
        || text.length() > LONGEST
        || text.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException("a pattern is one word such as org/*");
    }
    if (!text.contains("/") && !text.contains("**")) {
      throw new IllegalArgumentException("a pattern names owner and repository, such as org/*");
    }
  }

  boolean matches(String fullName) {
    return expression().matcher(fullName).matches();
  }

  private Pattern expression() {
    var parts = text.split("(?<=\\*\\*)|(?=\\*\\*)", -1);
    var expression =
        java.util.Arrays.stream(parts).map(Glob::translate).collect(Collectors.joining());
    return Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static String translate(String part) {
    return part.equals("**")
        ? ".*"
        : part.chars().mapToObj(Glob::translate).collect(Collectors.joining());
  }

  private static String translate(int character) {
    return switch (character) {
      case '*' -> "[^/]*";
      case '?' -> "[^/]";
      default -> Pattern.quote(Character.toString(character));
    };
  }
}
