package io.ampel.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.search.Search;
import io.ampel.search.Sort;
import io.ampel.search.Term;
import io.ampel.web.Problem;
import io.ampel.web.Texts;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the address asks for, by parameter, as it was typed. */
public record Filters(Map<String, List<String>> values) {
  static final List<String> NAMES =
      List.of("light", "provider", "repository", "author", "state", "q", "sort", "section");

  public Filters {
    var kept = new LinkedHashMap<String, List<String>>();
    for (var name : NAMES) {
      var given = values.getOrDefault(name, List.of()).stream().filter(v -> !v.isBlank()).toList();
      if (!given.isEmpty()) {
        kept.put(name, given.stream().map(String::strip).distinct().toList());
      }
    }
    values = kept;
  }

  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  public String one(String name) {
    return all(name).isEmpty() ? "" : all(name).getFirst();
  }

  public String query() {
    return String.join(" ", all("q"));
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** One value that can be taken away. */
  public record Chip(String name, String value, String without) {}

  public List<Chip> chips() {
    return values.entrySet().stream()
        .filter(entry -> !entry.getKey().equals("q"))
        .flatMap(entry -> entry.getValue().stream().map(value -> chip(entry.getKey(), value)))
        .toList();
  }

  private Chip chip(String name, String value) {
    return new Chip(name, value, toggled(name, value));
  }

  /** The address with a value added, or taken away where it is there. */
  public String toggled(String name, String value) {
    var changed = new LinkedHashMap<>(values);
    var now = new ArrayList<>(all(name));
    if (!now.removeIf(value::equalsIgnoreCase)) {
      now.add(value);
    }
    changed.put(name, now);
    changed.remove("section");
    return new Filters(changed).address();
  }

  public boolean has(String name, String value) {
    return all(name).stream().anyMatch(value::equalsIgnoreCase);
  }

  public String withoutQuery() {
    var changed = new LinkedHashMap<>(values);
    changed.remove("q");
    return new Filters(changed).address();
  }

  /** The address with one value of a name in place of all others. */
  public Filters with(String name, String value) {
    var changed = new LinkedHashMap<>(values);
    changed.put(name, List.of(value));
    return new Filters(changed);
  }

  public String address() {
    return address(Map.of());
  }

  /** The address of the dashboard that asks for this and the given extras. */
  public String address(Map<String, String> extras) {
    return "/" + parameters(extras);
  }

  /** With the question mark, empty when nothing is asked for. */
  public String parameters(Map<String, String> extras) {
    var own =
        values.entrySet().stream()
            .flatMap(entry -> entry.getValue().stream().map(value -> pair(entry.getKey(), value)));
    var more = extras.entrySet().stream().map(entry -> pair(entry.getKey(), entry.getValue()));
    var all = Stream.concat(own, more).collect(joining("&"));
    return all.isEmpty() ? "" : "?" + all;
  }

  private static String pair(String name, String value) {
    return name + "=" + URLEncoder.encode(value, UTF_8);
  }

  /**
   * What is looked for.
   *
   * @throws Problem that names the parameter that cannot be read
   * @throws io.ampel.search.QueryMistake for the query itself
   */
  Search search(Texts texts) {
    var search = Search.parse(query());
    for (var light : all("light")) {
      search = search.and(new Term.Light(one(texts, "light", light, TrafficLight.values())));
    }
    for (var provider : all("provider")) {
      search = search.and(new Term.From(one(texts, "provider", provider, Provider.values())));
    }
    for (var state : all("state")) {
      search = search.and(new Term.State(one(texts, "state", state, PullRequest.State.values())));
    }
    for (var repository : all("repository")) {
      search = search.and(new Term.Named(Term.Field.REPOSITORY, repository));
    }
    for (var author : all("author")) {
      search = search.and(new Term.Named(Term.Field.AUTHOR, author));
    }
    return sorted(search, texts);
  }

  private Search sorted(Search search, Texts texts) {
    var sort = one("sort");
    return sort.isEmpty()
        ? search
        : search.by(Sort.parse(sort).orElseThrow(() -> bad(texts, "sort", sort, Sort.WORDS)));
  }

  /** The one section that is asked for, if any. */
  @org.jspecify.annotations.Nullable
  Section section(Texts texts) {
    return all("section").isEmpty()
        ? null
        : one(texts, "section", one("section"), Section.values());
  }

  private static <E extends Enum<E>> E one(Texts texts, String name, String value, E[] possible) {
    return Arrays.stream(possible)
        .filter(each -> each.name().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(() -> bad(texts, name, value, words(possible)));
  }

  private static <E extends Enum<E>> String words(E[] possible) {
    Function<E, String> word = each -> each.name().toLowerCase(Locale.ROOT);
    return Arrays.stream(possible).map(word).collect(joining(", "));
  }

  static Problem bad(Texts texts, String name, String value, String possible) {
    return Problem.invalid(name, texts.of("dashboard.bad.value", value, possible));
  }
}
