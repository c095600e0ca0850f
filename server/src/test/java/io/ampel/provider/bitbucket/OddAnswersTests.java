package io.ampel.provider.bitbucket;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Capabilities.State;
import io.ampel.provider.Errand;
import io.ampel.provider.MergeOrder;
import io.ampel.provider.MergeOutcome;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.RepositoryProbe;
import io.ampel.provider.RepositoryProbe.Failed;
import io.ampel.provider.TestClock;
import io.ampel.pullrequest.MergeRequirements.Source;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.Repository;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single answers that no orderly Bitbucket gives, but that were seen. */
class OddAnswersTests {
  private static final String TOKEN = "planted0token0that0must0not0show0000";
  private static final String API = "/2.0";
  private static final String REPOSITORY = API + "/repositories/%7B%7D/%7Br-1%7D";

  private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());
  private final WireMockServer elsewhere = new WireMockServer(wireMockConfig().dynamicPort());
  private final TestClock clock = new TestClock();
  private Lab lab = new Lab(URI.create("http://127.0.0.1"));
  private Access access = lab.api(TOKEN, "mira@example.com");
  private Repository repository = lab.repository("{r-1}", "acme/api");

  @BeforeEach
  void open() {
    server.start();
    elsewhere.start();
    elsewhere.stubFor(any(anyUrl()).willReturn(okJson("{\"values\": []}")));
    lab = new Lab(URI.create(server.baseUrl()), Duration.ofSeconds(15), clock);
    access = lab.api(TOKEN, "mira@example.com");
    repository = lab.repository("{r-1}", "acme/api");
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
        .withBody("<!doctype html><title>Bitbucket</title>");
  }

  private static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json; charset=utf-8")
        .withBody(body);
  }

  private static ResponseDefinitionBuilder says(int status, String message) {
    return json(status, "{\"type\": \"error\", \"error\": {\"message\": \"" + message + "\"}}");
  }

  @Test
  void aNameAndATokenAreSentTogetherAndATokenAlone() {
    server.stubFor(any(anyUrl()).willReturn(says(404, "No")));
    lab.connector.repository(lab.api("secret", "mira@example.com"), "acme/api");
    server.verify(
        getRequestedFor(urlPathEqualTo(API + "/repositories/acme/api"))
            .withHeader("Authorization", equalTo("Basic bWlyYUBleGFtcGxlLmNvbTpzZWNyZXQ=")));
    lab.connector.repository(lab.bearer("alone", "acme"), "acme/web");
    server.verify(
        getRequestedFor(urlPathEqualTo(API + "/repositories/acme/web"))
            .withHeader("Authorization", equalTo("Bearer alone")));
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
    assertThat(problemAfter(says(555, "Too long")).code()).isEqualTo(Code.TIMED_OUT);
  }

  @Test
  void refusalsInEveryForm() {
    assertThat(problemAfter(aResponse().withStatus(401)).code()).isEqualTo(Code.INVALID_TOKEN);
    assertThat(problemAfter(aResponse().withStatus(403)).code())
        .isEqualTo(Code.INSUFFICIENT_PERMISSIONS);
    var plain =
        problemAfter(
            aResponse()
                .withStatus(403)
                .withHeader("Content-Type", "text/plain")
                .withBody("To access this repository, an admin must whitelist your IP."));
    assertThat(plain.code()).isEqualTo(Code.IP_ALLOW_LIST);
    assertThat(plain.detail()).contains("whitelist");
    assertThat(problemAfter(says(403, "Please enable two-step verification")).code())
        .isEqualTo(Code.TOKEN_FORBIDDEN_BY_ORGANIZATION);
    assertThat(problemAfter(says(410, "CHANGE-2770 - Functionality has been deprecated")).detail())
        .contains("CHANGE-2770");
  }

  @Test
  void aScopeThatLacksIsNamed() {
    var problem =
        problemAfter(
            json(
                403,
                """
                {"type": "error", "error": {"message": "Your credentials lack one or more required privilege scopes.",
                 "detail": {"required": ["read:pullrequest:bitbucket", "write:pullrequest:bitbucket"],
                            "granted": ["read:pullrequest:bitbucket"]}}}
                """));
    assertThat(problem.code()).isEqualTo(Code.INSUFFICIENT_PERMISSIONS);
    assertThat(problem.missing()).containsExactly("write:pullrequest:bitbucket");
  }

  @Test
  void anAnswerCutInTheMiddle() {
    assertThat(problemAfter(json(200, "{\"uuid\": \"{1}\", \"full_na")).code())
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
  void aRedirectToAnotherHostIsNotFollowed() {
    var problem =
        problemAfter(
            aResponse().withStatus(302).withHeader("Location", elsewhere.baseUrl() + "/login"));
    assertThat(problem.code()).isEqualTo(Code.NOT_THIS_PROVIDER);
    assertThat(elsewhere.getAllServeEvents()).isEmpty();
  }

  @Test
  void aNextPageAtAnotherHostIsNotAsked() {
    server.stubFor(
        get(urlPathEqualTo(REPOSITORY + "/pullrequests"))
            .willReturn(
                okJson(
                    "{\"values\": [], \"next\": \""
                        + elsewhere.baseUrl()
                        + "/2.0/repositories/x/y/pullrequests?page=2\"}")));
    assertThat(lab.connector.probe(access, List.of(repository)).getFirst())
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.problem().code()).isEqualTo(Code.UNEXPECTED_ANSWER));
    var asked =
        catchThrowableOfType(
            ProviderFailure.class,
            () ->
                lab.connector.repositories(
                    access, elsewhere.baseUrl() + "/2.0/repositories/x?page=2 "));
    assertThat(asked.problem().code()).isEqualTo(Code.UNEXPECTED_ANSWER);
    assertThat(elsewhere.getAllServeEvents()).isEmpty();
  }

  @Test
  void aNextPageIsAskedForAsItIs() {
    var next = REPOSITORY + "/pullrequests?page=eyJ%2BfQ%3D%3D&q=a%2Bb";
    server.stubFor(
        get(urlPathEqualTo(REPOSITORY + "/pullrequests"))
            .willReturn(okJson("{\"values\": [], \"next\": \"" + server.baseUrl() + next + "\"}")));
    server.stubFor(get(urlEqualTo(next)).willReturn(okJson("{\"values\": []}")));
    assertThat(lab.connector.probe(access, List.of(repository)).getFirst())
        .isInstanceOf(RepositoryProbe.Seen.class);
    server.verify(1, getRequestedFor(urlEqualTo(next)));
  }

  @Test
  void aListThatLeadsInCirclesEnds() {
    var self = REPOSITORY + "/pullrequests?page=2";
    server.stubFor(
        get(urlPathEqualTo(REPOSITORY + "/pullrequests"))
            .willReturn(okJson("{\"values\": [], \"next\": \"" + server.baseUrl() + self + "\"}")));
    lab.budgets.told(access.account(), BitbucketManners.BUDGET, 10_000);
    assertThat(lab.connector.probe(access, List.of(repository)).getFirst())
        .isInstanceOf(Failed.class);
  }

  @Test
  void aLimitWithoutAHintPausesAMinuteAndThenTwoAndNeverMoreThanFifteen() {
    var first = problemAfter(says(429, "Rate limit for this resource has been exceeded"));
    assertThat(first.code()).isEqualTo(Code.RATE_LIMITED);
    assertThat(first.until()).isEqualTo(clock.instant().plusSeconds(60));
    var asked = server.getAllServeEvents().size();
    clock.pass(Duration.ofSeconds(59));
    assertThat(problemAfter(okJson("{}")).until()).isEqualTo(first.until());
    assertThat(server.getAllServeEvents()).as("asked while paused").hasSize(asked);
    clock.pass(Duration.ofSeconds(2));
    assertThat(problemAfter(says(429, "Again")).until())
        .isEqualTo(clock.instant().plusSeconds(120));
    for (var i = 0; i < 6; i++) {
      clock.pass(Duration.ofMinutes(16));
      assertThat(problemAfter(says(429, "Again")).until())
          .isBeforeOrEqualTo(clock.instant().plus(Duration.ofMinutes(15)));
    }
  }

  @Test
  void retryAfterIsHonouredWhereItIsTold() {
    assertThat(problemAfter(says(429, "No").withHeader("Retry-After", "17")).until())
        .isEqualTo(clock.instant().plusSeconds(17));
  }

  @Test
  void aScaledLimitIsLearnedAndNearItsEndOnlyPeopleAsk() {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                okJson("{\"values\": []}")
                    .withHeader("X-RateLimit-Limit", "4000")
                    .withHeader("X-RateLimit-Resource", "api/repositories")
                    .withHeader("X-RateLimit-NearLimit", "true")));
    lab.connector.probe(access, List.of(repository));
    assertThat(lab.budgets.of(access.account()))
        .singleElement()
        .satisfies(budget -> assertThat(budget.limit()).isEqualTo(4000));
    assertThat(lab.connector.probe(access.on(new Errand()), List.of(repository)).getFirst())
        .isInstanceOfSatisfying(
            Failed.class,
            failed ->
                assertThat(failed.problem().until())
                    .isEqualTo(clock.instant().plus(Duration.ofMinutes(5))));
    assertThat(lab.connector.probe(access, List.of(repository)).getFirst())
        .isInstanceOf(RepositoryProbe.Seen.class);
  }

  @Test
  void rulesThatAreRefusedLeaveAGuess() {
    server.stubFor(
        get(urlPathEqualTo(REPOSITORY + "/refs/branches/main"))
            .willReturn(
                okJson("{\"name\": \"main\", \"merge_strategies\": [\"squash\", \"new\"]}")));
    server.stubFor(
        get(urlPathEqualTo(REPOSITORY + "/branch-restrictions"))
            .willReturn(
                says(401, "Token is invalid, expired, or not supported for this endpoint.")));
    server.stubFor(get(urlPathEqualTo(REPOSITORY)).willReturn(okJson("{\"uuid\": \"{1}\"}")));
    var requirements = lab.connector.requirements(access, repository, "main");
    assertThat(requirements.source()).isEqualTo(Source.GUESSED);
    assertThat(requirements.strategies()).containsExactly(MergeStrategy.SQUASH);
  }

  @Test
  void whereNoScopesAreToldOneRepositoryIsRead() {
    server.stubFor(
        get(urlPathEqualTo(API + "/user"))
            .willReturn(okJson("{\"uuid\": \"{u}\", \"nickname\": \"mira\"}")));
    server.stubFor(
        get(urlPathEqualTo(API + "/user/workspaces"))
            .willReturn(okJson("{\"values\": [{\"workspace\": {\"slug\": \"acme\"}}]}")));
    server.stubFor(
        get(urlPathEqualTo(API + "/repositories/acme"))
            .willReturn(
                okJson(
                    "{\"size\": 240, \"values\": [{\"uuid\": \"{r-1}\", \"full_name\": \"acme/api\"}]}")));
    server.stubFor(
        get(urlPathEqualTo(REPOSITORY + "/pullrequests")).willReturn(okJson("{\"values\": []}")));
    var told = lab.connector.introduce(access);
    assertThat(told.repositoriesVisible()).isEqualTo(240);
    assertThat(told.scopes()).isEmpty();
    assertThat(told.capabilities().readLights().state()).isEqualTo(State.YES);
    assertThat(told.capabilities().merge().state()).isEqualTo(State.UNKNOWN);
    server.stubFor(
        get(urlPathEqualTo(REPOSITORY + "/pullrequests")).willReturn(aResponse().withStatus(403)));
    assertThat(lab.connector.introduce(access).capabilities().readLights().state())
        .isEqualTo(State.NO);
  }

  @Test
  void aTokenWithoutTheAdministratorsScopeDoesNotAskForRulesInVain() {
    server.stubFor(
        any(anyUrl())
            .willReturn(
                okJson("{\"values\": [], \"name\": \"main\", \"merge_strategies\": [\"squash\"]}")
                    .withHeader("X-OAuth-Scopes", "read:repository:bitbucket")));
    lab.connector.probe(access, List.of(repository));
    assertThat(lab.connector.requirements(access, repository, "main").source())
        .isEqualTo(Source.GUESSED);
    server.verify(0, getRequestedFor(urlPathEqualTo(REPOSITORY + "/branch-restrictions")));
  }

  private static String shown(String state, String head) {
    return """
    {"id": 7, "title": "A change", "state": "%s", "draft": false, "author": null,
     "source": {"branch": {"name": "change"}, "commit": {"hash": "%s"}, "repository": {"uuid": "{r-1}"}},
     "destination": {"branch": {"name": "main"}, "commit": {"hash": "bbbbbbbbbbbb"}, "repository": {"uuid": "{r-1}"}},
     "merge_commit": {"hash": "cccccccccccccccccccccccccccccccccccccccc"},
     "created_on": "2026-11-20T08:00:00+00:00", "updated_on": "2026-11-20T08:00:00+00:00",
     "links": {"html": {"href": "https://bitbucket.example/acme/api/pull-requests/7"}}}
    """
        .formatted(state, head);
  }

  @Test
  void anotherCommitThanTheOneSeenThatWasMergedAllTheSameIsReported() {
    server.stubFor(
        get(urlMatching(REPOSITORY + "/pullrequests/7.*"))
            .willReturn(okJson(shown("OPEN", "aaaaaaaaaaaa"))));
    server.stubFor(
        post(urlPathEqualTo(REPOSITORY + "/pullrequests/7/merge"))
            .willReturn(okJson(shown("MERGED", "dddddddddddd"))));
    var order = new MergeOrder("aaaaaaaaaaaa", MergeStrategy.SQUASH, "T", "M", false);
    assertThat(lab.connector.merge(access, repository, 7, order))
        .isEqualTo(new MergeOutcome.Merged("c".repeat(40), false, "dddddddddddd"));
    server.verify(
        postRequestedFor(urlPathEqualTo(REPOSITORY + "/pullrequests/7/merge"))
            .withRequestBody(
                com.github.tomakehurst.wiremock.client.WireMock.equalToJson(
                    """
                    {"type": "pullrequest_merge_parameters", "merge_strategy": "squash",
                     "close_source_branch": false, "message": "T\\n\\nM"}
                    """)));
  }

  @Test
  void aTaskAtAnotherHostIsNotFollowedAndTheMergeNotForgotten() {
    server.stubFor(
        get(urlMatching(REPOSITORY + "/pullrequests/7.*"))
            .inScenario("merge")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(okJson(shown("OPEN", "aaaaaaaaaaaa"))));
    server.stubFor(
        get(urlMatching(REPOSITORY + "/pullrequests/7.*"))
            .inScenario("merge")
            .whenScenarioStateIs("merged")
            .willReturn(okJson(shown("MERGED", "aaaaaaaaaaaa"))));
    server.stubFor(
        post(urlPathEqualTo(REPOSITORY + "/pullrequests/7/merge"))
            .inScenario("merge")
            .willReturn(
                aResponse().withStatus(202).withHeader("Location", elsewhere.baseUrl() + "/task"))
            .willSetStateTo("merged"));
    var order = new MergeOrder("aaaaaaaaaaaa", MergeStrategy.MERGE, null, null, false);
    assertThat(lab.connector.merge(access, repository, 7, order))
        .isInstanceOf(MergeOutcome.Merged.class);
    assertThat(elsewhere.getAllServeEvents()).isEmpty();
  }

  @Test
  void whereBitbucketWasNeverReachedNothingHappened() {
    server.stop();
    var order = new MergeOrder("aaaaaaaaaaaa", MergeStrategy.MERGE, null, null, false);
    var failure =
        catchThrowableOfType(
            ProviderFailure.class, () -> lab.connector.merge(access, repository, 7, order));
    assertThat(failure.problem().code()).isEqualTo(Code.CONNECTION_REFUSED);
  }
}
