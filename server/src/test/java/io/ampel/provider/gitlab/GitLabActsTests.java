package io.ampel.provider.gitlab;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
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

/** What GitLab may answer to an act, one answer at a time. */
class GitLabActsTests {
  private static final String ONE = "/api/v4/projects/3/merge_requests/7";
  private static final MergeOrder ORDER =
      new MergeOrder("abc123", MergeStrategy.SQUASH, "Title", "Why", true);

  private final WireMockServer server = started();
  private final URI base = URI.create("http://127.0.0.1:" + server.port());
  private final Lab lab = new Lab(base);
  private final Repository repository = lab.repository("3", "acme/api");

  private int acts;

  /** Somebody else for each act, because writes of one account are kept a second apart. */
  private Access somebody() {
    return lab.access("glpat-acting" + acts++);
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
        .withHeader("Content-Type", "application/json")
        .withBody(body);
  }

  private static ResponseDefinitionBuilder says(int status, String message) {
    return json(status, "{\"message\": \"" + message + "\"}");
  }

  /** What GitLab would show of it when it is read again. */
  private void shows(String fields) {
    server.stubFor(
        get(urlPathEqualTo(ONE))
            .willReturn(json(200, "{\"iid\": 7, \"sha\": \"abc123\", " + fields + "}")));
  }

  private MergeOutcome merge(ResponseDefinitionBuilder answer) {
    server.stubFor(
        get(urlEqualTo("/api/v4/projects/3"))
            .willReturn(json(200, "{\"id\": 3, \"merge_trains_enabled\": false}")));
    server.stubFor(put(urlEqualTo(ONE + "/merge")).willReturn(answer));
    return lab.connector.merge(somebody(), repository, 7, ORDER);
  }

  private static final String MERGED =
      """
      {"iid": 7, "state": "merged", "sha": "abc123", "merge_commit_sha": "def456", "squash_commit_sha": "aaa"}
      """;

  @Test
  void aMergeDemandsTheHeadThatWasSeen() {
    assertThat(merge(json(200, MERGED))).isEqualTo(new MergeOutcome.Merged("def456", true, null));
    server.verify(
        putRequestedFor(urlEqualTo(ONE + "/merge"))
            .withRequestBody(
                equalToJson(
                    """
                    {"sha": "abc123", "squash": true, "should_remove_source_branch": true,
                     "squash_commit_message": "Title\\n\\nWhy"}
                    """)));
  }

  @Test
  void aMergeWithoutASquashHasItsOwnMessage() {
    server.stubFor(any(anyUrl()).willReturn(json(200, MERGED)));
    var order = new MergeOrder("abc123", MergeStrategy.MERGE, "Title", null, false);
    lab.connector.merge(somebody(), repository, 7, order);
    server.verify(
        putRequestedFor(urlEqualTo(ONE + "/merge"))
            .withRequestBody(
                equalToJson(
                    """
                    {"sha": "abc123", "squash": false, "should_remove_source_branch": false,
                     "merge_commit_message": "Title"}
                    """)));
  }

  @Test
  void aMovedHeadIsNotMerged() {
    assertThat(merge(says(409, "SHA does not match HEAD of source branch: fff")))
        .isInstanceOf(MergeOutcome.HeadMoved.class);
    shows("\"state\": \"opened\", \"sha\": \"fff\"");
    assertThat(merge(says(405, "405 Method Not Allowed")))
        .isInstanceOf(MergeOutcome.HeadMoved.class);
  }

  @Test
  void whyAMergeWasRefusedIsReadAgain() {
    shows("\"state\": \"opened\", \"detailed_merge_status\": \"not_approved\"");
    assertThat(merge(says(405, "405 Method Not Allowed")))
        .isEqualTo(new MergeOutcome.Refused("405 Method Not Allowed: not approved"));
    assertThat(merge(says(422, "Branch cannot be merged")))
        .isInstanceOf(MergeOutcome.Refused.class);
    shows("\"state\": \"merged\"");
    assertThat(merge(says(405, "405 Method Not Allowed")))
        .isEqualTo(new MergeOutcome.Refused("it is merged already"));
    shows("\"state\": \"closed\"");
    assertThat(merge(says(406, "Branch cannot be merged")))
        .isEqualTo(new MergeOutcome.Refused("it is closed"));
    server.stubFor(get(urlPathEqualTo(ONE)).willReturn(says(500, "500")));
    assertThat(merge(says(405, "405 Method Not Allowed")))
        .isEqualTo(new MergeOutcome.Refused("405 Method Not Allowed"));
  }

