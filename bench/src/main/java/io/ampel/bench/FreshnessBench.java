package io.ampel.bench;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.ampel.bench.Bustle.Change;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** How long after a change its light is there, with looks alone and with webhooks. */
final class FreshnessBench implements Measurement {
  private static final Duration PER_PULL_REQUEST = Duration.ofMillis(4);
  private static final int CHANGES_A_MINUTE = 100;
  private static final double SHARE_OF_ACTIVE = 0.95;
  private static final double ACTIVE = 60;
  private static final double REST = 300;
  private static final double TOLD = 2;
  private static final double BUDGET = 50;

  /** Calls that gitlab.com lets somebody make. */
  private static final double GITLAB_A_MINUTE = 2_000;

  /** GitLab has hooks of whole groups in its paid editions only. */
  private static final int HOOKS_OF_THE_REST = 20;

  private static final URI PUBLIC = URI.create("http://ampel.example");
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /** Longer than any target: whatever is later than that is late. */
  private static final Duration LONGEST = Duration.ofSeconds((long) REST + 30);

  private final List<Forge> forges;
  private final Size size;

  /**
   * @param settling how long it goes on before it is measured
   * @param looks for how long changes are made that nobody tells of
   * @param hooks for how long changes are made that webhooks tell of
   */
  record Size(
      int repositories,
      int pullRequests,
      int active,
      Duration settling,
      Duration looks,
      Duration hooks) {}

  FreshnessBench() {
    this(
        List.of(Forge.GITHUB, Forge.GITLAB),
        new Size(
            1_000, 10, 50, Duration.ofMinutes(3), Duration.ofMinutes(10), Duration.ofMinutes(3)));
  }

  FreshnessBench(List<Forge> forges, Size size) {
    this.forges = forges;
    this.size = size;
  }

  @Override
  public String name() {
    return "freshness";
  }

  @Override
  public String about() {
    return "from a change to its light, with %d changes a minute in %,d repositories"
        .formatted(CHANGES_A_MINUTE, size.repositories());
  }

  @Override
  public Findings run(Consumer<String> progress) throws IOException, InterruptedException {
    var results = new ArrayList<Result>();
    var remarks = new ArrayList<String>();
    for (var forge : forges) {
      try (var home = BenchHome.make();
          var simulator = Simulator.start(0).withoutLimits()) {
        simulator.generatedWorld(forge, 1, size.repositories(), size.pullRequests());
        progress.accept("Starting Ampel beside a simulated %s.".formatted(forge.word()));
        try (var server = AmpelServer.start(home, settings(simulator));
            var http = HttpClient.newHttpClient()) {
          simulator.leadsTo(PUBLIC, server.address());
          var who = SignedIn.at(server.address(), Company.EMAIL, Company.PASSWORD);
          var connection = home.connection();
          try {
            var play =
                new Play(
                    forge,
                    simulator,
                    JdbcClient.create(connection),
                    new Rest(http, server.address(), who),
                    progress);
            var before = Effort.soFar(server);
            play.run(results);
            remarks.add(
                "%s: %s".formatted(forge.word(), Effort.soFar(server).since(before).limit()));
          } finally {
            connection.destroy();
          }
        }
      }
    }
    return new Findings(results, remarks);
  }

  private static Map<String, String> settings(Simulator simulator) {
    return Map.of(
        "AMPEL_ALLOW_LOOPBACK",
        "true",
        "AMPEL_PUBLIC_URL",
        PUBLIC.toString(),
        "AMPEL_GITHUB_URL",
        simulator.githubBase().toString(),
        "AMPEL_GITLAB_URL",
        simulator.gitlabBase().toString());
  }

  /** How long each change took to be seen, in seconds. */
  private record Seen(boolean inActive, String kind, double after) {}

  /** What happens with one provider. */
  private final class Play {
    private final Forge forge;
    private final Simulator simulator;
    private final JdbcClient jdbc;
    private final Rest rest;
    private final Consumer<String> progress;
    private final Bustle bustle;
    private final Map<String, Change> open = new HashMap<>();
    private final List<Seen> seen = new ArrayList<>();
    private Instant next = Instant.now();
    private Instant from = Instant.MIN;
    private Instant until = Instant.MAX;

