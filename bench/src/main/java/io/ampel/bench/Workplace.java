package io.ampel.bench;

import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.Tokens;
import java.io.IOException;
import java.net.http.HttpClient;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Somebody's Ampel and the provider whose repositories they watch, each in processes of its own.
 */
final class Workplace implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(40);
  private static final Duration GLANCE = Duration.ofMillis(250);

  private final SimulatorProcess.World world;
  private final BenchHome home;
  private final SimulatorProcess simulator;
  private final AmpelServer server;
  private final SingleConnectionDataSource connection;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Rest rest;

  private Workplace(
      SimulatorProcess.World world, BenchHome home, SimulatorProcess simulator, AmpelServer server)
      throws IOException, InterruptedException {
    this.world = world;
    this.home = home;
    this.simulator = simulator;
    this.server = server;
    this.connection = home.connection();
    var who = SignedIn.at(server.address(), Company.EMAIL, Company.PASSWORD);
    this.rest = new Rest(http, server.address(), who);
  }

  /** Nobody watches anything yet. */
  static Workplace open(SimulatorProcess.World world) throws IOException, InterruptedException {
    var home = BenchHome.make();
    try {
      var simulator = SimulatorProcess.start(home, world);
      var address = "AMPEL_%s_URL".formatted(world.forge());
      // Without limits there is none of seconds either.
      var settings =
          Map.of(
              "AMPEL_ALLOW_LOOPBACK",
              "true",
              "AMPEL_BUDGET_WORK",
              "1h",
              address,
              simulator.base().toString());
      return new Workplace(world, home, simulator, AmpelServer.start(home, settings));
    } catch (IOException | InterruptedException | RuntimeException e) {
      home.close();
      throw e;
    }
  }

  SimulatorProcess.World world() {
    return world;
  }

  SimulatorProcess simulator() {
    return simulator;
  }

  AmpelServer server() {
    return server;
  }

  /** The database of Ampel, with a connection of the bench's own. */
  JdbcClient database() {
    return JdbcClient.create(connection);
  }

  Effort effort() throws IOException {
    return Effort.soFar(server, simulator);
  }

  /** What was counted so far at all places where something is counted. */
  Toll toll() throws IOException, InterruptedException {
    return new Toll(simulator.asked(), server.statements(), effort());
  }

  /** Saves a token of somebody who sees everything, and gives the id of its account. */
  String account() throws IOException, InterruptedException {
    var order = new HashMap<String, Object>();
    order.put("provider", world.forge().word());
    order.put("name", "work");
    switch (world.forge()) {
      case GITHUB -> order.put("token", Tokens.ADMIN);
      case GITLAB -> order.put("token", GitLabTokens.ADMIN);
      case BITBUCKET -> {
        order.put("token", BitbucketTokens.WORKSPACE_ACCESS);
        order.put("workspace", BitbucketTokens.WORKSPACE);
      }
    }
    return rest.post("/api/v1/provider-accounts", order).get("id").asString();
  }

  /** By a pattern, which is the least that somebody has to do; answered when all are chosen. */
  void watchEverything(String account) throws IOException, InterruptedException {
    rest.post("/api/v1/repositories/patterns", Map.of("account", account, "pattern", "**"));
  }

  /** Waits until every repository was read, and makes sure that every pull request is there. */
  void awaitFirstReading() throws IOException, InterruptedException {
    await(
        world.repositories(),
        "select count(*) from repository_sync where last_synced_at is not null");
    var open = count("select count(*) from pull_request where light is not null");
    if (open != world.allPullRequests()) {
      throw new IOException("Ampel shows %d open pull requests".formatted(open));
    }
  }

  /** Lets nobody look at anything any more, and waits until nobody does. */
  void rest() throws IOException, InterruptedException {
    await(
        0,
        """
        with later as (
          update repository_sync
          set    next_due = now() + interval '1 day', settle_at = null
          where  leased_until is null
          and    next_due < now() + interval '12 hours'
        )
        select count(*)
        from   repository_sync
        where  leased_until is not null
        or     next_due < now() + interval '12 hours'
        """);
  }

  /** One look at every repository, each as if its time had come, and none a second time. */
  void lookAtAll() throws IOException, InterruptedException {
    var begun =
        database().sql("select clock_timestamp()").query(Timestamp.class).single().toInstant();
    database().sql("update repository_sync set next_due = now()").update();
    await(
        0,
        """
        with later as (
          update repository_sync
          set    next_due = now() + interval '1 day', settle_at = null
          where  leased_until is null
          and    last_tried_at >= '%1$s'
          and    next_due < now() + interval '12 hours'
        )
        select count(*)
        from   repository_sync
        where  leased_until is not null
        or     coalesce(last_tried_at, '-infinity') < '%1$s'
        """
            .formatted(begun));
    var failed = count("select count(*) from repository_sync where failures > 0");
    if (failed > 0) throw new IOException("%d repositories could not be read".formatted(failed));
  }

  private void await(long wanted, String sql) throws IOException, InterruptedException {
    var giveUp = System.nanoTime() + PATIENCE.toNanos();
    var found = count(sql);
    while (found != wanted) {
      if (System.nanoTime() > giveUp) {
        throw new IOException("It is still %d:\n%s\n%s".formatted(found, sql, home.lastWords()));
      }
      Thread.sleep(GLANCE);
      found = count(sql);
    }
  }

  private long count(String sql) {
    return database().sql(sql).query(Long.class).single();
  }

  /** The names of all that Ampel watches. */
  List<String> repositories() {
    return database()
        .sql("select full_name from repository")
        .query((row, _) -> row.getString("full_name"))
        .list();
  }

  /** How many pull requests of each light Ampel shows. */
  Map<String, Long> lights() {
    return database()
        .sql("select light, count(*) as shown from pull_request where light is not null group by 1")
        .query((row, _) -> Map.entry(row.getString("light"), row.getLong("shown")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Makes sure that these are the lights that the provider's pull requests deserve. */
  void requireTruth() throws IOException, InterruptedException {
    var truth =
        simulator
            .truth()
            .valueStream()
            .filter(one -> one.get("state").asString().equals("OPEN"))
            .collect(
                Collectors.groupingBy(one -> one.get("light").asString(), Collectors.counting()));
    if (!truth.equals(lights())) {
      throw new IOException("Ampel shows %s instead of %s".formatted(lights(), truth));
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
    connection.destroy();
    server.close();
    simulator.close();
    home.close();
  }
}
