package io.ampel.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a query into its words. */
final class QueryWords {
  private final String query;
  private int at;

  QueryWords(String query) {
    this.query = query;
  }

  /**
   * @param key what stands before the colon, empty for text
   * @param from where the word begins in the query
   * @param to where it has ended
   */
  record Word(boolean negated, String key, String value, boolean quoted, int from, int to) {}

  List<Word> all() {
    var words = new ArrayList<Word>();
    for (skipSpace(); at < query.length(); skipSpace()) {
      words.add(next());
    }
    return words;
  }

  private Word next() {
    var from = at;
    var negated = query.charAt(at) == '-' && at + 1 < query.length() && !isSpace(at + 1);
    if (negated) {
      at++;
    }
    var key = key();
    var quoted = at < query.length() && query.charAt(at) == '"';
    var value = quoted ? quoted() : bare();
    return new Word(negated, key, value, quoted, from, at);
  }

  /** Letters before a colon that has something behind it; an address is text. */
  private String key() {
    var end = at;
    while (end < query.length() && Character.isLetter(query.charAt(end))) {
      end++;
    }
    var isKey =
        end > at
            && end + 1 < query.length()
            && query.charAt(end) == ':'
            && !isSpace(end + 1)
            && !query.startsWith("//", end + 1);
    if (!isKey) {
      return "";
    }
    var key = query.substring(at, end).toLowerCase(Locale.ROOT);
    at = end + 1;
    return key;
  }

  private String quoted() {
    var end = query.indexOf('"', at + 1);
    if (end < 0) {
      throw new QueryMistake(at, query.length(), "quote");
    }
    var value = query.substring(at + 1, end);
    at = end + 1;
    return value;
  }

  private String bare() {
    var begin = at;
    while (at < query.length() && !isSpace(at)) {
      at++;
    }
    return query.substring(begin, at);
  }

  private void skipSpace() {
    while (at < query.length() && isSpace(at)) {
      at++;
    }
  }

  private boolean isSpace(int index) {
    return Character.isWhitespace(query.charAt(index));
  }
}
