package io.ampel.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Texts of questions to a GraphQL interface. They stand whole in resource files, next to the
 * fragments they use; what an older installation does not know is left out of them here.
 */
public final class QueryText {
  private static final Pattern SPREAD = Pattern.compile("\\.\\.\\.(\\w+)");
  private static final Pattern FRAGMENT = Pattern.compile("fragment\\s+(\\w+)\\s+on\\s+\\w+");
  private static final Pattern EMPTY =
      Pattern.compile(
          "(?:\\.\\.\\.\\s*on\\s+\\w+|(?:\\w+\\s*:\\s*)?\\w+(?:\\s*\\([^()]*\\))?(?:\\s*@\\w+\\([^()]*\\))?)\\s*\\{\\s*}");

  private final String folder;
  private final String fragments;

  /**
   * @param folder where the files lie, for example {@code /graphql/github}
   */
  public QueryText(String folder) {
    this.folder = folder;
    this.fragments = text("fragments");
  }

  /** The query without the fields that the instance does not know, named as {@code Type.field}. */
  public static String without(Set<String> missing, String query) {
    return SLIM.get(new Slim(Set.copyOf(missing), query), Slim::text);
  }

  /** Leaving out takes longer than asking, and the same is asked all the time. */
  private record Slim(Set<String> missing, String query) {
    String text() {
      return leftOut(missing, query);
    }
  }

  private static final Cache<Slim, String> SLIM = Caffeine.newBuilder().maximumSize(1_000).build();

  private static String leftOut(Set<String> missing, String query) {
    var text = query;
    for (var field : missing) {
      text = withoutField(field.substring(field.indexOf('.') + 1), text);
    }
    return withoutUnused(withoutEmpty(text));
  }

  /** A fragment that nothing spreads any more would be refused. */
  private static String withoutUnused(String query) {
    for (var fragment : FRAGMENT.matcher(query).results().toList()) {
      if (!Pattern.compile("\\.\\.\\." + fragment.group(1) + "\\b").matcher(query).find()) {
        var end = closing(query, query.indexOf('{', fragment.start()));
        return withoutUnused(query.substring(0, fragment.start()) + query.substring(end));
      }
    }
    return query;
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
  public String whole(String query) {
    var used = new LinkedHashSet<String>();
    collect(query, used);
    return used.stream().map(this::fragment).collect(Collectors.joining("", query, ""));
  }

  private void collect(String text, Set<String> used) {
    SPREAD
        .matcher(text)
        .results()
        .map(spread -> spread.group(1))
        .filter(name -> !name.equals("on") && used.add(name))
        .toList()
        .forEach(name -> collect(fragment(name), used));
  }

  private String fragment(String name) {
    var start = fragments.indexOf("fragment " + name + " ");
    var end = closing(fragments, fragments.indexOf('{', start));
    return fragments.substring(start, end) + "\n";
  }

  /** What stands in a file, as it is. */
  public String text(String name) {
    var file = folder + "/" + name + ".graphql";
    try (var in = QueryText.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is not there");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
