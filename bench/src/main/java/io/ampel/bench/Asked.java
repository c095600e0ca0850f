package io.ampel.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * What was asked of a provider.
 *
 * @param routes how often each was asked, as {@code GET /repos/{owner}/{repo}}
 * @param points of GraphQL
 * @param refused calls that were answered with an error
 * @param seconds of the provider's time, as far as the simulator knows it
 */
record Asked(Map<String, Integer> routes, int points, int refused, double seconds) {

  static Asked of(JsonNode told) {
    var routes = new TreeMap<String, Integer>();
    var refused = 0;
    for (var route : told.get("routes")) {
      routes.put(route.get("route").asString(), route.get("count").asInt());
      for (var status : route.get("statuses").properties()) {
        if (Integer.parseInt(status.getKey()) >= 400) refused += status.getValue().asInt();
      }
    }
    return new Asked(
        routes, told.get("points").asInt(), refused, told.get("millis").asLong() / 1000.0);
  }

  Asked since(Asked before) {
    var more = new TreeMap<String, Integer>();
    routes.forEach((route, count) -> {
      var added = count - before.routes.getOrDefault(route, 0);
      if (added > 0) more.put(route, added);
    });
    return new Asked(
        more, points - before.points, refused - before.refused, seconds - before.seconds);
  }

  int calls() {
    return calls(_ -> true);
  }

  int calls(Predicate<String> wanted) {
    return routes.entrySet().stream()
        .filter(route -> wanted.test(route.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Calls that are paid in calls, not in points. */
  int plainCalls() {
    return calls(route -> !route.contains("/graphql"));
  }
}
