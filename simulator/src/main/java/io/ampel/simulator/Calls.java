package io.ampel.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was asked of the simulated providers, counted by method and path template. */
public final class Calls {
  private static final int KEPT = 2_000;

  /** One call as it happened. */
  public record Call(
      String route, String path, int status, int points, Duration took, String token) {}

  private final Map<String, int[]> counts = new TreeMap<>();
  private final Map<String, Map<Integer, Integer>> statuses = new TreeMap<>();
  private final Deque<Call> recent = new ArrayDeque<>();
  private int total;
  private Duration took = Duration.ZERO;

  synchronized void add(Call call) {
    total++;
    took = took.plus(call.took());
    var count = counts.computeIfAbsent(call.route(), _ -> new int[2]);
    count[0]++;
    count[1] += call.points();
    statuses
        .computeIfAbsent(call.route(), _ -> new TreeMap<>())
        .merge(call.status(), 1, Integer::sum);
    recent.add(call);
    if (recent.size() > KEPT) {
      recent.removeFirst();
    }
  }

  public synchronized void clear() {
    counts.clear();
    statuses.clear();
    recent.clear();
    total = 0;
    took = Duration.ZERO;
  }

  public synchronized int total() {
    return total;
  }

  /** How often this was asked, for example {@code "GET /repos/{owner}/{repo}"}. */
  public synchronized int count(String route) {
    var count = counts.get(route);
    return count == null ? 0 : count[0];
  }

  public synchronized int points() {
    return counts.values().stream().mapToInt(each -> each[1]).sum();
  }

  /** The newest calls, oldest first. */
  public synchronized List<Call> recent() {
    return List.copyOf(recent);
  }

  /** As the control tells it. */
  public synchronized Map<String, @Nullable Object> json() {
    var routes = new ArrayList<Map<String, @Nullable Object>>();
    counts.forEach((route, count) ->
        routes.add(
            Json.object(
                "route",
                route,
                "count",
                count[0],
                "points",
                count[1],
                "statuses",
                Map.copyOf(statuses.getOrDefault(route, Map.of())))));
    return Json.object(
        "total", total, "points", points(), "millis", took.toMillis(), "routes", routes);
  }
}