    private Play(
        Forge forge, Simulator simulator, JdbcClient jdbc, Rest rest, Consumer<String> progress) {
      this.forge = forge;
      this.simulator = simulator;
      this.jdbc = jdbc;
      this.rest = rest;
      this.progress = progress;
      this.bustle = new Bustle(simulator.world(forge), size.active(), SHARE_OF_ACTIVE);
    }

    private void run(List<Result> results) throws IOException, InterruptedException {
      bustle.wasAlways(CHANGES_A_MINUTE);
      watchEverything();
      simulator.timeModel(PER_PULL_REQUEST);
      simulator.github().hourlyBudget((int) OneToken.HOURLY);
      simulator.gitlab().instance().selfManaged(false);
      next = Instant.now();
      progress.accept("%d changes a minute, found by looking.".formatted(CHANGES_A_MINUTE));
      happen(size.settling(), bustle.rest());
      begin();
      happen(size.looks(), bustle.rest());
      var asked = asked();
      awaitAll(bustle.rest());
      results.addAll(p95("looks.active", Seen::inActive, ACTIVE));
      results.addAll(p95("looks.rest", one -> !one.inActive(), REST));
      results.add(count("looks.changes", seen.size(), "changes"));
      results.add(count("looks.calls", hourly(asked.calls(), size.looks()), "calls"));
      points("looks.points", asked, size.looks()).ifPresent(results::add);
      results.add(count("looks.refused", asked.refused(), "calls"));
      results.add(Result.of(name("looks.budget"), budget(asked), "%", BUDGET));

      tell(results);
      progress.accept("Making webhooks.");
      var among = makeHooks();
      progress.accept("%d changes a minute, told by webhooks.".formatted(CHANGES_A_MINUTE));
      begin();
      happen(size.hooks(), among);
      var told = asked();
      awaitAll(among);
      results.addAll(p95("hooks.all", _ -> true, TOLD));
      results.add(count("hooks.changes", seen.size(), "changes"));
      results.add(count("hooks.calls", hourly(told.calls(), size.hooks()), "calls"));
      points("hooks.points", told, size.hooks()).ifPresent(results::add);
      tell(results);
    }

    /** Which kinds of changes are seen late. */
    private void tellOfKinds() {
      seen.stream()
          .collect(groupingBy(Seen::kind, TreeMap::new, mapping(Seen::after, toList())))
          .forEach((kind, after) ->
              progress.accept(
                  "%s: %d, half within %.1f s, p95 %.1f s"
                      .formatted(
                          kind,
                          after.size(),
                          new Samples(after).percentile(50),
                          new Samples(after).percentile(95))));
    }

    private void tell(List<Result> results) {
      tellOfKinds();
      results.stream()
          .filter(one -> one.name().startsWith(forge.word()))
          .forEach(
              one -> progress.accept("%s: %.1f %s".formatted(one.name(), one.value(), one.unit())));
    }

    private void begin() {
      seen.clear();
      simulator.calls().clear();
      next = Instant.now();
      from = next;
      until = Instant.MAX;
    }

    private String name(String what) {
      return forge.word() + "." + what;
    }

    private Result count(String what, double value, String unit) {
      return Result.of(name(what), value, unit);
    }

    private Optional<Result> points(String what, Asked asked, Duration time) {
      return forge == Forge.GITHUB
          ? Optional.of(count(what, hourly(asked.points(), time), "points"))
          : Optional.empty();
    }

    private List<Result> p95(String what, Predicate<Seen> wanted, double target) {
      var after = seen.stream().filter(wanted).map(Seen::after).toList();
      return after.isEmpty()
          ? List.of()
          : List.of(Result.of(name(what) + ".p95", new Samples(after).percentile(95), "s", target));
    }

    private static double hourly(int count, Duration time) {
      return count * 3600.0 / time.toSeconds();
    }

    /** The share of what one token may take. GitLab counts calls only. */
    private double budget(Asked asked) {
      return forge == Forge.GITHUB
          ? 100
              * hourly(Math.max(asked.plainCalls(), asked.points()), size.looks())
              / OneToken.HOURLY
          : 100 * hourly(asked.calls(), size.looks()) / (60 * GITLAB_A_MINUTE);
    }