  @Test
  void unauthorizedAtAMergeMeansNotAllowedAndNoDeadToken() {
    shows("\"state\": \"opened\"");
    assertThat(merge(says(401, "401 Unauthorized"))).isInstanceOf(MergeOutcome.NotPermitted.class);
  }

  @Test
  void unauthorizedEverywhereIsADeadToken() {
    server.stubFor(get(urlPathEqualTo(ONE)).willReturn(says(401, "401 Unauthorized")));
    assertThatThrownBy(() -> merge(says(401, "401 Unauthorized")))
        .isInstanceOfSatisfying(
            ProviderFailure.class,
            failure -> assertThat(failure.problem().code()).isEqualTo(Code.INVALID_TOKEN));
  }

  @Test
  void aTokenThatMayNotIsToldWhatItLacks() {
    assertThat(
            merge(
                json(
                    403,
                    "{\"error\":\"insufficient_scope\",\"error_description\":\"The request requires higher privileges\",\"scope\":\"api\"}")))
        .isInstanceOfSatisfying(
            MergeOutcome.NotPermitted.class, no -> assertThat(no.missing()).containsExactly("api"));
    assertThat(
            merge(
                json(
                    403,
                    "{\"error\":\"insufficient_granular_scope\",\"error_description\":\"Access denied: Your fine-grained personal access token lacks the required permissions: [merge_merge_request].\"}")))
        .isInstanceOfSatisfying(
            MergeOutcome.NotPermitted.class,
            no -> assertThat(no.missing()).containsExactly("merge_merge_request"));
    assertThat(merge(says(404, "404 Project Not Found")))
        .isInstanceOf(MergeOutcome.NotPermitted.class);
  }

  @Test
  void aMergeThatIsDoneLaterIsWaitedForALittle() {
    shows("\"state\": \"merged\", \"merge_commit_sha\": \"def456\"");
    assertThat(merge(json(200, "{\"iid\": 7, \"state\": \"opened\", \"sha\": \"abc123\"}")))
        .isEqualTo(new MergeOutcome.Merged("def456", true, null));
    shows("\"state\": \"locked\"");
    assertThat(merge(json(200, "{\"iid\": 7, \"state\": \"locked\"}")))
        .isInstanceOf(MergeOutcome.Accepted.class);
    shows("\"state\": \"opened\", \"merge_error\": \"Something went wrong during merge\"");
    assertThat(merge(json(200, "{\"iid\": 7, \"state\": \"locked\"}")))
        .isEqualTo(new MergeOutcome.Refused("Something went wrong during merge"));
  }

