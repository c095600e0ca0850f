package io.ampel.search;

import java.util.List;

/** What cannot be read in a query, and where: from the first to behind the last character. */
public final class QueryMistake extends IllegalArgumentException {
  private static final long serialVersionUID = 1;
  private final int from;
  private final int to;
  private final String key;
  private final transient List<String> details;

  QueryMistake(int from, int to, String key, String... details) {
    super(key + " " + List.of(details));
    this.from = from;
    this.to = to;
    this.key = "search.mistake." + key;
    this.details = List.of(details);
  }

  public int from() {
    return from;
  }

  public int to() {
    return to;
  }

  /** Of the text that says what is wrong. */
  public String key() {
    return key;
  }

  public Object[] details() {
    return details.toArray();
  }
}
