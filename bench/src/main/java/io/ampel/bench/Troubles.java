package io.ampel.bench;

import io.ampel.simulator.Fault;
import io.ampel.simulator.Fault.Kind;
import io.ampel.simulator.Forge;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Token.Defect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Faults of all kinds by turns: on the way, at the providers, of tokens and of the database. */
final class Troubles {
  private final Simulator simulator;
  private final JdbcClient jdbc;
  private final Tokens tokens;
  private final Random random;
  private final Map<Forge, Boolean> revoked = new EnumMap<>(Forge.class);
  private final Map<String, Integer> met = new java.util.TreeMap<>();

  /** Whoever owns an account: gives a new token when the old one died. */
  @FunctionalInterface
  interface Tokens {
    void renew(Forge forge) throws Exception;
  }

  Troubles(Simulator simulator, JdbcClient jdbc, Tokens tokens, long seed) {
    this.simulator = simulator;
    this.jdbc = jdbc;
    this.tokens = tokens;
    this.random = new Random(seed);
  }

  /** Ends what was and begins something else, or nothing. */
  void next() throws Exception {
    calm();
    if (random.nextInt(4) > 0) {
      for (var i = 0; i <= random.nextInt(3); i++) onTheWay();
    }
    switch (random.nextInt(12)) {
      case 0 -> revoke();
      case 1 -> rename();
      case 2 -> breakConnections();
      case 3 -> holdTheDatabase();
      default -> {}
    }
  }

  /** Nothing is wrong any more. */
  void calm() throws Exception {
    simulator.faults().clear();
    for (var forge : List.copyOf(revoked.keySet())) {
      simulator.world(forge).token(token(forge)).orElseThrow().repaired(Defect.REVOKED);
      tokens.renew(forge);
      revoked.remove(forge);
    }
  }

  static String token(Forge forge) {
    return switch (forge) {
      case GITHUB -> io.ampel.simulator.Tokens.ADMIN;
      case GITLAB -> io.ampel.simulator.GitLabTokens.ADMIN;
      case BITBUCKET -> io.ampel.simulator.BitbucketTokens.WORKSPACE_ACCESS;
    };
  }

  /** What there was and how often, for the record. */
  String told() {
    return met.entrySet().stream()
        .map(one -> one.getKey() + " " + one.getValue())
        .collect(Collectors.joining(", "));
  }

  int count() {
    return met.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void meet(String name) {
    met.merge(name, 1, Integer::sum);
  }

  private void onTheWay() {
    var faults =
        List.of(
            Fault.status(429).retryAfter("3"),
            Fault.status(429).times(1),
            Fault.of(Kind.SECONDARY_LIMIT).retryAfter("5"),
            Fault.of(Kind.PARTIAL),
            Fault.status(500),
            Fault.status(502),
            Fault.status(503),
            Fault.of(Kind.TIME_OUT).lasting(Duration.ofSeconds(16)).times(2),
            Fault.of(Kind.SLOW).lasting(Duration.ofSeconds(4)),
            Fault.of(Kind.CUT),
            Fault.of(Kind.MALFORMED),
            Fault.of(Kind.HTML).answering(200),
            Fault.status(451),
            Fault.status(404),
            Fault.latency(Duration.ofSeconds(2)),
            Fault.latency(Duration.ofSeconds(2)).afterTheWork());
    var fault = faults.get(random.nextInt(faults.size()));
    var where = Forge.values()[random.nextInt(Forge.values().length)];
    var likely = random.nextInt(3) == 0 ? 1 : 0.1 + 0.6 * random.nextDouble();
    simulator.faults().add(fault.on(where.path() + "/").withProbability(likely));
    meet(fault.kind() == Kind.STATUS ? String.valueOf(fault.status()) : fault.kind().name());
  }

  private void revoke() {
    var forge = Forge.values()[random.nextInt(Forge.values().length)];
    simulator.world(forge).token(token(forge)).orElseThrow().broken(Defect.REVOKED);
    revoked.put(forge, true);
    meet("revoked token");
  }

  private void rename() {
    var world = simulator.world(Forge.values()[random.nextInt(Forge.values().length)]);
    var repositories = new ArrayList<Repository>(world.repositories());
    repositories
        .get(random.nextInt(repositories.size()))
        .rename("renamed-" + random.nextInt(1_000_000));
    meet("rename");
  }

  /** As a restart of the database does. */
  private void breakConnections() {
    jdbc.sql(
            """
            select count(pg_terminate_backend(pid)) from pg_stat_activity
            where  datname = current_database() and pid <> pg_backend_pid()
            """)
        .query(Long.class)
        .single();
    meet("broken connections");
  }

  /** Nobody can read or write for two seconds what everything goes through. */
  private void holdTheDatabase() {
    try {
      jdbc.sql(
              """
              do $$ begin
                set local lock_timeout = '5s';
                lock table repository_sync, pull_request in access exclusive mode;
                perform pg_sleep(2);
              end $$
              """)
          .update();
      meet("held database");
    } catch (DataAccessException e) {
      meet("database not held");
    }
  }
}
