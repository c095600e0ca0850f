package io.ampel.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.StatementCount;
import io.ampel.pullrequest.Check;
import io.ampel.web.Chromium;
import io.ampel.web.Chromium.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** Ten thousand open pull requests, many of them changed in the very same moment. */
@AmpelTest
@Import({Stage.class, StatementCount.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyPullRequestsTests {
  private static final int REPOSITORIES = 20;
  private static final int OPEN = 10_000;
  private static final int ENDED = 600;
  private static final Pattern MORE = Pattern.compile("href=\"([^\"]+)\" data-more");
  private static final Pattern ROW = Pattern.compile("data-row data-id=\"([^\"]+)\"");

  @LocalServerPort int port;
  @Autowired Stage stage;
  @Autowired StatementCount count;
  @AutoClose Chromium chromium = Chromium.launch();
  private Visitor ada;

  @BeforeAll
  void fill() {
    ada = Visitor.first(port);
    var me = stage.person(Visitor.EMAIL);
    var account = stage.account(me, "ada");
    for (var i = 0; i < REPOSITORIES; i++) {
      var repository = stage.repository("acme/r" + i);
      stage.sees(me, account, repository);
      stage.save(
          repository,
          Sample.number(1).author("li"),
          Sample.number(2).author("li").computing(),
          Sample.number(3).author("li").check("build", Check.State.RUNNING),
          Sample.number(4).author("li").conflict(),
          Sample.number(5).author("li").merged());
    }
    multiply("OPEN", (OPEN - 4 * REPOSITORIES) / (4 * REPOSITORIES));
    multiply("MERGED", (ENDED - REPOSITORIES) / REPOSITORIES);
  }

  /** Copies of what is there, in groups that share their times to the microsecond. */
  private void multiply(String state, int times) {
    stage
        .jdbc
        .sql(
            """
            with copies as (
              insert into pull_request
              select (jsonb_populate_record(p, jsonb_build_object(
                       'id',            gen_random_uuid(),
                       'number',        p.number + 10 * n,
                       'external_id',   'PR_' || p.number + 10 * n,
                       'waiting_since', p.waiting_since - make_interval(hours => n / 40),
                       'created_at',    p.created_at    - make_interval(hours => n / 40),
                       'updated_at',    p.updated_at    - make_interval(hours => n / 40)))).*
              from   pull_request p
              cross  join generate_series(1, :times) n
              where  p.state = :state
              returning id, repository_id, number)
            insert into pull_request_detail (pull_request_id, facts)
            select c.id, d.facts
            from   copies c
            join   pull_request p on p.repository_id = c.repository_id
                                 and p.number        = c.number % 10
            join   pull_request_detail d on d.pull_request_id = p.id
            """)
        .param("times", times)
        .param("state", state)
        .update();
  }

  @ParameterizedTest
  @ValueSource(strings = {"waiting-desc", "updated-asc", "waiting-desc&light=ready&light=blocked"})
  void theListGoesThroughAllOfThem(String sort) {
    var expected = sort.contains("light") ? OPEN / 2 : OPEN;
    assertThat(throughRest("?limit=200&sort=" + sort)).hasSize(expected).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "&sort=waiting-desc"})
  void theListGoesThroughTheEndedToo(String sort) {
    assertThat(throughRest("?limit=200&state=merged" + sort))
        .hasSize(ENDED)
        .doesNotHaveDuplicates();
  }

  private List<String> throughRest(String query) {
    var seen = new ArrayList<String>();
    var cursor = "";
    do {
      var page = Visitor.read(ada.get("/api/v1/pull-requests" + query + cursor));
      page.get("items").forEach(item -> seen.add(item.get("id").asString()));
      cursor =
          page.get("nextCursor").isNull() ? "" : "&cursor=" + page.get("nextCursor").asString();
    } while (!cursor.isEmpty());
    return seen;
  }

  @Test
  void aSectionOfThePageGoesThroughAllOfItsOwn() {
    var seen = new ArrayList<String>();
    var address = "/?section=ready";
    while (!address.isEmpty()) {
      var rows = ada.get(address, "Ampel-Part", "rows");
      assertThat(rows.statusCode()).as(address).isEqualTo(200);
      ROW.matcher(rows.body()).results().forEach(row -> seen.add(row.group(1)));
      var more = MORE.matcher(rows.body());
      address = more.find() ? more.group(1).replace("&amp;", "&") : "";
    }
    assertThat(seen).hasSize(OPEN / 4).doesNotHaveDuplicates();
  }

  @Test
  void aPageStillTakesThreeStatementsAtMost() {
    var id = Visitor.read(ada.get("/api/v1/pull-requests?limit=1")).at("/items/0/id").asString();
    var first = ada.get("/");
    assertThat(first.body()).contains("2500").contains("data-more");
    var more = MORE.matcher(first.body());
    assertThat(more.find()).isTrue();
    for (var path :
        List.of(
            "/",
            more.group(1).replace("&amp;", "&"),
            "/?light=ready",
            "/?q=nothing+at+all",
            "/pull-requests/" + id,
            "/api/v1/pull-requests",
            "/api/v1/pull-requests?limit=200&q=change",
            "/api/v1/pull-requests/" + id)) {
      var statements = count.during(() -> assertThat(ada.get(path).statusCode()).isEqualTo(200));
      assertThat(statements).as(path).hasSizeBetween(1, 3);
    }
  }

  @Test
  void theBrowserKeepsUp() {
    var page = chromium.signedIn(port, Visitor.EMAIL, Visitor.PASSWORD, Look.LIGHT);
    page.navigate("/");
    assertThat(page.locator("#lamp-READY strong")).hasText("2500");
    var ready = page.locator("[data-row][data-section=READY]");
    var before = ready.count();
    for (var times = 1; times <= 3; times++) {
      page.locator("#more-READY a").click();
      assertThat(ready).hasCount(before + 50 * times);
    }
    chromium.assertClean(page);
    page.keyboard().press("j");
    page.keyboard().press("Enter");
    assertThat(page.locator("#paper-title")).isFocused();
    page.keyboard().press("Escape");
    searches(page);
    chromium.assertClean(page);
  }

  private static void searches(Page page) {
    page.locator("#q").fill("repo:r7 is:blocked");
    page.keyboard().press("Enter");
    assertThat(page.locator("#lamp-BLOCKED strong")).hasText("125");
    assertThat(page.locator("[data-row]")).hasCount(50);
  }
}
