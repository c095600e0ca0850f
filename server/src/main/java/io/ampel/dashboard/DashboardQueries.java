package io.ampel.dashboard;

import io.ampel.pullrequest.Json;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.search.Search;
import io.ampel.search.Where;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads lists of pull requests, always joined with sight: one statement a page, counts included.
 */
@Repository
class DashboardQueries {
  /** What {@link RowReader} reads. */
  static final String COLUMNS =
      """
      p.id, p.number, p.title, p.url, p.state, p.draft, p.author, p.author_kind,
             p.author_avatar, p.source_branch, p.target_branch, p.head_sha, p.light, p.reasons,
             p.not_blocking, p.waiting_since, p.labels, p.reviewers, p.checks_total,
             p.checks_passed, p.checks_failed, p.checks_running, p.mergeability, p.additions,
             p.deletions, p.changed_files, p.comments, p.unresolved_conversations, p.created_at,
             p.updated_at, p.merged_at, p.closed_at, p.saved_at, v.full_name, v.provider,
             v.instance, v.synced_at, v.stale, me.logins as me, may.comment as may_comment,
             may.approve as may_approve, may.merge as may_merge\
      """;

  /** The accounts of the viewer, and what these may do. Nobody approves their own. */
  static final String VIEWER =
      """
      left   join (select a.instance_id, array_agg(a.identity_login) as logins
                   from   provider_account a
                   where  a.person_id = :viewer
                   group  by a.instance_id) me on me.instance_id = v.instance_id
      left   join lateral (
                   select bool_or(c.may_comment <> 'NO') as comment,
                          bool_or(c.may_approve <> 'NO'
                                  and a.identity_login is distinct from p.author) as approve,
                          bool_or(c.may_merge   <> 'NO') as merge
                   from   account_capability c
                   join   provider_account   a on a.id = c.account_id
                   where  c.repository_id = p.repository_id
                   and    a.person_id = :viewer
                   and    a.enabled
                   and    a.died_at is null) may on true\
      """;

  private final JdbcClient jdbc;

  DashboardQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A part of the list and what stands above it. */
  record Found(Overview overview, List<PullRequestRow> rows) {}

  /** The first of each section, so many in all, shared out fairly. */
  Found sections(Search search, UUID viewer, Instant now, int limit, RowReader reader) {
    var ended =
        """
        union  all
        (select 'ENDED', p.id, 6, p.merged_at
         from   pull_request p
         join   visible      v on v.repository_id = p.repository_id and p.saved_at <= v.up_to
         where  p.merged_at > :recently
         and    %s
         order  by p.merged_at desc, p.id
         limit  5)
        """
            .formatted(Where.of(search.merged(), now).sql());
    var picked =
        """
        section as (
          (select 'TURN' as section, p.id, 1 as rank, p.waiting_since as at
           from   mine
           join   pull_request p using (id)
           order  by p.waiting_since, p.id
           limit  :limit)
          %s
          %s
        ),
        picked as (
          select section, id, rank, at
          from   (select s.*, row_number() over (partition by section order by at, id) as place
                  from   section s) shared
          order  by place, rank
          limit  :limit
        )\
        """
            .formatted(
                String.join(
                    "",
                    List.of(
                        section(Section.READY, search, now),
                        section(Section.WAITING, search, now),
                        section(Section.BLOCKED, search, now),
                        section(Section.UNKNOWN, search, now))),
                ended);
    var where = Where.of(search, now);
    var parameters = new HashMap<>(where.parameters());
    parameters.put("recently", Timestamp.from(now.minusSeconds(14 * 86_400L)));
    return read(
        picked,
        "k.rank, case when k.rank < 6 then k.at end, p.merged_at desc, p.id",
        search,
        viewer,
        now,
        limit,
        parameters,
        reader);
  }

  private static String section(Section section, Search search, Instant now) {
    return """
    union  all
    (select '%1$s', p.id, %2$d, p.waiting_since
     from   pull_request p
     join   visible      v on v.repository_id = p.repository_id and p.saved_at <= v.up_to
     where  p.light = '%1$s'
     and    p.id not in (select id from mine)
     and    %3$s
     order  by p.waiting_since, p.id
     limit  :limit)
    """
        .formatted(section.light(), section.ordinal() + 1, Where.of(search, now).sql());
  }

