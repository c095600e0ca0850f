package io.ampel.dashboard;

import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Instances;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.PullRequests;
import io.ampel.pullrequest.Repositories;
import io.ampel.pullrequest.Repository;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Sets the stage for tests: people's accounts, repositories they see, pull requests in them. */
class Stage {
  final JdbcClient jdbc;
  private final Instances instances;
  private final Repositories repositories;
  private final PullRequests pullRequests;

  Stage(
      JdbcClient jdbc, Instances instances, Repositories repositories, PullRequests pullRequests) {
    this.jdbc = jdbc;
    this.instances = instances;
    this.repositories = repositories;
    this.pullRequests = pullRequests;
  }

  Instance github() {
    return instances.approve(
        Provider.GITHUB, URI.create("https://github.com"), "github.com", false, null);
  }

  UUID person(String email) {
    return jdbc.sql("select id from person where email = :email")
        .param("email", email)
        .query(UUID.class)
        .single();
  }

  /** An account without a token, examined just now: nothing here asks a provider. */
  UUID account(UUID person, String login) {
    return jdbc.sql(
            """
            insert into provider_account
              (person_id, instance_id, name, identity_login, last_tried_at, last_verified_at)
            values (:person, :instance, :login, :login, now(), now())
            returning id
            """)
        .param("person", person)
        .param("instance", github().id())
        .param("login", login)
        .query(UUID.class)
        .single();
  }

  /** It was read just now and is not due: nobody asks a provider for it. */
  Repository repository(String fullName) {
    var repository =
        repositories.save(
            github(),
            new Repositories.Found(
                "R_" + fullName,
                fullName,
                URI.create("https://github.com/" + fullName),
                Repository.Visibility.PRIVATE,
                false,
                false,
                "main",
                Set.of(MergeStrategy.MERGE, MergeStrategy.SQUASH),
                true));
    jdbc.sql(
            """
            insert into repository_sync (repository_id, last_tried_at, last_synced_at, next_due)
            values (:id, now(), now(), now() + interval '1 day')
            on conflict do nothing
            """)
        .param("id", repository.id())
        .update();
    return repository;
  }

  /** The account reads the repository, and may do everything there. */
  void sees(UUID person, UUID account, Repository repository) {
    jdbc.sql(
            "insert into watch (person_id, repository_id) values (:person, :repository) on conflict"
                + " do nothing")
        .param("person", person)
        .param("repository", repository.id())
        .update();
    jdbc.sql(
            """
            insert into sight (person_id, repository_id, account_id, proved_at)
            values (:person, :repository, :account, now())
            """)
        .param("person", person)
        .param("repository", repository.id())
        .param("account", account)
        .update();
    may(account, repository, "YES", "YES", "YES");
  }

  void may(UUID account, Repository repository, String comment, String approve, String merge) {
    jdbc.sql(
            """
            insert into account_capability
              (account_id, repository_id, may_comment, may_approve, may_merge, reads_checks, read_at)
            values (:account, :repository, :comment, :approve, :merge, 'YES', now())
            on conflict (account_id, repository_id) do update
              set may_comment = excluded.may_comment, may_approve = excluded.may_approve,
                  may_merge   = excluded.may_merge
            """)
        .param("account", account)
        .param("repository", repository.id())
        .param("comment", comment)
        .param("approve", approve)
        .param("merge", merge)
        .update();
  }

  /** Through the one write path. */
  List<UUID> save(Repository repository, MergeRequirements requirements, Sample... samples) {
    pullRequests.require(repository.id(), "main", requirements);
    return pullRequests.save(
        Arrays.stream(samples)
            .map(sample ->
                new PullRequests.Reading(
                    repository,
                    sample.facts(),
                    requirements,
                    "f" + System.nanoTime(),
                    Instant.now()))
            .toList());
  }

  List<UUID> save(Repository repository, Sample... samples) {
    return save(repository, MergeRequirements.NONE, samples);
  }

  UUID id(Repository repository, int number) {
    return jdbc.sql("select id from pull_request where repository_id = :id and number = :number")
        .param("id", repository.id())
        .param("number", number)
        .query(UUID.class)
        .single();
  }
}
