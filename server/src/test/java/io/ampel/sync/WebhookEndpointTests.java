package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.Vault;
import io.ampel.provider.HookPost;
import io.ampel.provider.Webhooks;
import io.ampel.simulator.Calls;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A webhook says "look again", to those who signed it, and nothing else. */
@AmpelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookEndpointTests {
  private final Simulator simulator = Simulator.start(0);
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Vault vault;
  @Autowired private Webhooks webhooks;
  private Visitor ada = new Visitor(0);
  private SyncWorld world;
  private PullRequest pullRequest;
  private PullRequest other;
  private HookPost hook = new HookPost(0, "", "");
  private HookPost ownerHook = new HookPost(0, "", "");
  private String body = "";

  @BeforeAll
  void begin() {
    var repository = simulator.world().repository("acme/api");
    pullRequest =
        repository.pullRequest("Add a thing").author("ben").check("build", CheckState.PASSED);
    other = simulator.world().repository("acme/web").pullRequest("Another").author("ben");
    ada = Visitor.first(port);
    world = new SyncWorld(jdbc, vault, simulator.githubBase());
    var account = world.account(world.person(Visitor.EMAIL), "work", Tokens.ADMIN);
    var added =
        ada.json(
            "POST",
            "/api/v1/repositories",
            "{\"account\":\"%s\",\"fullNames\":[\"acme/api\",\"acme/web\"]}".formatted(account));
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    world.awaitFirstSync();
    hook = HookPost.hook(jdbc, vault, port, id("acme/api"));
    ownerHook = HookPost.ownerHook(jdbc, vault, port, id("acme/api"), "acme");
    body =
        "{\"action\":\"edited\",\"repository\":{\"node_id\":\"%s\",\"full_name\":\"acme/api\"}}"
            .formatted(externalId("acme/api"));
  }

  private UUID id(String fullName) {
    return jdbc.sql("select id from repository where full_name = :name")
        .param("name", fullName)
        .query(UUID.class)
        .single();
  }

  private String externalId(String fullName) {
    return jdbc.sql("select external_id from repository where full_name = :name")
        .param("name", fullName)
        .query(String.class)
        .single();
  }

  /** Nothing is due for long. */
  @BeforeEach
  void rest() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            jdbc
                .sql(
                    """
                    update repository_sync
                    set    next_due = now() + interval '1 hour', settle_at = null,
                           announced_at = null, last_tried_at = now() - interval '1 minute'
                    returning coalesce(leased_until > now(), false)
                    """)
                .query(Boolean.class)
                .list()
                .stream()
                .noneMatch(leased -> leased));
    jdbc.sql("update webhook set last_delivery_at = null, last_event = null, missed_at = null")
        .update();
    simulator.calls().clear();
  }

  @AfterAll
  void end() {
    simulator.close();
  }

  private void awaitLight(String name, String light) {
    await().atMost(Duration.ofSeconds(20)).until(() -> world.light(name).equals(light));
  }

  /** How often all pull requests of a repository were looked through. */
  private long looks() {
    return simulator.calls().recent().stream()
        .map(Calls.Call::route)
        .filter(route -> route.contains("Probe"))
        .count();
  }

  private List<String> announced() {
    return jdbc.sql(
            """
            select r.full_name
            from   repository_sync rs
            join   repository      r on r.id = rs.repository_id
            where  rs.announced_at is not null
            order  by r.full_name
            """)
        .query((row, _) -> row.getString("full_name"))
        .list();
  }

  @Test
  void aSignedDeliveryBringsTheLightWithinSeconds() {
    pullRequest.finish("build", CheckState.FAILED);
    var start = Instant.now();

    assertThat(hook.deliver("check_run", body).statusCode()).isEqualTo(204);

    awaitLight("acme/api#1", "BLOCKED");
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(4));
    assertThat(announced()).containsExactly("acme/api");
    assertThat(
            jdbc.sql("select last_event from webhook where last_delivery_at is not null")
                .query(String.class)
                .list())
        .containsExactly("check_run");
    pullRequest.rerun("build").finish("build", CheckState.PASSED);
    hook.deliver("check_run", body);
    awaitLight("acme/api#1", "READY");
  }

  @Test
  void whoIsNotKnownAndWhoSignsWronglyAreAnsweredAlike() {
    var unknown = hook.at("x".repeat(43)).deliver("push", body);
    var wrong = hook.signedWith("another").deliver("push", body);
    var unsigned =
        hook.send(
            body,
            "Content-Type",
            "application/json",
            "X-GitHub-Event",
            "push",
            "X-GitHub-Delivery",
            "unsigned");
    var nonsense = hook.send("not json", "X-Hub-Signature-256", "sha256=zz");

    assertThat(List.of(wrong, unsigned, nonsense))
        .allSatisfy(answer -> {
          assertThat(answer.statusCode()).isEqualTo(404);
          assertThat(answer.body()).isEqualTo(unknown.body());
          assertThat(names(answer)).isEqualTo(names(unknown));
        });
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(announced()).isEmpty();
    assertThat(unknown.headers().firstValue("Set-Cookie")).isEmpty();
  }

  private static Map<String, Integer> names(HttpResponse<String> answer) {
    return answer.headers().map().entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(Map.Entry::getKey, each -> each.getValue().size()));
  }

  @Test
  void whatComesAgainCountsOnce() {
    assertThat(hook.deliver("push", body, "once").statusCode()).isEqualTo(204);
    assertThat(announced()).containsExactly("acme/api");
    rest();

    assertThat(hook.deliver("push", body, "once").statusCode()).isEqualTo(204);
    assertThat(announced()).isEmpty();
    assertThat(hook.deliver("push", body, "twice").statusCode()).isEqualTo(204);
    assertThat(announced()).containsExactly("acme/api");
  }

  @Test
  void deliveriesAreForgottenAfterAWhile() {
    hook.deliver("push", body, "old");
    hook.deliver("push", body, "new");
    jdbc.sql(
            "update webhook_delivery set arrived_at = now() - interval '8 days' where delivery_id = 'old'")
        .update();
    webhooks.forgetDeliveries(Instant.now().minus(Duration.ofDays(7)));
    assertThat(
            jdbc.sql("select delivery_id from webhook_delivery where delivery_id in ('old', 'new')")
                .query(String.class)
                .list())
        .containsExactly("new");
  }

  @Test
  void signedFormsAndSignedNonsenseAreNotTaken() {
    var form = "payload=%7B%7D";
    var asForm =
        hook.send(
            form,
            "Content-Type",
            "application/x-www-form-urlencoded",
            "X-GitHub-Event",
            "push",
            "X-GitHub-Delivery",
            "form",
            "X-Hub-Signature-256",
            hook.signature(form));
    assertThat(asForm.statusCode()).isEqualTo(415);
    assertThat(asForm.body()).contains("application/json");
    assertThat(hook.deliver("push", "{\"cut").statusCode()).isEqualTo(400);
    assertThat(hook.deliver("push", "[]").statusCode()).isEqualTo(400);
    assertThat(hook.deliver("push", "{}", " ").statusCode()).isEqualTo(400);
    assertThat(announced()).isEmpty();
  }

  @Test
  void whatIsTooLargeIsNotRead() {
    var large = "{\"x\":\"" + "y".repeat(6 << 20) + "\"}";
    assertThat(hook.deliver("push", large).statusCode()).isEqualTo(413);
    var unannounced =
        hook.send(
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large.getBytes())),
            "Content-Type",
            "application/json",
            "X-GitHub-Event",
            "push",
            "X-GitHub-Delivery",
            "large",
            "X-Hub-Signature-256",
            hook.signature(large));
    assertThat(unannounced.statusCode()).isEqualTo(413);
    var twoMegabytes = body.replaceFirst("\\{", "{\"x\":\"" + "y".repeat(2 << 20) + "\",");
    assertThat(hook.deliver("push", twoMegabytes).statusCode()).isEqualTo(204);
    assertThat(announced()).containsExactly("acme/api");
  }

  @Test
  void aBurstIsOneLook() throws Exception {
    var answers = new ArrayList<Integer>();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          pool.invokeAll(
              java.util.Collections.<java.util.concurrent.Callable<Integer>>nCopies(
                  50, () -> hook.deliver("check_run", body).statusCode()));
      for (var one : all) {
        answers.add(one.get());
      }
    }
    assertThat(answers).hasSize(50).containsOnly(204);
    await().atMost(Duration.ofSeconds(10)).until(() -> looks() > 0);
    pause(3000);
    // Those that came while the look was under way are worth another one, and no more.
    assertThat(looks()).isBetween(1L, 2L);
  }

  @Test
  void whoHasToSaveLooksInRounds() {
    jdbc.sql("update account_pace set stretch = 3").update();
    try {
      hook.deliver("push", body);
      ownerHook.deliver(
          "push",
          body.replace("acme/api", "acme/web")
              .replace(externalId("acme/api"), externalId("acme/web")));
      var due =
          jdbc.sql(
                  "select extract(epoch from next_due) from repository_sync where announced_at is not null")
              .query(Double.class)
              .list();
      assertThat(due).hasSize(2).allSatisfy(at -> assertThat(at % 16).isZero());
    } finally {
      jdbc.sql("update account_pace set stretch = 1").update();
    }
  }

  @Test
  void itIsAnsweredWithinFiftyMilliseconds() {
    for (var i = 0; i < 20; i++) {
      hook.deliver("push", body);
    }
    var times = new ArrayList<Long>();
    for (var i = 0; i < 40; i++) {
      var start = System.nanoTime();
      hook.deliver("push", body);
      times.add((System.nanoTime() - start) / 1_000_000);
    }
    times.sort(null);
    assertThat(times.get(20)).as("median of " + times).isLessThan(50);
  }

  @Test
  void onlyWhatTheHookWasMadeForIsBroughtForward() {
    var foreign = "{\"repository\":{\"node_id\":\"%s\",\"full_name\":\"acme/web\"}}";
    var web = foreign.formatted(externalId("acme/web"));

    assertThat(hook.deliver("push", web).statusCode()).isEqualTo(204);
    assertThat(announced()).isEmpty();
    assertThat(ownerHook.deliver("push", web).statusCode()).isEqualTo(204);
    assertThat(announced()).containsExactly("acme/web");
  }

  /** A check of a fork names the fork, and no pull request. */
  @Test
  void aCheckOfAForkIsFoundByItsCommit() {
    var check =
        "{\"check_run\":{\"head_sha\":\"%s\",\"pull_requests\":[]},\"repository\":{\"node_id\":\"R_fork\",\"full_name\":\"eve/web\"}}";
    assertThat(ownerHook.deliver("check_run", check.formatted("0".repeat(40))).statusCode())
        .isEqualTo(204);
    assertThat(announced()).isEmpty();
    assertThat(ownerHook.deliver("check_run", check.formatted(other.headSha())).statusCode())
        .isEqualTo(204);
    assertThat(announced()).containsExactly("acme/web");
  }

  @Test
  void whatNoLightDependsOnShowsOnlyThatTheHookLives() {
    assertThat(hook.deliver("ping", "{\"zen\":\"Keep it logically awesome.\"}").statusCode())
        .isEqualTo(204);
    assertThat(announced()).isEmpty();
    assertThat(
            jdbc.sql("select last_event from webhook where last_event is not null")
                .query(String.class)
                .list())
        .containsExactly("ping");
  }

  @Test
  void aHookThatShouldHaveToldIsNoticedByPolling() {
    jdbc.sql("update webhook set created_at = now() - interval '1 hour'").update();
    jdbc.sql("update webhook set last_delivery_at = now() where scope = 'OWNER'").update();
    world.readAll();
    assertThat(missed()).as("nothing changed").isEmpty();

    pullRequest.draft();
    jdbc.sql("update webhook set last_delivery_at = clock_timestamp() where scope = 'OWNER'")
        .update();
    world.readAll();

    assertThat(missed()).containsExactly("REPOSITORY");
    pullRequest.ready();
    hook.deliver("pull_request", body);
    assertThat(missed()).isEmpty();
    awaitLight("acme/api#1", "READY");
    assertThat(missed()).as("it was told").doesNotContain("REPOSITORY");
  }

  private List<String> missed() {
    return jdbc.sql("select scope from webhook where missed_at is not null")
        .query((row, _) -> row.getString("scope"))
        .list();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
