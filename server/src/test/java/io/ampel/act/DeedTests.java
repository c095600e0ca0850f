package io.ampel.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.OnGitHub;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Fault;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import io.ampel.simulator.Verdict;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** What is done beside comments and reviews, through Ampel's REST at the simulated GitHub. */
@AmpelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeedTests {
  private static final Simulator SIMULATOR = Simulator.start(0);

  @LocalServerPort int port;

  private final Repository repository = SIMULATOR.world().repository("acme/deeds");
  private Visitor ada;
  private OnGitHub github;

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("ampel.github-url", () -> SIMULATOR.githubBase().toString());
  }

  @BeforeAll
  void read() {
    repository.protect(Rules.none().strict());
    pullRequest(1).approve("mira");
    pullRequest(2);
    pullRequest(3).behind(3);
    pullRequest(4).check("CI", "build", CheckState.FAILED).check("CI", "lint", CheckState.FAILED);
    pullRequest(5).thread("lena", "Is this right?", false);
    pullRequest(6);
    pullRequest(7);
    pullRequest(8).behind(2);
    ada = Visitor.first(port);
    github = new OnGitHub(ada.program("ACT"));
    github.watch(github.account("work", Tokens.ADMIN), repository.fullName());
    github.await(repository.fullName(), 8);
  }

  private PullRequest pullRequest(int number) {
    return repository.pullRequest(number).title("Number " + number).author("ben");
  }

  @AfterEach
  void heal() {
    SIMULATOR.faults().clear();
  }

  @Test
  void theOwnApprovalIsTakenBack() {
    var answer = act(1, "withdraw", Map.of());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(repository.pullRequest(1).reviews())
        .extracting(review -> review.verdict())
        .containsExactly(Verdict.DISMISSED);
  }

  @Test
  void whoSaidNothingHasNothingToTakeBack() {
    var answer = act(2, "withdraw", Map.of());

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(Visitor.read(answer).get("message").asString()).contains("no review of yours");
  }

  @Test
  void aBranchIsBroughtUpToDateFromTheCommitThatWasSeen() {
    var behind = repository.pullRequest(3);
    var seen = behind.headSha();

    assertThat(act(3, "update-branch", Map.of("headSha", "f".repeat(40))).statusCode())
        .isEqualTo(409);
    assertThat(behind.behindBy()).isEqualTo(3);

    var answer = act(3, "update-branch", Map.of("headSha", seen));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(behind.behindBy()).isZero();
    assertThat(shown(3).get("headSha").asString()).isEqualTo(behind.headSha());
  }

  @Test
  void withoutACommitNothingIsUpdated() {
    assertThat(act(2, "update-branch", Map.of()).statusCode()).isEqualTo(400);
  }

  @Test
  void allThatFailedRunsAgainWithOneCallForOneRun() {
    SIMULATOR.calls().clear();

    var answer = act(4, "rerun", Map.of());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(repository.pullRequest(4).head().latestChecks())
        .extracting(check -> check.state().settled())
        .containsExactly(false, false);
    assertThat(SIMULATOR.calls().recent())
        .filteredOn(call -> call.path().endsWith("/rerun-failed-jobs"))
        .hasSize(1);
    assertThat(shown(4).get("light").asString()).isEqualTo("WAITING");
  }

  @Test
  void aConversationIsResolved() {
    var id = shown(5).get("conversations").get(0).get("id").asString();

    var answer = act(5, "resolve", Map.of("conversation", id));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(repository.pullRequest(5).threads()).allMatch(thread -> thread.resolved());
    assertThat(shown(5).get("unresolvedConversations").asInt()).isZero();
  }

  @Test
  void itIsClosedAndOpenedAgain() {
    assertThat(act(6, "close", Map.of()).statusCode()).isEqualTo(201);
    assertThat(repository.pullRequest(6).state()).isEqualTo(PullRequest.State.CLOSED);
    assertThat(shown(6).get("state").asString()).isEqualTo("CLOSED");

    assertThat(act(6, "reopen", Map.of()).statusCode()).isEqualTo(201);
    assertThat(repository.pullRequest(6).state()).isEqualTo(PullRequest.State.OPEN);
    assertThat(shown(6).get("light").isString()).isTrue();
  }

  @Test
  void aLostAnswerIsFoundOutByLookingAgain() {
    SIMULATOR.faults().add(Fault.status(502).on("PATCH /github/api/v3").afterTheWork().times(1));

    var answer = act(7, "close", Map.of());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(shown(7).get("state").asString()).isEqualTo("CLOSED");
  }

  @Test
  void whatNeverArrivedIsNotSaidToBeDone() {
    SIMULATOR.faults().add(Fault.status(503).on("/update-branch").times(1));

    var answer = act(8, "update-branch", Map.of("headSha", repository.pullRequest(8).headSha()));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(repository.pullRequest(8).behindBy()).isEqualTo(2);
  }

  @Test
  void aReadingTokenDoesNothing() {
    var reader = new OnGitHub(ada.program("READ"));

    assertThat(reader.send(path(2) + "/close", Map.of()).statusCode()).isEqualTo(403);
    assertThat(repository.pullRequest(2).state()).isEqualTo(PullRequest.State.OPEN);
  }

  private HttpResponse<String> act(int number, String deed, Map<String, Object> body) {
    return github.send(path(number) + "/" + deed, body);
  }

  private String path(int number) {
    for (var state : List.of("OPEN", "CLOSED")) {
      for (var item : github.list("&state=" + state).get("items")) {
        if (item.get("number").asInt() == number) {
          return "/api/v1/pull-requests/" + item.get("id").asString();
        }
      }
    }
    throw new AssertionError("no number " + number);
  }

  private JsonNode shown(int number) {
    return Visitor.read(github.program().get(path(number)));
  }
}
