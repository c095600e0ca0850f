package io.ampel.pullrequest;

import static io.ampel.pullrequest.Facts.facts;
import static io.ampel.pullrequest.PullRequest.State.CLOSED;
import static io.ampel.pullrequest.PullRequest.State.MERGED;
import static io.ampel.pullrequest.PullRequest.State.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.TestDatabase;
import io.ampel.pullrequest.PullRequests.Reading;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Of two readings that overlap, the one that was asked later stays, whichever ends first. */
class OverlappingReadingsTests {
  private static final Instant FIRST = Facts.NOW.minusSeconds(30);
  private static final Instant SECOND = FIRST.plusSeconds(1);
  private static final Instant THIRD = FIRST.plusSeconds(2);

  private final TestDatabase database = TestDatabase.fresh();
  private final JdbcClient jdbc = database.client();
  private final PullRequests pullRequests =
      new PullRequests(jdbc, new Repositories(jdbc), _ -> {}, Clock.systemUTC());
  private final Repository repository =
      new Repositories(jdbc)
          .save(
              new Instances(jdbc)
                  .approve(
                      Provider.GITHUB, URI.create("https://github.com"), "github.com", false, null),
              new Repositories.Found(
                  "R_1",
                  "acme/api",
                  URI.create("https://github.com/acme/api"),
                  Repository.Visibility.PRIVATE,
                  false,
                  false,
                  "main",
                  Set.of(MergeStrategy.SQUASH),
                  false));

  private Reading reading(Facts facts, Instant begun) {
    return new Reading(
        repository, facts.pullRequest(), MergeRequirements.NONE, "seen at " + begun, begun);
  }

  private List<UUID> save(Facts facts, Instant begun) {
    return pullRequests.save(List.of(reading(facts, begun)));
  }

  private PullRequests.Stored stored() {
    var id = jdbc.sql("select id from pull_request").query(UUID.class).single();
    return pullRequests.find(id).orElseThrow();
  }

  private String events() {
    return jdbc.sql(
            """
            select string_agg(kind, ', ' order by id)
            from   pull_request_event
            where  kind <> 'LIGHT'
            """)
        .query(String.class)
        .single();
  }

  @Test
  void aReadingThatBeganBeforeTheMergeDoesNotBringItBack() {
    save(facts(), FIRST);
    save(facts().over(MERGED), THIRD);

    assertThat(save(facts().title("Slow to arrive"), SECOND)).isEmpty();

    assertThat(stored().facts().state()).isEqualTo(MERGED);
    assertThat(stored().light()).isNull();
    assertThat(events()).isEqualTo("OPENED, MERGED");
  }

  @Test
  void whatWasTrulyReopenedIsOpen() {
    save(facts(), FIRST);
    save(facts().over(CLOSED), SECOND);

    save(facts(), THIRD);

    assertThat(stored().facts().state()).isEqualTo(OPEN);
    assertThat(events()).isEqualTo("OPENED, CLOSED, REOPENED");
  }

  @Test
  void aReadingThatFoundNothingNewCountsToo() {
    save(facts().over(CLOSED), FIRST);
    assertThat(pullRequests.save(List.of(again(THIRD)))).isEmpty();

    assertThat(save(facts(), SECOND)).isEmpty();

    assertThat(stored().facts().state()).isEqualTo(CLOSED);
  }

  /** What the first reading found, found once more. */
  private Reading again(Instant begun) {
    var first = reading(facts().over(CLOSED), FIRST);
    return new Reading(repository, first.facts(), first.requirements(), first.fingerprint(), begun);
  }

  @Test
  void whatIsJudgedAgainIsNotNewerThanItsFacts() {
    save(facts(), FIRST);
    var old = stored();
    save(facts().over(MERGED), SECOND);

    var judged =
        new Reading(
            repository, old.facts(), MergeRequirements.NONE, old.fingerprint(), old.begun());
    assertThat(pullRequests.save(List.of(judged))).isEmpty();

    assertThat(stored().facts().state()).isEqualTo(MERGED);
    assertThat(pullRequests.reevaluate(List.of(stored().id()))).isEmpty();
  }

  @Test
  void anOlderReadingWaitsForTheNewerOneThatIsBeingSavedAndIsLeftOut() throws Exception {
    save(facts(), FIRST);
    var transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
    var saved = new CountDownLatch(1);
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var newer =
          pool.submit(() ->
              transaction.execute(_ -> {
                var ids = save(facts().over(MERGED), THIRD);
                saved.countDown();
                awaitSomebodyWaiting();
                return ids;
              }));
      saved.await();
      var older =
          pool.submit(
              () -> transaction.execute(_ -> save(facts().title("Slow to arrive"), SECOND)));

      assertThat(newer.get()).hasSize(1);
      assertThat(older.get()).isEmpty();
    }
    assertThat(stored().facts().state()).isEqualTo(MERGED);
    assertThat(events()).isEqualTo("OPENED, MERGED");
  }

  private void awaitSomebodyWaiting() {
    for (var i = 0; i < 200; i++) {
      var waiting =
          jdbc.sql("select count(*) from pg_locks where not granted").query(Integer.class).single();
      if (waiting > 0) return;
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    throw new AssertionError("nobody waited");
  }
}
