package io.ampel.provider.github;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.PullRequestAnswer;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.RepositoryProbe.Failed;
import io.ampel.provider.RepositoryProbe.Lost;
import io.ampel.provider.RepositoryProbe.Seen;
import io.ampel.provider.TestClock;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.ReviewDecision;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single answers that no orderly GitHub gives, but that were seen. */
class OddAnswersTests {
  private static final String TOKEN = "ghp_planted0token0that0must0not0show0000";
  private static final String API = "/api/v3";

  private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());
  private final WireMockServer elsewhere = new WireMockServer(wireMockConfig().dynamicPort());
  private final TestClock clock = new TestClock();
  private Lab lab = new Lab(URI.create("http://127.0.0.1"));
  private Access access = lab.access(TOKEN);

  @BeforeEach
  void open() {
    server.start();
    elsewhere.start();
    elsewhere.stubFor(any(anyUrl()).willReturn(okJson("[]")));
    lab = new Lab(URI.create("http://127.0.0.1:" + server.port()), Duration.ofSeconds(15), clock);
    access = lab.access(TOKEN);
  }

  @AfterEach
  void close() {
    server.stop();
    elsewhere.stop();
  }

  private AccountProblem problemAfter(ResponseDefinitionBuilder answer) {
    server.stubFor(any(anyUrl()).willReturn(answer));
    var failure =
        catchThrowableOfType(
            ProviderFailure.class, () -> lab.connector.repository(access, "acme/api"));
    assertThat(failure.toString() + failure.problem()).doesNotContain(TOKEN);
    return failure.problem();
  }

  private static ResponseDefinitionBuilder html(int status) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "text/html; charset=utf-8")
        .withBody("<!doctype html><title>Unicorn!</title>");
  }

  private static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json; charset=utf-8")
        .withBody(body);
  }

  @Test
  void aPageForPeople() {
    assertThat(problemAfter(html(200)).code()).isEqualTo(Code.NOT_THIS_PROVIDER);
    assertThat(problemAfter(html(404)).code()).isEqualTo(Code.NOT_THIS_PROVIDER);
  }

  @Test
  void aServerThatGivesUpOrIsDown() {
    assertThat(problemAfter(html(502)).code()).isEqualTo(Code.TIMED_OUT);
    assertThat(problemAfter(html(503)).code()).isEqualTo(Code.PROVIDER_DOWN);
  }

  @Test
  void anAnswerCutInTheMiddle() {
    assertThat(problemAfter(json(200, "{\"id\": 1, \"full_na")).code())
        .isEqualTo(Code.UNEXPECTED_ANSWER);
    assertThat(problemAfter(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)).code())
        .isEqualTo(Code.PROVIDER_DOWN);
  }

  @Test
  void noAnswerInTime() {
    lab = new Lab(URI.create(server.baseUrl()), Duration.ofMillis(300), clock);
    assertThat(problemAfter(okJson("{}").withFixedDelay(2500)).code()).isEqualTo(Code.TIMED_OUT);
  }

  @Test
  void nobodyThere() {
    server.stop();
    var failure =
        catchThrowableOfType(
            ProviderFailure.class, () -> lab.connector.repository(access, "acme/api"));
    assertThat(failure.problem().code()).isEqualTo(Code.CONNECTION_REFUSED);
  }

  @Test
  void aRedirectToAnotherHostIsNotFollowed() {
    var problem =
        problemAfter(
            aResponse()
                .withStatus(302)
                .withHeader("Location", "http://127.0.0.1:" + elsewhere.port() + "/login"));
    assertThat(problem.code()).isEqualTo(Code.NOT_THIS_PROVIDER);
    assertThat(elsewhere.getAllServeEvents()).isEmpty();
  }

  @Test
  void aRenamedRepositoryIsFollowedOnTheSameHost() {
    server.stubFor(
        get(urlEqualTo(API + "/repositories/7"))
            .willReturn(
                okJson(
                    """
                    {"node_id": "R_7", "full_name": "acme/new", "html_url": "https://github.com/acme/new",
                     "private": true, "visibility": "internal", "archived": false, "fork": false,
                     "default_branch": "main", "allow_squash_merge": true, "allow_merge_commit": false}
                    """)));
    server.stubFor(
        get(urlEqualTo(API + "/repos/acme/old"))
            .willReturn(
                json(301, "{\"message\": \"Moved Permanently\"}")
                    .withHeader(
                        "Location",
                        "http://127.0.0.1:" + server.port() + API + "/repositories/7")));
    var found = lab.connector.repository(access, "acme/old").orElseThrow();
    assertThat(found.fullName()).isEqualTo("acme/new");
    assertThat(found.strategies()).containsExactly(MergeStrategy.SQUASH);
    server.verify(
        getRequestedFor(urlEqualTo(API + "/repositories/7"))
            .withHeader("Authorization", equalTo("Bearer " + TOKEN)));
  }

  @Test
  void aNextPageAtAnotherHostIsNotAsked() {
    server.stubFor(
        get(urlPathEqualTo(API + "/user/repos"))
            .willReturn(
                okJson("[]")
                    .withHeader(
                        "Link",
                        "<http://127.0.0.1:"
                            + elsewhere.port()
                            + "/user/repos?page=2>; rel=\"next\"")));
    var failure =
        catchThrowableOfType(ProviderFailure.class, () -> lab.connector.repositories(access, null));
    assertThat(failure.problem().code()).isEqualTo(Code.UNEXPECTED_ANSWER);
    var asked =
        catchThrowableOfType(
            ProviderFailure.class,
            () -> lab.connector.repositories(access, elsewhere.baseUrl() + "/user/repos?page=2"));
    assertThat(asked.problem().code()).isEqualTo(Code.UNEXPECTED_ANSWER);
    assertThat(elsewhere.getAllServeEvents()).isEmpty();
  }

  @Test
  void aListThatSingleSignOnCutsSaysSo() {
    server.stubFor(
        get(urlPathEqualTo(API + "/user/repos"))
            .willReturn(
                okJson("[]")
                    .withHeader("X-GitHub-SSO", "partial-results; organizations=21955855")));
    assertThat(lab.connector.repositories(access, null).cut())
        .singleElement()
        .satisfies(cut -> {
          assertThat(cut.code()).isEqualTo(Code.SSO_REQUIRED);
          assertThat(cut.detail()).contains("21955855");
        });
  }

  @Test
  void aSecondaryLimitWithoutAHintPausesAMinuteAndThenTwo() {
    var first = problemAfter(Recorded.of("secondary-limit-with-points-left").answer());
    assertThat(first.code()).isEqualTo(Code.RATE_LIMITED);
    assertThat(first.until()).isEqualTo(clock.instant().plusSeconds(60));

    var asked = server.getAllServeEvents().size();
    clock.pass(Duration.ofSeconds(59));
    assertThat(problemAfter(okJson("{}")).until()).isEqualTo(first.until());
    assertThat(server.getAllServeEvents()).as("asked while paused").hasSize(asked);

    clock.pass(Duration.ofSeconds(2));
    var second = problemAfter(Recorded.of("secondary-limit-as-429").answer());
    assertThat(second.until()).isEqualTo(clock.instant().plusSeconds(120));
  }

  @Test
  void retryAfterIsHonoured() {
    var problem =
        problemAfter(
            json(429, "{\"message\": \"secondary rate limit\"}").withHeader("Retry-After", "17"));
    assertThat(problem.until()).isEqualTo(clock.instant().plusSeconds(17));
    assertThat(lab.budgets.blockedUntil(access.account())).contains(problem.until());
  }

  @Test
  void aSpentHourPausesUntilItsEnd() {
    var reset = clock.instant().plusSeconds(1800);
    var problem =
        problemAfter(
            json(403, "{\"message\": \"API rate limit exceeded for user ID 1.\"}")
                .withHeader("X-RateLimit-Limit", "5000")
                .withHeader("X-RateLimit-Remaining", "0")
                .withHeader("X-RateLimit-Resource", "core")
                .withHeader("X-RateLimit-Reset", "" + reset.getEpochSecond()));
    assertThat(problem.code()).isEqualTo(Code.RATE_LIMITED);
    assertThat(problem.until()).isEqualTo(reset);
    assertThat(lab.budgets.blockedUntil(access.account(), "graphql")).isEmpty();
  }

  private void graphql(String body) {
    server.stubFor(post(urlEqualTo("/api/graphql")).willReturn(json(200, body)));
  }

  @Test
  void graphQlLimitsComeWithAFriendlyStatus() {
    graphql(
        "{\"data\": null, \"errors\": [{\"type\": \"RATE_LIMITED\", \"message\": \"API rate limit\"}]}");
    var probe = lab.connector.probe(access, List.of(lab.repository("R_1", "acme/api"))).getFirst();
    assertThat(probe)
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.problem().code()).isEqualTo(Code.RATE_LIMITED);
              assertThat(failed.problem().until()).isEqualTo(clock.instant().plusSeconds(60));
            });
  }

  @Test
  void anErrorInsteadOfDataIsAnErrorOfTheWholeQuestion() {
    server.stubFor(
        post(urlEqualTo("/api/graphql")).willReturn(Recorded.of("graphql-unprocessable").answer()));
    assertThat(lab.connector.probe(access, List.of(lab.repository("R_1", "acme/api"))).getFirst())
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.problem().code()).isEqualTo(Code.UNEXPECTED_ANSWER));
    assertThat(lab.budgets.of(access.account()).getFirst().remaining()).isEqualTo(4922);
  }

  @Test
  void ofTwoRepositoriesOneMayBeGoneAndOneBehindSingleSignOn() {
    graphql(
        """
        {"data": {"nodes": [null, null, {"id": "R_3", "nameWithOwner": "acme/new-name", "url": "https://github.com/acme/new-name",
          "isArchived": false, "visibility": "PRIVATE", "pullRequests": {"totalCount": 0, "pageInfo": {"hasNextPage": false}, "nodes": []}}]},
         "errors": [
           {"type": "NOT_FOUND", "path": ["nodes", 0], "message": "Could not resolve to a node with the global id of 'R_1'"},
           {"type": "FORBIDDEN", "path": ["nodes", 1], "extensions": {"saml_failure": true}, "message": "Resource protected by organization SAML enforcement."}]}
        """);
    var probes =
        lab.connector.probe(
            access,
            List.of(
                lab.repository("R_1", "acme/gone"),
                lab.repository("R_2", "acme/walled"),
                lab.repository("R_3", "acme/name")));
    assertThat(probes.get(0))
        .isInstanceOfSatisfying(
            Lost.class, lost -> assertThat(lost.problem().code()).isEqualTo(Code.NOT_FOUND));
    assertThat(probes.get(1))
        .isInstanceOfSatisfying(
            Lost.class, lost -> assertThat(lost.problem().code()).isEqualTo(Code.SSO_REQUIRED));
    assertThat(probes.get(2))
        .isInstanceOfSatisfying(
            Seen.class, seen -> assertThat(seen.now().fullName()).isEqualTo("acme/new-name"));
  }

  private static final String FACTS =
      """
      "id": "PR_1", "number": 1, "title": "A change", "body": "", "url": "https://github.com/acme/api/pull/1",
      "state": "OPEN", "isDraft": false, "createdAt": "2026-11-20T08:00:00Z", "updatedAt": "2026-11-21T08:00:00Z",
      "author": null, "headRefName": "change", "headRefOid": "abc", "baseRefName": "main",
      "mergeable": "MERGEABLE", "mergeStateStatus": "CLEAN", "statusCheckRollup": null
      """;

  private PullRequestAnswer details(String body) {
    graphql(body);
    var wanted = new Wanted(lab.repository("R_1", "acme/api"), "PR_1", 1);
    return lab.connector.details(access, List.of(wanted)).getFirst();
  }

  @Test
  void whatIsRefusedIsUnknownAndNotNothing() {
    var answer =
        details(
            """
            {"data": {"nodes": [{%s, "reviewDecision": null}]},
             "errors": [{"type": "FORBIDDEN", "path": ["nodes", 0, "reviewDecision"], "message": "Resource not accessible by personal access token"}]}
            """
                .formatted(FACTS));
    assertThat(answer)
        .isInstanceOfSatisfying(
            PullRequestAnswer.Read.class,
            read -> assertThat(read.facts().reviewDecision()).isEqualTo(ReviewDecision.NOT_TOLD));
    assertThat(details("{\"data\": {\"nodes\": [{%s}]}}".formatted(FACTS)))
        .isInstanceOfSatisfying(
            PullRequestAnswer.Read.class,
            read ->
                assertThat(read.facts().reviewDecision()).isEqualTo(ReviewDecision.NOT_REQUIRED));
  }

  @Test
  void aRefusedListOfConversationsIsNotAnEmptyOne() {
    assertThat(
            details(
                """
                {"data": {"nodes": [{%s, "reviewThreads": null}]},
                 "errors": [{"path": ["nodes", 0, "reviewThreads"], "type": "FORBIDDEN", "message": "No"}]}
                """
                    .formatted(FACTS)))
        .isInstanceOf(PullRequestAnswer.Failed.class);
  }

  @Test
  void aDeletedPullRequestIsGone() {
    assertThat(
            details(
                """
                {"data": {"nodes": [null]},
                 "errors": [{"path": ["nodes", 0], "type": "NOT_FOUND", "message": "Could not resolve"}]}
                """))
        .isInstanceOf(PullRequestAnswer.Gone.class);
  }
}
