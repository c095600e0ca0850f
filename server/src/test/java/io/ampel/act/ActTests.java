package io.ampel.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.OnGitHub;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.simulator.Fault;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * Comments and reviews through Ampel's REST at the simulated GitHub, over real HTTP on both sides.
 */
@AmpelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActTests {
  private static final Simulator SIMULATOR = Simulator.start(0);
  private static final String POSTED = "POST /github/api/v3/repos/acme/api";

  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;

  private final Repository repository =
      SIMULATOR.world().repository("acme/api").collaborator("noor", Role.READ);
  private final Deque<PullRequest> bens = new ArrayDeque<>();
  private final Deque<PullRequest> miras = new ArrayDeque<>();
  private Visitor ada;

  /** Acts as mira. */
  private OnGitHub github;

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("ampel.github-url", () -> SIMULATOR.githubBase().toString());
  }

  @BeforeAll
  void read() {
    IntStream.range(1, 30)
        .mapToObj(number -> repository.pullRequest(number).title("By ben").author("ben"))
        .forEach(bens::add);
    IntStream.range(30, 40)
        .mapToObj(number -> repository.pullRequest(number).title("By mira").author("mira"))
        .forEach(miras::add);
    ada = Visitor.first(port);
    github = new OnGitHub(ada.program("ACT"));
    github.watch(github.account("work", Tokens.ADMIN), "acme/api");
    github.await("acme/api", 39);
  }

  @AfterEach
  void heal() {
    SIMULATOR.faults().clear();
  }

  @Test
  void aCommentIsPostedAndShown() {
    var open = bens.remove();
    var answer = comment(open, "Looks good, one question inside.");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(outcome(answer)).isEqualTo("DONE");
    assertThat(Visitor.read(answer).get("url").asString()).contains("/acme/api/");
    assertThat(open.comments())
        .extracting(comment -> login(comment.author()) + ": " + comment.body())
        .containsExactly("mira: Looks good, one question inside.");
    assertThat(shown(open).get("comments").asInt()).isOne();
    assertThat(audited(open)).containsExactly("COMMENT DONE DONE");
  }

  @Test
  void anApprovalIsGivenForTheCommitThatWasSeen() {
    var open = bens.remove();
    assertThat(shown(open).get("permissions").get("approve").asBoolean()).isTrue();

    var answer = review(open, "approve", "", open.headSha());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(open.reviews())
        .extracting(review -> login(review.author()) + " " + review.verdict() + " " + review.sha())
        .containsExactly("mira APPROVED " + open.headSha());
    assertThat(verdicts(open)).containsExactly("mira APPROVED");
    assertThat(audited(open)).containsExactly("APPROVED DONE DONE");
  }

  @Test
  void changesAreRequestedAndTurnTheLightRed() {
    var open = bens.remove();
    var answer = review(open, "REQUEST_CHANGES", "Please add a test.", open.headSha());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(open.reviews())
        .extracting(review -> review.verdict() + " " + review.body())
        .containsExactly("CHANGES_REQUESTED Please add a test.");
    assertThat(verdicts(open)).containsExactly("mira CHANGES_REQUESTED");
    assertThat(shown(open).get("light").asString()).isEqualTo("BLOCKED");
  }

  @Test
  void aReviewMayOnlyComment() {
    var open = bens.remove();
    var answer = review(open, "COMMENT", "Some thoughts.", open.headSha());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(open.reviews())
        .extracting(review -> review.verdict() + " " + review.body())
        .containsExactly("COMMENTED Some thoughts.");
    assertThat(shown(open).get("light").asString()).isEqualTo("READY");
  }

  @Test
  void nobodyApprovesWhatSomebodyPushedSince() {
    var open = bens.remove();
    var seen = open.headSha();
    open.push();

    var answer = review(open, "APPROVE", "", seen);

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(outcome(answer)).isEqualTo("HEAD_MOVED");
    assertThat(open.reviews()).isEmpty();
    assertThat(shown(open).get("headSha").asString()).isEqualTo(open.headSha());
    assertThat(outcome(review(open, "APPROVE", "", open.headSha()))).isEqualTo("DONE");
  }

  @Test
  void nobodyApprovesTheirOwn() {
    var own = miras.remove();
    assertThat(shown(own).get("permissions").get("approve").asBoolean()).isFalse();
    assertThat(shown(own).get("permissions").get("comment").asBoolean()).isTrue();
    SIMULATOR.calls().clear();

    for (var verdict : List.of("APPROVE", "REQUEST_CHANGES")) {
      var answer = review(own, verdict, "Well done, me.", own.headSha());
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(outcome(answer)).isEqualTo("NOT_PERMITTED");
      assertThat(Visitor.read(answer).get("message").asString()).contains("their own");
    }
    assertThat(posted("/reviews")).isZero();
    assertThat(outcome(review(own, "COMMENT", "A note to myself.", own.headSha())))
        .isEqualTo("DONE");
    assertThat(own.reviews()).hasSize(1);
  }

  @Test
  void anotherAccountOfTheSamePersonApprovesWhatTheFirstMayNot() {
    var own = miras.remove();
    var both = new OnGitHub(ada.add(port, "both@example.org").program("ACT"));
    both.watch(both.account("mira", Tokens.ADMIN), "acme/api");
    both.watch(both.account("ben", Tokens.WRITER), "acme/api");
    both.await("acme/api", own.number(), item -> item.at("/permissions/approve").asBoolean());

    var answer = both.send(path(own) + "/reviews", verdict("APPROVE", "", own.headSha()));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(own.reviews()).extracting(review -> login(review.author())).containsExactly("ben");
  }

  @Test
  void aTokenOfAmpelThatMayOnlyReadDoesNothing() {
    var open = bens.remove();
    var reader = new OnGitHub(ada.program("READ"));

    assertThat(reader.send(path(open) + "/comments", Map.of("body", "Hello")).statusCode())
        .isEqualTo(403);
    assertThat(
            reader
                .send(path(open) + "/reviews", verdict("APPROVE", "", open.headSha()))
                .statusCode())
        .isEqualTo(403);
    assertThat(open.comments()).isEmpty();
    assertThat(open.reviews()).isEmpty();
  }

  @Test
  void whoCannotSeeItGetsNotFound() {
    var open = bens.remove();
    var stranger = new OnGitHub(ada.add(port, "grace@example.org").program("ACT"));

    for (var path :
        List.of(
            path(open), "/api/v1/pull-requests/" + UUID.randomUUID(), "/api/v1/pull-requests/7")) {
      assertThat(stranger.send(path + "/comments", Map.of("body", "Hello")).statusCode())
          .as(path)
          .isEqualTo(404);
      assertThat(
              stranger.send(path + "/reviews", verdict("APPROVE", "", open.headSha())).statusCode())
          .as(path)
          .isEqualTo(404);
    }
    assertThat(open.comments()).isEmpty();
  }

  @Test
  void aTokenThatMayNotIsToldWhatItLacksAndOfferedNoMore() {
    var open = bens.remove();
    var limited = new OnGitHub(ada.add(port, "limited@example.org").program("ACT"));
    limited.watch(limited.account("read only", Tokens.FINE_GRAINED_READ), "acme/api");
    limited.await("acme/api", open.number());

    var answer = limited.send(path(open) + "/comments", Map.of("body", "Hello"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(outcome(answer)).isEqualTo("NOT_PERMITTED");
    assertThat(Visitor.read(answer).get("message").asString()).contains("Grant it", "write");
    assertThat(open.comments()).isEmpty();
    var again = limited.await("acme/api", open.number());
    assertThat(again.at("/permissions/comment").asBoolean()).isFalse();
  }

  @Test
  void wordsWhoseAnswerWasLostAreFoundOut() {
    var open = bens.remove();
    SIMULATOR.calls().clear();
    SIMULATOR.faults().add(Fault.status(502).on(POSTED).afterTheWork());

    assertThat(outcome(comment(open, "Did you get this?"))).isEqualTo("DONE");
    assertThat(outcome(review(open, "APPROVE", "", open.headSha()))).isEqualTo("DONE");

    assertThat(open.comments()).hasSize(1);
    assertThat(open.reviews()).hasSize(1);
    assertThat(posted("/comments")).isOne();
    assertThat(posted("/reviews")).isOne();
  }

  @Test
  void wordsThatNeverArrivedAreNotRepeatedAndNotBelieved() {
    var open = bens.remove();
    open.review("mira", io.ampel.simulator.Verdict.APPROVED, "");
    open.comment("noor", "Did this arrive?");
    SIMULATOR.calls().clear();
    SIMULATOR.faults().add(Fault.status(502).on(POSTED));

    var comment = comment(open, "Did this arrive?");
    var review = review(open, "REQUEST_CHANGES", "No test.", open.headSha());

    assertThat(comment.statusCode()).isEqualTo(202);
    assertThat(outcome(comment)).isEqualTo("UNKNOWN");
    assertThat(review.statusCode()).isEqualTo(202);
    assertThat(outcome(review)).isEqualTo("UNKNOWN");
    assertThat(open.comments()).hasSize(1);
    assertThat(open.reviews()).hasSize(1);
    assertThat(posted("/comments")).isOne();
    assertThat(posted("/reviews")).isOne();
    assertThat(audited(open))
        .containsExactly("COMMENT UNKNOWN UNKNOWN", "CHANGES_REQUESTED UNKNOWN UNKNOWN");
  }

  @Test
  void theSameKeyGetsTheSameAnswer() {
    var open = bens.remove();
    var key = UUID.randomUUID().toString();
    SIMULATOR.calls().clear();

    var first = comment(open, "Once.", "Idempotency-Key", key);
    var second = comment(open, "Once.", "Idempotency-Key", key);
    var other = comment(open, "Twice.", "Idempotency-Key", key);
    var review = review(open, "APPROVE", "", open.headSha(), "Idempotency-Key", key);

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(Visitor.read(second)).isEqualTo(Visitor.read(first));
    for (var reused : List.of(other, review)) {
      assertThat(reused.statusCode()).isEqualTo(422);
      assertThat(Visitor.read(reused).get("code").asString()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }
    assertThat(open.comments()).hasSize(1);
    assertThat(open.reviews()).isEmpty();
    assertThat(posted("/comments")).isOne();
  }

  @Test
  void twoAtTheSameTimeWithOneKeyPostOnce() throws Exception {
    var open = bens.remove();
    var key = UUID.randomUUID().toString();
    SIMULATOR.faults().add(Fault.latency(Duration.ofMillis(700)).on(POSTED));
    path(open);

    Callable<JsonNode> attempt =
        () -> Visitor.read(comment(open, "At once.", "Idempotency-Key", key));
    List<JsonNode> answers;
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      answers = pool.invokeAll(List.of(attempt, attempt)).stream().map(Future::resultNow).toList();
    }

    assertThat(answers.getFirst().get("outcome").asString()).isEqualTo("DONE");
    assertThat(answers.getLast()).isEqualTo(answers.getFirst());
    assertThat(open.comments()).hasSize(1);
  }

  @Test
  void whatIsMissingOrTooMuchIsSaidClearly() {
    var open = bens.remove();
    SIMULATOR.calls().clear();
    var head = open.headSha();
    assertField(comment(open, null), "body", "Write something first.");
    assertField(comment(open, " \n "), "body", "Write something first.");
    assertField(comment(open, "x".repeat(65_537)), "body", "longer than 65,536");
    assertField(review(open, "COMMENT", "", head), "body", "Write something first.");
    assertField(review(open, "REQUEST_CHANGES", " ", head), "body", "Write something first.");
    assertField(review(open, "APPROVE", "x".repeat(65_537), head), "body", "longer than 65,536");
    assertField(review(open, "LGTM", "", head), "verdict", "APPROVE");
    assertField(review(open, null, "", head), "verdict", "APPROVE");
    assertField(review(open, "APPROVE", "", null), "headSha", "commit that you saw");
    assertThat(posted("/comments") + posted("/reviews")).isZero();

    var garbled = github.program().json("POST", path(open) + "/comments", "{\"body\": ");
    assertThat(garbled.statusCode()).isEqualTo(400);
    assertThat(Visitor.read(garbled).get("code").asString()).isEqualTo("UNREADABLE");
    assertThat(comment(open, "x".repeat(65_536)).statusCode()).isEqualTo(201);
  }

  private static void assertField(HttpResponse<String> answer, String field, String words) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    var problem = Visitor.read(answer);
    assertThat(problem.get("code").asString()).isEqualTo("INVALID");
    assertThat(problem.get("title").asString()).isNotBlank();
    assertThat(problem.get("nextStep").asString()).isNotBlank();
    assertThat(problem.at("/fields/0/field").asString()).isEqualTo(field);
    assertThat(problem.at("/fields/0/message").asString()).contains(words);
  }

  private HttpResponse<String> comment(
      PullRequest pullRequest, @Nullable String body, String... headers) {
    var json = new HashMap<String, @Nullable Object>();
    json.put("body", body);
    return github.send(path(pullRequest) + "/comments", json, headers);
  }

  private HttpResponse<String> review(
      PullRequest pullRequest,
      @Nullable String verdict,
      String body,
      @Nullable String headSha,
      String... headers) {
    return github.send(path(pullRequest) + "/reviews", verdict(verdict, body, headSha), headers);
  }

  private static Map<String, @Nullable Object> verdict(
      @Nullable String verdict, String body, @Nullable String headSha) {
    var json = new HashMap<String, @Nullable Object>();
    json.put("verdict", verdict);
    json.put("body", body);
    json.put("headSha", headSha);
    return json;
  }

  private static String login(@Nullable Person person) {
    return person == null ? "nobody" : person.login();
  }

  private static String outcome(HttpResponse<String> answer) {
    return Visitor.read(answer).path("outcome").asString("none: " + answer.body());
  }

  private String path(PullRequest pullRequest) {
    return "/api/v1/pull-requests/" + id(pullRequest);
  }

  private String id(PullRequest pullRequest) {
    return jdbc.sql("select id from pull_request where number = :number")
        .param("number", pullRequest.number())
        .query(String.class)
        .single();
  }

  private JsonNode shown(PullRequest pullRequest) {
    return Visitor.read(github.program().get(path(pullRequest)));
  }

  private List<String> verdicts(PullRequest pullRequest) {
    return shown(pullRequest)
        .get("reviews")
        .valueStream()
        .map(review -> review.get("reviewer").asString() + " " + review.get("verdict").asString())
        .toList();
  }

  private List<String> audited(PullRequest pullRequest) {
    return jdbc.sql(
            """
            select (details ->> 'kind') || ' ' || (details ->> 'answer') || ' ' || outcome as line
            from   audit
            where  action = 'pull-request.acted'
            and    subject_id = :id
            order  by id
            """)
        .param("id", id(pullRequest))
        .query((row, _) -> row.getString("line"))
        .list();
  }

  private static long posted(String what) {
    return SIMULATOR.calls().recent().stream()
        .filter(call -> call.route().startsWith("POST") && call.path().endsWith(what))
        .count();
  }
}
