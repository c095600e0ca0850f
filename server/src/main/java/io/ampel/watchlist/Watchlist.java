package io.ampel.watchlist;

import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Repositories.Found;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The repositories that people follow. */
@Repository
public class Watchlist {
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;

  Watchlist(JdbcClient jdbc, ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.events = events;
  }

  public boolean watches(UUID person, UUID repository) {
    return jdbc.sql(
            """
            select exists (select 1
                           from   watch
                           where  person_id     = :person
                           and    repository_id = :repository)
            """)
        .param("person", person)
        .param("repository", repository)
        .query(Boolean.class)
        .single();
  }

  /** Follows repositories that the person picked; what they see is proved with this account. */
  @Transactional
  void pick(UUID person, UUID account, Collection<UUID> repositories) {
    forgive(person, repositories);
    watch(person, account, repositories, null);
  }

  /**
   * Follows repositories that a pattern found, except those the person stopped following.
   *
   * @return how many are new
   */
  @Transactional
  int found(UUID person, UUID account, Collection<UUID> repositories, UUID pattern) {
    return watch(person, account, repositories, pattern);
  }

  private int watch(
      UUID person, UUID account, Collection<UUID> repositories, @Nullable UUID pattern) {
    var ids = repositories.toArray(UUID[]::new);
    var added =
        jdbc.sql(
                """
                insert into watch (person_id, repository_id, pattern_id)
                select :person, id, :pattern
                from   unnest(:repositories) as id
                where  not exists (select 1
                                   from   unwatched u
                                   where  u.person_id = :person and u.repository_id = id)
                on conflict do nothing
                """)
            .param("person", person)
            .param("pattern", pattern, java.sql.Types.OTHER)
            .param("repositories", ids)
            .update();
    var questions =
        jdbc.sql(
                """
                insert into sight (person_id, repository_id, account_id)
                select w.person_id, w.repository_id, :account
                from   watch w
                where  w.person_id     = :person
                and    w.repository_id = any (:repositories)
                on conflict (person_id, repository_id, account_id) do update
                  set tried_at = null
                  where sight.proved_at is null
                """)
            .param("person", person)
            .param("account", account)
            .param("repositories", ids)
            .update();
    if (added + questions > 0) {
      events.publishEvent(new WatchlistChanged(person));
    }
    return added;
  }

  /** The rows of those repositories that have one, by the provider's key. */
  Map<String, UUID> known(Instance instance, Collection<Found> found) {
    return jdbc
        .sql(
            """
            select external_id, id
            from   repository
            where  instance_id = :instance
            and    external_id = any (:externalIds)
            """)
        .param("instance", instance.id())
        .param("externalIds", found.stream().map(Found::externalId).toArray(String[]::new))
        .query((row, number) ->
            Map.entry(row.getString("external_id"), row.getObject("id", UUID.class)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The provider's keys of what a person follows at an instance. */
  Set<String> watchedKeys(UUID person, UUID instance) {
    return new HashSet<>(
        jdbc.sql(
                """
                select r.external_id
                from   watch      w
                join   repository r on r.id = w.repository_id
                where  w.person_id   = :person
                and    r.instance_id = :instance
                """)
            .param("person", person)
            .param("instance", instance)
            .query((row, number) -> row.getString("external_id"))
            .list());
  }

  private void forgive(UUID person, Collection<UUID> repositories) {
    jdbc.sql(
            """
            delete from unwatched
            where  person_id     = :person
            and    repository_id = any (:repositories)
            """)
        .param("person", person)
        .param("repositories", repositories.toArray(UUID[]::new))
        .update();
  }

  /**
   * Stops following, and remembers it so that no pattern brings it back. Others who follow the
   * repository notice nothing.
   *
   * @return false when the person did not follow it
   */
  @Transactional
  public boolean unwatch(UUID person, UUID repository) {
    var gone =
        jdbc.sql("delete from watch where person_id = :person and repository_id = :repository")
            .param("person", person)
            .param("repository", repository)
            .update();
    if (gone == 0) {
      return false;
    }
    jdbc.sql(
            """
            insert into unwatched (person_id, repository_id)
            values (:person, :repository)
            on conflict do nothing
            """)
        .param("person", person)
        .param("repository", repository)
        .update();
    return true;
  }
}