  /**
   * One list in one order, from behind the cursor; one more than asked for says that it goes on.
   */
  Found list(
      Search search,
      @Nullable Section section,
      @Nullable Cursor cursor,
      UUID viewer,
      Instant now,
      int limit,
      RowReader reader) {
    var sort = search.sort();
    var direction = sort.ascending() ? "" : " desc";
    var where = Where.of(search, now);
    var parameters = new HashMap<>(where.parameters());
    var conditions = new ArrayList<>(List.of(where.sql()));
    if (section != null) {
      conditions.add(of(section));
    }
    if (cursor != null) {
      conditions.add(
          "(%s, p.id) %s (:at, :behind)".formatted(sort.column(), sort.ascending() ? ">" : "<"));
      parameters.put("at", Timestamp.from(cursor.at()));
      parameters.put("behind", cursor.id());
    }
    var order = "%s%s, p.id%s".formatted(sort.column(), direction, direction);
    var picked =
        """
        picked as (
          select p.id
          from   pull_request p
          join   visible      v on v.repository_id = p.repository_id and p.saved_at <= v.up_to
          where  %s
          order  by %s
          limit  :limit
        )\
        """
            .formatted(String.join("\nand    ", conditions), order);
    return read(picked, order, search, viewer, now, limit + 1, parameters, reader);
  }

  private static String of(Section section) {
    return switch (section) {
      case TURN -> "p.id in (select id from mine)";
      case ENDED -> "p.state = 'MERGED'";
      case READY, WAITING, BLOCKED, UNKNOWN ->
          "p.light = '%s' and p.id not in (select id from mine)".formatted(section.light());
    };
  }

  private Found read(
      String picked,
      String order,
      Search search,
      UUID viewer,
      Instant now,
      int limit,
      Map<String, Object> parameters,
      RowReader reader) {
    var overviews = new ArrayList<Overview>();
    var rows = new ArrayList<PullRequestRow>();
    var everyLight = Where.of(search.withoutLights(), now);
    var statement =
        """
        with visible as materialized (
          select s.repository_id, s.up_to, r.full_name, r.instance_id, i.provider,
                 i.name as instance, f.synced_at, coalesce(f.stale, true) as stale,
                 r.open_ready, r.open_unknown, r.open_waiting, r.open_blocked
          from   sight_now  s
          join   repository r on r.id = s.repository_id
          join   instance   i on i.id = r.instance_id
          left   join freshness f on f.repository_id = s.repository_id
          where  s.person_id = :viewer
        ),
        mine as materialized (
          select p.id, p.light
          from   provider_account a
          join   turn             t on t.name = a.identity_login and t.role <> 'TEAM'
          join   pull_request     p on p.id = t.pull_request_id
          join   visible          v on v.repository_id = p.repository_id
                                   and v.instance_id = a.instance_id and p.saved_at <= v.up_to
          where  a.person_id = :viewer
          and    %s
          group  by p.id, p.light
        ),
        %s,
        overview as (
          select c.*, m.*, w.*
          from  (%s) c
          cross join (
                 select count(*) filter (where light = 'READY')   as turn_ready,
                        count(*) filter (where light = 'UNKNOWN') as turn_unknown,
                        count(*) filter (where light = 'WAITING') as turn_waiting,
                        count(*) filter (where light = 'BLOCKED') as turn_blocked
                 from   mine) m
          cross join (
                 select count(*) as repositories,
                        (%s) as synced,
                        (select count(*) from provider_account where person_id = :viewer) as accounts,
                        (select count(*) from watch where person_id = :viewer) as watched,
                        (select count(*)
                         from   watch w
                         join   repository_sync y using (repository_id)
                         where  w.person_id = :viewer
                         and    y.last_synced_at is not null) as read
                 from   visible) w
        )
        select o.*, %s
        from   overview     o
        left   join (picked k
        join   pull_request p on p.id = k.id
        join   visible      v on v.repository_id = p.repository_id) on true
        %s
        order  by %s
        """
            .formatted(
                everyLight.sql(),
                picked,
                search.isEverythingOpen() ? TALLY : count(everyLight),
                SYNCED,
                COLUMNS,
                VIEWER,
                order);
    jdbc.sql(statement)
        .param("viewer", viewer)
        .param("limit", limit)
        .params(parameters)
        .params(everyLight.parameters())
        .query(row -> {
          if (overviews.isEmpty()) overviews.add(overview(row));
          if (row.getObject("id") != null) rows.add(reader.row(row));
        });
    return new Found(overviews.getFirst(), rows);
  }

