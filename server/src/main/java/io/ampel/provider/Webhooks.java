package io.ampel.provider;

import io.ampel.provider.Hook.Scope;
import io.ampel.pullrequest.Provider;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The webhooks, and what was delivered to them. */
@Repository
public class Webhooks {
  private static final String COLUMNS =
      """
      h.id, h.path, i.provider, h.instance_id, h.scope, h.repository_id, h.owner, h.external_id,
             h.account_id, h.created_at, h.last_delivery_at, h.last_event, h.missed_at\
      """;

  private final JdbcClient jdbc;

  Webhooks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Hook> at(String path) {
    return jdbc.sql(
            """
            select %s
            from   webhook  h
            join   instance i on i.id = h.instance_id
            where  h.path = :path
            """
                .formatted(COLUMNS))
        .param("path", path)
        .query(Webhooks::row)
        .optional();
  }

  /** Those that bring a repository forward, its own before its owner's. */
  List<Hook> of(UUID repository) {
    return jdbc.sql(
            """
            select %s
            from   repository r
            join   instance   i on i.id = r.instance_id
            join   webhook    h on h.repository_id = r.id
                                or (    h.instance_id = r.instance_id
                                    and starts_with(lower(r.full_name), h.owner || '/'))
            where  r.id = :repository
            order  by h.scope desc, h.created_at
            """
                .formatted(COLUMNS))
        .param("repository", repository)
        .query(Webhooks::row)
        .list();
  }

  /** A hook, where this person sees a repository that it brings forward. */
  Optional<Hook> seen(UUID person, UUID id) {
    return seen(person).stream().filter(hook -> hook.id().equals(id)).findFirst();
  }

  List<Hook> seen(UUID person) {
    return jdbc.sql(
            """
            select %s
            from   webhook  h
            join   instance i on i.id = h.instance_id
            where  exists (select 1
                           from   sight_now  s
                           join   repository r on r.id = s.repository_id
                           where  s.person_id = :person
                           and    (   h.repository_id = r.id
                                   or (    h.instance_id = r.instance_id
                                       and starts_with(lower(r.full_name), h.owner || '/'))))
            order  by h.created_at, h.id
            """
                .formatted(COLUMNS))
        .param("person", person)
        .query(Webhooks::row)
        .list();
  }

  /** False when it came before. */
  @Transactional
  public boolean isNew(UUID hook, WebhookDelivery delivery) {
    return jdbc.sql(
                """
                with fresh as (
                  insert into webhook_delivery (webhook_id, delivery_id)
                  values (:hook, left(:delivery, 200))
                  on conflict do nothing
                  returning webhook_id
                )
                update webhook h
                set    last_delivery_at = now(),
                       last_event       = left(:event, 100),
                       missed_at        = null
                from   fresh
                where  h.id = fresh.webhook_id
                """)
            .param("hook", hook)
            .param("delivery", delivery.id())
            .param("event", delivery.event())
            .update()
        > 0;
  }

  /** Which of its repositories a delivery is about: those it names, or those with that head. */
  Set<UUID> concerned(Hook hook, WebhookDelivery delivery) {
    return Set.copyOf(
        jdbc.sql(
                """
                select r.id
                from   repository r
                where  r.instance_id = :instance
                and    (   r.id = cast(:repository as uuid)
                        or starts_with(lower(r.full_name), cast(:owner as text) || '/'))
                and    (   r.external_id = any (:keys)
                        or lower(r.full_name) = any (:names)
                        or r.id in (select p.repository_id
                                    from   pull_request p
                                    where  p.head_sha = any (:commits)
                                    and    p.state    = 'OPEN'))
                """)
            .param("instance", hook.instance())
            .param("repository", hook.repository(), java.sql.Types.OTHER)
            .param("owner", hook.owner(), java.sql.Types.VARCHAR)
            .param("keys", delivery.repositories().toArray(String[]::new))
            .param("names", delivery.names().toArray(String[]::new))
            .param("commits", delivery.commits().toArray(String[]::new))
            .query(UUID.class)
            .list());
  }

  /**
   * Polling found changes in these repositories. Where no delivery has come since they were last
   * read, a hook that should have told did not.
   */
  @Transactional
  public void foundByPolling(Collection<UUID> changed) {
    jdbc.sql(
            """
            update webhook h
            set    missed_at = now()
            from   repository      r
            join   repository_sync rs on rs.repository_id = r.id
            where  r.id = any (:changed)
            and    (   h.repository_id = r.id
                    or (    h.instance_id = r.instance_id
                        and starts_with(lower(r.full_name), h.owner || '/')))
            and    h.missed_at is null
            and    greatest(h.created_at, h.last_delivery_at) < rs.last_synced_at
            """)
        .param("changed", changed.toArray(UUID[]::new))
        .update();
  }

  record NewHook(
      String path,
      UUID instance,
      Scope scope,
      @Nullable UUID repository,
      @Nullable String owner,
      UUID person) {}

  /** Empty when there is one for the same already. */
  @Transactional
  public Optional<UUID> add(NewHook hook) {
    return jdbc.sql(
            """
            insert into webhook (path, instance_id, scope, repository_id, owner, created_by)
            values (:path, :instance, :scope, :repository, :owner, :person)
            on conflict do nothing
            returning id
            """)
        .param("path", hook.path())
        .param("instance", hook.instance())
        .param("scope", hook.scope().name())
        .param("repository", hook.repository(), java.sql.Types.OTHER)
        .param("owner", hook.owner(), java.sql.Types.VARCHAR)
        .param("person", hook.person())
        .query(UUID.class)
        .optional();
  }

  /** The provider has it. What was missed until now is forgiven. */
  @Transactional
  public void registered(UUID id, String externalId, UUID account) {
    jdbc.sql(
            """
            update webhook
            set    external_id = :externalId, account_id = :account, missed_at = null,
                   created_at = now()
            where  id = :id
            """)
        .param("id", id)
        .param("externalId", externalId)
        .param("account", account)
        .update();
  }

  @Transactional
  public void remove(UUID id) {
    jdbc.sql("delete from webhook where id = :id").param("id", id).update();
  }

  /** How many deliveries were forgotten. */
  @Transactional
  public int forgetDeliveries(Instant before) {
    return jdbc.sql("delete from webhook_delivery where arrived_at < :before")
        .param("before", Timestamp.from(before))
        .update();
  }

  private static Hook row(ResultSet row, int number) throws SQLException {
    return new Hook(
        row.getObject("id", UUID.class),
        row.getString("path"),
        Provider.valueOf(row.getString("provider")),
        row.getObject("instance_id", UUID.class),
        Scope.valueOf(row.getString("scope")),
        row.getObject("repository_id", UUID.class),
        row.getString("owner"),
        row.getString("external_id"),
        row.getObject("account_id", UUID.class),
        row.getTimestamp("created_at").toInstant(),
        instant(row.getTimestamp("last_delivery_at")),
        row.getString("last_event"),
        instant(row.getTimestamp("missed_at")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
