package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.Vault;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Fault;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Asking for a look now: it is brought forward, nobody waits, and nobody asks too often. */
@AmpelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefreshingTests {
  private final Simulator simulator = Simulator.start(0);
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Vault vault;
  private Visitor ada = new Visitor(0);
  private SyncWorld world;
  private PullRequest pullRequest;
  private String path = "";

  @BeforeAll
  void begin() {
    pullRequest =
        simulator
            .world()
            .repository("acme/api")
            .pullRequest("Add a thing")
            .author("ben")
            .check("build", CheckState.PASSED);
    ada = Visitor.first(port);
    world = new SyncWorld(jdbc, vault, simulator.githubBase());
    var account = world.account(world.person(Visitor.EMAIL), "work", Tokens.ADMIN);
    var answer =
        ada.json(
            "POST",
            "/api/v1/repositories",
            "{\"account\":\"%s\",\"fullNames\":[\"acme/api\"]}".formatted(account));
    world.awaitFirstSync();
    path = "/api/v1/repositories/" + Visitor.read(answer).get("added").get(0).get("id").asString();
  }

  @AfterAll
  void end() {
    simulator.close();
  }

  /** Read just now, not due for long, and nobody has asked lately. */
  @BeforeEach
  void rest() {
    simulator.faults().clear();
    jdbc.sql("delete from refresh_request").update();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            jdbc
                .sql(
                    """
                    update repository_sync
                    set    next_due = now() + interval '1 hour', settle_at = null,
                           asked_at = now() - interval '10 minutes', interval_s = 120
                    returning coalesce(leased_until > now(), false)
                    """)
                .query(Boolean.class)
                .list()
                .stream()
                .noneMatch(leased -> leased));
  }

  private HttpResponse<String> ask() {
    return ada.json("POST", path + "/sync", "");
  }

  private HttpResponse<String> askForAll() {
    return ada.json("POST", "/api/v1/repositories/sync", "");
  }

  private void awaitLight(String light) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(world.light("acme/api#" + pullRequest.number())).isEqualTo(light));
  }

  private void asked(String ago, int interval) {
    jdbc.sql(
            "update repository_sync set asked_at = now() - cast(:ago as interval), interval_s = :interval")
        .param("ago", ago)
        .param("interval", interval)
        .update();
  }

  @Test
  void theAnswerDoesNotWaitForTheProviderAndWhatIsNewComes() {
    pullRequest.finish("build", CheckState.FAILED);
    simulator.faults().add(Fault.latency(Duration.ofSeconds(2)).on("/graphql"));

    var start = Instant.now();
    var answer = ask();

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
    awaitLight("BLOCKED");
    pullRequest.rerun("build").finish("build", CheckState.PASSED);
    simulator.faults().clear();
    rest();
    ask();
    awaitLight("READY");
  }

  @Test
  void theDashboardsRefreshAsksForEverythingAndAnswersAtOnce() {
    pullRequest.draft();
    simulator.faults().add(Fault.latency(Duration.ofSeconds(2)).on("/graphql"));

    var start = Instant.now();
    var answer = ada.submit("/refresh", Map.of(), "Ampel-Part", "none");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
    awaitLight("WAITING");
    pullRequest.ready();
    simulator.faults().clear();
    rest();
    assertThat(ada.submit("/refresh", Map.of()).statusCode()).as("without a script").isEqualTo(302);
    awaitLight("READY");
  }

  @Test
  void askingAgainWithinSecondsChangesNothing() {
    ask();
    assertThat(ask().statusCode()).isEqualTo(202);
    assertThat(Visitor.read(askForAll()).get("repositories").asInt()).isZero();
  }

  @Test
  void whatIsReadSeldomToSpareItsBudgetCannotBeAskedForOften() {
    asked("2 minutes", 1200);
    assertThat(Visitor.read(askForAll()).get("repositories").asInt()).isZero();
    asked("10 minutes", 1200);
    assertThat(Visitor.read(askForAll()).get("repositories").asInt()).isOne();
    asked("31 seconds", 30);
    assertThat(Visitor.read(askForAll()).get("repositories").asInt()).isOne();
  }

  @Test
  void nobodyAsksMoreOftenThanOnceASecond() {
    jdbc.sql("insert into refresh_request select id, now(), 60 from person").update();

    var answer = ask();

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(askForAll().statusCode()).isEqualTo(429);
    assertThat(ada.submit("/refresh", Map.of(), "Ampel-Part", "none").statusCode()).isEqualTo(429);
    jdbc.sql("update refresh_request set window_start = now() - interval '61 seconds'").update();
    assertThat(ask().statusCode()).isEqualTo(202);
  }

  @Test
  void whoDoesNotWatchItCannotAskForIt() {
    var grace = ada.add(port, "grace@example.org");
    assertThat(grace.json("POST", path + "/sync", "").statusCode()).isEqualTo(404);
    var nowhere = "/api/v1/repositories/" + UUID.randomUUID() + "/sync";
    assertThat(ada.json("POST", nowhere, "").statusCode()).isEqualTo(404);
  }
}
