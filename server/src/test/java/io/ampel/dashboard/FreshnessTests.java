package io.ampel.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.StatementCount;
import io.ampel.pullrequest.Repository;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How fresh what one sees is: told for each account, trouble and the oldest first. */
@AmpelTest(properties = "ampel.sync.enabled=false")
@Import({Stage.class, StatementCount.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FreshnessTests {
  @LocalServerPort int port;
  @Autowired Stage stage;
  @Autowired JdbcClient jdbc;
  @Autowired StatementCount count;
  private Visitor ada = new Visitor(0);
  private UUID mira = UUID.randomUUID();
  private UUID bot = UUID.randomUUID();
  private Repository api;
  private Repository web;

  @BeforeAll
  void fill() {
    ada = Visitor.first(port);
    var me = stage.person(Visitor.EMAIL);
    mira = stage.account(me, "mira");
    bot = stage.account(me, "robot");
    api = stage.repository("acme/api");
    web = stage.repository("acme/web");
    stage.sees(me, mira, api);
    stage.sees(me, bot, web);
    stage.save(api, Sample.number(1).title("Ready one"));
    stage.save(web, Sample.number(2).title("Another"));
  }

  @BeforeEach
  void fresh() {
    jdbc.sql("delete from account_pace").update();
    jdbc.sql("update provider_account set died_at = null, problem = null, enabled = true").update();
    synced(api, 40);
    synced(web, 20);
  }

  private void synced(Repository repository, int secondsAgo) {
    jdbc.sql(
            """
            update repository_sync
            set    last_synced_at = now() - make_interval(secs => :ago)
            where  repository_id = :id
            """)
        .param("ago", secondsAgo)
        .param("id", repository.id())
        .update();
  }

  private List<String> told() {
    var list = between(ada.get("/").body(), "<ul class=\"freshness\"", "</ul>");
    return Stream.of(list.split("<li ")).skip(1).map(item -> words("<li " + item)).toList();
  }

  private static String between(String page, String from, String to) {
    var start = page.indexOf(from);
    assertThat(start).as("there is " + from).isNotNegative();
    return page.substring(start, page.indexOf(to, start));
  }

  private static String words(String html) {
    return html.replaceAll("<[^>]+>", " ").replaceAll("\\s+", " ").replace(" ,", ",").strip();
  }

  @Test
  void eachAccountSaysWhenTheOldestOfWhatItReachesWasRead() {
    assertThat(told())
        .satisfiesExactly(
            first -> assertThat(first).matches("GitHub as mira: synced 4\\d s ago"),
            second -> assertThat(second).matches("GitHub as robot: synced 2\\d s ago"));
  }

  @Test
  void aStaleOneComesFirstWithHowManyAndWithItsTime() {
    synced(web, 3 * 3600);
    assertThat(told())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo("GitHub as robot: 1 repository is stale, synced 3 h ago"),
            second -> assertThat(second).startsWith("GitHub as mira: synced 4"));
  }

  @Test
  void whatIsStaleSaysSoInTheListInThePanelAndToPrograms() {
    synced(web, 3 * 3600);
    var id = stage.id(web, 2);

    assertThat(words(between(ada.get("/").body(), "id=\"pr-" + id, "</li>"))).contains("3 h ago");
    assertThat(ada.get("/pull-requests/" + id).body()).contains("Stale: last read 3 h ago");
    var told = Visitor.read(ada.get("/api/v1/pull-requests/" + id));
    assertThat(told.get("stale").asBoolean()).isTrue();
    assertThat(told.get("light").asString()).as("the light stays").isEqualTo("READY");
    assertThat(java.time.Instant.parse(told.get("syncedAt").asString()))
        .isBefore(java.time.Instant.now().minusSeconds(2 * 3600));
    var other = Visitor.read(ada.get("/api/v1/pull-requests/" + stage.id(api, 1)));
    assertThat(other.get("stale").asBoolean()).isFalse();
  }

  @Test
  void staleIsWhatWasNotReadAgainWithinWhatWasPromised() {
    assertThat(stale(120, 125)).isFalse();
    assertThat(stale(120, 135)).isTrue();
    assertThat(stale(1800, 1805)).isFalse();
    assertThat(stale(1800, 1815)).isTrue();
  }

  private boolean stale(int interval, int secondsAgo) {
    jdbc.sql("update repository_sync set interval_s = :interval where repository_id = :id")
        .param("interval", interval)
        .param("id", web.id())
        .update();
    synced(web, secondsAgo);
    var told = Visitor.read(ada.get("/api/v1/pull-requests/" + stage.id(web, 2)));
    jdbc.sql("update repository_sync set interval_s = 120").update();
    return told.get("stale").asBoolean();
  }

  @Test
  void anAccountAtRestSaysWhenItGoesOnAndADeadOneThatItIsRefused() {
    jdbc.sql(
            "insert into account_pace (account_id, paused_until) values (:id, now() + interval '5 minutes')")
        .param("id", bot)
        .update();
    assertThat(told().getFirst())
        .matches("GitHub as robot: at rest, goes on in [45] min, synced 2\\d s ago");

    jdbc.sql("update provider_account set died_at = now() - interval '2 hours' where id = :id")
        .param("id", bot)
        .update();
    assertThat(told().getFirst())
        .isEqualTo("GitHub as robot: its token is refused, synced 2 h ago");
  }

  @Test
  void anAccountThatReachesNothingYetSaysNothing() {
    stage.account(stage.person(Visitor.EMAIL), "idle");
    assertThat(told()).hasSize(2);
    jdbc.sql("delete from provider_account where name = 'idle'").update();
  }

  @Test
  void thePagesCostThreeStatementsAtMost() {
    for (var path :
        List.of(
            "/",
            "/?light=READY",
            "/pull-requests/" + stage.id(api, 1),
            "/api/v1/pull-requests",
            "/api/v1/pull-requests/" + stage.id(api, 1))) {
      ada.get(path);
      var statements = count.during(() -> assertThat(ada.get(path).statusCode()).isEqualTo(200));
      assertThat(statements).as(path).isNotEmpty().hasSizeLessThanOrEqualTo(3);
    }
  }
}
