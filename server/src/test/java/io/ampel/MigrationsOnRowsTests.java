package io.ampel;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A migration meets rows that were written before it. */
class MigrationsOnRowsTests {
  private final TestDatabase database = TestDatabase.empty();

  private void migrate(String target) {
    Flyway.configure()
        .dataSource(database.url(), database.user(), database.password())
        .locations("classpath:db/migration")
        .target(target)
        .load()
        .migrate();
  }

  private void write(String sql) {
    database.client().sql(sql).update();
  }

  private String read(String sql) {
    return database.client().sql(sql).query(String.class).single();
  }

  @Test
  void aPullRequestCountsAsReadWhenItWasSavedAndWhoMayBypassMaintains() {
    migrate("202611232147");
    write(
        """
        insert into instance (id, provider, base_url, name)
        values ('00000000-0000-0000-0000-000000000001', 'GITHUB', 'https://github.com', 'github.com')
        """);
    write(
        """
        insert into repository (id, instance_id, external_id, full_name, url, visibility)
        select '00000000-0000-0000-0000-000000000002', id, 'R_1', 'acme/api', 'https://x', 'PRIVATE'
        from   instance
        """);
    write(
        """
        insert into pull_request
          (repository_id, external_id, number, title, url, state, draft, author, author_kind,
           source_branch, target_branch, head_sha, light, review_decision, mergeability,
           fingerprint, created_at, updated_at, saved_at)
        select id, 'PR_1', 1, 'A change', 'https://x/1', 'OPEN', false, 'ben', 'USER', 'change',
               'main', 'abc', 'READY', 'NOT_TOLD', 'MERGEABLE', 'f', now(), now(),
               timestamptz '2026-11-20 08:00:00Z'
        from   repository
        """);
    write("insert into person (email, name) values ('ada@example.org', 'Ada')");
    write(
        """
        insert into provider_account (person_id, instance_id, name)
        select p.id, i.id, n.name
        from   person p, instance i, unnest(array['admin', 'writer']) as n (name)
        """);
    write(
        """
        insert into account_capability (account_id, repository_id, may_comment, may_approve,
                                        may_merge, may_bypass, reads_checks, read_at)
        select a.id, r.id, 'YES', 'YES', 'YES', a.name = 'admin', 'YES', now()
        from   provider_account a, repository r
        """);

    migrate("latest");

    assertThat(
            read(
                """
                select external_id || ' ' || (begun_at = timestamptz '2026-11-20 08:00:00Z')
                from   pull_request_reading
                """))
        .isEqualTo("PR_1 true");
    assertThat(
            read(
                """
                select string_agg(a.name || ' ' || c.may_maintain, ', ' order by a.name)
                from   account_capability c
                join   provider_account   a on a.id = c.account_id
                """))
        .isEqualTo("admin true, writer false");
  }
}
