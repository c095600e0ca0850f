package io.ampel.dashboard;

import io.ampel.pullrequest.Json;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.search.Search;
import io.ampel.search.Where;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Counts what stands above the list, in one statement. Somebody may see thousands of repositories,
 * and every page counts: so each part is written for the index that answers it.
 */
@Repository
class OverviewQueries {
  private final JdbcClient jdbc;

  OverviewQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What the search finds, whatever lights it asks for. */
  Overview find(Search search, UUID viewer, Instant now) {
    var where = Where.of(search.withoutLights(), now);
    return jdbc.sql(search.isEverythingOpen() ? OF_ALL : of(where))
        .param("viewer", viewer)
        .params(where.parameters())
        .query((row, _) -> overview(row))
        .single();
  }

  /** What each repository counts of itself; where sight ended, what was known then. */
  private static final String TALLY =
      """
      select coalesce(sum(n.repositories), 0) as repositories, coalesce(sum(n.ready), 0) as ready,
             coalesce(sum(n.unknown), 0) as unknown, coalesce(sum(n.waiting), 0) as waiting,
             coalesce(sum(n.blocked), 0) as blocked
      from  (select count(*) as repositories, sum(open_ready) as ready, sum(open_unknown) as unknown,
                    sum(open_waiting) as waiting, sum(open_blocked) as blocked
             from   repository
             where  id in (select repository_id from sight_whole where person_id = :viewer)
             union  all
             select count(distinct s.repository_id),
                    count(*) filter (where p.light = 'READY'),
                    count(*) filter (where p.light = 'UNKNOWN'),
                    count(*) filter (where p.light = 'WAITING'),
                    count(*) filter (where p.light = 'BLOCKED')
             from   sight_ending s
             left   join pull_request p on  p.repository_id = s.repository_id
                                        and p.saved_at     <= s.up_to
                                        and p.state         = 'OPEN'
             where  s.person_id = :viewer) n
      """;

  private static String count(Where where) {
    return """
    select (select count(*) from visible)                   as repositories,
           count(*) filter (where p.light = 'READY')   as ready,
           count(*) filter (where p.light = 'UNKNOWN') as unknown,
           count(*) filter (where p.light = 'WAITING') as waiting,
           count(*) filter (where p.light = 'BLOCKED') as blocked
    from   pull_request p
    join   visible      v on v.repository_id = p.repository_id and p.saved_at <= v.up_to
    where  %s
    """
        .formatted(where.sql());
  }

  /** Those that wait for one of the viewer's accounts, from the few rows that name it. */
  private static String mine(Where where) {
    return """
    select coalesce(array_agg(p.id order by p.waiting_since, p.id), '{}') as mine,
           count(*) filter (where p.light = 'READY')   as turn_ready,
           count(*) filter (where p.light = 'UNKNOWN') as turn_unknown,
           count(*) filter (where p.light = 'WAITING') as turn_waiting,
           count(*) filter (where p.light = 'BLOCKED') as turn_blocked
    from  (select distinct t.pull_request_id, a.instance_id
           from   provider_account a
           join   turn             t on t.name = a.identity_login and t.role <> 'TEAM'
           where  a.person_id = :viewer) t
    join   lateral (
             select p.id, p.light, p.waiting_since
             from   pull_request p
             join  (select r.id as repository_id, r.full_name, r.instance_id, i.provider
                    from   repository r
                    join   instance   i on i.id = r.instance_id) v
                    on v.repository_id = p.repository_id
             where  p.id          = t.pull_request_id
             and    v.instance_id = t.instance_id
             and    p.saved_at   <= %s
             and    %s
             limit  1) p on true
    """
        .formatted(DashboardQueries.UP_TO, where.sql());
  }