    private Asked asked() {
      return Asked.of(JsonMapper.shared().valueToTree(simulator.calls().json()));
    }

    private void watchEverything() throws IOException, InterruptedException {
      var token = forge == Forge.GITHUB ? Tokens.ALL_SCOPES : GitLabTokens.ADMIN;
      var order = Map.of("provider", forge.word(), "name", "work", "token", token);
      var account = rest.post("/api/v1/provider-accounts", order).get("id").asString();
      rest.post("/api/v1/repositories/patterns", Map.of("account", account, "pattern", "**"));
      var giveUp = Instant.now().plus(PATIENCE);
      while (read() < size.repositories()) {
        if (Instant.now().isAfter(giveUp))
          throw new IOException("only %d were read".formatted(read()));
        Thread.sleep(250);
      }
    }

    private int read() {
      return jdbc.sql("select count(*) from repository_sync where last_synced_at is not null")
          .query(Integer.class)
          .single();
    }

    private void happen(Duration time, List<Repository> among) throws InterruptedException {
      var end = Instant.now().plus(time);
      while (Instant.now().isBefore(end)) step(among);
    }

    /** It goes on meanwhile. What is not seen by then has taken at least as long. */
    private void awaitAll(List<Repository> among) throws InterruptedException {
      var last = Instant.now();
      until = last;
      while (isMissing(last) && Instant.now().isBefore(last.plus(LONGEST))) step(among);
      for (var change : open.values()) {
        if (isMeasured(change)) {
          progress.accept("Not seen yet: %s, %s.".formatted(change.name(), change.kind()));
          seen.add(seenNow(change));
        }
      }
      open.clear();
    }

    private boolean isMissing(Instant last) {
      return open.values().stream().anyMatch(change -> change.at().isBefore(last));
    }

    private boolean isMeasured(Change change) {
      return !change.at().isBefore(from) && !change.at().isAfter(until);
    }

    private static Seen seenNow(Change change) {
      var after = Duration.between(change.at(), Instant.now()).toMillis() / 1000.0;
      return new Seen(change.inActive(), change.kind(), after);
    }

    private void step(List<Repository> among) throws InterruptedException {
      while (Instant.now().isAfter(next)) {
        bustle.next(open.keySet(), among).ifPresent(change -> open.put(change.name(), change));
        next = next.plusMillis(60_000 / CHANGES_A_MINUTE);
      }
      look();
      Thread.sleep(100);
    }

    private void look() {
      jdbc.sql(
              """
              select r.full_name || '#' || p.number as name, p.light
              from   unnest(:names) as w (name)
              join   repository   r on r.full_name = split_part(w.name, '#', 1)
              join   pull_request p on  p.repository_id = r.id
                                    and p.number        = split_part(w.name, '#', 2)::int
              where  p.light is not null
              """)
          .param("names", open.keySet().toArray(String[]::new))
          .query((row, _) -> Map.entry(row.getString("name"), row.getString("light")))
          .list()
          .forEach(this::shown);
    }

    private void shown(Map.Entry<String, String> light) {
      var change = open.get(light.getKey());
      if (change != null && change.light().equals(light.getValue())) {
        open.remove(change.name());
        if (isMeasured(change)) seen.add(seenNow(change));
      }
    }

    /** Where changes are told of from now on, besides the active repositories. */
    private List<Repository> makeHooks() throws IOException, InterruptedException {
      if (forge == Forge.GITHUB) {
        hook(bustle.active().getFirst(), "OWNER");
        return bustle.rest();
      }
      var some = bustle.rest().subList(0, Math.min(HOOKS_OF_THE_REST, bustle.rest().size()));
      for (var repository : bustle.active()) hook(repository, "REPOSITORY");
      for (var repository : some) hook(repository, "REPOSITORY");
      return some;
    }

    private void hook(Repository repository, String scope)
        throws IOException, InterruptedException {
      var id =
          jdbc.sql("select id from repository where full_name = :name")
              .param("name", repository.fullName())
              .query(String.class)
              .single();
      var made = rest.post("/api/v1/webhooks", Map.of("repository", id, "scope", scope));
      if (!made.get("webhook").get("registered").asBoolean()) {
        throw new IOException("no webhook was made: " + made);
      }
    }
  }
}
