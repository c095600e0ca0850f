package io.ampel.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.AmpelTest;
import io.ampel.pullrequest.Instances;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.PullRequests;
import io.ampel.pullrequest.ReasonText;
import io.ampel.pullrequest.Repositories;
import io.ampel.pullrequest.Review;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.search.Search;
import io.ampel.web.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Walking along an index and collecting all that is seen find the same pull requests. */
@AmpelTest(properties = {"db-scheduler.enabled=false", "ampel.sync.enabled=false"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WalkingTests {
  private static final int REPOSITORIES = 30;
  private static final int EACH = 12;

  @Autowired private JdbcClient jdbc;
  @Autowired private Instances instances;
  @Autowired private Repositories repositories;
  @Autowired private PullRequests pullRequests;
  @Autowired private ReasonText words;
  @Autowired private MessageSource messages;
  private final Instant now = Instant.now();
  private UUID all = UUID.randomUUID();
  private UUID half = UUID.randomUUID();
  private UUID one = UUID.randomUUID();
  private UUID ended = UUID.randomUUID();

  private DashboardQueries walking() {
    return new DashboardQueries(jdbc, new OverviewQueries(jdbc), 0);
  }

  private DashboardQueries collecting() {
    return new DashboardQueries(jdbc, new OverviewQueries(jdbc), Long.MAX_VALUE);
  }

  private RowReader reader() {
    return new RowReader(words, new Texts(messages, Locale.ENGLISH));
  }

  @BeforeAll
  void settle() {
    var stage = new Stage(jdbc, instances, repositories, pullRequests);
    all = person("all@example.org");
    half = person("half@example.org");
    one = person("one@example.org");
    ended = person("ended@example.org");
    var accountOfAll = stage.account(all, "ada");
    var accountOfHalf = stage.account(half, "maria");
    var accountOfOne = stage.account(one, "li");
    var accountThatDied = stage.account(ended, "eve");
    for (var i = 0; i < REPOSITORIES; i++) {
      var repository = stage.repository("acme/r" + i);
      for (var j = 1; j <= EACH; j++) {
        stage.save(repository, MergeRequirements.NONE, sample(i, j));
      }
      stage.sees(all, accountOfAll, repository);
      if (i % 2 == 0) stage.sees(half, accountOfHalf, repository);
      if (i == 7) stage.sees(one, accountOfOne, repository);
      if (i % 3 == 0) stage.sees(ended, accountThatDied, repository);
    }
    jdbc.sql("update pull_request set saved_at = now() - number * interval '10 minutes'").update();
    jdbc.sql(
            """
            update pull_request
            set    waiting_since = now() - (hashtext(id::text) & 1023) * interval '1 minute'
            where  state = 'OPEN'
            """)
        .update();
    jdbc.sql("update provider_account set died_at = now() - interval '1 hour' where id = :id")
        .param("id", accountThatDied)
        .update();
    jdbc.sql("analyze").update();
  }

  private UUID person(String email) {
    return jdbc.sql("insert into person (email, name) values (:email, 'Somebody') returning id")
        .param("email", email)
        .query(UUID.class)
        .single();
  }

  private static Sample sample(int repository, int number) {
    var sample = Sample.number(number).author(List.of("ada", "maria", "li", "bo").get(number % 4));
    return switch ((repository + number) % 6) {
      case 0 -> sample.draft();
      case 1 -> sample.conflict();
      case 2 -> sample.computing();
      case 3 -> sample.review("bo", Review.Verdict.CHANGES_REQUESTED);
      case 4 -> number % 2 == 0 ? sample.merged() : sample.asked("ada").asked("li");
      default -> sample;
    };
  }

  private List<UUID> viewers() {
    return List.of(all, half, one, ended, UUID.randomUUID());
  }

  /** A walk reckons with five ended ones, so up to five others may be missing at the ends. */
  @ParameterizedTest
  @ValueSource(ints = {6, 13, 50, 200})
  void theSameSections(int limit) {
    for (var viewer : viewers()) {
      var walked = walking().sections(Search.ALL, viewer, now, limit, reader());
      var collected = collecting().sections(Search.ALL, viewer, now, limit, reader());
      assertThat(walked.overview()).isEqualTo(collected.overview());
      assertThat(walked.rows()).hasSizeBetween(collected.rows().size() - 5, limit);
      for (var section : Section.values()) {
        var fewer = of(section, walked);
        assertThat(fewer)
            .as(section + " " + viewer)
            .isEqualTo(beginning(collected, section, fewer));
      }
    }
  }

  private static List<UUID> beginning(
      DashboardQueries.Found found, Section section, List<UUID> other) {
    var ids = of(section, found);
    return ids.subList(0, Math.min(ids.size(), other.size()));
  }

  private static List<UUID> of(Section section, DashboardQueries.Found found) {
    return ids(found.rows().stream().filter(row -> row.section() == section).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "is:ready",
        "is:blocked|unknown",
        "-is:waiting",
        "is:open sort:updated-desc",
        "sort:updated-asc",
        "sort:created-desc",
        "sort:waiting-asc"
      })
  void theSameListsPageByPage(String query) {
    var search = Search.parse(query);
    for (var viewer : viewers()) {
      assertThat(pages(walking(), search, null, viewer))
          .isEqualTo(pages(collecting(), search, null, viewer));
      for (var section : Section.values()) {
        assertThat(pages(walking(), search, section, viewer))
            .isEqualTo(pages(collecting(), search, section, viewer));
      }
    }
  }

  private List<UUID> pages(
      DashboardQueries queries, Search search, @Nullable Section section, UUID viewer) {
    var seen = new ArrayList<UUID>();
    Cursor cursor = null;
    while (true) {
      var rows = queries.list(search, section, cursor, viewer, now, 20, reader()).rows();
      seen.addAll(ids(rows.subList(0, Math.min(20, rows.size()))));
      if (rows.size() <= 20) return seen;
      cursor = Cursor.behind(rows.get(19), search.sort());
    }
  }

  private static List<UUID> ids(List<PullRequestRow> rows) {
    return rows.stream().map(PullRequestRow::id).toList();
  }

  /** What repositories count of themselves is what there is. */
  @Test
  void theSameCountsWithAndWithoutAFilterThatLetsAllPass() {
    var overviews = new OverviewQueries(jdbc);
    for (var viewer : viewers()) {
      var tallied = overviews.find(Search.ALL, viewer, now);
      var counted = overviews.find(Search.parse("repo:*"), viewer, now);
      assertThat(counted).isEqualTo(tallied);
    }
    var seen = overviews.find(Search.ALL, ended, now);
    var early = IntStream.rangeClosed(6, EACH).count() * REPOSITORIES / 3;
    assertThat(seen.open()).as("only what was known then").isBetween(1L, early);
    assertThat(overviews.find(Search.ALL, all, now).counts().keySet())
        .containsExactly(TrafficLight.values());
  }
}
