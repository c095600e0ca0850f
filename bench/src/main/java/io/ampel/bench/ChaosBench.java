package io.ampel.bench;

import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.Forge;
import io.ampel.simulator.Simulator;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Everything that can go wrong goes wrong at all three providers while people work there: no light
 * may say READY falsely, and when the faults end every light is the true one.
 */
final class ChaosBench implements Measurement {
  private static final Duration GLANCE = Duration.ofMillis(250);
  private static final Duration HEALING = Duration.ofMinutes(15);
  private static final int REPOSITORIES = 30;
  private static final int PULL_REQUESTS = 5;
  private static final long SEED = 20261127;

  private final Duration length;

  ChaosBench() {
    this(Duration.ofMinutes(10));
  }

  ChaosBench(Duration length) {
    this.length = length;
  }

  @Override
  public String name() {
    return "chaos";
  }

  @Override
  public String about() {
    return "%d minutes of random faults at three providers with %d repositories each"
        .formatted(Math.max(1, length.toMinutes()), REPOSITORIES);
  }

  @Override
  public Findings run(Consumer<String> progress) throws Exception {
    try (var home = BenchHome.make();
        var simulator = Simulator.start(0).withoutLimits()) {
      for (var forge : Forge.values()) {
        simulator.generatedWorld(forge, SEED, REPOSITORIES, PULL_REQUESTS);
      }
      // Bitbucket tells such tokens how many calls they have; otherwise Ampel counts to a thousand.
      simulator.bitbucket().scaledLimit(1_000_000);
      progress.accept("Starting Ampel beside three simulated providers.");
      try (var server = AmpelServer.start(home, settings(simulator));
          var http = HttpClient.newHttpClient()) {
        var who = SignedIn.at(server.address(), Company.EMAIL, Company.PASSWORD);
        var rest = new Rest(http, server.address(), who);
        var connection = home.connection();
        try {
          return new Play(simulator, JdbcClient.create(connection), rest, progress).run();
        } finally {
          connection.destroy();
        }
      }
    }
  }

  /** Short intervals, so that much happens within minutes. */
  private static Map<String, String> settings(Simulator simulator) {
    var settings = new HashMap<String, String>();
    settings.put("AMPEL_ALLOW_LOOPBACK", "true");
    settings.put("AMPEL_SYNC_FLOOR", "5s");
    settings.put("AMPEL_SYNC_CEILING", "20s");
    settings.put("AMPEL_SYNC_TICK", "500ms");
    settings.put("AMPEL_GITHUB_URL", simulator.githubBase().toString());
    settings.put("AMPEL_GITLAB_URL", simulator.gitlabBase().toString());
    settings.put("AMPEL_BITBUCKET_URL", simulator.bitbucketBase().toString());
    return settings;
  }

  /** One run, with whoever takes part in it. */
  private final class Play {
    private final Simulator simulator;
    private final JdbcClient jdbc;
    private final Rest rest;
    private final Consumer<String> progress;
    private final Map<Forge, String> accounts = new EnumMap<>(Forge.class);
    private final Greens greens;
    private final Troubles troubles;
    private final Happenings happenings;
    private Instant refreshed = Instant.EPOCH;
    private int changes;

    private Play(Simulator simulator, JdbcClient jdbc, Rest rest, Consumer<String> progress) {
      this.simulator = simulator;
      this.jdbc = jdbc;
      this.rest = rest;
      this.progress = progress;
      this.greens = new Greens(simulator, jdbc);
      this.troubles = new Troubles(simulator, jdbc, this::renew, SEED);
      this.happenings = new Happenings(simulator, SEED);
    }

