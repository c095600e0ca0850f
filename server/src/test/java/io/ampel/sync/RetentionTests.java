package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ampel.platform.AmpelTest;
import io.ampel.pullrequest.EndedPullRequests;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What ended long ago is let go, and nothing else. */
@AmpelTest(properties = {"ampel.retention.ended=60d", "ampel.sync.enabled=false"})
class RetentionTests {
  @Autowired private JdbcClient jdbc;
  @Autowired private Retention retention;
  @Autowired private EndedPullRequests ended;

  @BeforeEach
  void aRepository() {
    jdbc.sql("delete from repository").update();
    jdbc.sql(
            """
            insert into repository (instance_id, external_id, full_name, url, visibility)
            select id, 'R_1', 'acme/api', 'https://x', 'PRIVATE' from instance limit 1
            """)
        .update();
  }

  private void pullRequest(String name, String state, int updatedDaysAgo, int endedDaysAgo) {
    jdbc.sql(
            """
            insert into pull_request
              (repository_id, external_id, number, title, url, state, draft, author, author_kind,
               source_branch, target_branch, head_sha, light, review_decision, mergeability,
               fingerprint, created_at, updated_at, merged_at, closed_at)
            select id, :name, 1, :name, 'https://x/1', :state, false, 'ben', 'USER', 'change',
                   'main', 'abc', case when :state = 'OPEN' then 'READY' end, 'NOT_TOLD',
                   'MERGEABLE', 'f', now() - interval '900 days',
                   now() - make_interval(days => :updated),
                   case when :state = 'MERGED' then now() - make_interval(days => :ended) end,
                   case when :state = 'CLOSED' then now() - make_interval(days => :ended) end
            from   repository
            """)
        .param("name", name)
        .param("state", state)
        .param("updated", updatedDaysAgo)
        .param("ended", endedDaysAgo)
        .update();
    jdbc.sql(
            """
            insert into pull_request_reading (repository_id, external_id, begun_at)
            select repository_id, external_id, now() from pull_request where external_id = :name
            """)
        .param("name", name)
        .update();
    jdbc.sql(
            """
            insert into pull_request_event (pull_request_id, kind, at)
            select id, 'OPENED', now() from pull_request where external_id = :name
            """)
        .param("name", name)
        .update();
  }

  private List<String> kept(String table, String column) {
    return jdbc.sql("select %s as kept from %s order by 1".formatted(column, table))
        .query((row, _) -> row.getString("kept"))
        .list();
  }

  @Test
  void onlyWhatEndedAndStayedUnchangedForSoLongIsForgotten() {
    pullRequest("open and quiet", "OPEN", 500, 0);
    pullRequest("merged long ago", "MERGED", 61, 61);
    pullRequest("merged lately", "MERGED", 59, 59);
    pullRequest("closed long ago", "CLOSED", 400, 400);
    pullRequest("closed, then talked about", "CLOSED", 5, 400);
    pullRequest("quiet, then closed", "CLOSED", 400, 5);

    retention.letGo();

    var left =
        List.of(
            "closed, then talked about", "merged lately", "open and quiet", "quiet, then closed");
    assertThat(kept("pull_request", "external_id")).isEqualTo(left);
    assertThat(kept("pull_request_reading", "external_id")).isEqualTo(left);
    assertThat(kept("pull_request_event", "id::text")).hasSize(left.size());
    assertThat(kept("repository", "open_ready::text")).containsExactly("1");
  }

  @Test
  void takesThePartThatIsAskedForTheLongestUntouchedFirst() {
    pullRequest("old", "MERGED", 200, 200);
    pullRequest("older", "MERGED", 300, 300);
    var before = Instant.now().minus(Duration.ofDays(60));
    assertThat(ended.forget(before, 1)).isEqualTo(1);
    assertThat(kept("pull_request", "external_id")).containsExactly("old");
    assertThat(ended.forget(before, 1)).isEqualTo(1);
    assertThat(ended.forget(before, 1)).isZero();
  }

  @Test
  void nothingMeansForEverAndTooLittleIsRefused() {
    pullRequest("merged long ago", "MERGED", 9000, 9000);
    new Retention(ended, new RetentionProperties(Duration.ZERO), Clock.systemUTC()).letGo();
    assertThat(kept("pull_request", "external_id")).hasSize(1);
    assertThatThrownBy(() -> new RetentionProperties(Duration.ofDays(13)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 14 days");
  }

  @Test
  void happensByItself() {
    assertThat(kept("scheduled_tasks", "task_name")).contains("forget-ended");
  }
}
