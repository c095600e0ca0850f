package io.ampel.bench;

import static java.util.stream.Collectors.toMap;

import io.ampel.simulator.Simulator;
import io.ampel.simulator.Truth;
import io.ampel.simulator.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks for false greens: a light that says READY, and is not called stale, while its pull request
 * has not been ready for longer than was promised for its repository, and ten seconds.
 */
final class Greens {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private final Simulator simulator;
  private final JdbcClient jdbc;
  private final Map<String, Instant> notReadySince = new HashMap<>();
  private final TreeSet<String> falseOnes = new TreeSet<>();
  private long looks;
  private long greens;

  Greens(Simulator simulator, JdbcClient jdbc) {
    this.simulator = simulator;
    this.jdbc = jdbc;
  }

  private record Green(String name, Duration promised) {}

  /** One look at all of them. What the database does not tell just now is looked at next time. */
  void look() {
    List<Green> shown;
    try {
      shown = shown();
    } catch (DataAccessException e) {
      return;
    }
    var now = Instant.now();
    truth()
        .forEach((name, light) -> {
          if (light.equals("READY")) {
            notReadySince.remove(name);
          } else {
            notReadySince.putIfAbsent(name, now);
          }
        });
    looks++;
    greens += shown.size();
    for (var green : shown) {
      var since = notReadySince.get(green.name());
      if (since != null && now.isAfter(since.plus(green.promised()).plus(GRACE))) {
        falseOnes.add(green.name());
      }
    }
  }

  private List<Green> shown() {
    return jdbc.sql(
            """
            select i.provider || ' ' || r.full_name || '#' || p.number as name, rs.interval_s
            from   pull_request p
            join   repository      r  on r.id             = p.repository_id
            join   instance        i  on i.id             = r.instance_id
            join   repository_sync rs on rs.repository_id = r.id
            join   freshness       f  on f.repository_id  = r.id
            where  p.light = 'READY'
            and    p.state = 'OPEN'
            and    not f.stale
            """)
        .query((row, number) ->
            new Green(row.getString("name"), Duration.ofSeconds(row.getInt("interval_s"))))
        .list();
  }

  long looks() {
    return looks;
  }

  long greens() {
    return greens;
  }

  List<String> falseOnes() {
    return List.copyOf(falseOnes);
  }

  /** Each light that is not the true one, and each pull request that is missing or too many. */
  Map<String, String> wrong() {
    var shown =
        jdbc
            .sql(
                """
                select i.provider || ' ' || r.full_name || '#' || p.number as name,
                       coalesce(p.light, p.state) as light
                from   pull_request p
                join   repository   r on r.id = p.repository_id
                join   instance     i on i.id = r.instance_id
                """)
            .query((row, number) -> Map.entry(row.getString("name"), row.getString("light")))
            .list()
            .stream()
            .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    var wrong = new TreeMap<String, String>();
    truth()
        .forEach((name, light) -> {
          var here = shown.remove(name);
          if (!light.equals(here) && (here != null || !isOver(light))) {
            wrong.put(name, here + " instead of " + light);
          }
        });
    shown.forEach((name, light) -> wrong.put(name, light + " of what does not exist"));
    return wrong;
  }

  /** What began and ended between two looks was never seen. */
  private static boolean isOver(String light) {
    return light.equals("MERGED") || light.equals("CLOSED");
  }

  private Map<String, String> truth() {
    var all = new HashMap<String, String>();
    simulator.worlds().forEach(world -> all.putAll(truth(world)));
    return all;
  }

  private static Map<String, String> truth(World world) {
    return world.read(() ->
        world.repositories().stream()
            .flatMap(repository -> repository.pullRequests().stream())
            .map(Truth::of)
            .collect(
                toMap(
                    one ->
                        "%s %s#%d".formatted(world.forge().name(), one.repository(), one.number()),
                    one -> one.state().equals("OPEN") ? one.light() : one.state())));
  }
}
