package io.ampel.sync;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.StatementCount;
import io.ampel.platform.Vault;
import io.ampel.provider.AccountUse;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a running Ampel that has read from its provider tells those who watch it. */
@AmpelTest(properties = "ampel.sync.tick=200ms")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Import(StatementCount.class)
@ExtendWith(OutputCaptureExtension.class)
class MetricsTests {
  private static final String PATH = "/actuator/prometheus";
  private static final Path MONITORING = Path.of("../deploy/monitoring");
  private static final Pattern LINE = Pattern.compile("([a-z_0-9]+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("[a-z_]+=\"[^\"]*\"");

  /** What stands in an expression but names no metric. */
  private static final Pattern NOT_NAMES =
      Pattern.compile("\"[^\"]*\"|\\b(?:by|without|on|ignoring) ?\\([^)]*\\)");

  private final Simulator simulator = Simulator.start(0);
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Readers readers;
  @Autowired private Vault vault;
  @Autowired private StatementCount count;
  @Autowired private AccountUse use;
  private Visitor ada;
  private UUID work;
  private UUID revoked;

  @BeforeAll
  void readOnce() {
    simulator.demoWorld();
    var changing = simulator.world().repository("acme/changing").pullRequest("Change me");
    // GitHub tells times in seconds: what changes twice within one would not show.
    changing.updated(Duration.ofHours(1));
    ada = Visitor.first(port);
    var world = new SyncWorld(jdbc, vault, simulator.githubBase());
    work = world.account(world.person(Visitor.EMAIL), "Work at acme", Tokens.ADMIN);
    revoked = world.account(world.person(Visitor.EMAIL), "Side projects", Tokens.REVOKED);
    for (var account : List.of(work, revoked)) {
      ada.json(
          "POST",
          "/api/v1/repositories/patterns",
          "{\"account\":\"%s\",\"pattern\":\"*/*\"}".formatted(account));
    }
    world.awaitFirstSync();
    // Those which the dead token was to read first are read by the other one.
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            jdbc.sql("select count(*) = 0 from repository_sync where last_synced_at is null")
                .query(Boolean.class)
                .single());
    changing.comment("mira", "Looking at it.");
    world.readAll();
    jdbc.sql("update provider_account set expires_typed = now() + interval '30 days'").update();
    ada.get("/");
  }

  @AfterAll
  void end() {
    simulator.close();
  }

  private String metrics() {
    var answer = ada.get(PATH);
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void everyMetricOfTheDashboardAndTheAlertsIsThere() throws IOException {
    var there = series();
    var names = there.stream().map(Series::name).collect(toSet());
    var expressions = new ArrayList<>(alerts());
    expressions.addAll(dashboard());

    assertThat(expressions).hasSizeGreaterThan(50);
    for (var expression : expressions) {
      var named = names(expression);
      assertThat(named).as(expression).isNotEmpty();
      assertThat(names).as(expression).containsAll(named);
      selectors(expression)
          .forEach((name, labels) ->
              assertThat(there)
                  .as("labels of %s in %s", name, expression)
                  .anyMatch(one -> one.name().equals(name) && one.labels().containsAll(labels)));
    }
  }

  @Test
  void tellsWhatASweepDid() {
    var there = metrics();
    assertThat(value(there, "ampel_repositories")).isEqualTo(followed());
    assertThat(value(there, "ampel_repositories_unread")).isZero();
    assertThat(value(there, "ampel_sync_lag_seconds")).isLessThan(60);
    assertThat(value(there, "ampel_figures_readable")).isEqualTo(1);
    assertThat(value(there, "ampel_repositories_read_total{ending=\"SYNCED\"}"))
        .isGreaterThanOrEqualTo(2 * followed());
    assertThat(value(there, "ampel_accounts{state=\"dead\"}")).isEqualTo(1);
    var changes = value(there, "ampel_change_to_light_seconds_count");
    assertThat(changes).isBetween(1.0, 5.0);
    assertThat(value(there, "ampel_change_to_light_seconds_sum")).isBetween(0.0, changes * 60);
    assertThat(
            value(there, "ampel_provider_errors_total{code=\"INVALID_TOKEN\",provider=\"github\"}"))
        .isPositive();
    assertThat(value(there, "ampel_statements_seconds_count{kind=\"query\"}")).isGreaterThan(50);
    assertThat(value(there, "ampel_statements_seconds_count{kind=\"update\"}")).isGreaterThan(20);
    assertThat(value(there, "ampel_account_dead" + of(work))).isZero();
    assertThat(value(there, "ampel_account_dead" + of(revoked))).isEqualTo(1);
  }

  @Test
  void countsTheCallsOfEachAccountAndWhatWentOfItsBudget() {
    var there = metrics();
    var calls = value(there, "ampel_account_calls_total" + of(work));
    assertThat(calls).isBetween(10.0, (double) simulator.calls().total());
    assertThat(value(there, "ampel_account_call_seconds_total" + of(work))).isPositive();
    var graphql = "{account=\"" + work + "\",budget=\"graphql\",provider=\"github\"}";
    var limit = value(there, "ampel_account_budget_limit" + graphql);
    var left = value(there, "ampel_account_budget_remaining" + graphql);
    assertThat(left).isLessThan(limit).isPositive();
    assertThat(value(there, "ampel_account_points_total" + graphql))
        .isBetween(1.0, (double) simulator.calls().points());
    assertThat(value(there, "ampel_account_budget_runs_out_seconds" + graphql)).isPositive();
  }

  /** Nothing that people call something stands in it, and the number of series has a bound. */
  @Test
  void holdsNoNameAndNoToken() {
    var there = metrics();
    var words =
        jdbc.sql(
                """
                select full_name from repository union
                select split_part(full_name, '/', 2) from repository union
                select name from provider_account union
                select name from person union
                select email from person union
                select title from pull_request union
                select author from pull_request union
                select source_branch from pull_request
                """)
            .query(String.class)
            .list();
    var labels = series().stream().flatMap(one -> one.labels().stream()).collect(toSet());
    assertThat(words).hasSizeGreaterThan(30);
    assertThat(labels)
        .noneMatch(
            label -> words.contains(label.substring(label.indexOf('=') + 2, label.length() - 1)));
    assertThat(there)
        .doesNotContain(Tokens.ADMIN, Tokens.REVOKED, "Work at acme", "acme/", Visitor.EMAIL);
    var accounts = there.lines().filter(line -> line.contains("account=\"")).toList();
    assertThat(accounts)
        .allMatch(line -> line.contains(work.toString()) || line.contains(revoked.toString()));
    assertThat(there.lines().filter(line -> line.startsWith("ampel_")).count()).isLessThan(400);
  }

  @Test
  void aTokenThatIsOnlyTriedLeavesNoSeries() {
    var before = accountsIn(metrics());
    ada.json(
        "POST",
        "/api/v1/provider-accounts/test",
        "{\"provider\":\"github\",\"name\":\"Try\",\"token\":\"%s\",\"baseUrl\":\"%s\",\"confirmInstance\":true}"
            .formatted(Tokens.ADMIN, simulator.githubBase()));
    await()
        .pollDelay(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(accountsIn(metrics())).isEqualTo(before));
  }

  @Test
  void onlyAdministratorsMayReadIt() {
    var ben = ada.add(port, "ben@example.org");
    var stranger = new Visitor(port);
    assertThat(stranger.get(PATH).statusCode()).isEqualTo(401);
    assertThat(ben.get(PATH).statusCode()).isEqualTo(403);
    assertThat(ben.program("READ").get(PATH).statusCode()).isEqualTo(403);
    assertThat(ada.get(PATH).statusCode()).isEqualTo(200);
    assertThat(ada.program("READ").get(PATH).statusCode()).isEqualTo(200);
    var wrong = new Visitor(port).bearer("ampel_wrong");
    assertThat(wrong.get(PATH).statusCode()).isEqualTo(401);
    for (var other : List.of("/actuator", "/actuator/metrics", "/actuator/env", PATH + "/")) {
      assertThat(stranger.get(other).statusCode()).as(other).isEqualTo(401);
      assertThat(ada.get(other).statusCode()).as(other).isIn(403, 404);
      assertThat(ada.program("READ").get(other).statusCode()).as(other).isIn(401, 403, 404);
    }
  }

  @Test
  void theFiguresAreReadOnceInAFewSecondsAndCheaply() {
    metrics();
    assertThat(count.during(this::metrics)).isEmpty();
    await()
        .pollDelay(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(count.during(this::metrics)).hasSizeBetween(1, 4));
  }

  @Test
  void theOwnerOfAnAccountSeesWhatItIsUsedFor() {
    jdbc.sql("update account_use set calls = 10").update();
    jdbc.sql("update repository_sync set interval_s = 120, wanted_s = 120").update();
    var calls = 10 + use.unwritten(work);
    var budget = "{\"name\":\"graphql\",\"limit\":5000,\"remaining\":%d,\"resetAt\":\"%s\"}";
    var reset = Instant.now().plus(Duration.ofMinutes(40)).truncatedTo(ChronoUnit.SECONDS);
    jdbc.sql("update provider_account set budgets = cast(:budgets as jsonb) where id = :id")
        .param("budgets", "{\"graphql\":" + budget.formatted(1000, reset) + "}")
        .param("id", work)
        .update();
    var page = ada.get("/settings/provider-accounts").body();
    assertThat(page)
        .contains("Calls in the last hour", "<dd>" + calls + "</dd>")
        .containsPattern("runs out in [45] min, 3\\d min before the reset")
        .contains((int) followed() + " repositories, the quietest every 2 min");
    var health = ada.get("/health").body();
    assertThat(health)
        .contains(calls + " calls in the last hour", "Every 2 min", "Invalid token")
        .containsPattern("runs out in [45] min, 3\\d min before the reset");
  }

  /** Changes what the other tests look at, so it comes last. */
  @Test
  @Order(Integer.MAX_VALUE)
  void theLinesOfASweepCarryItsNumberAndNoToken(CapturedOutput output) {
    jdbc.sql("update provider_account set enabled = (id = :id), died_at = null, problem = null")
        .param("id", revoked)
        .update();
    jdbc.sql("delete from account_pace").update();
    jdbc.sql("update repository_sync set next_due = now()").update();
    readers.drawDue();
    await()
        .untilAsserted(() ->
            assertThat(output.getAll())
                .containsPattern(
                    "\\[[0-9a-f]{16}] io.ampel.sync.SyncRunner .*rests: INVALID_TOKEN"));
    assertThat(output.getAll()).doesNotContain(Tokens.ADMIN, Tokens.REVOKED);
  }

  private double followed() {
    return jdbc.sql("select count(distinct repository_id) from watch").query(Double.class).single();
  }

  private static String of(UUID account) {
    return "{account=\"" + account + "\",provider=\"github\"}";
  }

  private static double value(String metrics, String series) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .map(line -> Double.valueOf(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + series));
  }

  private static Set<String> accountsIn(String metrics) {
    return Pattern.compile("account=\"([^\"]*)\"")
        .matcher(metrics)
        .results()
        .map(found -> found.group(1))
        .collect(toSet());
  }

  private record Series(String name, Set<String> labels) {}

  private List<Series> series() {
    return metrics()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> {
          var parts = LINE.matcher(line);
          assertThat(parts.matches()).as(line).isTrue();
          return new Series(parts.group(1), labels(parts.group(2)));
        })
        .toList();
  }

  private static Set<String> labels(@Nullable String text) {
    return text == null
        ? Set.of()
        : LABEL.matcher(text).results().map(MatchResult::group).collect(toSet());
  }

  private static List<String> alerts() throws IOException {
    var rules = new ArrayList<String>();
    try (var in = Files.newInputStream(MONITORING.resolve("alerts.yml"))) {
      Map<String, List<Map<String, List<Map<String, String>>>>> file = new Yaml().load(in);
      for (var group : file.getOrDefault("groups", List.of())) {
        for (var rule : group.getOrDefault("rules", List.of())) {
          rules.add(rule.getOrDefault("expr", ""));
        }
      }
    }
    return rules;
  }

  private static List<String> dashboard() throws IOException {
    var file = JsonMapper.shared().readTree(Files.readString(MONITORING.resolve("dashboard.json")));
    return file.findValues("expr").stream().map(JsonNode::asString).toList();
  }

  /** Prometheus makes this one itself. */
  private static Set<String> names(String expression) {
    var bare = NOT_NAMES.matcher(expression).replaceAll(" ").replaceAll("\\{[^}]*}|\\[\\w+]", " ");
    return Pattern.compile("\\b[a-z][a-z_0-9]*\\b(?!\\s*\\()")
        .matcher(bare)
        .results()
        .map(MatchResult::group)
        .filter(word -> !Set.of("and", "or", "unless", "by", "bool").contains(word))
        .map(word -> word.equals("up") ? "ampel_figures_readable" : word)
        .collect(toSet());
  }

  /** Names with what is demanded of their labels, where they must be equal to something. */
  private static Map<String, Set<String>> selectors(String expression) {
    return Pattern.compile("\\b([a-z_0-9]+)\\{([^}]*)}")
        .matcher(expression)
        .results()
        .filter(found -> !found.group(1).equals("up") && !found.group(2).contains("SERVER_ERROR"))
        .collect(toMap(found -> found.group(1), found -> labels(found.group(2)), (one, _) -> one));
  }
}
