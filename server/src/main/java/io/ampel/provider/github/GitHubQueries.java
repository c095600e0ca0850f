package io.ampel.provider.github;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The texts of the questions to GitHub's GraphQL. They stand whole in resource files; what an older
 * Enterprise Server does not know is left out of them here.
 */
final class GitHubQueries {
  private static final String FRAGMENTS = text("fragments");
  private static final Pattern SPREAD = Pattern.compile("\\.\\.\\.(\\w+)");
  private static final Pattern EMPTY =
      Pattern.compile(
          "(?:\\.\\.\\.\\s*on\\s+\\w+|(?:\\w+\\s*:\\s*)?\\w+(?:\\s*\\([^()]*\\))?(?:\\s*@\\w+\\([^()]*\\))?)\\s*\\{\\s*}");

  static final String PROBE = whole(text("probe"));
  static final String DETAIL = whole(text("detail"));
  static final String MORE = whole(text("more"));
  static final String RULE = whole(text("rule"));
  static final String VIEWER = whole(text("viewer"));
  static final String RESOLVE = whole(text("resolve"));
  private static final String LOOK = text("look");

  private GitHubQueries() {}

  /**
   * The closer look at so many pull requests in one question: the answer's fields are {@code
   * look0}, {@code look1} …, the variables carry the same number.
   */
  static String looks(int count) {
    var variables = LOOK.substring(LOOK.indexOf('(') + 1, LOOK.indexOf(')'));
    var body = LOOK.substring(LOOK.indexOf("look: "), LOOK.lastIndexOf('}'));
    var rate = LOOK.substring(LOOK.indexOf("rateLimit"), LOOK.indexOf("look: "));
    return whole(
        "query Look(%s) {\n  %s%s}\n"
            .formatted(numbered(variables, count, ", "), rate, numbered(body, count, "")));
  }

  private static String numbered(String text, int count, String between) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> text.replaceAll("\\$(\\w+)", "\\$$1" + i).replace("look: ", "look" + i + ": "))
        .collect(Collectors.joining(between));
  }

  /** The query without the fields that the instance does not know, named as {@code Type.field}. */
  static String without(Set<String> missing, String query) {
    var text = query;
    for (var field : missing) {
      text = withoutField(field.substring(field.indexOf('.') + 1), text);
    }
    return withoutEmpty(text);
  }

  private static String withoutField(String name, String query) {
    var field =
        Pattern.compile("(?<![\\w$.@])(?:\\w+\\s*:\\s*)?(?<![\\w$.@])" + name + "(?![\\w:])");
    var found = field.matcher(query);
    var text = new StringBuilder();
    var from = 0;
    while (found.find(from)) {
      text.append(query, from, found.start());
      from = endOfSelection(query, found.end());
    }
    return text.append(query.substring(from)).toString();
  }

  /** Behind the arguments, directives and inner selection that belong to a field. */
  private static int endOfSelection(String query, int from) {
    var end = from;
    var rest = Pattern.compile("\\s*(?:@\\w+\\s*)?\\([^()]*\\)");
    var more = rest.matcher(query).region(end, query.length());
    while (more.lookingAt()) {
      end = more.end();
      more.region(end, query.length());
    }
    var open = end;
    while (open < query.length() && Character.isWhitespace(query.charAt(open))) {
      open++;
    }
    return open < query.length() && query.charAt(open) == '{' ? closing(query, open) : end;
  }

  private static int closing(String query, int open) {
    var depth = 0;
    for (var at = open; at < query.length(); at++) {
      depth += query.charAt(at) == '{' ? 1 : query.charAt(at) == '}' ? -1 : 0;
      if (depth == 0) {
        return at + 1;
      }
    }
    throw new IllegalArgumentException("unbalanced query");
  }

  private static String withoutEmpty(String query) {
    var text = query;
    var shorter = EMPTY.matcher(text).replaceAll("");
    while (!shorter.equals(text)) {
      text = shorter;
      shorter = EMPTY.matcher(text).replaceAll("");
    }
    return text;
  }

  /** The query followed by the fragments it uses. */
  private static String whole(String query) {
    var used = new LinkedHashSet<String>();
    collect(query, used);
    return used.stream().map(GitHubQueries::fragment).collect(Collectors.joining("", query, ""));
  }

  private static void collect(String text, Set<String> used) {
    SPREAD
        .matcher(text)
        .results()
        .map(spread -> spread.group(1))
        .filter(used::add)
        .toList()
        .forEach(name -> collect(fragment(name), used));
  }

  private static String fragment(String name) {
    var start = FRAGMENTS.indexOf("fragment " + name + " ");
    var end = closing(FRAGMENTS, FRAGMENTS.indexOf('{', start));
    return FRAGMENTS.substring(start, end) + "\n";
  }

  private static String text(String name) {
    var file = "/graphql/github/" + name + ".graphql";
    try (var in = GitHubQueries.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not there");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