  /** What each repository counts of itself; where sight ended, what was known then. */
  private static final String TALLY =
      """
      select coalesce(sum(n.ready), 0) as ready, coalesce(sum(n.unknown), 0) as unknown,
             coalesce(sum(n.waiting), 0) as waiting, coalesce(sum(n.blocked), 0) as blocked
      from  (select open_ready as ready, open_unknown as unknown, open_waiting as waiting,
                    open_blocked as blocked
             from   visible
             where  up_to = 'infinity'
             union  all
             select count(*) filter (where p.light = 'READY'),
                    count(*) filter (where p.light = 'UNKNOWN'),
                    count(*) filter (where p.light = 'WAITING'),
                    count(*) filter (where p.light = 'BLOCKED')
             from   visible      v
             join   pull_request p on p.repository_id = v.repository_id and p.saved_at <= v.up_to
             where  v.up_to < 'infinity'
             and    p.state = 'OPEN') n
      """;

  /**
   * Each account of the viewer that reaches something, with how fresh that is. An account without a
   * known identity goes by its name.
   */
  private static final String SYNCED =
      """
      select coalesce(jsonb_agg(jsonb_build_object(
               'id', a.id,
               'provider', i.provider,
               'instance', i.name,
               'who',      coalesce(a.identity_login, a.name),
               'state',    case when a.died_at is not null       then 'DEAD'
                                when pace.paused_until > now()   then 'RESTS'
                                when reach.stale > 0
                                 and reach.latest is not null    then 'STALE'
                                when reach.latest is null        then 'NEVER'
                                else 'FRESH' end,
               'stale',    reach.stale,
               'syncedAt', case when a.died_at is not null
                                then least(reach.latest, a.died_at)
                                else coalesce(reach.oldest_fresh, reach.latest) end,
               'until',    case when pace.paused_until > now() then pace.paused_until end)), '[]')
      from   provider_account a
      join   instance         i    on i.id = a.instance_id
      left   join account_pace pace on pace.account_id = a.id
      join   lateral (
               select count(*)                                               as repositories,
                      count(*) filter (where f.stale and s.proved_at is not null) as stale,
                      min(f.synced_at) filter (where not f.stale
                                               and s.proved_at is not null) as oldest_fresh,
                      max(f.synced_at) filter (where s.proved_at is not null) as latest
               from   sight s
               join   freshness f on f.repository_id = s.repository_id
               where  s.person_id  = :viewer
               and    s.account_id = a.id
               and    s.lost_at is null) reach on reach.repositories > 0
      where  a.person_id = :viewer
      and    a.enabled
      """;

  private static String count(Where where) {
    return """
    select count(*) filter (where p.light = 'READY')   as ready,
           count(*) filter (where p.light = 'UNKNOWN') as unknown,
           count(*) filter (where p.light = 'WAITING') as waiting,
           count(*) filter (where p.light = 'BLOCKED') as blocked
    from   pull_request p
    join   visible      v on v.repository_id = p.repository_id and p.saved_at <= v.up_to
    where  %s
    """
        .formatted(where.sql());
  }

  private static Overview overview(ResultSet row) throws SQLException {
    var counts = new EnumMap<TrafficLight, Long>(TrafficLight.class);
    var turns = new EnumMap<TrafficLight, Long>(TrafficLight.class);
    for (var light : TrafficLight.values()) {
      var name = light.name().toLowerCase(java.util.Locale.ROOT);
      counts.put(light, row.getLong(name));
      turns.put(light, row.getLong("turn_" + name));
    }
    return new Overview(
        counts,
        turns,
        Json.readList(row.getString("synced"), AccountFreshness.class),
        row.getInt("repositories"),
        row.getInt("accounts"),
        row.getInt("watched"),
        row.getInt("read"));
  }
}
