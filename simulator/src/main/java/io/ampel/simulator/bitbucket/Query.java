package io.ampel.simulator.bitbucket;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The language in which lists are narrowed: {@code state="OPEN" AND updated_on > 2026-01-01}, with
 * {@code ~} for "contains", brackets, AND and OR.
 */
final class Query {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(\"(?:[^\"\\\\]|\\\\.)*\")|(!=|>=|<=|!~|=|>|<|~|\\(|\\)|,)|([^\\s\"=<>~!(),]+))");

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private final List<String> fields = new ArrayList<>();
  private int at;

  private Query(String text) {
    this.text = text;
    var matcher = TOKEN.matcher(text);
    var end = 0;
    while (end < text.length() && matcher.find(end) && matcher.start() == end) {
      tokens.add(matcher.group().strip());
      end = matcher.end();
    }
    if (!text.substring(end).isBlank() || tokens.isEmpty()) {
      throw wrong();
    }
  }

  /** The test that this text asks for, over answers before they become JSON. */
  static Predicate<Object> of(String text) {
    var query = new Query(text);
    var whole = query.either();
    if (query.at < query.tokens.size()) {
      throw query.wrong();
    }
    query.fields.forEach(Query::refuseUnsearchable);
    return whole;
  }

  private static void refuseUnsearchable(String field) {
    if (field.startsWith("participants")) {
      throw Refusal.of(400, field + " does not support filtering");
    }
  }

  private Refusal wrong() {
    return Refusal.of(400, "Invalid query: " + text);
  }

  private boolean next(String word) {
    if (at < tokens.size() && tokens.get(at).equalsIgnoreCase(word)) {
      at++;
      return true;
    }
    return false;
  }

  private String take() {
    if (at >= tokens.size()) {
      throw wrong();
    }
    return tokens.get(at++);
  }

  private Predicate<Object> either() {
    var left = both();
    while (next("OR")) {
      left = left.or(both());
    }
    return left;
  }

  private Predicate<Object> both() {
    var left = single();
    while (next("AND")) {
      left = left.and(single());
    }
    return left;
  }

  private Predicate<Object> single() {
    if (next("(")) {
      var inside = either();
      if (!next(")")) {
        throw wrong();
      }
      return inside;
    }
    var field = take();
    fields.add(field);
    var operator = take().toUpperCase(Locale.ROOT);
    if (operator.equals("IN")) {
      var values = values();
      return tree -> values.stream().anyMatch(each -> holds(tree, field, "=", each));
    }
    if (!List.of("=", "!=", "~", "!~", ">", ">=", "<", "<=").contains(operator)) {
      throw wrong();
    }
    var value = take();
    return tree -> holds(tree, field, operator, value);
  }

  private List<String> values() {
    if (!next("(")) {
      throw wrong();
    }
    var values = new ArrayList<>(List.of(take()));
    while (next(",")) {
      values.add(take());
    }
    if (!next(")")) {
      throw wrong();
    }
    return values;
  }

  private static boolean holds(Object tree, String field, String operator, String value) {
    var found = Tree.at(tree, field);
    return switch (operator) {
      case "=" -> equal(found, value);
      case "!=" -> !equal(found, value);
      case "~" -> contained(found, value);
      case "!~" -> !contained(found, value);
      default -> found.stream().anyMatch(each -> ordered(compare(each, value), operator));
    };
  }

  private static boolean equal(List<Object> found, String value) {
    return value.equals("null")
        ? found.isEmpty()
        : found.stream().anyMatch(each -> compare(each, value) == 0);
  }

  private static boolean contained(List<Object> found, String value) {
    var part = plain(value).toLowerCase(Locale.ROOT);
    return found.stream()
        .anyMatch(each -> String.valueOf(each).toLowerCase(Locale.ROOT).contains(part));
  }

  private static boolean ordered(int comparison, String operator) {
    return switch (operator) {
      case ">" -> comparison > 0;
      case ">=" -> comparison >= 0;
      case "<" -> comparison < 0;
      default -> comparison <= 0;
    };
  }

  private static int compare(Object found, String value) {
    if (found instanceof Number number) {
      try {
        return new BigDecimal(number.toString()).compareTo(new BigDecimal(plain(value)));
      } catch (NumberFormatException _) {
        throw Refusal.of(400, "Invalid query: " + value + " is no number");
      }
    }
    if (found instanceof Boolean truth) {
      return truth.toString().compareTo(plain(value).toLowerCase(Locale.ROOT));
    }
    var text = String.valueOf(found);
    return value.startsWith("\"") ? text.compareTo(plain(value)) : times(text, value);
  }

  private static int times(String found, String value) {
    try {
      return OffsetDateTime.parse(found).toInstant().compareTo(time(value).toInstant());
    } catch (DateTimeException _) {
      throw Refusal.of(400, "Invalid query: " + value);
    }
  }

  private static OffsetDateTime time(String value) {
    if (value.length() == 10) {
      return OffsetDateTime.parse(value + "T00:00:00Z");
    }
    return OffsetDateTime.parse(value.matches(".*(Z|[+-]\\d\\d:\\d\\d)") ? value : value + "Z");
  }

  private static String plain(String value) {
    return value.startsWith("\"") && value.length() > 1
        ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
        : value;
  }
}
