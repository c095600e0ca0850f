package io.ampel.watchlist;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountReplaced;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who may see which repository: proved by reading its pull requests with the very account. Queries
 * that show pull requests join the view {@code sight_now}; this answers for single ones.
 */
@Repository
public class Sight {
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final ApplicationEventPublisher events;

  Sight(JdbcClient jdbc, JsonMapper json, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.json = json;
    this.events = events;
  }

  public boolean sees(UUID person, UUID repository) {
    return jdbc.sql(
            """
            select exists (select 1
                           from   sight_now
                           where  person_id     = :person
                           and    repository_id = :repository)
            """)
        .param("person", person)
        .param("repository", repository)
        .query(Boolean.class)
        .single();
  }

  /** Those who see the repository, for telling them that something changed. */
  public Set<UUID> whoSees(UUID repository) {
    return new HashSet<>(
        jdbc.sql("select person_id from sight_now where repository_id = :repository")
            .param("repository", repository)
            .query(UUID.class)
            .list());
  }

  /** Those who see this pull request as it is stored now. */
  public Set<UUID> whoSeesPullRequest(UUID pullRequest) {
    return new HashSet<>(
        jdbc.sql(
                """
                select s.person_id
                from   pull_request p
                join   sight_now    s on s.repository_id = p.repository_id
                                     and p.saved_at     <= s.up_to
                where  p.id = :pullRequest
                """)
            .param("pullRequest", pullRequest)
            .query(UUID.class)
            .list());
  }

  /** The account just read the pull requests of these repositories. */
  @Transactional
  public void proved(UUID account, Collection<UUID> repositories) {
    jdbc.sql(
            """
            update sight
            set    proved_at = now(), tried_at = now(), lost_at = null, problem = null
            where  account_id    = :account
            and    repository_id = any (:repositories)
            and    (   proved_at is null
                    or lost_at is not null
                    or proved_at < now() - interval '6 hours')
            """)
        .param("account", account)
        .param("repositories", repositories.toArray(UUID[]::new))
        .update();
  }

  /** The account cannot read these repositories any more, or never could. */
  @Transactional
  public void lost(UUID account, Map<UUID, AccountProblem> repositories) {
    jdbc.sql(
            """
            update sight s
            set    lost_at  = coalesce(s.lost_at, now()),
                   tried_at = now(),
                   problem  = l.problem
            from   jsonb_to_recordset(cast(:lost as jsonb)) as l (repository uuid, problem jsonb)
            where  s.account_id    = :account
            and    s.repository_id = l.repository
            """)
        .param("account", account)
        .param("lost", json.writeValueAsString(rows(repositories)))
        .update();
  }

  /** Asking failed; who sees what stays as it was. */
  @Transactional
  public void tried(UUID account, Collection<UUID> repositories) {
    jdbc.sql(
            """
            update sight
            set    tried_at = now()
            where  account_id    = :account
            and    repository_id = any (:repositories)
            """)
        .param("account", account)
        .param("repositories", repositories.toArray(UUID[]::new))
        .update();
  }

  /**
   * Every account of whoever watches a repository is worth a try, also one that came later.
   *
   * @return how many pairs of account and repository are new
   */
  @Transactional
  public int considerAllAccounts() {
    return jdbc.sql(
            """
            insert into sight (person_id, repository_id, account_id)
            select w.person_id, w.repository_id, a.id
            from   watch            w
            join   repository       r on r.id = w.repository_id
            join   provider_account a on a.person_id   = w.person_id
                                     and a.instance_id = r.instance_id
            where  a.enabled
            and    a.died_at is null
            and    not exists (select 1
                               from   sight s
                               where  s.person_id     = w.person_id
                               and    s.repository_id = w.repository_id
                               and    s.account_id    = a.id)
            on conflict do nothing
            """)
        .update();
  }

  /**
   * Another token proves anew. Until it did, what the old one proved holds, unless the account now
   * is somebody else.
   */
  @EventListener
  @Transactional
  public void on(AccountReplaced replaced) {
    jdbc.sql(
            """
            update sight
            set    proved_at = case when :otherIdentity then null
                                    else least(proved_at, now() - interval '21 hours') end,
                   tried_at  = null,
                   lost_at   = null,
                   problem   = null
            where  account_id = :account
            """)
        .param("otherIdentity", replaced.otherIdentity())
        .param("account", replaced.account())
        .update();
    jdbc.sql("select person_id from provider_account where id = :account")
        .param("account", replaced.account())
        .query(UUID.class)
        .optional()
        .ifPresent(person -> events.publishEvent(new WatchlistChanged(person)));
  }

  private static List<Map<String, Object>> rows(Map<UUID, AccountProblem> lost) {
    return lost.entrySet().stream()
        .map(entry ->
            Map.<String, Object>of("repository", entry.getKey(), "problem", entry.getValue()))
        .toList();
  }
}
