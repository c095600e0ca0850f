package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.TestDatabase;
import io.ampel.provider.AccountProblem;
import io.ampel.sync.Tally.Ending;
import io.ampel.sync.Tally.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What is due, who reads it, and when it is due again. */
class LeasesTests {
  private final JdbcClient jdbc = TestDatabase.fresh().client();
  private final Leases one = new Leases(jdbc);
  private final Leases another = new Leases(jdbc);
  private final Ledger ledger = new Ledger(jdbc, new JsonMapper());
  private final UUID instance =
      id("insert into instance (provider, base_url, name) values ('GITHUB', 'https://x', 'x')");
  private final UUID mira = person("mira@example.org");
  private final UUID ben = person("ben@example.org");
  private final UUID work = account(mira, "work");
  private int number;

  private UUID id(String insert, Object... values) {
    return jdbc.sql(insert.formatted(values) + " returning id").query(UUID.class).single();
  }

  private UUID person(String email) {
    return id("insert into person (email, name) values ('%s', 'x')", email);
  }

  private UUID account(UUID person, String name) {
    return id(
        "insert into provider_account (person_id, instance_id, name) values ('%s', '%s', '%s')",
        person, instance, name);
  }

  private UUID repository() {
    number++;
    return id(
        """
        insert into repository (instance_id, external_id, full_name, url, visibility)
        values ('%s', 'R%d', 'acme/r%d', 'https://x', 'PRIVATE')\
        """,
        instance, number, number);
  }

  private UUID watched(UUID person, UUID... accounts) {
    var repository = repository();
    watch(person, repository, accounts);
    return repository;
  }

  private void watch(UUID person, UUID repository, UUID... accounts) {
    jdbc.sql("insert into watch (person_id, repository_id) values (:p, :r)")
        .param("p", person)
        .param("r", repository)
        .update();
    for (var account : accounts) {
      jdbc.sql("insert into sight (person_id, repository_id, account_id) values (:p, :r, :a)")
          .param("p", person)
          .param("r", repository)
          .param("a", account)
          .update();
    }
    one.admit();
  }

  private void set(String assignment) {
    jdbc.sql("update repository_sync set " + assignment).update();
  }

  @Test
  void firstReadingsComeInSmallBatchesAndLooksInLargeOnes() {
    for (int i = 0; i < 120; i++) watched(mira, work);
    var first = one.sweep(Set.of()).orElseThrow();
    assertThat(first.kind()).isEqualTo(Lease.Kind.FIRST);
    assertThat(first.items()).hasSize(10);
    one.release(first);
    set("last_synced_at = now()");
    var sweep = one.sweep(Set.of()).orElseThrow();
    assertThat(sweep.kind()).isEqualTo(Lease.Kind.SWEEP);
    assertThat(sweep.items()).hasSize(100);
    assertThat(sweep.account()).isEqualTo(work);
  }

  @Test
  void twoProcessesNeverReadTheSame() {
    for (int i = 0; i < 50; i++) watched(mira, work);
    var seen = new HashSet<UUID>();
    for (int i = 0; i < 5; i++) {
      var process = i % 2 == 0 ? one : another;
      var lease = process.sweep(Set.of()).orElseThrow();
      assertThat(seen).doesNotContainAnyElementsOf(lease.repositories());
      seen.addAll(lease.repositories());
    }
    assertThat(seen).hasSize(50);
    assertThat(one.sweep(Set.of())).isEmpty();
    set("leased_until = now() - interval '1 second'");
    assertThat(another.sweep(Set.of())).isPresent();
  }

  @Test
  void whatNobodyWatchesIsNotRead() {
    var repository = watched(mira, work);
    jdbc.sql("delete from watch where repository_id = :r").param("r", repository).update();
    assertThat(one.sweep(Set.of())).isEmpty();
  }

  @Test
  void deadDisabledAndRestingAccountsReadNothing() {
    watched(mira, work);
    jdbc.sql("update provider_account set died_at = now()").update();
    assertThat(one.sweep(Set.of())).isEmpty();
    jdbc.sql("update provider_account set died_at = null, enabled = false").update();
    assertThat(one.sweep(Set.of())).isEmpty();
    jdbc.sql("update provider_account set enabled = true").update();
    jdbc.sql(
            """
            insert into account_pace (account_id, paused_until)
            values (:a, now() + interval '1 minute')
            """)
        .param("a", work)
        .update();
    assertThat(one.sweep(Set.of())).isEmpty();
    jdbc.sql("update account_pace set paused_until = now()").update();
    assertThat(one.sweep(Set.of())).isPresent();
  }

