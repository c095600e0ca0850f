package io.ampel.merge;

import static io.ampel.simulator.CheckState.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.OnGitHub;
import io.ampel.act.Rereading;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.provider.ProviderAccounts;
import io.ampel.pullrequest.PullRequests;
import io.ampel.simulator.Fault;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Merging through Ampel's REST at the simulated GitHub, over real HTTP on both sides. */
@AmpelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MergeTests {
  private static final Simulator SIMULATOR = Simulator.start(0);

  @LocalServerPort int port;
  @Autowired MergePolicy policy;
  @Autowired MergeTasks.MergeSettling settling;
  @Autowired JdbcClient jdbc;
  @Autowired Rereading rereading;
  @Autowired PullRequests pullRequests;
  @Autowired ProviderAccounts accounts;

  private final Repository repository =
      SIMULATOR.world().repository("acme/api").collaborator("noor", Role.READ);
  private @Nullable Visitor someone;
  private @Nullable OnGitHub acting;
  private int made;

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("ampel.github-url", () -> SIMULATOR.githubBase().toString());
  }

  @BeforeEach
  void startWithoutBypass() {
    policy.allowBypass(false);
  }

  private Visitor ada() {
    if (someone == null) {
      someone = Visitor.first(port);
      acting = new OnGitHub(someone.program("ACT"));
      acting.watch(acting.account("work", Tokens.ADMIN), "acme/api");
    }
    return someone;
  }

  private OnGitHub github() {
    ada();
    return Objects.requireNonNull(acting);
  }

  @AfterEach
  void heal() {
    SIMULATOR.faults().clear();
  }

  @Test
  void aReadyPullRequestIsMergedWithItsStrategyAndItsBranchDeleted() {
    var ready = ready("Add a rate limiter");
    var branch = ready.headRef();

    var answer =
        merge(ready, Map.of("strategy", "squash", "title", "Limit it", "deleteBranch", true));

    assertThat(answer.get("outcome").asString()).isEqualTo("MERGED");
    assertThat(answer.get("commit").asString()).isEqualTo(ready.mergeCommit());
    assertThat(repository.findBranch(branch)).isEmpty();
    assertThat(shown(ready).get("state").asString()).isEqualTo("MERGED");
  }

  @Test
  void twoAtTheSameTimeMergeOnce() throws Exception {
    var ready = ready("Retry on time-outs");
    SIMULATOR.calls().clear();
    SIMULATOR.faults().add(Fault.latency(Duration.ofMillis(700)).on("/merge"));

    Callable<JsonNode> attempt = () -> merge(ready, Map.of());
    List<String> outcomes;
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      outcomes =
          pool.invokeAll(List.of(attempt, attempt)).stream()
              .map(Future::resultNow)
              .map(answer -> answer.get("outcome").asString())
              .sorted()
              .toList();
    }

    assertThat(outcomes).containsExactly("MERGED", "REFUSED");
    assertThat(mergeCalls()).isOne();
  }

  @Test
  void theSameKeyGetsTheSameAnswer() {
    var ready = ready("Cache the manifest");
    var key = UUID.randomUUID().toString();
    SIMULATOR.calls().clear();

    var first = merge(ready, Map.of(), "Idempotency-Key", key);
    var second = merge(ready, Map.of(), "Idempotency-Key", key);

    assertThat(first.get("outcome").asString()).isEqualTo("MERGED");
    assertThat(second).isEqualTo(first);
    assertThat(mergeCalls()).isOne();
    assertThat(
            merge(ready, Map.of("title", "Another"), "Idempotency-Key", key).get("code").asString())
        .isEqualTo("IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void whatSomebodyPushedSinceIsNotMerged() {
    var ready = ready("Log the trace id");
    var seen = ready.headSha();
    ready.push();

    var answer = github().send(path(ready), Map.of("headSha", seen));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(Visitor.read(answer).get("outcome").asString()).isEqualTo("HEAD_MOVED");
    assertThat(ready.open()).isTrue();
  }

  @Test
  void aBlockedOneIsRefusedWithItsReasonsAndWithoutASecondStep() {
    var blocked = pullRequest("Break the build").check("build", FAILED);
    awaitLight(blocked, "BLOCKED");

    var answer = github().send(path(blocked), Map.of("headSha", blocked.headSha()));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(Visitor.read(answer).get("outcome").asString()).isEqualTo("REFUSED");
    assertThat(Visitor.read(answer).get("message").asString()).contains("build");
    assertThat(Visitor.read(answer).hasNonNull("confirmation")).isFalse();
    assertThat(blocked.open()).isTrue();
  }

  @Test
  void pastTheLightOnlyWhereAnAdministratorAllowsItAndWithTheConfirmationOfTheRefusal() {
    var blocked = pullRequest("Ship it anyway").check("build", FAILED);
    awaitLight(blocked, "BLOCKED");
    policy.allowBypass(true);

    var guessed = merge(blocked, Map.of("confirmation", UUID.randomUUID().toString()));
    assertThat(guessed.get("outcome").asString()).isEqualTo("REFUSED");
    var confirmation = guessed.get("confirmation").asString();
    var confirmed = merge(blocked, Map.of("confirmation", confirmation));
    assertThat(confirmed.get("outcome").asString()).isEqualTo("MERGED");
    assertThat(
            jdbc.sql(
                    "select count(*) from audit where action = 'pull-request.merged' and details ->> 'confirmed' = 'true' and outcome = 'DONE'")
                .query(Long.class)
                .single())
        .isPositive();
  }

  @Test
  void aConfirmationIsOfNoUseForOtherReasonsAnotherPersonOrTooLate() {
    var blocked = pullRequest("Confirm me").check("build", FAILED);
    awaitLight(blocked, "BLOCKED");
    policy.allowBypass(true);
    var confirmation = merge(blocked, Map.of()).get("confirmation").asString();

    blocked.check("lint", FAILED);
    var withOtherReasons = merge(blocked, Map.of("confirmation", confirmation));
    assertThat(withOtherReasons.get("outcome").asString()).isEqualTo("REFUSED");

    var fresh = withOtherReasons.get("confirmation").asString();
    jdbc.sql("update merge_attempt set confirmable_until = now() - interval '1 second'").update();
    assertThat(merge(blocked, Map.of("confirmation", fresh)).get("outcome").asString())
        .isEqualTo("REFUSED");
    assertThat(blocked.open()).isTrue();
  }

  @Test
  void aMergeWhoseAnswerWasLostIsFoundOut() {
    var ready = ready("Lose the answer");
    SIMULATOR.calls().clear();
    SIMULATOR.faults().add(Fault.status(502).on("/merge").afterTheWork());

    var answer = merge(ready, Map.of());

    assertThat(answer.get("outcome").asString()).isEqualTo("MERGED");
    assertThat(mergeCalls()).isOne();
  }

  @Test
  void aMergeThatNeverArrivedIsNotRepeatedAndSettledByReading() {
    var ready = ready("Never arrive");
    SIMULATOR.calls().clear();
    SIMULATOR.faults().add(Fault.status(502).on("/merge"));

    var answer = merge(ready, Map.of());
    assertThat(answer.get("outcome").asString()).isEqualTo("UNKNOWN");
    assertThat(mergeCalls()).isOne();
    SIMULATOR.faults().clear();
    settling.settle(Duration.ZERO);

    assertThat(outcome(ready)).isEqualTo("REFUSED");
    assertThat(mergeCalls()).isOne();
    assertThat(merge(ready, Map.of()).get("outcome").asString()).isEqualTo("MERGED");
  }

  @Test
  void anAttemptThatACrashLeftIsSettledByReading() {
    var ready = ready("Crash in the middle");
    var id = shown(ready).get("id").asString();
    jdbc.sql(
            """
            insert into merge_attempt
              (pull_request_id, person_id, account_id, head_sha, strategy, request, started_at, asked_at)
            select cast(:id as uuid), p.id, a.id, :head, 'SQUASH', '', now() - interval '3 minutes', now()
            from   person p
            join   provider_account a on a.person_id = p.id
            limit  1
            """)
        .param("id", id)
        .param("head", ready.headSha())
        .update();
    assertThat(merge(ready, Map.of()).get("outcome").asString()).isEqualTo("REFUSED");

    settling.settle(Duration.ofMinutes(2));

    assertThat(ready.open()).isTrue();
    assertThat(merge(ready, Map.of()).get("outcome").asString()).isEqualTo("MERGED");
  }

  @Test
  void aProviderThatStaysSilentIsAskedForADayAndWrittenDownOnce() {
    var ready = ready("Stay silent");
    SIMULATOR.faults().add(Fault.status(502).on("/merge"));
    assertThat(merge(ready, Map.of()).get("outcome").asString()).isEqualTo("UNKNOWN");
    SIMULATOR.faults().add(Fault.status(502));

    settling.settle(Duration.ZERO);
    settling.settle(Duration.ZERO);
    assertThat(outcome(ready)).isEqualTo("UNKNOWN");
    assertThat(settled(ready)).isZero();

    jdbc.sql("update merge_attempt set asked_at = asked_at - interval '25 hours'").update();
    SIMULATOR.faults().clear();
    settling.settle(Duration.ZERO);
    assertThat(outcome(ready)).isEqualTo("UNKNOWN");
  }

  private long settled(PullRequest pullRequest) {
    return jdbc.sql(
            """
            select count(*)
            from   audit
            where  action = 'pull-request.merge-settled'
            and    details ->> 'head' = :head
            """)
        .param("head", pullRequest.headSha())
        .query(Long.class)
        .single();
  }

  @Test
  void aTokenThatMayOnlyReadMergesNothing() {
    var ready = ready("Read only");
    var answer =
        new OnGitHub(ada().program("READ")).send(path(ready), Map.of("headSha", ready.headSha()));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(ready.open()).isTrue();
  }

  @Test
  void whoCannotSeeItGetsNotFound() {
    var ready = ready("Invisible");
    var stranger = ada().add(port, "grace" + made + "@example.org");

    var answer =
        new OnGitHub(stranger.program("ACT")).send(path(ready), Map.of("headSha", ready.headSha()));

    assertThat(answer.statusCode()).isEqualTo(404);
  }

  @Test
  void aReaderOfTheRepositoryIsTold() {
    var ready = ready("Not yours");
    var noor = ada().add(port, "noor" + made + "@example.org");
    var reader = new OnGitHub(noor.program("ACT"));
    reader.watch(reader.account("reading", Tokens.READER), "acme/api");
    reader.await("acme/api", ready.number());

    var answer = reader.send(path(ready), Map.of("headSha", ready.headSha()));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(Visitor.read(answer).get("outcome").asString()).isEqualTo("NOT_PERMITTED");
    assertThat(ready.open()).isTrue();
  }

  @Test
  void aReadingThatBeganBeforeTheMergeAndEndsAfterItBringsNothingBack() throws Exception {
    var ready = ready("Overtake a reading");
    var seen = pullRequests.find(UUID.fromString(shown(ready).get("id").asString())).orElseThrow();
    var account =
        accounts.polling(seen.repository().id()).stream().findFirst().map(accounts::access);
    quiet();
    SIMULATOR
        .faults()
        .add(Fault.latency(Duration.ofSeconds(4)).on("/graphql").times(1).afterTheWork());

    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow = pool.submit(() -> rereading.of(seen, account.orElseThrow()));
      until(() -> SIMULATOR.faults().all().isEmpty());
      assertThat(merge(ready, Map.of()).get("outcome").asString()).isEqualTo("MERGED");
      assertThat(slow.isDone()).as("still on its way").isFalse();
      var told = (Rereading.Result.Read) slow.get();
      assertThat(told.pullRequest().facts().state()).hasToString("MERGED");
    }

    assertThat(shown(ready).get("state").asString()).isEqualTo("MERGED");
    assertThat(shown(ready).hasNonNull("light")).isFalse();
  }

  /** Nothing but what the test asks reaches the provider. */
  private void quiet() {
    var busy =
        """
        update repository_sync
        set    next_due = now() + interval '1 hour', settle_at = null
        returning coalesce(leased_until > now(), false)
        """;
    until(() -> jdbc.sql(busy).query(Boolean.class).list().stream().noneMatch(leased -> leased));
  }

  private static void until(BooleanSupplier wanted) {
    org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(20)).until(wanted::getAsBoolean);
  }

  private PullRequest pullRequest(String title) {
    made++;
    return repository.pullRequest(100 + made).title(title).author("ben");
  }

  private PullRequest ready(String title) {
    var ready = pullRequest(title);
    awaitLight(ready, "READY");
    return ready;
  }

  private void awaitLight(PullRequest pullRequest, String light) {
    jdbc.sql("update repository_sync set next_due = now()").update();
    github().await("acme/api", pullRequest.number(), item -> light(item).equals(light));
  }

  private static String light(JsonNode item) {
    return item.path("light").asString();
  }

  private String path(PullRequest pullRequest) {
    return "/api/v1/pull-requests/" + shown(pullRequest).get("id").asString() + "/merge";
  }

  private JsonNode shown(PullRequest pullRequest) {
    var id =
        jdbc.sql("select id from pull_request where number = :number")
            .param("number", pullRequest.number())
            .query(String.class)
            .single();
    return Visitor.read(github().program().get("/api/v1/pull-requests/" + id));
  }

  private JsonNode merge(PullRequest pullRequest, Map<String, Object> more, String... headers) {
    var body = new java.util.HashMap<String, Object>(more);
    body.put("headSha", pullRequest.headSha());
    return github().post(path(pullRequest), body, headers);
  }

  private String outcome(PullRequest pullRequest) {
    return jdbc.sql(
            """
            select a.outcome
            from   merge_attempt a
            join   pull_request p on p.id = a.pull_request_id
            where  p.number = :number
            order  by a.started_at desc
            limit  1
            """)
        .param("number", pullRequest.number())
        .query(String.class)
        .single();
  }

  private static int mergeCalls() {
    return (int)
        SIMULATOR.calls().recent().stream().filter(call -> call.path().endsWith("/merge")).count();
  }
}
