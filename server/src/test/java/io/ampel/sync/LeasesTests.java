package io.ampel.sync;

import static io.ampel.sync.Leases.Occupied.NOBODY;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.TestDatabase;
import io.ampel.provider.AccountProblem;
import io.ampel.sync.Leases.Occupied;
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
  private final Readers readers = new Readers(jdbc);
  private final Silence silence = new Silence(jdbc, new JsonMapper());
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
    readers.admit();
  }

  private void set(String assignment) {
    jdbc.sql("update repository_sync set " + assignment).update();
  }

  @Test
  void firstReadingsComeInSmallBatchesAndLooksInLargeOnes() {
    for (int i = 0; i < 120; i++) watched(mira, work);
    var first = one.sweep(NOBODY).orElseThrow();
    assertThat(first.kind()).isEqualTo(Lease.Kind.FIRST);
    assertThat(first.items()).hasSize(20);
    one.release(first);
    set("last_synced_at = now()");
    var sweep = one.sweep(NOBODY).orElseThrow();
    assertThat(sweep.kind()).isEqualTo(Lease.Kind.SWEEP);
    assertThat(sweep.items()).hasSize(50);
    assertThat(sweep.account()).isEqualTo(work);
  }

  @Test
  void twoProcessesNeverReadTheSame() {
    for (int i = 0; i < 100; i++) watched(mira, work);
    var seen = new HashSet<UUID>();
    for (int i = 0; i < 5; i++) {
      var process = i % 2 == 0 ? one : another;
      var lease = process.sweep(NOBODY).orElseThrow();
      assertThat(seen).doesNotContainAnyElementsOf(lease.repositories());
      seen.addAll(lease.repositories());
    }
    assertThat(seen).hasSize(100);
    assertThat(one.sweep(NOBODY)).isEmpty();
    set("leased_until = now() - interval '1 second'");
    assertThat(another.sweep(NOBODY)).isPresent();
  }

  @Test
  void whatNobodyWatchesIsNotRead() {
    var repository = watched(mira, work);
    jdbc.sql("delete from watch where repository_id = :r").param("r", repository).update();
    readers.admit();
    assertThat(one.sweep(NOBODY)).isEmpty();
  }

  @Test
  void deadDisabledAndRestingAccountsReadNothing() {
    watched(mira, work);
    jdbc.sql("update provider_account set died_at = now()").update();
    assertThat(one.sweep(NOBODY)).isEmpty();
    jdbc.sql("update provider_account set died_at = null, enabled = false").update();
    assertThat(one.sweep(NOBODY)).isEmpty();
    jdbc.sql("update provider_account set enabled = true").update();
    jdbc.sql(
            """
            insert into account_pace (account_id, paused_until)
            values (:a, now() + interval '1 minute')
            """)
        .param("a", work)
        .update();
    assertThat(one.sweep(NOBODY)).isEmpty();
    jdbc.sql("update account_pace set paused_until = now()").update();
    assertThat(one.sweep(NOBODY)).isPresent();
  }

  @Test
  void aBusyAccountWaitsAndNobodyStepsIn() {
    watched(mira, work);
    assertThat(one.sweep(busy(Set.of(work)))).isEmpty();
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
    readers.drawDue();
    assertThat(one.sweep(NOBODY).orElseThrow().account()).isEqualTo(bens);
  }

  @Test
  void anAccountThatLostARepositoryComesLast() {
    var bens = account(ben, "ben");
    var repository = watched(mira, work);
    watch(ben, repository, bens);
    jdbc.sql("update sight set lost_at = now() where account_id = :a").param("a", work).update();
    readers.drawDue();
    assertThat(one.sweep(NOBODY).orElseThrow().account()).isEqualTo(bens);
  }

  @Test
  void thoseOfOneAccountStayTogether() {
    var soon = watched(mira, work);
    var later = watched(mira, work);
    set("last_synced_at = now(), next_due = now() + interval '1 hour'");
    due(soon, "0 seconds");
    due(later, "20 seconds");
    assertThat(one.sweep(NOBODY).orElseThrow().repositories())
        .containsExactlyInAnyOrder(soon, later);
  }

  private void due(UUID repository, String in) {
    jdbc.sql(
            "update repository_sync set next_due = now() + cast(:in as interval) where repository_id = :r")
        .param("in", in)
        .param("r", repository)
        .update();
  }

  private static Occupied busy(Set<UUID> accounts) {
    return new Occupied(Set.of(), accounts, Set.of(), Set.of());
  }

  private static Cadence cadence(double stretch) {
    return new Cadence(30, 30, 1800, stretch, 21_600);
  }

  private static Outcome synced(UUID repository, boolean changed) {
    return new Outcome(repository, Ending.SYNCED, false, changed, 0, 7, null, null, 0);
  }

  private void close(Outcome outcome, double stretch) {
    ledger.close(List.of(outcome), cadence(stretch));
  }

  /** What is promised after a look at a repository in which something last happened so long ago. */
  private int promised(String quietFor, double stretch) {
    set(
        "last_synced_at = now(), next_due = now(), changed_at = now() - interval '%s'"
            .formatted(quietFor));
    var repository = one.sweep(NOBODY).orElseThrow().repositories().getFirst();
    close(synced(repository, false), stretch);
    return jdbc.sql("select interval_s from repository_sync").query(Integer.class).single();
  }

  @Test
  void theLongerNothingHappensTheRarerTheLooks() {
    watched(mira, work);
    assertThat(promised("1 minute", 1)).isEqualTo(30);
    assertThat(promised("3 hours", 1)).isEqualTo(233);
    assertThat(promised("9 hours", 1)).isEqualTo(403);
    assertThat(promised("90 days", 1)).isEqualTo(1800);
    assertThat(promised("3 hours", 2.5)).as("stretched").isEqualTo(581);
    assertThat(promised("90 days", 100)).as("however small the budget").isEqualTo(21_600);
  }

  @Test
  void whatChangedIsSoonLookedAtAgain() {
    var repository = watched(mira, work);
    set("last_synced_at = now(), next_due = now(), changed_at = now() - interval '90 days'");
    one.sweep(NOBODY);
    close(synced(repository, true), 1);
    assertThat(row(repository)).contains("interval 30,");
  }

  @Test
  void whereAWebhookTellsOfChangesLooksAreRareUntilItFallsSilent() {
    var repository = watched(mira, work);
    set("last_synced_at = now(), last_tried_at = now() - interval '1 minute', next_due = now()");
    set("changed_at = now() - interval '1 day', announced_at = now()");
    closeAsFound(true);
    assertThat(row(repository)).as("it was told").contains("interval 300,");
    set("next_due = now(), changed_at = now() - interval '3 hours'");
    closeAsFound(false);
    assertThat(row(repository)).as("nothing happened").contains("interval 300,");
    set("next_due = now(), attended_until = now() + interval '1 minute'");
    closeAsFound(false);
    assertThat(row(repository)).as("somebody looks").contains("interval 30,");
    set("next_due = now(), attended_until = null, changed_at = now() - interval '1 hour'");
    checkRuns();
    closeAsFound(false);
    assertThat(row(repository)).as("a check runs").contains("interval 30,");
    jdbc.sql("update pull_request set checks_running = 0").update();
    set("next_due = now()");
    closeAsFound(true);
    assertThat(row(repository)).as("nobody told").contains("interval 30,");
  }

  private void closeAsFound(boolean changed) {
    var item = one.sweep(NOBODY).orElseThrow().items().getFirst();
    close(
        new Outcome(
            item.repository(), Ending.SYNCED, item.announced(), changed, 0, 7, null, null, 0),
        1);
  }

  @Test
  void whoLooksGetsTheFloorAndForgottenChecksDoNot() {
    watched(mira, work);
    set("attended_until = now() + interval '5 minutes'");
    assertThat(promised("9 hours", 1)).isEqualTo(30);
    set("attended_until = now() - interval '5 minutes'");
    assertThat(promised("9 hours", 1)).isEqualTo(403);
    checkRuns();
    assertThat(promised("100 minutes", 1)).as("checks run").isEqualTo(30);
    assertThat(promised("9 hours", 1)).as("and nothing happens").isEqualTo(403);
  }

  private void checkRuns() {
    jdbc.sql(
            """
            insert into pull_request
                   (repository_id, external_id, number, title, url, state, draft, author, author_kind,
                    source_branch, target_branch, head_sha, light, review_decision, checks_running,
                    mergeability, fingerprint, created_at, updated_at)
            select repository_id, 'P1', 1, 'x', 'https://x', 'OPEN', false, 'x', 'USER', 's', 't',
                   'h', 'WAITING', 'NONE', 1, 'UNKNOWN', 'f', now(), now()
            from   repository_sync
            """)
        .update();
  }

  @Test
  void theFirstReadingTellsHowQuietItIs() {
    var repository = watched(mira, work);
    one.sweep(NOBODY);
    close(synced(repository, true), 1);
    assertThat(row(repository)).as("nothing was ever opened here").contains("interval 1800,");
  }

  @Test
  void looksComeBeforeTheirTimeIsOverAndNotAllAtTheSameMoment() {
    for (int i = 0; i < 50; i++) watched(mira, work);
    set("last_synced_at = now(), changed_at = now() - interval '90 days'");
    var outcomes =
        one.sweep(NOBODY).orElseThrow().repositories().stream()
            .map(repository -> synced(repository, false))
            .toList();
    ledger.close(outcomes, cadence(1));
    var waits =
        jdbc.sql("select extract(epoch from next_due - last_synced_at) from repository_sync")
            .query(Double.class)
            .list();
    assertThat(waits).hasSize(50).allSatisfy(wait -> assertThat(wait).isBetween(1350.0, 1620.0));
    assertThat(waits.stream().map(wait -> Math.round(wait / 10)).distinct().count())
        .isGreaterThan(10);
  }

  @Test
  void aLightIsTrustedForAsLongAsWasPromisedAndTenSecondsMore() {
    watched(mira, work);
    set("interval_s = 1800, last_synced_at = now() - interval '1809 seconds'");
    assertThat(stale()).isFalse();
    set("last_synced_at = now() - interval '1811 seconds'");
    assertThat(stale()).isTrue();
  }

  private boolean stale() {
    return jdbc.sql("select stale from freshness").query(Boolean.class).single();
  }

  @Test
  void afterAReadingThatWentWellWhatIsUnsettledIsAskedForAgain() {
    var repository = watched(mira, work);
    one.sweep(NOBODY);
    close(new Outcome(repository, Ending.SYNCED, false, false, 0, 7, null, 3, 0), 1);
    assertThat(row(repository)).endsWith("failures 0, open 7, settle in 3");
    assertThat(one.settle(NOBODY)).isEmpty();
    set("settle_at = now()");
    assertThat(one.settle(NOBODY).orElseThrow().kind()).isEqualTo(Lease.Kind.SETTLE);
  }

  @Test
  void whatWasAskedForMeanwhileIsDueAtOnce() {
    var repository = watched(mira, work);
    one.sweep(NOBODY);
    set("asked_at = clock_timestamp()");
    close(synced(repository, false), 1);
    assertThat(row(repository)).startsWith("due in 0,");
  }

  private double waitAfter(AccountProblem.Code code, int failures) {
    var repository = watched(mira, work);
    one.sweep(NOBODY);
    var problem = AccountProblem.of(code, "");
    close(new Outcome(repository, Ending.FAILED, false, false, failures, 0, problem, null, 0), 1);
    return jdbc.sql(
            """
            select extract(epoch from next_due - now())
            from   repository_sync
            where  repository_id = :r and problem ->> 'code' = :code
            """)
        .param("r", repository)
        .param("code", code.name())
        .query(Double.class)
        .single();
  }

  @Test
  void failuresWaitLongerEachTimeAndKeepWhatIsKnown() {
    assertThat(waitAfter(AccountProblem.Code.TOKEN_FORBIDDEN_BY_ORGANIZATION, 4))
        .isBetween(190.0, 290.0);
    assertThat(waitAfter(AccountProblem.Code.TOKEN_FORBIDDEN_BY_ORGANIZATION, 30))
        .isBetween(2870.0, 4320.0);
    assertThat(waitAfter(AccountProblem.Code.PROVIDER_DOWN, 30))
        .as("who does not answer may do so again soon")
        .isBetween(230.0, 361.0);
  }

  @Test
  void anAccountWithThousandsInTroubleDelaysNobody() {
    var bens = account(ben, "ben");
    for (int i = 0; i < 2000; i++) watched(mira, work);
    set("last_synced_at = now() - interval '1 day', next_due = now() - interval '1 day'");
    var other = watched(ben, bens);
    jdbc.sql("update repository_sync set last_synced_at = now() where account_id = :a")
        .param("a", bens)
        .update();
    var slots = new Slots();
    for (int i = 0; i < 4; i++) {
      slots.take(new Thread(), one.sweep(slots.occupied()).orElseThrow());
    }
    var last = one.sweep(slots.occupied()).orElseThrow();
    slots.take(new Thread(), last);
    assertThat(last.account()).as("after four with the first account").isEqualTo(bens);
    assertThat(last.repositories()).containsExactly(other);
    assertThat(one.sweep(slots.occupied())).isEmpty();
  }

  @Test
  void whatSomebodyAskedForFindsAHandFree() {
    for (int i = 0; i < 500; i++) watched(mira, work);
    set("last_synced_at = now(), last_tried_at = now()");
    var slots = new Slots();
    for (int i = 0; i < 4; i++) {
      slots.take(new Thread(), one.sweep(slots.occupied()).orElseThrow());
    }
    assertThat(one.sweep(slots.occupied())).isEmpty();
    var asked =
        jdbc.sql(
                """
                update repository_sync set asked_at = clock_timestamp()
                where  repository_id = (select repository_id from repository_sync
                                        where leased_until is null limit 1)
                returning repository_id
                """)
            .query(UUID.class)
            .single();
    var lease = one.sweep(slots.occupied()).orElseThrow();
    assertThat(lease.repositories()).containsExactly(asked);
    slots.take(new Thread(), lease);
  }

  @Test
  void looksFindAHandFreeWhileMuchIsReadForTheFirstTime() {
    for (int i = 0; i < 90; i++) watched(mira, work);
    var known = watched(mira, work);
    jdbc.sql("update repository_sync set last_synced_at = now() where repository_id = :r")
        .param("r", known)
        .update();
    var slots = new Slots();
    for (int i = 0; i < 3; i++) {
      var lease = one.sweep(slots.occupied()).orElseThrow();
      assertThat(lease.kind()).isEqualTo(Lease.Kind.FIRST);
      slots.take(new Thread(), lease);
    }
    assertThat(one.sweep(slots.occupied()).orElseThrow().repositories()).containsExactly(known);
    assertThat(one.sweep(slots.occupied()).orElseThrow().kind())
        .as("where no look is due, all hands load")
        .isEqualTo(Lease.Kind.FIRST);
  }

  @Test
  void workThatManyShareIsSpreadByWhatTheirBudgetsLeave() {
    var bens = account(ben, "ben");
    for (int i = 0; i < 300; i++) watch(ben, watched(mira, work), bens);
    readers.drawDue();
    assertThat(readBy(work)).isBetween(110, 190);
    room(bens, 0.25);
    readers.drawDue();
    assertThat(readBy(bens)).as("a quarter against a whole").isBetween(35, 90);
    var before = readersOfAll();
    readers.drawDue();
    assertThat(readersOfAll()).as("the lot stays").isEqualTo(before);
  }

  private int readBy(UUID account) {
    return jdbc.sql("select count(*) from repository_sync where account_id = :a")
        .param("a", account)
        .query(Integer.class)
        .single();
  }

  private List<String> readersOfAll() {
    return jdbc
        .sql("select repository_id || ' ' || account_id as pair from repository_sync")
        .query((row, _) -> row.getString("pair"))
        .list()
        .stream()
        .sorted()
        .toList();
  }

  private void room(UUID account, double room) {
    jdbc.sql(
            """
            insert into account_pace (account_id, room, room_until)
            values (:a, :room, now() + interval '1 hour')
            """)
        .param("a", account)
        .param("room", room)
        .update();
  }

  @Test
  void whileAnAccountRestsAnotherReadsAndTheWorkComesBack() {
    var bens = account(ben, "ben");
    for (int i = 0; i < 40; i++) watch(ben, watched(mira, work), bens);
    readers.drawDue();
    var before = readBy(work);
    jdbc.sql(
            """
            insert into account_pace (account_id, paused_until)
            values (:a, now() + interval '1 minute')
            """)
        .param("a", work)
        .update();
    readers.drawOf(work);
    assertThat(readBy(bens)).isEqualTo(40);
    jdbc.sql("update account_pace set paused_until = now()").update();
    readers.drawDue();
    assertThat(readBy(work)).isEqualTo(before).isPositive();
  }

  @Test
  void anInstanceThatAnswersNobodyIsLeftAloneAndTriedByOne() {
    var bens = account(ben, "ben");
    for (int i = 0; i < 5; i++) {
      watched(mira, work);
      watched(ben, bens);
    }
    var problem = AccountProblem.of(AccountProblem.Code.TIMED_OUT, "");
    silence.met(instance, problem);
    silence.met(instance, problem);
    var lease = one.sweep(NOBODY).orElseThrow();
    one.release(lease);
    silence.met(instance, problem);
    assertThat(one.sweep(NOBODY)).as("three in a row").isEmpty();
    jdbc.sql("update instance_pace set paused_until = now()").update();
    assertThat(one.sweep(NOBODY)).as("one tries").isPresent();
    assertThat(another.sweep(NOBODY)).as("and nobody else").isEmpty();
    jdbc.sql("update repository_sync set problem = '{\"code\": \"TIMED_OUT\"}', failures = 9")
        .update();
    set("next_due = now() + interval '1 hour'");
    silence.over(instance);
    assertThat(
            jdbc.sql("select max(extract(epoch from next_due - now())) from repository_sync")
                .query(Double.class)
                .single())
        .as("all are looked at soon")
        .isBetween(-1.0, 30.0);
    assertThat(jdbc.sql("select count(*) from instance_pace").query(Integer.class).single())
        .isZero();
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
