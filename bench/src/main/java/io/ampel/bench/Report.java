package io.ampel.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What a bench has found, where, and whether that is good enough. */
record Report(String bench, String commit, String machine, List<Result> results) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  Report {
    results = List.copyOf(results);
    if (results.isEmpty()) {
      throw new IllegalArgumentException(bench + " has measured nothing");
    }
  }

  boolean isMet() {
    return results.stream().allMatch(Result::isMet);
  }

  String json() {
    return JSON.writeValueAsString(this) + "\n";
  }

  String table() {
    var lines = new StringBuilder("%s at %s%non %s%n%n".formatted(bench, commit, machine));
    var name = widest(Result::name);
    var unit = widest(Result::unit);
    results.forEach(result -> lines.append(line(result, name, unit)));
    return lines.toString();
  }

  private int widest(Function<Result, String> column) {
    return results.stream().map(column).mapToInt(String::length).max().orElse(0);
  }

  private static String line(Result result, int name, int unit) {
    var measured =
        ("  %-" + name + "s %10s %-" + unit + "s  ")
            .formatted(result.name(), number(result.value()), result.unit());
    return (measured + verdict(result)).stripTrailing() + System.lineSeparator();
  }

  private static String verdict(Result result) {
    if (result.target() == null) return "";
    var demand = "%s %-6s".formatted(result.isRate() ? "at least" : "at most", goal(result));
    return demand + (result.isMet() ? "  met" : "  MISSED");
  }

  private static String goal(Result result) {
    return result.target() == null ? "" : number(result.target());
  }

  private static String number(double value) {
    var digits = value == Math.rint(value) || Math.abs(value) >= 1000 ? 0 : value < 10 ? 2 : 1;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
