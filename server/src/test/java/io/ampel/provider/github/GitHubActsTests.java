package io.ampel.provider.github;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.ActOutcome;
import io.ampel.provider.MergeOrder;
import io.ampel.provider.MergeOutcome;
import io.ampel.provider.ProviderFailure;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Review.Verdict;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What GitHub may answer to an act, one answer at a time. */
class GitHubActsTests {
  private static final MergeOrder ORDER =
      new MergeOrder("abc123", MergeStrategy.SQUASH, "Title", null, false);

  private final WireMockServer server = started();
  private final URI base = URI.create("http://127.0.0.1:" + server.port());
  private final Lab lab = new Lab(base);
  private final Repository repository = lab.repository("R_1", "acme/api");

  private int acts;

  /** Somebody else for each act, because writes of one account are kept a second apart. */
  private Access somebody() {
    return lab.access("ghp_acting" + acts++);
  }

  private static WireMockServer started() {
    var server = new WireMockServer(wireMockConfig().dynamicPort());
    server.start();
    return server;
  }

  @AfterEach
  void close() {
    server.stop();
  }

  private static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json; charset=utf-8")
        .withBody(body);
  }

  private static ResponseDefinitionBuilder says(int status, String message) {
    return json(status, "{\"message\": \"" + message + "\", \"status\": \"" + status + "\"}");
  }

  private MergeOutcome merge(ResponseDefinitionBuilder answer) {
    server.stubFor(any(anyUrl()).willReturn(answer));
    return lab.connector.merge(somebody(), repository, 7, ORDER);
  }

  private ActOutcome comment(ResponseDefinitionBuilder answer) {
    server.stubFor(any(anyUrl()).willReturn(answer));
    return lab.connector.comment(somebody(), repository, 7, "Hello");
  }

  @Test
  void aMergeDemandsTheHeadThatWasSeen() {
    assertThat(merge(Recorded.of("merged").answer()))
        .isEqualTo(MergeOutcome.Merged.as("ecec449372b1e8270524a35c1a5aa8fdaf0e6676"));
    server.verify(
        putRequestedFor(urlEqualTo("/api/v3/repos/acme/api/pulls/7/merge"))
            .withRequestBody(
                equalToJson(
                    "{\"sha\": \"abc123\", \"merge_method\": \"squash\", \"commit_title\": \"Title\"}")));
  }

  @Test
  void aMovedHeadIsNotMerged() {
    assertThat(merge(says(409, "Head branch was modified. Review and try the merge again.")))
        .isInstanceOf(MergeOutcome.HeadMoved.class);
  }

  @Test
  void aRefusedMergeComesWithGitHubsWords() {
    assertThat(merge(says(405, "Squash merges are not allowed on this repository.")))
        .isEqualTo(new MergeOutcome.Refused("Squash merges are not allowed on this repository."));
    assertThat(
            merge(
                json(
                    422,
                    "{\"message\": \"Validation Failed\", \"errors\": [\"Merge queue is required\"]}")))
        .isEqualTo(new MergeOutcome.Refused("Validation Failed: Merge queue is required"));
    assertThat(merge(says(403, "Repository was archived so is read-only.")))
        .isInstanceOf(MergeOutcome.Refused.class);
    assertThat(merge(json(200, "{\"merged\": false, \"message\": \"No\"}")))
        .isEqualTo(new MergeOutcome.Refused("No"));
  }

  @Test
  void aTokenThatMayNotIsToldWhatItLacks() {
    assertThat(
            merge(
                says(403, "Resource not accessible by personal access token")
                    .withHeader("X-Accepted-GitHub-Permissions", "contents=write")))
        .isInstanceOfSatisfying(
            MergeOutcome.NotPermitted.class,
            no -> assertThat(no.missing()).containsExactly("Contents: write"));
    assertThat(
            merge(
                says(
                    405,
                    "refusing to allow a Personal Access Token to create or update workflow `.github/workflows/ci.yml` without `workflow` scope")))
        .isInstanceOfSatisfying(
            MergeOutcome.NotPermitted.class,
            no -> assertThat(no.missing()).containsExactly("workflow"));
    assertThat(merge(says(404, "Not Found"))).isInstanceOf(MergeOutcome.NotPermitted.class);
  }

  @Test
  void aBaseThatMovedInThisMomentIsTriedAgainWithTheSameHead() {
    server.stubFor(
        any(anyUrl())
            .inScenario("busy")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(says(405, "Base branch was modified. Review and try the merge again."))
            .willSetStateTo("quiet"));
    server.stubFor(
        any(anyUrl())
            .inScenario("busy")
            .whenScenarioStateIs("quiet")
            .willReturn(Recorded.of("merged").answer()));
    assertThat(lab.connector.merge(somebody(), repository, 7, ORDER))
        .isInstanceOf(MergeOutcome.Merged.class);
    server.verify(2, putRequestedFor(urlEqualTo("/api/v3/repos/acme/api/pulls/7/merge")));
  }

  @Test
  void whereGitHubMayHaveMergedNobodyKnows() {
    assertThat(merge(says(502, "Server Error"))).isInstanceOf(MergeOutcome.Unknown.class);
    assertThat(merge(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)))
        .isInstanceOf(MergeOutcome.Unknown.class);
    assertThat(merge(json(200, "{\"sha\": \"ec"))).isInstanceOf(MergeOutcome.Unknown.class);
    server.verify(3, putRequestedFor(urlEqualTo("/api/v3/repos/acme/api/pulls/7/merge")));
  }

  @Test
  void aMergeThatIsNotAnsweredInTimeIsUnknownAndNotRepeated() {
    server.stubFor(any(anyUrl()).willReturn(Recorded.of("merged").answer().withFixedDelay(2500)));
    var hasty = new Lab(base, Duration.ofMillis(300), Clock.systemUTC());
    assertThat(hasty.connector.merge(hasty.access("t"), repository, 7, ORDER))
        .isInstanceOf(MergeOutcome.Unknown.class);
    server.verify(1, putRequestedFor(urlEqualTo("/api/v3/repos/acme/api/pulls/7/merge")));
  }

  @Test
  void whereGitHubWasNeverReachedNothingHappened() {
    server.stop();
    var failure =
        catchThrowableOfType(
            ProviderFailure.class, () -> lab.connector.merge(somebody(), repository, 7, ORDER));
    assertThat(failure.problem().code()).isEqualTo(Code.CONNECTION_REFUSED);
  }

  @Test
  void aDeadTokenIsAFailureAndNoRefusal() {
    assertThatThrownBy(() -> merge(says(401, "Bad credentials")))
        .isInstanceOfSatisfying(
            ProviderFailure.class,
            failure -> assertThat(failure.problem().code()).isEqualTo(Code.INVALID_TOKEN));
  }

  @Test
  void aReviewIsOfTheCommitThatWasSeen() {
    server.stubFor(
        any(anyUrl()).willReturn(json(200, "{\"html_url\": \"https://github.com/r/1\"}")));
    assertThat(lab.connector.review(somebody(), repository, 7, Verdict.APPROVED, "", "abc123"))
        .isEqualTo(new ActOutcome.Done("https://github.com/r/1"));
    server.verify(
        postRequestedFor(urlEqualTo("/api/v3/repos/acme/api/pulls/7/reviews"))
            .withRequestBody(equalToJson("{\"event\": \"APPROVE\", \"commit_id\": \"abc123\"}")));
  }

  @Test
  void ownWorkCannotBeApproved() {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                json(
                    422,
                    "{\"message\": \"Unprocessable Entity\", \"errors\": [\"Can not approve your own pull request\"]}")));
    assertThat(lab.connector.review(somebody(), repository, 7, Verdict.APPROVED, "", "abc123"))
        .isEqualTo(
            new ActOutcome.Refused("Unprocessable Entity: Can not approve your own pull request"));
  }

  @Test
  void aCommentIsThereRefusedForbiddenOrUnknown() {
    assertThat(comment(json(201, "{\"html_url\": \"https://github.com/c/1\"}")))
        .isEqualTo(new ActOutcome.Done("https://github.com/c/1"));
    assertThat(comment(says(403, "Unable to create comment because issue is locked.")))
        .isInstanceOf(ActOutcome.Refused.class);
    assertThat(comment(says(410, "Issues are disabled"))).isInstanceOf(ActOutcome.Refused.class);
    assertThat(
            comment(
                says(403, "Resource not accessible by personal access token")
                    .withHeader(
                        "X-Accepted-GitHub-Permissions", "issues=write; pull_requests=write")))
        .isInstanceOfSatisfying(
            ActOutcome.NotPermitted.class,
            no -> assertThat(no.missing()).containsExactly("Issues: write"));
    assertThat(comment(says(500, "Server Error"))).isInstanceOf(ActOutcome.Unknown.class);
  }

  @Test
  void aBranchThatIsGoneAlreadyIsDeleted() {
    server.stubFor(any(anyUrl()).willReturn(says(422, "Reference does not exist")));
    assertThat(lab.connector.deleteBranch(somebody(), repository, "feat/slash"))
        .isEqualTo(new ActOutcome.Done(null));
    server.verify(
        deleteRequestedFor(urlEqualTo("/api/v3/repos/acme/api/git/refs/heads/feat%2Fslash")));
  }
}
