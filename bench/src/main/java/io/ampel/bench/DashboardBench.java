package io.ampel.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How quickly the dashboard of somebody who sees a whole company answers, and how often. */
final class DashboardBench implements Measurement {
  private static final int REPOSITORIES = 2_000;
  private static final int PULL_REQUESTS = 18_000;
  private static final double SLOWEST = 25;
  private static final int MOST_STATEMENTS = 3;
  private static final double PAGES = 500;

  private static final int ROUNDS = 10;
  private static final int ASKED = 50;
  private static final int CLIENTS = 8;
  private static final int WINDOWS = 6;
  private static final int WINDOW = 5;
  private static final int WARM_UP = 60;

  @Override
  public String name() {
    return "dashboard";
  }

  @Override
  public String about() {
    return "the dashboard with %,d repositories and %,d open pull requests"
        .formatted(REPOSITORIES, PULL_REQUESTS);
  }

  /** What is asked for; by the program's token only where the address is no page of a browser. */
  private enum Asked {
    PAGE("page", "/"),
    COUNTS("counts", "/api/v1/pull-requests?limit=1"),
    LAMP("lamp", "/?light=BLOCKED"),
    QUERY("query", "/?q=check:failed+author:dev-1*"),
    API("api", "/api/v1/pull-requests");

    private final String word;
    private final String path;

    Asked(String word, String path) {
      this.word = word;
      this.path = path;
    }

    byte[] request(AmpelServer server, SignedIn who) {
      var credentials = this == API ? who.program() : who.browser();
      return KeptConnection.request(server.address(), path, credentials);
    }

    boolean hasTarget() {
      return this == PAGE || this == COUNTS;
    }
  }

  @Override
  public Findings run(Consumer<String> progress) throws IOException, InterruptedException {
    try (var home = BenchHome.make()) {
      progress.accept(
          "Filling a database with %,d repositories and %,d open pull requests."
              .formatted(REPOSITORIES, PULL_REQUESTS));
      var began = System.nanoTime();
      AmpelServer.fill(home, REPOSITORIES, PULL_REQUESTS);
      progress.accept("Filled in %d s.".formatted((System.nanoTime() - began) / 1_000_000_000));
      try (var server = AmpelServer.start(home)) {
        var who = SignedIn.at(server.address(), Company.EMAIL, Company.PASSWORD);
        return measure(server, who, progress);
      }
    }
  }

  private static Findings measure(AmpelServer server, SignedIn who, Consumer<String> progress)
      throws IOException, InterruptedException {
    var scene = scene(server, who);
    progress.accept(scene);
    progress.accept("Warming up for %d s.".formatted(WARM_UP));
    load(server, who, 4, List.of(Asked.values())).windows(1, WARM_UP);
    progress.accept("One client, %d times each.".formatted(ROUNDS * ASKED));
    var results = new ArrayList<>(times(server, who));
    results.add(
        Result.of("page.statements", statements(server, who), "statements", MOST_STATEMENTS));
    progress.accept("%d clients for %d s.".formatted(CLIENTS, WINDOWS * WINDOW));
    var before = Effort.soFar(server);
    var pages =
        new Samples(load(server, who, CLIENTS, List.of(Asked.PAGE)).windows(WINDOWS, WINDOW));
    var effort = Effort.soFar(server).since(before);
    results.addAll(rates(pages, effort));
    results.addAll(size(server, who));
    server
        .peakMemory()
        .ifPresent(bytes -> results.add(Result.of("server.rss", bytes / 1048576.0, "MiB")));
    return new Findings(results, List.of(scene, limit(effort)));
  }

  private static Load load(AmpelServer server, SignedIn who, int clients, List<Asked> asked) {
    return new Load(
        server.address(), clients, asked.stream().map(one -> one.request(server, who)).toList());
  }

