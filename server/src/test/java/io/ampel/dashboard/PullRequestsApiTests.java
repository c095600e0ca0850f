package io.ampel.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Review;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

/** Nothing here asks a provider. */
@AmpelTest(properties = "ampel.sync.enabled=false")
@Import(Stage.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PullRequestsApiTests {
  private static final String LIST = "/api/v1/pull-requests";
  @LocalServerPort int port;
  @Autowired Stage stage;
  private Visitor ada;
  private Visitor program;
  private Repository api;
  private Repository web;
  private UUID account;

  @BeforeAll
  void fill() {
    ada = Visitor.first(port);
    program = ada.program("READ");
    var me = stage.person(Visitor.EMAIL);
    account = stage.account(me, "ada");
    api = stage.repository("acme/api");
    web = stage.repository("acme/web");
    stage.sees(me, account, api);
    stage.sees(me, account, web);
    stage.save(
        api,
        Sample.number(1).title("Ready one").label("good"),
        Sample.number(2).title("Broken").check("e2e", Check.State.FAILED).author("li"),
        Sample.number(3).title("In need of Ada").asked("ada").author("li").label("on hold"),
        Sample.number(4).title("Still drafting").draft(),
        Sample.number(5).title("Conflict of branches").conflict(),
        Sample.number(6).title("Nobody knows").computing(),
        Sample.number(7).title("Done").merged().review("ada", Review.Verdict.APPROVED),
        Sample.number(8).title("Given up").closed(),
        Sample.number(9).author(Account.GHOST).title("Left behind 👻 שלום"));
    stage.save(
        web,
        Sample.number(1).title("Web change").author("ada").body("Mentions the zeppelin."),
        Sample.number(2).title("Run").check("build", Check.State.RUNNING).size(900, 800));
    stage.save(
        web,
        new MergeRequirements(
            MergeRequirements.Source.PROVIDER,
            2,
            false,
            false,
            false,
            java.util.Set.of(new MergeRequirements.RequiredCheck("build", null)),
            false,
            false,
            false,
            java.util.Set.of(),
            List.of(),
            List.of(),
            0),
        Sample.number(3)
            .title("Two needed")
            .check("build", Check.State.PASSED)
            .asked("maria")
            .review("li", Review.Verdict.APPROVED));
  }

  private JsonNode get(String path) {
    var answer = program.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Visitor.read(answer);
  }

  private List<String> found(String parameters) {
    return names(get(LIST + parameters));
  }

  private static List<String> names(JsonNode list) {
    return StreamSupport.stream(list.get("items").spliterator(), false)
        .map(item ->
            item.get("repository").asString().replace("acme/", "") + item.get("number").asInt())
        .sorted()
        .toList();
  }

  @Test
  void tellsEverythingAboutOne() {
    var one = get(LIST + "/" + stage.id(web, 3));
    assertThat(one.propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "provider",
            "instance",
            "repository",
            "number",
            "title",
            "url",
            "state",
            "draft",
            "author",
            "sourceBranch",
            "targetBranch",
            "headSha",
            "light",
            "reasons",
            "notBlocking",
            "stale",
            "conversations",
            "checks",
            "reviews",
            "requestedReviewers",
            "labels",
            "additions",
            "deletions",
            "changedFiles",
            "comments",
            "unresolvedConversations",
            "mergeability",
            "createdAt",
            "updatedAt",
            "syncedAt",
            "permissions");
    assertThat(one.get("provider").asString()).isEqualTo("GITHUB");
    assertThat(one.get("light").asString()).isEqualTo("WAITING");
    assertThat(one.get("author").asString()).isEqualTo("maria");
    assertThat(one.get("requestedReviewers").toString()).isEqualTo("[\"maria\"]");
    assertThat(one.get("stale").asBoolean()).isFalse();
    assertThat(one.get("permissions").toString())
        .isEqualTo("{\"comment\":true,\"approve\":true,\"merge\":true}");
    var reason =
        StreamSupport.stream(one.get("reasons").spliterator(), false)
            .filter(each -> each.get("code").asString().equals("APPROVALS_MISSING"))
            .findFirst()
            .orElseThrow();
    assertThat(reason.propertyNames())
        .containsExactlyInAnyOrder(
            "code", "light", "actors", "since", "text", "evidenceUrl", "action", "certain");
    assertThat(reason.get("actors").toString()).isEqualTo("[\"maria\"]");
    assertThat(reason.get("text").asString()).isEqualTo("1 of 2 approvals");
    assertThat(reason.get("action").asString()).isEqualTo("REVIEW");
    assertThat(one.get("reviews").get(0).get("verdict").asString()).isEqualTo("APPROVED");
    assertThat(one.get("reviews").get(0).get("reviewer").asString()).isEqualTo("li");
  }

  @Test
  void listItemsLeaveOutChecksAndReviews() {
    var item = get(LIST + "?limit=1").get("items").get(0);
    assertThat(item.propertyNames()).doesNotContain("checks", "reviews").contains("permissions");
  }

  @Test
  void tellsTheChecksOfOne() {
    var check = get(LIST + "/" + stage.id(api, 2)).get("checks").get(0);
    assertThat(check.propertyNames())
        .containsExactlyInAnyOrder("name", "state", "required", "url", "startedAt", "completedAt");
    assertThat(check.get("state").asString()).isEqualTo("FAILED");
    assertThat(check.get("required").asBoolean()).isFalse();
    var required = get(LIST + "/" + stage.id(web, 3)).get("checks").get(0);
    assertThat(required.get("required").asBoolean()).isTrue();
  }

  @Test
  void countsIgnoreTheLightFilterAndNothingElse() {
    var all = get(LIST);
    assertThat(all.get("counts").toString())
        .isEqualTo("{\"READY\":3,\"UNKNOWN\":1,\"WAITING\":4,\"BLOCKED\":2}");
    assertThat(get(LIST + "?light=ready").get("counts")).isEqualTo(all.get("counts"));
    assertThat(get(LIST + "?light=ready&repository=acme/web").get("counts").toString())
        .isEqualTo("{\"READY\":1,\"UNKNOWN\":0,\"WAITING\":2,\"BLOCKED\":0}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "?light=Ready ; api1 api9 web1",
        "?light=ready&light=BLOCKED ; api1 api2 api5 api9 web1",
        "?state=merged ; api7",
        "?state=merged&state=CLOSED ; api7 api8",
        "?repository=ACME/Web ; web1 web2 web3",
        "?repository=acme/*&author=li ; api2 api3",
        "?author=me ; web1",
        "?provider=github&light=unknown ; api6",
        "?provider=gitlab ; ",
        "?q=is:draft ; api4",
        "?q=is:ready+author:maria ; api1",
        "?q=is:ready%7Cunknown+-repo:web ; api1 api6 api9",
        "?q=-is:ready+-is:waiting ; api2 api5 api6",
        "?q=turn:me ; api3 web1",
        "?q=label:%22on+hold%22 ; api3",
        "?q=-label:good+is:ready ; api9 web1",
        "?q=zeppelin ; web1",
        "?q=%22of+branches%22 ; api5",
        "?q=%F0%9F%91%BB ; api9",
        "?q=%23 ; ",
        "?q=size:%3E1000 ; web2",
        "?q=check:failed ; api2",
        "?q=check:running ; web2",
        "?q=review:approved ; web3",
        "?q=reviewer:ada ; api3",
        "?q=age:%3C1d ; ",
        "?q=age:%3E1d+repo:api+is:blocked ; api2 api5",
        "?q=is:merged ; api7",
        "?q=base:main+head:change-1 ; api1 web1",
        "?q=100%25 ; ",
      })
  void filters(String parameters, String names) {
    assertThat(String.join(" ", found(parameters))).isEqualTo(names == null ? "" : names);
  }

  @ParameterizedTest
  @CsvSource({
    "light=purple, light",
    "state=gone, state",
    "provider=svn, provider",
    "sort=beauty, sort",
    "limit=0, limit",
    "limit=201, limit",
    "limit=many, limit",
    "cursor=nonsense, cursor",
    "q=is:purple, q",
    "q=colour:red, q",
    "q=%22open, q",
    "q=age:soon, q",
  })
  void badValuesAreNamed(String parameter, String field) {
    var answer = program.get(LIST + "?" + parameter);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(Visitor.read(answer).get("fields").get(0).get("field").asString()).isEqualTo(field);
  }

  @Test
  void aQueryMistakePointsAtItself() {
    var problem = Visitor.read(program.get(LIST + "?q=author:me+authr:li"));
    assertThat(problem.get("from").asInt()).isEqualTo(10);
    assertThat(problem.get("to").asInt()).isEqualTo(18);
    assertThat(problem.get("fields").get(0).get("message").asString())
        .contains("Did you mean “author:”?")
        .contains("at character 11");
  }

  @ParameterizedTest
  @CsvSource({"waiting-desc", "waiting-asc", "updated-desc", "created-asc"})
  void pagesNeitherRepeatNorMiss(String sort) {
    var seen = new ArrayList<String>();
    var cursor = "";
    do {
      var page = get(LIST + "?limit=3&sort=" + sort + cursor);
      page.get("items").forEach(item -> seen.add(item.get("id").asString()));
      cursor =
          page.get("nextCursor").isNull() ? "" : "&cursor=" + page.get("nextCursor").asString();
    } while (!cursor.isEmpty());
    assertThat(seen).hasSize(10).doesNotHaveDuplicates();
  }

  @Test
  void aPageStaysWhereItWasWhenOthersComeAndGo() {
    var busy = stage.repository("acme/busy");
    stage.sees(stage.person(Visitor.EMAIL), account, busy);
    var begin = Instant.parse("2026-01-01T00:00:00Z");
    for (var i = 1; i <= 6; i++) {
      stage.save(busy, Sample.number(i).updated(begin.plus(Duration.ofDays(i))));
    }
    var query = LIST + "?repository=acme/busy&sort=updated-asc&limit=2";
    var first = get(query);
    stage.save(
        busy,
        Sample.number(7).updated(begin),
        Sample.number(1).updated(begin.plus(Duration.ofDays(1))).merged());
    var second = get(query + "&cursor=" + first.get("nextCursor").asString());
    assertThat(names(first)).containsExactly("busy1", "busy2");
    assertThat(names(second)).containsExactly("busy3", "busy4");
    stage.jdbc.sql("delete from repository where full_name = 'acme/busy'").update();
  }

  @Test
  void whoDoesNotReachTheRepositoryHearsNothing() {
    var bob = ada.add(port, "bob@example.org").program("ACT");
    var answer = bob.get(LIST);
    assertThat(Visitor.read(answer).get("items")).isEmpty();
    assertThat(Visitor.read(answer).get("counts").toString())
        .isEqualTo("{\"READY\":0,\"UNKNOWN\":0,\"WAITING\":0,\"BLOCKED\":0}");
    assertThat(Visitor.read(bob.get(LIST + "?q=zeppelin")).get("items")).isEmpty();
    for (var id : List.of(stage.id(api, 1).toString(), UUID.randomUUID().toString(), "x", "1")) {
      assertThat(bob.get(LIST + "/" + id).statusCode()).as(id).isEqualTo(404);
      assertThat(bob.get("/pull-requests/" + id).statusCode()).isIn(302, 401, 404);
    }
    assertThat(program.get(LIST + "/x").statusCode()).isEqualTo(404);
  }

  @Test
  void thePageOfOneThatIsOutOfReachIsNotFoundLikeOneThatDoesNotExist() {
    var carol = ada.add(port, "carol@example.org");
    var secret = "/pull-requests/" + stage.id(api, 2);
    assertThat(ada.get(secret).statusCode()).isEqualTo(200);
    assertThat(ada.get(secret).body()).contains("Broken");
    for (var part : List.of("page", "panel")) {
      var hidden = carol.get(secret, "Ampel-Part", part);
      var missing = carol.get("/pull-requests/" + UUID.randomUUID(), "Ampel-Part", part);
      assertThat(hidden.statusCode()).isEqualTo(404);
      assertThat(missing.statusCode()).isEqualTo(404);
      assertThat(hidden.body()).isEqualTo(missing.body()).doesNotContain("Broken", "acme/api");
      assertThat(carol.get("/pull-requests/7", "Ampel-Part", part).statusCode()).isEqualTo(404);
    }
    var head = Sample.number(2).head();
    for (var act : List.of("/comments", "/reviews", "/merge")) {
      var fields = Map.of("body", "Hello", "verdict", "APPROVE", "headSha", head);
      assertThat(carol.submit(secret + act, fields).statusCode()).as(act).isEqualTo(404);
    }
  }

  @Test
  void whoLostSightSeesForADayWhatWasKnownThen() {
    var eve = ada.add(port, "eve@example.org").program("READ");
    var person = stage.person("eve@example.org");
    var eves = stage.account(person, "eve");
    var secret = stage.repository("acme/secret");
    stage.sees(person, eves, secret);
    stage.save(secret, Sample.number(1), Sample.number(2));
    stage
        .jdbc
        .sql(
            "update pull_request set saved_at = now() - interval '2 hours' where repository_id ="
                + " :id")
        .param("id", secret.id())
        .update();
    stage
        .jdbc
        .sql("update provider_account set died_at = now() - interval '1 hour' where id = :id")
        .param("id", eves)
        .update();
    stage.save(secret, Sample.number(2).title("News"), Sample.number(3));
    var list = Visitor.read(eve.get(LIST));
    assertThat(names(list)).containsExactly("secret1");
    assertThat(list.get("counts").get("READY").asInt()).isOne();
    assertThat(list.get("items").get(0).get("permissions").get("merge").asBoolean()).isFalse();
    assertThat(eve.get(LIST + "/" + stage.id(secret, 3)).statusCode()).isEqualTo(404);
    stage
        .jdbc
        .sql("update provider_account set died_at = null, enabled = false where id = :id")
        .param("id", eves)
        .update();
    assertThat(Visitor.read(eve.get(LIST)).get("items")).isEmpty();
    assertThat(eve.get(LIST + "/" + stage.id(secret, 1)).statusCode()).isEqualTo(404);
  }
}
