package io.ampel.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.OnGitHub;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelProcess;
import io.ampel.simulator.Fault;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * Ampel dies, as with kill -9, while the provider has not answered to merges yet. What became of
 * them is read after the next start; nothing is merged a second time.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledWhileMergingTests {
  private final Simulator simulator = Simulator.start(0);
  private final PullRequest answerLost = pullRequest(1, "Merged, and the answer is lost");
  private final PullRequest neverArrived = pullRequest(2, "The call is lost");
  private final PullRequest mergedLater = pullRequest(3, "Merged when nobody waits any more");
  private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();

  @AfterAll
  void end() {
    waiting.shutdownNow();
    simulator.close();
  }

  /** Each in a repository of its own, since a merge sets the others there thinking. */
  private PullRequest pullRequest(int number, String title) {
    return simulator
        .world()
        .repository("acme/r" + number)
        .pullRequest(number)
        .title(title)
        .author("ben");
  }

  @Test
  void everyAttemptIsSettledByWhatTheProviderShows() {
    var setup =
        AmpelProcess.in(AmpelProcess.newHome())
            .with("AMPEL_ADMIN_EMAIL", Visitor.EMAIL)
            .with("AMPEL_ADMIN_PASSWORD", Visitor.PASSWORD)
            .with("AMPEL_ALLOW_LOOPBACK", "true")
            .with("AMPEL_GITHUB_URL", simulator.githubBase().toString());
    String bearer;
    try (var ampel = setup.start()) {
      bearer = killWhileMerging(ampel);
    }
    try (var ampel = setup.start()) {
      var ada = new OnGitHub(new Visitor(ampel.address().getPort()).bearer(bearer));
      nobodyMergesBeforeItIsSettled(ada);
      ampel.letPass(MergeTasks.SILENT);
      awaitSettled(ampel);

      assertThat(state(ada, answerLost)).isEqualTo("MERGED");
      assertThat(state(ada, mergedLater)).isEqualTo("MERGED");
      assertThat(state(ada, neverArrived)).isEqualTo("OPEN");
      assertThat(List.of(calls(answerLost), calls(neverArrived), calls(mergedLater)))
          .containsExactly(1L, 1L, 1L);
      theAuditSaysSo(ampel);
      sameKeySameAnswer(ada);
      assertThat(merge(ada, neverArrived, "another").path("outcome").asString())
          .isEqualTo("MERGED");
      assertThat(calls(neverArrived)).isEqualTo(2);
      assertThat(neverArrived.open()).isFalse();
    }
  }

  private String killWhileMerging(AmpelProcess ampel) {
    var visitor = new Visitor(ampel.address().getPort());
    visitor.signIn(Visitor.EMAIL, Visitor.PASSWORD);
    var ada = new OnGitHub(visitor.program("ACT"));
    ada.watch(ada.account("work", Tokens.ADMIN), "acme/r1", "acme/r2", "acme/r3");
    for (var one : List.of(answerLost, neverArrived, mergedLater)) {
      ada.await(
          "acme/r" + one.number(),
          one.number(),
          item -> item.path("light").asString().equals("READY"));
    }
    var late = Fault.of(Fault.Kind.TIME_OUT).lasting(Duration.ofMinutes(2)).times(1);
    simulator
        .faults()
        .add(late.on("/pulls/1/merge").afterTheWork())
        .add(late.on("/pulls/2/merge"))
        .add(Fault.latency(Duration.ofSeconds(8)).times(1).on("/pulls/3/merge"));
    for (var one : List.of(answerLost, neverArrived, mergedLater)) {
      waiting.submit(() -> merge(ada, one, "first-" + one.number()));
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> simulator.faults().all().isEmpty() && !answerLost.open());
    ampel.kill();
    assertThat(mergedLater.open()).as("merged only after the end of Ampel").isTrue();
    assertThat(running(ampel)).isEqualTo(3);
    ampel.dieInAllTasks();
    ampel.letPass(Duration.ofMinutes(1));
    await().atMost(Duration.ofSeconds(15)).until(() -> !mergedLater.open());
    return ada.program().bearer();
  }

  private void nobodyMergesBeforeItIsSettled(OnGitHub ada) {
    var refused = merge(ada, neverArrived, "impatient");
    assertThat(refused.path("outcome").asString()).isEqualTo("REFUSED");
    assertThat(refused.path("message").asString()).contains("right now");
  }

  private static void awaitSettled(AmpelProcess ampel) {
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> running(ampel) == 0);
  }

  private static int running(AmpelProcess ampel) {
    return ampel
        .database()
        .client()
        .sql("select count(*) from merge_attempt where outcome is null and asked_at is not null")
        .query(Integer.class)
        .single();
  }

  private void theAuditSaysSo(AmpelProcess ampel) {
    var told =
        ampel
            .database()
            .client()
            .sql(
                """
                select p.number || ' ' || a.outcome || ' ' || (a.details ->> 'answer')
                       || ' by ' || q.email as line
                from   audit        a
                join   pull_request p on p.id::text = a.subject_id::text
                join   person       q on q.id = a.person_id
                where  a.action = 'pull-request.merge-settled'
                order  by p.number
                """)
            .query((row, _) -> row.getString("line"))
            .list();
    assertThat(told)
        .containsExactly(
            "1 DONE MERGED by " + Visitor.EMAIL,
            "2 REFUSED REFUSED by " + Visitor.EMAIL,
            "3 DONE MERGED by " + Visitor.EMAIL);
  }

  private void sameKeySameAnswer(OnGitHub ada) {
    assertThat(merge(ada, answerLost, "first-1").path("outcome").asString()).isEqualTo("MERGED");
    assertThat(merge(ada, neverArrived, "first-2").path("message").asString())
        .isEqualTo("It was not merged.");
    assertThat(calls(neverArrived)).isOne();
  }

  private JsonNode merge(OnGitHub ada, PullRequest pullRequest, String key) {
    return ada.post(
        "/api/v1/pull-requests/" + id(ada, pullRequest) + "/merge",
        Map.of("headSha", pullRequest.headSha()),
        "Idempotency-Key",
        key);
  }

  private static String state(OnGitHub ada, PullRequest pullRequest) {
    var shown = ada.program().get("/api/v1/pull-requests/" + id(ada, pullRequest));
    return Visitor.read(shown).path("state").asString();
  }

  private static String id(OnGitHub ada, PullRequest pullRequest) {
    for (var state : List.of("OPEN", "MERGED")) {
      for (var item : ada.list("&state=" + state).path("items")) {
        if (item.path("number").asInt() == pullRequest.number()) {
          return item.path("id").asString();
        }
      }
    }
    throw new AssertionError("Ampel does not show " + pullRequest.number());
  }

  private long calls(PullRequest pullRequest) {
    return simulator.calls().recent().stream()
        .filter(call -> call.path().endsWith("/pulls/" + pullRequest.number() + "/merge"))
        .count();
  }
}
