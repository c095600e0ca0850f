package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.Vault;
import io.ampel.provider.ProviderAccounts;
import io.ampel.pullrequest.Provider;
import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Forge;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.World;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Bitbucket in a whole Ampel: its lists do not show all that matters, and its budget is small. */
@AmpelTest(properties = "ampel.sync.tick=100ms")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnseenChangesTests {
  private static final int REPOSITORIES = 10;
  private final Simulator simulator = Simulator.start(0);
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Vault vault;
  @Autowired private Rhythm rhythm;
  @Autowired private ProviderAccounts accounts;
  private Visitor ada = new Visitor(0);
  private SyncWorld world;
  private UUID account = UUID.randomUUID();

  @BeforeAll
  void begin() {
    told().repository("acme/s0");
    told()
        .ago(
            Duration.ofDays(2),
            () -> {
              for (var i = 0; i < REPOSITORIES; i++) {
                var repository = told().repository("acme/s" + i);
                for (var j = 0; j < 3; j++) {
                  repository.pullRequest("Change " + j).check("build", CheckState.PASSED);
                }
              }
            });
    ada = Visitor.first(port);
    world = new SyncWorld(jdbc, vault, simulator.bitbucketBase(), Provider.BITBUCKET);
    account =
        world.account(
            world.person(Visitor.EMAIL), "work", BitbucketTokens.MIRA_EMAIL, BitbucketTokens.ADMIN);
    pickAll();
    world.awaitFirstSync();
    world.readAll();
  }

  /** Whatever is tested here, in the end the lights are right. */
  @AfterAll
  void end() {
    lastLookWas(Duration.ofMinutes(31));
    world.readAll();
    world.assertLights(SyncWorld.truth(told()));
    simulator.close();
  }

  private World told() {
    return simulator.world(Forge.BITBUCKET);
  }

  private void pickAll() {
    var names =
        told().repositories().stream()
            .map(repository -> "\"" + repository.fullName() + "\"")
            .collect(Collectors.joining(","));
    var answer =
        ada.json(
            "POST",
            "/api/v1/repositories",
            "{\"account\":\"%s\",\"fullNames\":[%s]}".formatted(account, names));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private void lastLookWas(Duration ago) {
    jdbc.sql("update repository_sync set last_synced_at = now() - make_interval(mins => :minutes)")
        .param("minutes", (int) ago.toMinutes())
        .update();
  }

  @Test
  void everyLightIsTheTrueOne() {
    world.readAll();
    assertThat(world.lights()).hasSize(REPOSITORIES * 3);
    world.assertLights(SyncWorld.truth(told()));
  }

  @Test
  void lookingAgainCostsOneCallForEachRepositoryAndRereadingsApart() {
    world.readAll();
    var before = world.versions();
    simulator.calls().clear();
    world.readAll();
    var lists = "GET /2.0/repositories/{workspace}/{repo_slug}/pullrequests";
    assertThat(simulator.calls().count(lists)).isEqualTo(REPOSITORIES);
    assertThat(simulator.calls().total() - simulator.calls().count(lists))
        .as("a slot may begin in between")
        .isLessThanOrEqualTo(5);
    assertThat(world.versions()).isEqualTo(before);
  }

  @Test
  void aBuildThatWasRunAgainShowsWithinHalfAnHourWithoutARowBeingWrittenBefore() {
    var green = told().repository("acme/s0").pullRequest(1);
    lastLookWas(Duration.ofMinutes(31));
    world.readAll();
    var before = world.versions();
    lastLookWas(Duration.ofMinutes(31));
    world.readAll();
    assertThat(world.versions()).as("read again and found the same").isEqualTo(before);
    green.rerun("build").finish("build", CheckState.FAILED);
    lastLookWas(Duration.ofMinutes(31));
    world.readAll();
    assertThat(world.light("acme/s0#1")).isEqualTo("BLOCKED");
    green.rerun("build").finish("build", CheckState.PASSED);
    lastLookWas(Duration.ofMinutes(31));
    world.readAll();
    assertThat(world.light("acme/s0#1"))
        .as("red by its checks is read again too")
        .isEqualTo("READY");
  }

  @Test
  void aBuildThatRunsIsWatchedAtEachLook() {
    var running = told().repository("acme/s1").pullRequest(1);
    running.rerun("build");
    running.comment("ben", "again");
    world.readAll();
    assertThat(world.light("acme/s1#1")).isEqualTo("WAITING");
    running.finish("build", CheckState.PASSED);
    world.readAll();
    assertThat(world.light("acme/s1#1")).isEqualTo("READY");
  }

  @Test
  void whoOpensAPullRequestMakesItBeReadAgain() {
    var opened = told().repository("acme/s2").pullRequest(1);
    opened.rerun("build").finish("build", CheckState.FAILED);
    // What was read within seconds is not asked for again.
    jdbc.sql("update pull_request_reading set begun_at = now() - interval '1 minute'").update();
    assertThat(ada.get("/pull-requests/" + world.id("acme/s2#1")).statusCode()).isEqualTo(200);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(world.light("acme/s2#1")).isEqualTo("BLOCKED"));
    opened.rerun("build").finish("build", CheckState.PASSED);
    lastLookWas(Duration.ofMinutes(31));
    world.readAll();
  }

  @Test
  void whatIsMergedIsWhatWasSeenAlthoughNobodyCanBeHeldToIt() {
    var told = told().repository("acme/s4").pullRequest(1);
    var seen = told.headSha().substring(0, 12);
    told.push().check("build", CheckState.PASSED);
    var path = "/api/v1/pull-requests/" + world.id("acme/s4#1") + "/merge";
    var moved = ada.json("POST", path, "{\"headSha\": \"%s\"}".formatted(seen));
    assertThat(Visitor.read(moved).get("outcome").asString()).isEqualTo("HEAD_MOVED");
    assertThat(told.open()).isTrue();
    var now = told.headSha().substring(0, 12);
    var merged =
        ada.json("POST", path, "{\"headSha\": \"%s\", \"deleteBranch\": true}".formatted(now));
    assertThat(Visitor.read(merged).get("outcome").asString())
        .as(merged.body())
        .isEqualTo("MERGED");
    assertThat(told.state()).isEqualTo(PullRequest.State.MERGED);
    assertThat(world.light("acme/s4#1")).isEqualTo("MERGED");
  }

  @Test
  void aLookEveryFiveMinutesUnlessTheBudgetIsTooSmallAndThePageSaysSo() {
    world.readAll();
    assertThat(cadence().least()).isEqualTo(300);
    assertThat(cost()).as("what the lists took of a thousand calls").isBetween(0.0008, 0.01);
    wanted(300);
    jdbc.sql("update account_pace set cost = 0.03 where account_id = :account")
        .param("account", account)
        .update();
    assertThat(cadence().stretch() / Cadence.LOOKS)
        .as("12 looks an hour at 10 repositories, each 3 % of the hour, with 45 % of it")
        .isBetween(7.99, 8.01);
    jdbc.sql("update repository_sync set interval_s = 2400").update();
    var id =
        jdbc.sql("select id from repository where full_name = 'acme/s3'")
            .query(UUID.class)
            .single();
    assertThat(ada.get("/repositories/" + id).body()).contains("Every 40 min: this token");
    assertThat(ada.get("/health").body()).contains("Every 40 min: this token");
    jdbc.sql("update provider_account set share = 0.25").update();
    assertThat(cadence().stretch() / Cadence.LOOKS).as("half the share").isBetween(15.9, 16.1);
    jdbc.sql("update provider_account set share = null").update();
    jdbc.sql("update account_pace set cost = 0.001 where account_id = :account")
        .param("account", account)
        .update();
    assertThat(cadence().stretch()).isEqualTo(1);
  }

  private Cadence cadence() {
    return rhythm.cadence(accounts.find(account).orElseThrow());
  }

  private void wanted(int seconds) {
    jdbc.sql("update repository_sync set wanted_s = :seconds where account_id = :account")
        .param("seconds", seconds)
        .param("account", account)
        .update();
  }

  private double cost() {
    return jdbc.sql("select cost from account_pace where account_id = :account")
        .param("account", account)
        .query(Double.class)
        .single();
  }

  @Test
  void whatThatMeansForAThousandRepositoriesOnOneToken() {
    jdbc.sql(
            """
            update account_pace
            set    cost = 0.001 * 1000 / (select count(*) from repository_sync
                                          where account_id = :account)
            where  account_id = :account
            """)
        .param("account", account)
        .update();
    wanted(1800);
    assertThat(1800 * cadence().stretch() / Cadence.LOOKS)
        .as("a look at all of them every 8,000 seconds: 450 calls an hour")
        .isBetween(7999.0, 8001.0);
    jdbc.sql("update account_pace set cost = 0.001 where account_id = :account")
        .param("account", account)
        .update();
  }
}
