package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.INSTANT;
import static org.awaitility.Awaitility.await;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.Vault;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Fault;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.QueueEntry;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What happens at the provider shows here, each in a repository of its own. */
@AmpelTest(properties = "ampel.sync.tick=100ms")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangesTests {
  private static final Rules RULES = Rules.none().approvals(1).checks("build");
  private final Simulator simulator = Simulator.start(0);
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Vault vault;
  private Visitor ada = new Visitor(0);
  private SyncWorld world;
  private UUID account = UUID.randomUUID();

  @BeforeAll
  void begin() {
    ada = Visitor.first(port);
    world = new SyncWorld(jdbc, vault, simulator.githubBase());
    account = world.account(world.person(Visitor.EMAIL), "work", Tokens.ADMIN);
  }

  @AfterAll
  void end() {
    simulator.close();
  }

  private Repository repository(String name, Rules rules) {
    return simulator.world().repository("acme/" + name).protect(rules);
  }

  /** Fine in every respect. */
  private static PullRequest ready(Repository repository) {
    return repository
        .pullRequest("Add a thing")
        .author("ben")
        .check("build", CheckState.PASSED)
        .approve("lena");
  }

  private String watch(Repository repository) {
    var answer =
        ada.json(
            "POST",
            "/api/v1/repositories",
            "{\"account\":\"%s\",\"fullNames\":[\"%s\"]}"
                .formatted(account, repository.fullName()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    world.awaitFirstSync();
    return Visitor.read(answer).get("added").get(0).get("id").asString();
  }

  private void assertLight(PullRequest pr, String light) {
    var name = pr.repository().fullName() + "#" + pr.number();
    await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(world.light(name)).isEqualTo(light));
  }

  private void change(PullRequest pr, Runnable change, String light) {
    change.run();
    world.readAll();
    assertLight(pr, light);
  }

  @Test
  void aFinishedCheckAndOneThatIsRunAgainAndFails() {
    var pr =
        repository("checks", RULES)
            .pullRequest("Add a thing")
            .author("ben")
            .check("build", CheckState.RUNNING)
            .approve("lena");
    watch(pr.repository());
    assertLight(pr, "WAITING");
    var updated = pr.updatedAt();
    change(pr, () -> pr.finish("build", CheckState.PASSED), "READY");
    change(pr, () -> pr.rerun("build"), "WAITING");
    change(pr, () -> pr.finish("build", CheckState.FAILED), "BLOCKED");
    assertThat(pr.updatedAt()).as("none of it moved updatedAt").isEqualTo(updated);
  }

  @Test
  void aMovedBase() {
    var pr = ready(repository("base", RULES.strict()));
    watch(pr.repository());
    assertLight(pr, "READY");
    var updated = pr.updatedAt();
    change(pr, () -> pr.repository().moveBase("main"), "WAITING");
    assertThat(pr.updatedAt()).isEqualTo(updated);
  }

  @Test
  void aDismissedReview() {
    var pr = ready(repository("reviews", RULES));
    watch(pr.repository());
    assertLight(pr, "READY");
    change(pr, () -> pr.dismissReview("lena"), "WAITING");
  }

  @Test
  void aPlaceInTheQueue() {
    var pr = ready(repository("queue", RULES.mergeQueue()));
    watch(pr.repository());
    var mira = simulator.world().person("mira");
    change(pr, () -> pr.enqueue(QueueEntry.State.QUEUED, 1, mira), "WAITING");
    change(
        pr,
        () -> {
          pr.dequeue();
          pr.enqueue(QueueEntry.State.UNMERGEABLE, 1, mira);
        },
        "BLOCKED");
  }

  @Test
  void mergeabilityThatIsBeingComputedIsAskedForAgainWithinSeconds() {
    var pr = ready(repository("computing", RULES));
    watch(pr.repository());
    assertLight(pr, "READY");
    change(pr, () -> pr.computing(2), "READY");
  }

  @Test
  void theTrueStateAndTimeOfWhatIsOver() {
    var repository = repository("over", RULES);
    var merged = ready(repository);
    var closed = ready(repository);
    watch(repository);
    assertLight(merged, "READY");
    merged.merge("mira");
    closed.close();
    world.readAll();
    assertLight(merged, "MERGED");
    assertLight(closed, "CLOSED");
    assertThat(ended(merged, "merged_at")).asInstanceOf(INSTANT).isEqualTo(merged.closedAt());
    assertThat(ended(closed, "closed_at")).asInstanceOf(INSTANT).isEqualTo(closed.closedAt());
    assertThat(events(closed)).contains("CLOSED").doesNotContain("MERGED");
    change(closed, closed::reopen, "READY");
    assertThat(ended(closed, "closed_at")).isNull();
    assertThat(events(closed)).contains("REOPENED");
  }

  private @org.jspecify.annotations.Nullable Instant ended(PullRequest pr, String column) {
    return jdbc.sql(
            """
            select p.%s as at
            from   pull_request p
            join   repository   r on r.id = p.repository_id
            where  r.full_name = :repository and p.number = :number
            """
                .formatted(column))
        .param("repository", pr.repository().fullName())
        .param("number", pr.number())
        .query((row, number) -> java.util.Optional.ofNullable(row.getTimestamp("at")))
        .single()
        .map(java.sql.Timestamp::toInstant)
        .orElse(null);
  }

  private List<String> events(PullRequest pr) {
    return jdbc.sql(
            """
            select e.kind
            from   pull_request_event e
            join   pull_request       p on p.id = e.pull_request_id
            join   repository         r on r.id = p.repository_id
            where  r.full_name = :repository and p.number = :number
            """)
        .param("repository", pr.repository().fullName())
        .param("number", pr.number())
        .query((row, number) -> row.getString("kind"))
        .list();
  }

  @Test
  void aRenamedAnArchivedAndADeletedRepository() {
    var repository = repository("former", RULES);
    var pr = ready(repository);
    var id = watch(repository);
    assertLight(pr, "READY");
    repository.rename("latter");
    world.readAll();
    assertThat(Visitor.read(ada.get("/api/v1/repositories/" + id)).get("fullName").asString())
        .isEqualTo("acme/latter");
    change(pr, () -> repository.archive(true), "BLOCKED");
    assertThat(Visitor.read(ada.get("/api/v1/repositories/" + id)).get("archived").asBoolean())
        .isTrue();
    repository.delete();
    world.readAll();
    await()
        .untilAsserted(() -> {
          var told = Visitor.read(ada.get("/api/v1/repositories/" + id));
          assertThat(told.get("health").asString()).isEqualTo("UNREACHABLE");
          assertThat(told.get("accounts").get(0).get("state").asString()).isEqualTo("LOST");
        });
    assertThat(world.light("acme/latter#" + pr.number())).as("kept").isEqualTo("BLOCKED");
    assertThat(ada.json("DELETE", "/api/v1/repositories/" + id, "").statusCode()).isEqualTo(204);
  }

  @Test
  void faultsHealToTheTruth() {
    var repositories =
        List.of(
            repository("fault-a", RULES),
            repository("fault-b", RULES),
            repository("fault-c", RULES));
    var prs =
        repositories.stream().flatMap(one -> List.of(ready(one), ready(one)).stream()).toList();
    repositories.forEach(this::watch);
    prs.forEach(pr -> assertLight(pr, "READY"));
    for (var fault :
        List.of(
            Fault.status(502).times(4),
            Fault.of(Fault.Kind.HTML).times(4),
            Fault.of(Fault.Kind.CUT).times(4),
            Fault.of(Fault.Kind.SECONDARY_LIMIT).retryAfter("1").times(1))) {
      simulator.faults().add(fault);
      prs.get(0).finish("build", CheckState.FAILED);
      prs.get(2).dismissReview("lena");
      jdbc.sql("update repository_sync set next_due = now()").update();
      pause(2500);
      simulator.faults().clear();
      heal();
      assertLight(prs.get(0), "BLOCKED");
      assertLight(prs.get(2), "WAITING");
      prs.get(0).rerun("build");
      prs.get(0).finish("build", CheckState.PASSED);
      prs.get(2).approve("lena");
      heal();
      prs.forEach(pr -> assertLight(pr, "READY"));
    }
    var truth = SyncWorld.truth(simulator);
    assertThat(truth).containsAllEntriesOf(world.lightsOf("acme/fault-"));
    assertThat(world.lightsOf("acme/fault-")).hasSize(6);
  }

  private void heal() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> {
          jdbc.sql("update account_pace set paused_until = null").update();
          jdbc.sql(
                  """
                  update repository_sync set next_due = now()
                  where  problem is not null and leased_until is null
                  """)
              .update();
          return jdbc.sql("select count(*) from account_pace where failures > 0")
                      .query(Integer.class)
                      .single()
                  == 0
              && jdbc.sql(
                          "select count(*) from repository_sync rs join watch using (repository_id) where problem is not null")
                      .query(Integer.class)
                      .single()
                  == 0;
        });
    world.readAll();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void pollsWithDifferentTokensLeaveTheSameLight() {
    var repository = repository("tokens", RULES);
    var ready = ready(repository);
    var failed = ready(repository).finish("build", CheckState.FAILED);
    var waiting = repository.pullRequest("More").author("ben").check("build", CheckState.PASSED);
    var id = UUID.fromString(watch(repository));
    var person = world.person(Visitor.EMAIL);
    var accounts =
        List.of(
            account,
            world.account(person, "writer", Tokens.WRITER),
            world.account(person, "fine-grained", Tokens.FINE_GRAINED_READ),
            world.account(person, "usual", Tokens.FINE_GRAINED));
    var expected = Map.of(name(ready), "READY", name(failed), "BLOCKED", name(waiting), "WAITING");
    for (int round = 0; round < 2; round++) {
      for (var one : accounts) {
        world.readOnlyWith(one, id);
        assertThat(world.lightsOf("acme/tokens")).as("read with " + one).isEqualTo(expected);
      }
    }
    jdbc.sql("update provider_account set enabled = (id = :account)")
        .param("account", account)
        .update();
    jdbc.sql("delete from provider_account where id <> :account")
        .param("account", account)
        .update();
  }

  private static String name(PullRequest pr) {
    return pr.repository().fullName() + "#" + pr.number();
  }

  @Test
  void somebodyWithoutReachGetsNothingAndADeletedAccountEndsSight() {
    var repository = repository("secret", RULES);
    var pr = ready(repository);
    var id = watch(repository);
    assertLight(pr, "READY");
    var grace = ada.add(port, "grace@example.org");
    var outsider = world.account(world.person("grace@example.org"), "out", Tokens.PUBLIC_ONLY);
    var refused =
        grace.json(
            "POST",
            "/api/v1/repositories",
            "{\"account\":\"%s\",\"fullNames\":[\"acme/secret\"]}".formatted(outsider));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(grace.get("/api/v1/repositories/" + id).statusCode()).isEqualTo(404);
    assertThat(grace.json("POST", "/api/v1/repositories/" + id + "/sync", "").statusCode())
        .isEqualTo(404);
    var pullRequest = "/api/v1/pull-requests/" + world.id(name(pr));
    assertThat(ada.get(pullRequest).statusCode()).isEqualTo(200);
    assertThat(grace.get(pullRequest).statusCode()).isEqualTo(404);

    var reader = world.account(world.person("grace@example.org"), "in", Tokens.READER);
    var allowed =
        grace.json(
            "POST",
            "/api/v1/repositories",
            "{\"account\":\"%s\",\"fullNames\":[\"acme/secret\"]}".formatted(reader));
    assertThat(allowed.statusCode()).isEqualTo(201);
    await().atMost(Duration.ofSeconds(20)).until(() -> grace.get(pullRequest).statusCode() == 200);
    jdbc.sql("delete from provider_account where id = :id").param("id", reader).update();
    assertThat(grace.get(pullRequest).statusCode()).isEqualTo(404);
    assertThat(ada.get(pullRequest).statusCode()).isEqualTo(200);
  }

  @Test
  void aTokenThatDiesIsUsedNoMoreAndTheLightsStay() {
    var repository = repository("dying", RULES);
    var pr = ready(repository);
    var hopper = ada.add(port, "hopper@example.org");
    var own = world.account(world.person("hopper@example.org"), "hers", Tokens.WRITER);
    hopper.json(
        "POST",
        "/api/v1/repositories",
        "{\"account\":\"%s\",\"fullNames\":[\"acme/dying\"]}".formatted(own));
    assertLight(pr, "READY");
    vault.seal(own, "provider-token", Tokens.REVOKED);
    jdbc.sql("update repository_sync set next_due = now()").update();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            jdbc.sql("select died_at is not null from provider_account where id = :id")
                .param("id", own)
                .query(Boolean.class)
                .single());
    var list = Visitor.read(hopper.get("/api/v1/repositories")).get("items");
    assertThat(list.get(0).get("health").asString()).isEqualTo("UNREACHABLE");
    assertThat(list.get(0).get("open").asInt()).isEqualTo(1);
    assertThat(list.get(0).get("problem").get("code").asString()).isEqualTo("INVALID_TOKEN");
    simulator.calls().clear();
    jdbc.sql("update repository_sync set next_due = now()").update();
    pause(1500);
    assertThat(simulator.calls().recent()).noneMatch(call -> call.token().contains("revoked"));
    assertLight(pr, "READY");
  }

  @Test
  void aPatternPicksUpWhatComesLaterButNotWhatWasLeft() {
    simulator.world().repository("patterned/one");
    var left = simulator.world().repository("patterned/two");
    var made =
        ada.json(
            "POST",
            "/api/v1/repositories/patterns",
            "{\"account\":\"%s\",\"pattern\":\"patterned/*\"}".formatted(account));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    var pattern = Visitor.read(made);
    assertThat(pattern.get("matches").asInt()).isEqualTo(2);
    ada.json("DELETE", "/api/v1/repositories/" + idOf(left.fullName()), "");
    simulator.world().repository("patterned/three");
    var again =
        ada.json(
            "POST", "/api/v1/repositories/patterns/" + pattern.get("id").asString() + "/apply", "");
    assertThat(Visitor.read(again).get("matches").asInt()).as(again.body()).isEqualTo(2);
    var names =
        Visitor.read(ada.get("/api/v1/repositories?q=patterned"))
            .get("items")
            .findValuesAsString("fullName");
    assertThat(names).containsExactly("patterned/one", "patterned/three");
  }

  private String idOf(String fullName) {
    return jdbc.sql("select id from repository where full_name = :name")
        .param("name", fullName)
        .query(UUID.class)
        .single()
        .toString();
  }

  @Test
  void requirementsSetHereChangeTheLightAtOnce() {
    var pr =
        simulator
            .world()
            .repository("acme/free")
            .pullRequest("Add a thing")
            .author("ben")
            .check("build", CheckState.PASSED)
            .check("flaky", CheckState.FAILED);
    var id = watch(pr.repository());
    assertLight(pr, "BLOCKED");
    var changed =
        ada.json(
            "PATCH", "/api/v1/repositories/" + id, "{\"requirements\":{\"checks\":[\"build\"]}}");
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    assertThat(Visitor.read(changed).get("light").asString()).isEqualTo("READY");
    assertThat(Visitor.read(changed).get("requirements").get("setBy").asString())
        .isEqualTo("Ada Lovelace");
    var two =
        ada.json("PATCH", "/api/v1/repositories/" + id, "{\"requirements\":{\"approvals\":2}}");
    assertThat(Visitor.read(two).get("light").asString()).isEqualTo("BLOCKED");
    var bad =
        ada.json("PATCH", "/api/v1/repositories/" + id, "{\"requirements\":{\"approvals\":99}}");
    assertThat(bad.statusCode()).isEqualTo(400);
  }
}