  /**
   * Each account of the viewer that reaches something, with how fresh that is. An account without a
   * known identity goes by its name.
   */
  private static final String SYNCED =
      """
      (select coalesce(jsonb_agg(jsonb_build_object(
                'id', a.id,
                'provider', i.provider,
                'instance', i.name,
                'who',      coalesce(a.identity_login, a.name),
                'state',    case when a.died_at is not null         then 'DEAD'
                                 when pace.paused_until > now()     then 'RESTS'
                                 when reach.stale > 0
                                  and reach.latest is not null      then 'STALE'
                                 when reach.latest is null          then 'NEVER'
                                 else 'FRESH' end,
                'stale',    reach.stale,
                'syncedAt', case when a.died_at is not null
                                 then least(reach.latest, a.died_at)
                                 else coalesce(reach.oldest_fresh, reach.latest) end,
                'until',    case when pace.paused_until > now() then pace.paused_until end)), '[]')
       from   provider_account a
       join   instance         i    on i.id = a.instance_id
       left   join account_pace pace on pace.account_id = a.id
       join   lateral (%s) reach on true
       where  a.person_id = :viewer
       and    a.enabled
       and    (select true
               from   sight     s
               join   freshness f on f.repository_id = s.repository_id
               where  s.account_id = a.id
               and    s.person_id  = :viewer
               and    s.lost_at is null
               limit  1)) as synced,
      (select count(*) from provider_account where person_id = :viewer) as accounts\
      """
          .formatted(reach());

  /**
   * The readings of what {@code a} reaches, from indexes that hold all readings in their order: few
   * are stale, and among the first hundred that may still be fresh there nearly always is one of
   * this account. Only where there is none is all looked at that the account reaches.
   */
  private static String reach() {
    var reached =
        """
        from   sight     s
        join   freshness f on f.repository_id = s.repository_id
        where  s.account_id = a.id
        and    s.person_id  = :viewer
        and    s.lost_at is null
        and    s.proved_at is not null\
        """;
    return """
    select known.stale, known.oldest_fresh,
           case when known.oldest_fresh is null or a.died_at is not null
                then (select max(f.synced_at)
                      %1$s)
                else known.oldest_fresh end as latest
    from  (select (select count(*)
                   %1$s
                   and    (f.stale_at < now() at time zone 'UTC' or f.stale_at is null)) as stale,
                  coalesce(
                    (select f.synced_at
                     from  (select repository_id, synced_at, stale
                            from   freshness
                            where  synced_at > now() - interval '7 hours'
                            and    not stale
                            order  by synced_at
                            limit  100) f
                     where  exists (select
                                    from   sight s
                                    where  s.repository_id = f.repository_id
                                    and    s.account_id    = a.id
                                    and    s.person_id     = :viewer
                                    and    s.lost_at is null
                                    and    s.proved_at is not null)
                     order  by f.synced_at
                     limit  1),
                    (select min(f.synced_at)
                     %1$s
                     and    not f.stale)) as oldest_fresh
           limit  1) known
    -- Looked up once for each account, not wherever its figures are used.
    offset 0
    """
        .formatted(reached);
  }

  /** What is seen has been read; only where something else is watched must it be looked up. */
  private static final String WATCHED =
      """
      select count(*) as watched,
             exists (select
                     from   repository_sync y
                     join   watch           w using (repository_id)
                     where  y.last_synced_at is null
                     and    w.person_id = :viewer) as unread
      from   watch
      where  person_id = :viewer
      """;

  private static final String READ =
      """
      f.watched,
      case when f.unread or f.watched <> c.repositories
           then (select count(*)
                 from   watch           w
                 join   repository_sync y using (repository_id)
                 where  w.person_id = :viewer
                 and    y.last_synced_at is not null)
           else f.watched end as read\
      """;

  private static final String OF_ALL =
      statement("", TALLY, mine(Where.of(Search.ALL, Instant.EPOCH)));

  private static String of(Where where) {
    return statement("with " + DashboardQueries.VISIBLE, count(where), mine(where));
  }

  private static String statement(String with, String count, String mine) {
    return """
    %s
    select c.*, m.*, %s, %s
    from  (%s) c
    cross join (%s) m
    cross join (%s) f
    """
        .formatted(with, SYNCED, READ, count, mine, WATCHED);
  }

  private static Overview overview(ResultSet row) throws SQLException {
    return new Overview(
        lights(row, ""),
        lights(row, "turn_"),
        Arrays.asList((UUID[]) row.getArray("mine").getArray()),
        Json.readList(row.getString("synced"), AccountFreshness.class),
        row.getInt("repositories"),
        row.getInt("accounts"),
        row.getInt("watched"),
        row.getInt("read"));
  }

  private static Map<TrafficLight, Long> lights(ResultSet row, String before) throws SQLException {
    var counts = new EnumMap<TrafficLight, Long>(TrafficLight.class);
    for (var light : List.of(TrafficLight.values())) {
      counts.put(light, row.getLong(before + light.name().toLowerCase(Locale.ROOT)));
    }
    return counts;
  }
}
