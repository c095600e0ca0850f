package io.ampel.provider.github;

import io.ampel.provider.QueryText;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The texts of the questions to GitHub's GraphQL. */
final class GitHubQueries {
  private static final QueryText FILES = new QueryText("/graphql/github");

  static final String PROBE = FILES.whole(FILES.text("probe"));
  static final String DETAIL = FILES.whole(FILES.text("detail"));
  static final String MORE = FILES.whole(FILES.text("more"));
  static final String RULE = FILES.whole(FILES.text("rule"));
  static final String VIEWER = FILES.whole(FILES.text("viewer"));
  static final String RESOLVE = FILES.whole(FILES.text("resolve"));
  private static final String LOOK = FILES.text("look");
  private static final String TALK = FILES.text("talk");
  private static final Map<List<Integer>, String> LOOKS = new ConcurrentHashMap<>();

  private GitHubQueries() {}

  /**
   * The closer look at so many pull requests in one question, and at the conversations of so many,
   * which are dear: the answer's fields are {@code look0}, {@code look1} … and {@code talk0} …, the
   * variables carry the same number.
   */
  static String looks(int looks, int talks) {
    return LOOKS.computeIfAbsent(List.of(looks, talks), _ -> madeLooks(looks, talks));
  }

  private static String madeLooks(int looks, int talks) {
    var rate = LOOK.substring(LOOK.indexOf("rateLimit"), LOOK.indexOf("look: "));
    var variables =
        Stream.of(numbered(variables(LOOK), looks, ", "), numbered(variables(TALK), talks, ", "))
            .filter(some -> !some.isEmpty())
            .collect(Collectors.joining(", "));
    return FILES.whole(
        "query Look(%s) {\n  %s%s%s}\n"
            .formatted(
                variables,
                rate,
                numbered(body(LOOK, "look"), looks, ""),
                numbered(body(TALK, "talk"), talks, "")));
  }

  private static String variables(String query) {
    return query.substring(query.indexOf('(') + 1, query.indexOf(')'));
  }

  private static String body(String query, String field) {
    return query.substring(query.indexOf(field + ": "), query.lastIndexOf('}'));
  }

  private static String numbered(String text, int count, String between) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            text.replaceAll("\\$(\\w+)", "\\$$1" + i).replaceAll("^(look|talk): ", "$1" + i + ": "))
        .collect(Collectors.joining(between));
  }
}
