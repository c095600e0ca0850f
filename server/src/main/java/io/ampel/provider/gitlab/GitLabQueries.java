package io.ampel.provider.gitlab;

import io.ampel.provider.QueryText;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The texts of the questions to GitLab's GraphQL, each well below what it takes at once. */
final class GitLabQueries {
  private static final QueryText FILES = new QueryText("/graphql/gitlab");

  static final String PROBE = whole("probe");
  static final String DETAIL = whole("detail");
  static final String JOBS = whole("jobs");
  static final String ABILITIES = whole("abilities");
  static final String OBJECTION = whole("objection");
  static final String WITHDRAWAL = whole("withdrawal");
  private static final String TALKS = FILES.text("talks");

  private GitLabQueries() {}

  /**
   * The conversations of so many merge requests in one question: the answer's fields are {@code
   * talks0}, {@code talks1} …, the variables carry the same number.
   */
  static String talks(int count) {
    var variables = TALKS.substring(TALKS.indexOf('(') + 1, TALKS.indexOf(')'));
    var body = TALKS.substring(TALKS.indexOf("talks: "), TALKS.lastIndexOf('}'));
    return FILES.whole(
        "query Talks(%s) {\n  %s}\n"
            .formatted(numbered(variables, count, ", "), numbered(body, count, "")));
  }

  private static String numbered(String text, int count, String between) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> text.replaceAll("\\$(\\w+)", "\\$$1" + i).replace("talks: ", "talks" + i + ": "))
        .collect(Collectors.joining(between));
  }

  private static String whole(String name) {
    return FILES.whole(FILES.text(name));
  }
}