    private Findings run() throws Exception {
      for (var forge : Forge.values()) watchEverything(forge);
      healed(Duration.ofMinutes(3), "the first reading");
      progress.accept("Faults for %d s.".formatted(length.toSeconds()));
      simulator.calls().clear();
      disturb();
      troubles.calm();
      progress.accept("The faults are over; waiting until all is well.");
      var wrong = new HashMap<String, String>();
      var took = Duration.ZERO;
      try {
        took = healed(HEALING, "what the faults left");
      } catch (IOException e) {
        wrong.putAll(greens.wrong());
        took = HEALING;
      }
      return new Findings(
          List.of(
              Result.of("greens.false", greens.falseOnes().size(), "lights", 0),
              Result.of("lights.wrong", wrong.size(), "lights", 0),
              Result.of("healing", took.toMillis() / 1000.0, "s", HEALING.toSeconds()),
              Result.of("faults", troubles.count(), "faults"),
              Result.of("calls", simulator.calls().total(), "calls"),
              Result.of("changes", changes, "changes"),
              Result.of("looks", greens.looks(), "looks"),
              Result.of("greens", greens.greens(), "lights")),
          List.of(
              "There were: %s.".formatted(troubles.told()),
              greens.falseOnes().isEmpty()
                  ? "No light said READY falsely."
                  : "These said READY falsely: %s.".formatted(greens.falseOnes()),
              wrong.isEmpty()
                  ? "In the end every light was the true one, compared one by one."
                  : "These were wrong in the end: %s.".formatted(wrong)));
    }

    private void watchEverything(Forge forge) throws IOException, InterruptedException {
      var order = new HashMap<String, Object>();
      order.put("provider", forge.word());
      order.put("name", forge.word());
      order.put("token", Troubles.token(forge));
      if (forge == Forge.BITBUCKET) order.put("workspace", BitbucketTokens.WORKSPACE);
      var account = rest.post("/api/v1/provider-accounts", order).get("id").asString();
      accounts.put(forge, account);
      rest.post("/api/v1/repositories/patterns", Map.of("account", account, "pattern", "**"));
    }

    /** The provider may be in trouble at that moment too; then its owner tries again. */
    private void renew(Forge forge) throws IOException, InterruptedException {
      var path = "/api/v1/provider-accounts/" + accounts.get(forge);
      rest.send("PATCH", path, Map.of("token", Troubles.token(forge)), 200);
    }

    /** Something changes four times a second, and the faults every few seconds. */
    private void disturb() throws Exception {
      var random = new Random(SEED);
      var end = Instant.now().plus(length);
      var next = Instant.now();
      while (Instant.now().isBefore(end)) {
        if (Instant.now().isAfter(next)) {
          troubles.next();
          next = Instant.now().plusSeconds(2 + random.nextInt(9));
        }
        happenings.next();
        changes++;
        greens.look();
        refresh();
        Thread.sleep(GLANCE);
      }
    }

    /** Nobody mends anything: what rests or waits comes back by itself. */
    private Duration healed(Duration patience, String what) throws Exception {
      var begun = Instant.now();
      while (isOpen()) {
        greens.look();
        refresh();
        if (Instant.now().isAfter(begun.plus(patience))) {
          throw new IOException(
              "%s was not made good within %s: %s".formatted(what, patience, greens.wrong()));
        }
        Thread.sleep(GLANCE);
      }
      return Duration.between(begun, Instant.now());
    }

    /** Somebody presses Refresh now and then, as Bitbucket is looked at every five minutes only. */
    private void refresh() throws InterruptedException {
      if (Instant.now().isBefore(refreshed.plusSeconds(15))) return;
      refreshed = Instant.now();
      try {
        rest.send("POST", "/api/v1/repositories/sync", Map.of(), 202);
      } catch (IOException e) {
        progress.accept("Refresh was refused: " + e.getMessage());
      }
    }

    private boolean isOpen() {
      return jdbc.sql("select count(*) from repository_sync where last_synced_at is not null")
                  .query(Integer.class)
                  .single()
              < REPOSITORIES * Forge.values().length
          || !greens.wrong().isEmpty();
    }
  }
}