  @Test
  void aBusyAccountWaitsAndNobodyStepsIn() {
    watched(mira, work);
    assertThat(one.sweep(Set.of(work))).isEmpty();
  }

  @Test
  void theAccountThatReadsChecksReadsForEverybody() {
    var bens = account(ben, "ben");
    var repository = watched(mira, work);
    watch(ben, repository, bens);
    jdbc.sql(
            """
            insert into account_capability
            (account_id, repository_id, may_comment, may_approve, may_merge, reads_checks, read_at)
            values (:a, :r, 'YES', 'YES', 'YES', 'YES', now())
            """)
        .param("a", bens)
        .param("r", repository)
        .update();
    assertThat(one.sweep(Set.of()).orElseThrow().account()).isEqualTo(bens);
  }

  @Test
  void anAccountThatLostARepositoryComesLast() {
    var bens = account(ben, "ben");
    var repository = watched(mira, work);
    watch(ben, repository, bens);
    jdbc.sql("update sight set lost_at = now() where account_id = :a").param("a", work).update();
    assertThat(one.sweep(Set.of()).orElseThrow().account()).isEqualTo(bens);
  }

  @Test
  void thoseOfOneAccountStayTogether() {
    var soon = watched(mira, work);
    var later = watched(mira, work);
    set("last_synced_at = now(), next_due = now() + interval '1 hour'");
    due(soon, "0 seconds");
    due(later, "20 seconds");
    assertThat(one.sweep(Set.of()).orElseThrow().repositories())
        .containsExactlyInAnyOrder(soon, later);
  }

  private void due(UUID repository, String in) {
    jdbc.sql(
            "update repository_sync set next_due = now() + cast(:in as interval) where repository_id = :r")
        .param("in", in)
        .param("r", repository)
        .update();
  }

  @Test
  void aReadingThatWentWellIsDueAfterTheInterval() {
    var repository = watched(mira, work);
    one.sweep(Set.of());
    ledger.close(List.of(new Outcome(repository, Ending.SYNCED, 0, 7, null, 3, 0)), 300);
    var row = row(repository);
    assertThat(row).isEqualTo("due in 300, interval 300, failures 0, open 7, settle in 3");
    assertThat(one.settle(Set.of())).isEmpty();
    set("settle_at = now()");
    assertThat(one.settle(Set.of()).orElseThrow().kind()).isEqualTo(Lease.Kind.SETTLE);
  }

  @Test
  void whatWasAskedForMeanwhileIsDueAtOnce() {
    var repository = watched(mira, work);
    one.sweep(Set.of());
    set("asked_at = clock_timestamp()");
    ledger.close(List.of(new Outcome(repository, Ending.SYNCED, 0, 0, null, null, 0)), 300);
    assertThat(row(repository)).startsWith("due in 0,");
  }

  @Test
  void failuresWaitLongerEachTimeAndKeepWhatIsKnown() {
    var repository = watched(mira, work);
    one.sweep(Set.of());
    var problem = AccountProblem.of(AccountProblem.Code.PROVIDER_DOWN, "502");
    ledger.close(List.of(new Outcome(repository, Ending.FAILED, 4, 0, problem, null, 0)), 120);
    var wait =
        jdbc.sql("select extract(epoch from next_due - now()) from repository_sync")
            .query(Double.class)
            .single();
    assertThat(wait).isBetween(190.0, 290.0);
    assertThat(Ledger.retry(30)).isBetween(2880, 4320);
    assertThat(
            jdbc.sql("select problem ->> 'code' from repository_sync").query(String.class).single())
        .isEqualTo("PROVIDER_DOWN");
  }

  private String row(UUID repository) {
    return jdbc.sql(
            """
            select format('due in %s, interval %s, failures %s, open %s, settle in %s',
                          round(extract(epoch from greatest(next_due - now(), interval '0'))),
                          interval_s, failures, open_count,
                          round(extract(epoch from settle_at - now())))
            from   repository_sync
            where  repository_id = :repository
            """)
        .param("repository", repository)
        .query(String.class)
        .single();
  }
}