  /** Asked in turns, so that a noisy moment of the machine meets all of them. */
  private static List<Result> times(AmpelServer server, SignedIn who) throws IOException {
    var taken = new LinkedHashMap<Asked, List<Double>>();
    for (var round = 0; round < ROUNDS; round++) {
      for (var asked : Asked.values()) {
        taken
            .computeIfAbsent(asked, _ -> new ArrayList<>())
            .addAll(millis(server.during(ASKED, false, () -> ask(server, who, asked, ASKED))));
      }
    }
    return taken.entrySet().stream().flatMap(one -> percentiles(one).stream()).toList();
  }

  private static List<Result> percentiles(Map.Entry<Asked, List<Double>> taken) {
    var samples = new Samples(taken.getValue());
    var word = taken.getKey().word;
    var p95 = samples.percentile(95);
    return List.of(
        Result.of(word + ".p50", samples.median(), "ms"),
        taken.getKey().hasTarget()
            ? Result.of(word + ".p95", p95, "ms", SLOWEST)
            : Result.of(word + ".p95", p95, "ms"));
  }

  private static List<Double> millis(List<Stopwatch.Taken> taken) {
    return taken.stream().map(one -> one.nanos() / 1e6).toList();
  }

  private static int statements(AmpelServer server, SignedIn who) throws IOException {
    return server.during(20, true, () -> ask(server, who, Asked.PAGE, 20)).stream()
        .mapToInt(Stopwatch.Taken::statements)
        .max()
        .orElseThrow();
  }

  private static void ask(AmpelServer server, SignedIn who, Asked asked, int times)
      throws IOException {
    var request = asked.request(server, who);
    try (var connection = new KeptConnection(server.address())) {
      for (var time = 0; time < times; time++) connection.ask(request);
    }
  }

  private static List<Result> rates(Samples pages, Effort effort) {
    var count = pages.mean() * effort.wall();
    var server = 1000 * effort.server() / count;
    var database = 1000 * effort.database() / count;
    var clients = 1000 * effort.bench() / count;
    var idle = 1000 * Runtime.getRuntime().availableProcessors() / (server + database + clients);
    var results =
        new ArrayList<>(
            List.of(
                Result.of("pages", pages.median(), "pages/s", PAGES),
                Result.of("pages.least", pages.least(), "pages/s"),
                Result.of("pages.most", pages.most(), "pages/s"),
                Result.of("pages.alone", idle, "pages/s"),
                Result.of("page.server", server, "ms"),
                Result.of("page.database", database, "ms")));
    if (Double.isFinite(effort.others())) {
      results.add(Result.of("noise", effort.share(effort.others()), "%"));
    }
    return results;
  }

  private static List<Result> size(AmpelServer server, SignedIn who) throws IOException {
    try (var connection = new KeptConnection(server.address())) {
      var sent = connection.ask(Asked.PAGE.request(server, who));
      return List.of(
          Result.of("page.sent", sent / 1024.0, "KiB"),
          Result.of("page.html", connection.text().length() / 1024.0, "KiB"));
    }
  }

  /** Makes sure that what is measured is what was meant. */
  private static String scene(AmpelServer server, SignedIn who) throws IOException {
    try (var connection = new KeptConnection(server.address())) {
      connection.ask(Asked.COUNTS.request(server, who));
      var counts = JsonMapper.shared().readTree(connection.text()).get("counts");
      var open = counts.values().stream().mapToInt(JsonNode::asInt).sum();
      if (open != PULL_REQUESTS || counts.values().stream().anyMatch(one -> one.asInt() == 0)) {
        throw new IOException("the dashboard counts " + counts);
      }
      connection.ask(Asked.PAGE.request(server, who));
      var rows = connection.text().split(" data-row ", -1).length - 1;
      if (rows < 50) throw new IOException("the dashboard shows " + rows + " rows");
      return "The person sees %,d open pull requests, %s; the page shows %d of them."
          .formatted(open, counts, rows);
    }
  }

  private static String limit(Effort effort) {
    return "With %d clients the processors were at work %.0f %% of the time for this bench: server %.0f %%, database %.0f %%, clients %.0f %%. %s"
        .formatted(
            CLIENTS,
            effort.share(effort.own()),
            effort.share(effort.server()),
            effort.share(effort.database()),
            effort.share(effort.bench()),
            effort.limit());
  }
}
