package io.ampel.provider.github;

import io.ampel.provider.QueryText;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

  private GitHubQueries() {}

  /**
   * The closer look at so many pull requests in one question: the answer's fields are {@code
   * look0}, {@code look1} …, the variables carry the same number.
   */
  static String looks(int count) {
    return LOOKS.computeIfAbsent(count, GitHubQueries::madeLooks);
  }

  private static final Map<Integer, String> LOOKS = new ConcurrentHashMap<>();

  private static String madeLooks(int count) {
    var variables = LOOK.substring(LOOK.indexOf('(') + 1, LOOK.indexOf(')'));
    var body = LOOK.substring(LOOK.indexOf("look: "), LOOK.lastIndexOf('}'));
    var rate = LOOK.substring(LOOK.indexOf("rateLimit"), LOOK.indexOf("look: "));
    return FILES.whole(
        "query Look(%s) {\n  %s%s}\n"
            .formatted(numbered(variables, count, ", "), rate, numbered(body, count, "")));
  }

  private static String numbered(String text, int count, String between) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> text.replaceAll("\\$(\\w+)", "\\$$1" + i).replace("look: ", "look" + i + ": "))
        .collect(Collectors.joining(between));
  }
}
