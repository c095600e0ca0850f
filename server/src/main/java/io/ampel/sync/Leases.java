package io.ampel.sync;

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

/**
 * Gives out what is due, so that no two processes read the same. A lease ends by itself when its
 * process died.
 */
@Repository
class Leases {
  private final JdbcClient jdbc;
  private final UUID process = UUID.randomUUID();

  Leases(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Those who have enough to do.
   *
   * @param full accounts for which not even what somebody asked for is read now
   * @param busy accounts for which nothing else is
   * @param loading accounts that are reading enough for the first time: looks go before
   * @param crowded instances with which most of the hands are occupied
   */
  record Occupied(Set<UUID> full, Set<UUID> busy, Set<UUID> loading, Set<UUID> crowded) {
    static final Occupied NOBODY = new Occupied(Set.of(), Set.of(), Set.of(), Set.of());
  }

  /** Accounts that may be used now, as SQL over {@code w.account_id}. */
  private static final String ABLE =
      """
      join   provider_account   a  on a.id           = w.account_id
      left   join account_pace  ap on ap.account_id  = a.id
      left   join instance_pace ip on ip.instance_id = a.instance_id
      where  a.enabled
      and    a.died_at is null
      and    coalesce(ap.paused_until, '-infinity') <= now()
      and    coalesce(ip.paused_until, '-infinity') <= now()
      and    a.instance_id <> all (:crowded)\
      """;

  /**
   * What waits longest and others that are due with the same account, a little early ones too so
   * that they stay together. What somebody asked for goes before, and by itself, so that it waits
   * for nothing else; then what was never read. An instance that answered nobody is tried with one
   * lease.
   */
  @Transactional
  public Optional<Lease> sweep(Occupied occupied) {
    var rows =
        jdbc.sql(
                """
                with waiting as materialized (
                  select account_id, last_synced_at is null as first,
                         coalesce(greatest(asked_at, announced_at) > last_tried_at, false) as asked,
                         min(next_due) as next_due
                  from   repository_sync
                  where  next_due <= now()
                  and    account_id is not null
                  and    coalesce(leased_until, '-infinity') <= now()
                  group  by 1, 2, 3
                ),
                head as materialized (
                  select w.account_id, w.first, w.asked, a.instance_id,
                         coalesce(ap.failures > 0 or ap.paused_until is not null, false) as troubled
                  from   waiting w
                  %s
                  and    w.account_id <> all (case when w.asked then :full else :busy end)
                  order  by w.asked desc,
                            w.first and w.account_id = any (:loading),
                            w.first desc,
                            w.next_due
                  limit  1
                ),
                trial as (
                  update instance_pace
                  set    paused_until = now() + interval '30 seconds'
                  where  instance_id in (select instance_id from head)
                  and    failures    >= %d
                ),
                due as (
                  select rs.repository_id,
                         coalesce(rs.announced_at > rs.last_tried_at, false) as announced
                  from   head
                  join   repository_sync rs on rs.account_id = head.account_id
                  where  rs.next_due <= now() + make_interval(secs => least(rs.interval_s / 4, 30))
                  and    (rs.last_synced_at is null) = head.first
                  and    (rs.next_due <= now()
                          and coalesce(greatest(rs.asked_at, rs.announced_at) > rs.last_tried_at,
                                       false)) = head.asked
                  and    coalesce(rs.leased_until, '-infinity') <= now()
                  order  by rs.next_due
                  limit  (select case when first then %d else %d end from head)
                  for    update of rs skip locked
                )
                update repository_sync rs
                set    leased_until  = now() + interval '1 minute',
                       leased_by     = :process,
                       last_tried_at = now()
                from   due, head
                where  rs.repository_id = due.repository_id
                returning rs.repository_id, rs.account_id, head.instance_id, head.troubled, rs.failures,
                          rs.settle_tries, due.announced,
                          -- What was announced may be what a cheap look does not see.
                          case when not due.announced then rs.last_synced_at end as last_synced_at,
                          case when head.first then 'FIRST' else 'SWEEP' end as kind
                """
                    .formatted(ABLE, Silence.FAILURES, Lease.FIRST, Lease.MOST))
            .param("full", array(occupied.full()))
            .param("busy", array(occupied.busy()))
            .param("loading", array(occupied.loading()))
            .param("crowded", array(occupied.crowded()))
            .param("process", process)
            .query(Leases::row)
            .list();
    return together(rows);
  }

  /** Repositories with pull requests about which the provider had not made up its mind. */
  @Transactional
  public Optional<Lease> settle(Occupied occupied) {
    var rows =
        jdbc.sql(
                """
                with waiting as materialized (
                  select account_id, min(settle_at) as settle_at
                  from   repository_sync
                  where  settle_at <= now()
                  and    account_id is not null
                  and    coalesce(leased_until, '-infinity') <= now()
                  group  by 1
                ),
                head as materialized (
                  select w.account_id, a.instance_id,
                         coalesce(ap.failures > 0 or ap.paused_until is not null, false) as troubled
                  from   waiting w
                  %s
                  and    w.account_id <> all (:busy)
                  order  by w.settle_at
                  limit  1
                ),
                due as (
                  select rs.repository_id
                  from   head
                  join   repository_sync rs on rs.account_id = head.account_id
                  where  rs.settle_at <= now()
                  and    coalesce(rs.leased_until, '-infinity') <= now()
                  order  by rs.settle_at
                  limit  %d
                  for    update of rs skip locked
                )
                update repository_sync rs
                set    leased_until = now() + interval '1 minute',
                       leased_by    = :process
                from   due, head
                where  rs.repository_id = due.repository_id
                returning rs.repository_id, rs.account_id, head.instance_id, head.troubled, rs.failures,
                          rs.settle_tries, false as announced, rs.last_synced_at,
                          'SETTLE' as kind
                """
                    .formatted(ABLE, Lease.MOST))
            .param("busy", array(occupied.busy()))
            .param("crowded", array(occupied.crowded()))
            .param("process", process)
            .query(Leases::row)
            .list();
    return together(rows);
  }

  private static UUID[] array(Set<UUID> ids) {
    return ids.toArray(UUID[]::new);
  }

  /**
   * Prolongs what this process still works on, and gives back what it holds and works on no more,
   * as after a failure of the database that left no way to say so.
   */
  @Transactional
  public void keep(Collection<Lease> held) {
    var repositories =
        held.stream().flatMap(lease -> lease.repositories().stream()).sorted().toArray(UUID[]::new);
    jdbc.sql(
            """
            update repository_sync
            set    leased_until = case when repository_id = any (:held)
                                       then now() + interval '1 minute' end,
                   leased_by    = case when repository_id = any (:held) then leased_by end
            where  leased_by = :process
            """)
        .param("process", process)
        .param("held", repositories)
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

  private record Row(
      UUID account, UUID instance, boolean troubled, Lease.Kind kind, Lease.Item item) {}

  private static Row row(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getObject("account_id", UUID.class),
        row.getObject("instance_id", UUID.class),
        row.getBoolean("troubled"),
        Lease.Kind.valueOf(row.getString("kind")),
        new Lease.Item(
            row.getObject("repository_id", UUID.class),
            row.getInt("failures"),
            row.getInt("settle_tries"),
            row.getBoolean("announced"),
            instant(row.getTimestamp("last_synced_at"))));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }

  private static Optional<Lease> together(List<Row> rows) {
    return rows.stream()
        .findFirst()
        .map(first ->
            new Lease(
                first.account(),
                first.instance(),
                first.troubled(),
                first.kind(),
                rows.stream().map(Row::item).toList()));
  }
}
