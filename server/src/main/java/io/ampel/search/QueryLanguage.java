package io.ampel.search;

import static java.util.stream.Collectors.joining;

import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.TrafficLight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * The words of the search box: {@code is:ready author:me repo:acme/* -label:"on hold" fix}. A word
 * before a colon says what is meant, everything else is text; a minus negates, quotes group, a bar
 * separates alternatives.
 */
final class QueryLanguage {
  static final List<String> KEYS =
      List.of(
          "is",
          "turn",
          "author",
          "reviewer",
          "repo",
          "provider",
          "label",
          "base",
          "head",
          "check",
          "review",
          "age",
          "waiting",
          "size",
          "bot",
          "sort");
  private final String query;
  private Search found = Search.ALL;

  QueryLanguage(String query) {
    this.query = query;
  }

  Search parse() {
    new QueryWords(query).all().forEach(this::add);
    return found;
  }

  private void add(QueryWords.Word word) {
    if (word.key().equals("sort")) {
      found = found.by(sort(word));
      return;
    }
    var terms =
        word.key().isEmpty()
            ? List.of((Term) new Term.Text(word.value()))
            : alternatives(word).stream().map(value -> term(word, value)).toList();
    if (word.negated()) {
      var one = terms.size() == 1 ? terms.getFirst() : new Term.Any(terms);
      found = found.and(new Term.Not(one));
    } else if (terms.size() > 1 && !terms.stream().allMatch(terms.getFirst()::widens)) {
      found = found.and(new Term.Any(terms));
    } else {
      found = found.and(terms.toArray(Term[]::new));
    }
  }

  private static List<String> alternatives(QueryWords.Word word) {
    if (word.quoted()) {
      return List.of(word.value());
    }
    var values =
        Arrays.stream(word.value().split("\\|")).filter(value -> !value.isEmpty()).toList();
    if (values.isEmpty()) {
      throw mistake(word, "empty", word.key());
    }
    return values;
  }

  private static Term term(QueryWords.Word word, String value) {
    return switch (word.key()) {
      case "is" -> is(word, value);
      case "turn" -> new Term.Turn(one(word, value, Term.Whose.values()));
      case "author" -> new Term.Named(Term.Field.AUTHOR, person(value));
      case "reviewer" -> new Term.Named(Term.Field.REVIEWER, person(value));
      case "repo" -> new Term.Named(Term.Field.REPOSITORY, value);
      case "label" -> new Term.Named(Term.Field.LABEL, value);
      case "base" -> new Term.Named(Term.Field.BASE, value);
      case "head" -> new Term.Named(Term.Field.HEAD, value);
      case "provider" -> new Term.From(one(word, value, Provider.values()));
      case "check" -> new Term.Checks(one(word, value, Term.Outcome.values()));
      case "review" -> new Term.Reviewed(one(word, value, Term.Decision.values()));
      case "age" -> since(word, value, Term.Clock.OPENED);
      case "waiting" -> since(word, value, Term.Clock.WAITING);
      case "size" -> size(word, value);
      case "bot" ->
          oneOf(word, value, List.of("yes", "no")).equals("yes")
              ? new Term.ByBot()
              : new Term.Not(new Term.ByBot());
      default -> throw unknownKey(word);
    };
  }

  private static String person(String value) {
    return value.startsWith("@") ? value.substring(1) : value;
  }

  private static Term is(QueryWords.Word word, String value) {
    var light = find(value, TrafficLight.values());
    if (light.isPresent()) {
      return new Term.Light(light.get());
    }
    var state = find(value, PullRequest.State.values());
    if (state.isPresent()) {
      return new Term.State(state.get());
    }
    if (value.equalsIgnoreCase("draft")) {
      return new Term.Draft();
    }
    throw notOne(
        word,
        value,
        words(TrafficLight.values()) + ", draft, " + words(PullRequest.State.values()));
  }

  private static Term since(QueryWords.Word word, String value, Term.Clock clock) {
    if (!value.matches("[<>]?\\d{1,4}[mhdw]")) {
      throw mistake(word, "time", word.key());
    }
    var amount = Long.parseLong(value.replaceAll("\\D", ""));
    var time =
        switch (value.charAt(value.length() - 1)) {
          case 'm' -> Duration.ofMinutes(amount);
          case 'h' -> Duration.ofHours(amount);
          case 'd' -> Duration.ofDays(amount);
          default -> Duration.ofDays(7 * amount);
        };
    return new Term.Since(clock, !value.startsWith("<"), time);
  }

  private static Term size(QueryWords.Word word, String value) {
    if (!value.matches("[<>]\\d{1,8}")) {
      throw mistake(word, "size");
    }
    return new Term.Size(value.startsWith(">"), Integer.parseInt(value.substring(1)));
  }

  private static Sort sort(QueryWords.Word word) {
    return Sort.parse(word.value()).orElseThrow(() -> notOne(word, word.value(), Sort.WORDS));
  }

  private static <E extends Enum<E>> E one(QueryWords.Word word, String value, E[] possible) {
    return find(value, possible).orElseThrow(() -> notOne(word, value, words(possible)));
  }

  private static String oneOf(QueryWords.Word word, String value, List<String> possible) {
    var lower = value.toLowerCase(Locale.ROOT);
    if (!possible.contains(lower)) {
      throw notOne(word, value, String.join(", ", possible));
    }
    return lower;
  }

  private static <E extends Enum<E>> Optional<E> find(String value, E[] possible) {
    return Arrays.stream(possible).filter(one -> one.name().equalsIgnoreCase(value)).findFirst();
  }

  private static <E extends Enum<E>> String words(E[] possible) {
    Function<E, String> word = one -> one.name().toLowerCase(Locale.ROOT);
    return Arrays.stream(possible).map(word).collect(joining(", "));
  }

  private static QueryMistake notOne(QueryWords.Word word, String value, String possible) {
    return mistake(word, "value", word.key(), value, possible);
  }

  private static QueryMistake unknownKey(QueryWords.Word word) {
    var near = new ArrayList<>(KEYS);
    near.removeIf(key -> !isNear(key, word.key()));
    return near.isEmpty()
        ? mistake(word, "key", word.key(), String.join(", ", KEYS))
        : mistake(word, "key-near", word.key(), near.getFirst());
  }

  /** One letter too many, too few or wrong, or a beginning. */
  private static boolean isNear(String key, String typed) {
    if (key.startsWith(typed) || typed.startsWith(key)) {
      return true;
    }
    var same = 0;
    while (same < Math.min(key.length(), typed.length())
        && key.charAt(same) == typed.charAt(same)) {
      same++;
    }
    var keyEnd = key.length();
    var typedEnd = typed.length();
    while (keyEnd > same
        && typedEnd > same
        && key.charAt(keyEnd - 1) == typed.charAt(typedEnd - 1)) {
      keyEnd--;
      typedEnd--;
    }
    return keyEnd - same <= 1 && typedEnd - same <= 1;
  }

  private static QueryMistake mistake(QueryWords.Word word, String key, String... details) {
    return new QueryMistake(word.from(), word.to(), key, details);
  }
}