  @Test
  void whereGitLabMayHaveMergedNobodyKnows() {
    assertThat(merge(says(502, "Bad Gateway"))).isInstanceOf(MergeOutcome.Unknown.class);
    assertThat(merge(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)))
        .isInstanceOf(MergeOutcome.Unknown.class);
    assertThat(merge(json(200, "{\"sta"))).isInstanceOf(MergeOutcome.Unknown.class);
    server.verify(3, putRequestedFor(urlEqualTo(ONE + "/merge")));
  }

  @Test
  void aMergeThatIsNotAnsweredInTimeIsUnknownAndNotRepeated() {
    server.stubFor(get(urlEqualTo("/api/v4/projects/3")).willReturn(json(200, "{\"id\": 3}")));
    server.stubFor(
        put(urlEqualTo(ONE + "/merge")).willReturn(json(200, MERGED).withFixedDelay(2500)));
    var hasty = new Lab(base, Duration.ofMillis(300), Clock.systemUTC());
    assertThat(hasty.connector.merge(hasty.access("t"), repository, 7, ORDER))
        .isInstanceOf(MergeOutcome.Unknown.class);
    server.verify(1, putRequestedFor(urlEqualTo(ONE + "/merge")));
  }

  @Test
  void whereThereAreTrainsItBoardsOne() {
    server.stubFor(
        get(urlEqualTo("/api/v4/projects/3"))
            .willReturn(json(200, "{\"id\": 3, \"merge_trains_enabled\": true}")));
    server.stubFor(
        any(urlEqualTo("/api/v4/projects/3/merge_trains/merge_requests/7"))
            .willReturn(json(201, "[]")));
    assertThat(lab.connector.merge(somebody(), repository, 7, ORDER))
        .isInstanceOf(MergeOutcome.Accepted.class);
    server.verify(
        postRequestedFor(urlEqualTo("/api/v4/projects/3/merge_trains/merge_requests/7"))
            .withRequestBody(
                equalToJson("{\"sha\": \"abc123\", \"squash\": true, \"auto_merge\": true}")));
    server.verify(0, putRequestedFor(urlEqualTo(ONE + "/merge")));
  }

  @Test
  void whereGitLabWasNeverReachedNothingHappened() {
    server.stop();
    var failure =
        catchThrowableOfType(
            ProviderFailure.class, () -> lab.connector.merge(somebody(), repository, 7, ORDER));
    assertThat(failure.problem().code()).isEqualTo(Code.CONNECTION_REFUSED);
  }

  @Test
  void anApprovalIsOfTheCommitThatWasSeen() {
    server.stubFor(any(anyUrl()).willReturn(json(201, "{}")));
    assertThat(lab.connector.review(somebody(), repository, 7, Verdict.APPROVED, "", "abc123"))
        .isEqualTo(new ActOutcome.Done(null));
    server.verify(
        postRequestedFor(urlEqualTo(ONE + "/approve"))
            .withRequestBody(equalToJson("{\"sha\": \"abc123\"}")));
    server.verify(0, postRequestedFor(urlEqualTo(ONE + "/notes")));
  }

  @Test
  void anApprovalThatIsNotTakenHasNoWordsEither() {
    server.stubFor(
        any(urlEqualTo(ONE + "/approve"))
            .willReturn(says(409, "SHA does not match HEAD of source branch: fff")));
    assertThat(lab.connector.review(somebody(), repository, 7, Verdict.APPROVED, "Fine", "abc123"))
        .isInstanceOf(ActOutcome.HeadMoved.class);
    server.verify(0, postRequestedFor(urlEqualTo(ONE + "/notes")));
  }

  @Test
  void ownWorkCannotBeApprovedAndTheTokenLivesOn() {
    server.stubFor(any(urlEqualTo(ONE + "/approve")).willReturn(says(401, "401 Unauthorized")));
    server.stubFor(
        get(urlEqualTo("/api/v4/user")).willReturn(json(200, "{\"id\": 1, \"username\": \"x\"}")));
    assertThat(lab.connector.review(somebody(), repository, 7, Verdict.APPROVED, "", "abc123"))
        .isInstanceOf(ActOutcome.NotPermitted.class);
  }

  @Test
  void aCommentThatLooksLikeACommandIsSaid() {
    server.stubFor(any(anyUrl()).willReturn(json(201, "{\"id\": 12}")));
    assertThat(lab.connector.comment(somebody(), repository, 7, "/approve\nplease"))
        .isEqualTo(new ActOutcome.Done(base + "/acme/api/-/merge_requests/7#note_12"));
    server.verify(
        postRequestedFor(urlEqualTo(ONE + "/notes"))
            .withRequestBody(equalToJson("{\"body\": \"\\\\/approve\\nplease\"}")));
  }

  @Test
  void aCommentIsRefusedForbiddenOrUnknown() {
    server.stubFor(any(anyUrl()).willReturn(says(400, "400 Bad request - Note is too long")));
    assertThat(lab.connector.comment(somebody(), repository, 7, "x"))
        .isInstanceOf(ActOutcome.Refused.class);
    server.stubFor(any(anyUrl()).willReturn(says(403, "403 Forbidden")));
    assertThat(lab.connector.comment(somebody(), repository, 7, "x"))
        .isInstanceOf(ActOutcome.NotPermitted.class);
    server.stubFor(any(anyUrl()).willReturn(says(500, "500 Internal Server Error")));
    assertThat(lab.connector.comment(somebody(), repository, 7, "x"))
        .isInstanceOf(ActOutcome.Unknown.class);
    server.stubFor(any(anyUrl()).willReturn(json(202, "{\"commands_changes\": {}}")));
    assertThat(lab.connector.comment(somebody(), repository, 7, "x"))
        .isInstanceOf(ActOutcome.Refused.class);
  }

  @Test
  void aBranchIsNamedInOnePieceAndOneThatIsGoneIsDeleted() {
    server.stubFor(any(anyUrl()).willReturn(says(404, "404 Branch Not Found")));
    assertThat(lab.connector.deleteBranch(somebody(), repository, "feat/slash"))
        .isEqualTo(new ActOutcome.Done(null));
    server.verify(
        deleteRequestedFor(urlEqualTo("/api/v4/projects/3/repository/branches/feat%2Fslash")));
    server.stubFor(any(anyUrl()).willReturn(says(404, "404 Project Not Found")));
    assertThat(lab.connector.deleteBranch(somebody(), repository, "feat/slash"))
        .isInstanceOf(ActOutcome.NotPermitted.class);
  }
}
