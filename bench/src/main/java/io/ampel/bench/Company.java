package io.ampel.bench;

import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Instances;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.PullRequests;
import io.ampel.pullrequest.PullRequests.Reading;
import io.ampel.pullrequest.Repositories;
import io.ampel.pullrequest.Repository;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A company moves into an empty Ampel whose first account sees all of its repositories. Pull
 * requests come by the product's own write path, which decides their lights.
 */
record Company(
    JdbcClient jdbc, Instances instances, Repositories repositories, PullRequests pullRequests) {
  static final String EMAIL = "ada@example.org";
  static final String PASSWORD = "correct horse battery";
  private static final int AT_ONCE = 500;

  static Company in(ApplicationContext context) {
    return new Company(
        context.getBean(JdbcClient.class),
        context.getBean(Instances.class),
        context.getBean(Repositories.class),
        context.getBean(PullRequests.class));
  }

  /** As many open pull requests; a sixth as many again is merged or closed. */
  void settle(int repositoryCount, int open) {
    patient(false);
    var settled = repositories(repositoryCount);
    watch();
    settled.forEach(one -> pullRequests.require(one.id(), "main", Invention.requirements(one)));
    var invention = new Invention(settled);
    var readings = new ArrayList<Reading>();
    for (var number = 1; number <= open + open / 6; number++) {
      readings.add(number <= open ? invention.open(number) : invention.ended(number));
      if (readings.size() == AT_ONCE) save(readings);
    }
    save(readings);
    age();
  }

  private void save(List<Reading> readings) {
    pullRequests.save(readings);
    readings.clear();
  }

  private List<Repository> repositories(int count) {
    var github =
        instances.approve(
            Provider.GITHUB, URI.create("https://github.com"), "github.com", false, null);
    var names = Invention.repositoryNames(count, new Random(1));
    return names.stream().map(name -> repository(github, name)).toList();
  }

  private Repository repository(Instance instance, String name) {
    var strategies = Set.of(MergeStrategy.MERGE, MergeStrategy.SQUASH, MergeStrategy.REBASE);
    var found =
        new Repositories.Found(
            "R_" + name,
            name,
            URI.create(instance.baseUrl() + "/" + name),
            Repository.Visibility.PRIVATE,
            false,
            false,
            "main",
            strategies,
            true);
    return repositories.save(instance, found);
  }

  /** Everything was read just now and nothing is due, so that nobody asks a provider. */
  private void watch() {
    var person = jdbc.sql("select id from person").query(UUID.class).single();
    var account = account(person);
    for (var sql :
        List.of(
            """
            insert into repository_sync
                  (repository_id, account_id, interval_s, last_tried_at, last_synced_at, next_due)
            select id, :account, 1800, now(), now() - random() * interval '2 minutes',
                   now() + interval '1 day'
            from   repository
            where  :person is not null
            """,
            """
            insert into watch (person_id, repository_id)
            select :person, id
            from   repository
            where  :account is not null
            """,
            """
            insert into sight (person_id, repository_id, account_id, proved_at)
            select :person, id, :account, now()
            from   repository
            """,
            """
            insert into account_capability
                  (account_id, repository_id, may_comment, may_approve, may_merge, reads_checks,
                   read_at)
            select :account, id, 'YES', 'YES', case when random() < 0.7 then 'YES' else 'NO' end,
                   'YES', now()
            from   repository
            where  :person is not null
            """)) {
      jdbc.sql(sql).param("person", person).param("account", account).update();
    }
  }

  private UUID account(UUID person) {
    return jdbc.sql(
            """
            insert into provider_account
                  (person_id, instance_id, name, identity_login, last_tried_at, last_verified_at)
            select :person, id, 'work', :login, now(), now()
            from   instance
            where  base_url = 'https://github.com'
            returning id
            """)
        .param("person", person)
        .param("login", Invention.VIEWER)
        .query(UUID.class)
        .single();
  }

  /** What was saved within seconds has waited for days, and the database has tidied up. */
  private void age() {
    jdbc.sql(
            """
            update pull_request
            set    waiting_since = greatest(created_at, updated_at - random() * interval '9 days')
            where  state = 'OPEN'
            """)
        .update();
    jdbc.sql("vacuum analyze").update();
    patient(true);
    jdbc.sql("checkpoint").update();
  }

  /** Ten thousand small transactions need not wait for the disc each; afterwards all do again. */
  private void patient(boolean yes) {
    jdbc.sql("alter system set synchronous_commit = " + (yes ? "on" : "off")).update();
    jdbc.sql("select pg_reload_conf()").query(Boolean.class).single();
  }
}
