package io.ampel.watchlist;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.TestDatabase;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountReplaced;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

class SightTests {
  private final JdbcClient jdbc = TestDatabase.fresh().client();
  private final Sight sight = new Sight(jdbc, new JsonMapper(), _ -> {});
  private final UUID instance =
      id("insert into instance (provider, base_url, name) values ('GITHUB', 'https://x', 'x')");
  private final UUID mira =
      id("insert into person (email, name) values ('mira@example.org', 'Mira')");
  private final UUID work = account("work");
  private final UUID repository =
      id(
          """
          insert into repository (instance_id, external_id, full_name, url, visibility)
          values ('%s', 'R', 'acme/api', 'https://x', 'PRIVATE')\
          """,
          instance);

  SightTests() {
    jdbc.sql("insert into watch (person_id, repository_id) values (:p, :r)")
        .param("p", mira)
        .param("r", repository)
        .update();
    consider(work);
  }

  private UUID id(String insert, Object... values) {
    return jdbc.sql(insert.formatted(values) + " returning id").query(UUID.class).single();
  }

  private UUID account(String name) {
    return id(
        "insert into provider_account (person_id, instance_id, name) values ('%s', '%s', '%s')",
        mira, instance, name);
  }

  private void consider(UUID account) {
    jdbc.sql("insert into sight (person_id, repository_id, account_id) values (:p, :r, :a)")
        .param("p", mira)
        .param("r", repository)
        .param("a", account)
        .update();
  }

  private boolean sees() {
    return sight.sees(mira, repository);
  }

  private static final AccountProblem GONE = AccountProblem.of(AccountProblem.Code.NOT_FOUND);

  @Test
  void watchingAloneShowsNothing() {
    assertThat(sees()).isFalse();
    sight.proved(work, List.of(repository));
    assertThat(sees()).isTrue();
    assertThat(sight.whoSees(repository)).containsExactly(mira);
  }

  @Test
  void aDisabledOrDeletedAccountEndsItAtOnce() {
    sight.proved(work, List.of(repository));
    jdbc.sql("update provider_account set enabled = false").update();
    assertThat(sees()).isFalse();
    jdbc.sql("update provider_account set enabled = true").update();
    assertThat(sees()).isTrue();
    jdbc.sql("delete from provider_account").update();
    assertThat(sees()).isFalse();
  }

  @Test
  void aDeadAccountShowsForADayWhatWasKnownThen() {
    sight.proved(work, List.of(repository));
    var known = pullRequest("1", "now() - interval '3 hours'");
    jdbc.sql("update provider_account set died_at = now() - interval '2 hours'").update();
    var news = pullRequest("2", "now() - interval '1 hour'");
    assertThat(sees()).isTrue();
    assertThat(sight.whoSeesPullRequest(known)).containsExactly(mira);
    assertThat(sight.whoSeesPullRequest(news)).isEmpty();
    jdbc.sql("update provider_account set died_at = now() - interval '25 hours'").update();
    assertThat(sees()).isFalse();
    assertThat(sight.whoSeesPullRequest(known)).isEmpty();
  }

  @Test
  void aLostRepositoryIsSeenForADayMoreUnlessItNeverWas() {
    sight.lost(work, Map.of(repository, GONE));
    assertThat(sees()).isFalse();
    sight.proved(work, List.of(repository));
    assertThat(sees()).isTrue();
    sight.lost(work, Map.of(repository, GONE));
    assertThat(sees()).isTrue();
    jdbc.sql("update sight set lost_at = now() - interval '25 hours'").update();
    sight.lost(work, Map.of(repository, GONE));
    assertThat(sees()).as("the day begins when it was lost first").isFalse();
  }

  @Test
  void oneAccountThatReachesItIsEnough() {
    var other = account("other");
    assertThat(sight.considerAllAccounts()).isEqualTo(1);
    assertThat(sight.considerAllAccounts()).isZero();
    sight.lost(work, Map.of(repository, GONE));
    sight.proved(other, List.of(repository));
    assertThat(sees()).isTrue();
    assertThat(sight.whoSeesPullRequest(pullRequest("1", "now() + interval '1 hour'")))
        .containsExactly(mira);
  }

  @Test
  void stoppingToFollowEndsIt() {
    sight.proved(work, List.of(repository));
    jdbc.sql("delete from watch").update();
    assertThat(sees()).isFalse();
    assertThat(jdbc.sql("select count(*) from sight").query(Integer.class).single()).isZero();
  }

  @Test
  void anotherTokenOfTheSamePersonProvesAnewAndOneOfAnotherStartsFromNothing() {
    sight.proved(work, List.of(repository));
    sight.on(new AccountReplaced(work, false));
    assertThat(sees()).isTrue();
    assertThat(
            jdbc.sql("select proved_at < now() - interval '20 hours' from sight")
                .query(Boolean.class)
                .single())
        .isTrue();
    sight.on(new AccountReplaced(work, true));
    assertThat(sees()).isFalse();
  }

  /** What {@code sight_now} tells, told again by its halves for whatever has happened. */
  @Test
  void theHalvesOfSightAreTheWhole() {
    var other = account("other");
    consider(other);
    var moments = List.of("null", "now() - interval '2 hours'", "now() - interval '30 hours'");
    for (var proved : List.of("null", "now()")) {
      for (var lost : moments) {
        for (var died : moments) {
          for (var enabled : List.of("true", "false")) {
            happened(work, proved, lost, died, enabled);
            for (var lostToo : moments) {
              happened(other, "now()", lostToo, "null", enabled);
              assertThat(inHalves())
                  .as(proved + lost + died + enabled + lostToo)
                  .isEqualTo(whole());
            }
          }
        }
      }
    }
  }

  private void happened(UUID account, String proved, String lost, String died, String enabled) {
    jdbc.sql(
            "update sight set proved_at = %s, lost_at = %s where account_id = '%s'"
                .formatted(proved, lost, account))
        .update();
    jdbc.sql(
            "update provider_account set died_at = %s, enabled = %s where id = '%s'"
                .formatted(died, enabled, account))
        .update();
  }

  private List<@Nullable String> whole() {
    return jdbc.sql("select date_trunc('hour', up_to)::text from sight_now")
        .query(String.class)
        .list();
  }

  private List<@Nullable String> inHalves() {
    return jdbc.sql(
            """
            select distinct 'infinity' from sight_whole
            union  all
            select date_trunc('hour', up_to)::text from sight_ending
            """)
        .query(String.class)
        .list();
  }

  private UUID pullRequest(String key, String savedAt) {
    return id(
        """
        insert into pull_request
          (repository_id, external_id, number, title, url, state, draft, author, author_kind,
           source_branch, target_branch, head_sha, light, review_decision, mergeability,
           fingerprint, created_at, updated_at, saved_at)
        values ('%s', '%s', 1, 't', 'u', 'OPEN', false, 'a', 'USER', 's', 'main', 'h', 'READY',
                'NONE', 'MERGEABLE', 'f', now(), now(), %s)\
        """,
        repository, key, savedAt);
  }
}
