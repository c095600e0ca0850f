package io.ampel.sync;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Gives out what is due, so that no two processes read the same. A lease ends by itself when its
 * process died.
 */
@Repository
class Leases {
  /**
   * The account that reads a repository: one whose owner watches it and which lives and is not at
   * rest; one that has not lost it, that reads checks, that read it before, otherwise any by hash.
   */
  static final String CHOSEN =
      """
      select s.account_id
      from   sight            s
      join   provider_account a on a.id = s.account_id
      left   join account_pace       p on p.account_id = s.account_id
      left   join account_capability c on c.account_id    = s.account_id
                                      and c.repository_id = s.repository_id
      where  s.repository_id = rs.repository_id
      and    a.enabled
      and    a.died_at is null
      and    coalesce(p.paused_until, '-infinity') <= now()
      order  by s.lost_at is not null,
                coalesce(c.reads_checks, 'UNKNOWN') = 'YES' desc,
                coalesce(s.account_id = rs.account_id, false) desc,
                hashtext(s.account_id::text || rs.repository_id::text),
                s.account_id
      limit  1
      """;

  private final JdbcClient jdbc;
  private final UUID process = UUID.randomUUID();

  Leases(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Repositories that somebody watches have a place in the due table. */
  @Transactional
  public int admit() {
    return jdbc.sql(
            """
            insert into repository_sync (repository_id)
            select distinct w.repository_id
            from   watch w
            where  not exists (select 1
                               from   repository_sync rs
                               where  rs.repository_id = w.repository_id)
            on conflict do nothing
            """)
        .update();
  }

  /**
   * The most overdue repository and others that are due with the same account, a little early ones
   * too so that they stay together. What somebody asked for goes before, and by itself, so that it
   * waits for nothing else.
   *
   * @param busy accounts that have enough to do
   */
  @Transactional
  public Optional<Lease> sweep(Collection<UUID> busy) {
    var rows =
        jdbc.sql(
                """
                with waiting as materialized (
                  select rs.repository_id, rs.next_due, rs.last_synced_at is null as first,
                         rs.next_due <= now()
                         and coalesce(greatest(rs.asked_at, rs.announced_at) > rs.last_tried_at, false)
                           as asked,
                         chosen.account_id
                  from   repository_sync rs
                  cross  join lateral (%s) chosen
                  where  rs.next_due <= now() + make_interval(secs => least(rs.interval_s / 4, 30))
                  and    coalesce(rs.leased_until, '-infinity') <= now()
                  and    chosen.account_id <> all (:busy)
                ),
                head as materialized (
                  select account_id, first, asked
                  from   waiting
                  where  next_due <= now()
                  order  by asked desc, first desc, next_due
                  limit  1
                ),
                due as (
                  select rs.repository_id,
                         coalesce(rs.announced_at > rs.last_tried_at, false) as announced
                  from   head
                  join   waiting w          on w.account_id = head.account_id
                                           and w.first      = head.first
                                           and w.asked      = head.asked
                  join   repository_sync rs on rs.repository_id = w.repository_id
                  where  coalesce(rs.leased_until, '-infinity') <= now()
                  order  by rs.next_due
                  limit  (select case when first then 10 else 100 end from head)
                  for    update of rs skip locked
                )
                update repository_sync rs
                set    leased_until  = now() + interval '1 minute',
                       leased_by     = :process,
                       last_tried_at = now(),
                       account_id    = head.account_id
                from   due, head
                where  rs.repository_id = due.repository_id
                returning rs.repository_id, rs.account_id, rs.failures, rs.settle_tries,
                          -- What was announced may be what a cheap look does not see.
                          case when not due.announced then rs.last_synced_at end as last_synced_at,
                          case when head.first then 'FIRST' else 'SWEEP' end as kind
                """
                    .formatted(CHOSEN))
            .param("busy", busy.toArray(UUID[]::new))
            .param("process", process)
            .query(Leases::row)
            .list();
    return together(rows);
  }

  /** Repositories with pull requests about which the provider had not made up its mind. */
  @Transactional
  public Optional<Lease> settle(Collection<UUID> busy) {
    var rows =
        jdbc.sql(
                """
                with waiting as materialized (
                  select rs.repository_id, rs.settle_at, chosen.account_id
                  from   repository_sync rs
                  cross  join lateral (%s) chosen
                  where  rs.settle_at <= now()
                  and    coalesce(rs.leased_until, '-infinity') <= now()
                  and    chosen.account_id <> all (:busy)
                ),
                head as materialized (
                  select account_id from waiting order by settle_at limit 1
                ),
                due as (
                  select rs.repository_id
                  from   head
                  join   waiting w          using (account_id)
                  join   repository_sync rs on rs.repository_id = w.repository_id
                  where  coalesce(rs.leased_until, '-infinity') <= now()
                  order  by rs.settle_at
                  limit  50
                  for    update of rs skip locked
                )
                update repository_sync rs
                set    leased_until = now() + interval '1 minute',
                       leased_by    = :process
                from   due, head
                where  rs.repository_id = due.repository_id
                returning rs.repository_id, head.account_id, rs.failures, rs.settle_tries,
                          rs.last_synced_at,
                          'SETTLE' as kind
                """
                    .formatted(CHOSEN))
            .param("busy", busy.toArray(UUID[]::new))
            .param("process", process)
            .query(Leases::row)
            .list();
    return together(rows);
  }

  /** Long work keeps what it holds. */
  @Transactional
  public void extend(Lease lease) {
    jdbc.sql(
            """
            update repository_sync
            set    leased_until = now() + interval '1 minute'
            where  leased_by     = :process
            and    repository_id = any (:repositories)
            """)
        .param("process", process)
        .param("repositories", lease.repositories().toArray(UUID[]::new))
        .update();
  }

  /** What was not finished is due for anybody again. */
  @Transactional
  public void release(Lease lease) {
    jdbc.sql(
            """
            update repository_sync
            set    leased_until = null, leased_by = null
            where  leased_by     = :process
            and    repository_id = any (:repositories)
            """)
        .param("process", process)
        .param("repositories", lease.repositories().toArray(UUID[]::new))
        .update();
  }

  /** On an orderly end, nothing stays behind. */
  @Transactional
  public void releaseAll() {
    jdbc.sql(
            """
            update repository_sync
            set    leased_until = null, leased_by = null
            where  leased_by = :process
            """)
        .param("process", process)
        .update();
  }

  private record Row(UUID account, Lease.Kind kind, Lease.Item item) {}

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getObject("account_id", UUID.class),
        Lease.Kind.valueOf(row.getString("kind")),
        new Lease.Item(
            row.getObject("repository_id", UUID.class),
            row.getInt("failures"),
            row.getInt("settle_tries"),
            instant(row.getTimestamp("last_synced_at"))));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }

  private static Optional<Lease> together(List<Row> rows) {
    return rows.stream()
        .findFirst()
        .map(first ->
            new Lease(first.account(), first.kind(), rows.stream().map(Row::item).toList()));
  }
}
