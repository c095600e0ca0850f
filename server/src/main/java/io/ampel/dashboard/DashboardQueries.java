package io.ampel.dashboard;

import static java.util.stream.Collectors.joining;

import io.ampel.search.Search;
import io.ampel.search.Where;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads lists of pull requests, always joined with sight. Most pages are the front of a long order:
 * an index gives that order, and walking along it until the page is full beats collecting all that
 * somebody sees. Who sees little of what there is walks too far, so a walk is given up and the rows
 * are collected after all.
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

  /**
   * Up to when the viewer knows the repository of {@code p}. Asked row by row, which no planner
   * turns into a look at all that the viewer sees.
   */
  static final String UP_TO =
      """
      (select s.up_to
       from   sight_now s
       where  s.person_id     = :viewer
       and    s.repository_id = p.repository_id)\
      """;

  /** What conditions of a search may speak of, see {@link Where}. */
  static final String VISIBLE =
      """
      visible as materialized (
        select s.repository_id, s.up_to, r.full_name, r.instance_id, i.provider
        from   sight_now  s
        join   repository r on r.id = s.repository_id
        join   instance   i on i.id = r.instance_id
        where  s.person_id = :viewer
      )\
      """;

  /** Who sees fewer open ones than this has them collected at once. */
  private static final long MANY = 1_000;

  /** A walk passes at most so many for each row that it is to find. */
  private static final int PASSED = 40;

  private static final int ENDED = 5;
  private static final Duration RECENTLY = Duration.ofDays(14);

  private final JdbcClient jdbc;
  private final OverviewQueries overviews;
  private final long many;

  @Autowired
  DashboardQueries(JdbcClient jdbc, OverviewQueries overviews) {
    this(jdbc, overviews, MANY);
  }

  /** With another idea of how many are many. */
  DashboardQueries(JdbcClient jdbc, OverviewQueries overviews, long many) {
    this.jdbc = jdbc;
    this.overviews = overviews;
    this.many = many;
  }

  /** A part of the list and what stands above it. */
  record Found(Overview overview, List<PullRequestRow> rows) {}

  /** The first of each section, so many in all, shared out fairly. */
  Found sections(Search search, UUID viewer, Instant now, int limit, RowReader reader) {
    var overview = overviews.find(search, viewer, now);
    var asked = new Asked(search, overview, viewer, now, reader);
    if (isWorthWalking(asked)) {
      var shares = Shares.of(counts(overview), limit);
      var rows = rows(asked, walk(shares), SECTIONED);
      if (isComplete(rows, shares)) return new Found(overview, rows);
    }
    return new Found(overview, rows(asked, collect(asked, limit), SECTIONED));
  }

  private static final String SECTIONED =
      "k.rank, case when k.rank < 6 then k.at end, p.merged_at desc, p.id";

  /** Whoever asks, for what, and what is known by now. */
  private record Asked(
      Search search, Overview overview, UUID viewer, Instant now, RowReader reader) {
    Where where() {
      return Where.of(search, now);
    }
  }

  /** Along an index only lights can be chosen. */
  private boolean isWorthWalking(Asked asked) {
    return asked.search().isEverythingOpen() && asked.overview().open() >= many;
  }

  private static Map<Section, Long> counts(Overview overview) {
    var counts = new EnumMap<Section, Long>(Section.class);
    for (var section : Section.values()) {
      counts.put(section, section == Section.ENDED ? ENDED : overview.count(section));
    }
    return counts;
  }

  /** Who found less than there is has walked too far; the ended are not counted. */
  private static boolean isComplete(List<PullRequestRow> rows, Map<Section, Integer> shares) {
    var open = rows.stream().filter(PullRequestRow::open).count();
    return open
        >= shares.entrySet().stream()
            .filter(share -> share.getKey() != Section.ENDED)
            .mapToInt(Map.Entry::getValue)
            .sum();
  }

  private static String walk(Map<Section, Integer> shares) {
    var parts =
        shares.entrySet().stream()
            .map(share -> new Walk(share.getKey(), share.getValue()))
            .map(walk -> WALKS.computeIfAbsent(walk, Walk::sql))
            .collect(joining("union  all\n"));
    return "picked as (\n" + parts + ")";
  }

  /** Putting the text together for every page would take longer than sending it. */
  private static final Map<Walk, String> WALKS = new ConcurrentHashMap<>();

  /** Along the order of one section until its share is found. */
  private record Walk(Section section, int share) {
    String sql() {
      return switch (section) {
        case TURN ->
            """
            (select 'TURN' as section, p.id, 1 as rank, p.waiting_since as at
             from   pull_request p
             where  p.id in (select id from mine limit %d)
             and    p.state = 'OPEN'
             and    p.saved_at <= %s)
            """
                .formatted(share, UP_TO);
        case READY, WAITING, BLOCKED, UNKNOWN ->
            """
            (select '%s' as section, p.id, %d as rank, p.waiting_since as at
             from  (select p.id, p.repository_id, p.saved_at, p.waiting_since
                    from   pull_request p
                    where  p.light = '%s'
                    and    p.state = 'OPEN'
                    and    p.id not in (select id from mine)
                    order  by p.waiting_since, p.id
                    limit  %d) p
             where  p.saved_at <= %s
             order  by p.waiting_since, p.id
             limit  %d)
            """
                .formatted(
                    section, section.ordinal() + 1, section.light(), share * PASSED, UP_TO, share);
        case ENDED ->
            """
            (select 'ENDED' as section, p.id, 6 as rank, p.merged_at as at
             from  (select p.id, p.repository_id, p.saved_at, p.merged_at
                    from   pull_request p
                    where  p.merged_at > :recently
                    and    p.state = 'MERGED'
                    order  by p.merged_at desc, p.id
                    limit  %d) p
             where  p.saved_at <= (select s.up_to
                                   from   sight_now s
                                   where  s.person_id     = :viewer
                                   and    s.repository_id = p.repository_id)
             order  by p.merged_at desc, p.id
             limit  %d)
            """
                .formatted(share * PASSED, share);
      };
    }
  }

  private static String collect(Asked asked, int limit) {
    return """
    %s,
    found as (
      select case when m.id is null then p.light else 'TURN' end as section, p.id,
             p.waiting_since as at
      from   pull_request p
      join   visible      v on v.repository_id = p.repository_id and p.saved_at <= v.up_to
      left   join mine    m on m.id = p.id
      where  %s
    ),
    placed as (
      select section, id,
             array_position(array['TURN', 'READY', 'WAITING', 'BLOCKED', 'UNKNOWN'], section) as rank,
             at, row_number() over (partition by section order by at, id) as place
      from   found
      union  all
     (select 'ENDED', p.id, 6, p.merged_at,
             row_number() over (order by p.merged_at desc, p.id)
      from   pull_request p
      join   visible      v on v.repository_id = p.repository_id and p.saved_at <= v.up_to
      where  p.merged_at > :recently
      and    %s
      order  by p.merged_at desc, p.id
      limit  %d)
    ),
    picked as (
      select section, id, rank, at
      from   placed
      order  by place, rank
      limit  %d
    )\
    """
        .formatted(
            VISIBLE,
            asked.where().sql(),
            Where.of(asked.search().merged(), asked.now()).sql(),
            ENDED,
            limit);
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
    var overview = overviews.find(search, viewer, now);
    var asked = new Asked(search, overview, viewer, now, reader);
    var order = new Order(search, section, cursor);
    if (isWorthWalking(asked) && section != Section.TURN && section != Section.ENDED) {
      var rows = rows(asked, order.walk(asked, limit + 1), order.sql(), order.parameters());
      if (rows.size() > limit) return new Found(overview, rows);
    }
    return new Found(
        overview, rows(asked, order.collect(asked, limit + 1), order.sql(), order.parameters()));
  }

  /** An order and the place in it from which on it is read. */
  private record Order(Search search, @Nullable Section section, @Nullable Cursor cursor) {
    String sql() {
      var direction = search.sort().ascending() ? "" : " desc";
      return "%s%s, p.id%s".formatted(search.sort().column(), direction, direction);
    }

    Map<String, Object> parameters() {
      return cursor == null
          ? Map.of()
          : Map.of("at", Timestamp.from(cursor.at()), "behind", cursor.id());
    }

    private String conditions(Asked asked) {
      var conditions = new ArrayList<>(List.of(asked.where().sql()));
      if (section != null) conditions.add(of(section));
      if (cursor != null) {
        conditions.add(
            "(%s, p.id) %s (:at, :behind)"
                .formatted(search.sort().column(), search.sort().ascending() ? ">" : "<"));
      }
      return String.join("\nand    ", conditions);
    }

    private static String of(Section section) {
      return switch (section) {
        case TURN -> "p.id in (select id from mine)";
        case ENDED -> "p.state = 'MERGED'";
        case READY, WAITING, BLOCKED, UNKNOWN ->
            "p.light = '%s' and p.id not in (select id from mine)".formatted(section.light());
      };
    }

    String walk(Asked asked, int wanted) {
      return """
      picked as (
        select p.id
        from  (select p.id, p.repository_id, p.saved_at, p.waiting_since, p.updated_at, p.created_at
               from   pull_request p
               where  %s
               order  by %s
               limit  %d) p
        where  p.saved_at <= %s
        order  by %s
        limit  %d
      )\
      """
          .formatted(conditions(asked), sql(), wanted * PASSED, UP_TO, sql(), wanted);
    }

    String collect(Asked asked, int wanted) {
      return """
      %s,
      picked as (
        select p.id
        from   pull_request p
        join   visible      v on v.repository_id = p.repository_id and p.saved_at <= v.up_to
        where  %s
        order  by %s
        limit  %d
      )\
      """
          .formatted(VISIBLE, conditions(asked), sql(), wanted);
    }
  }

  /** In the order of their waiting. */
  private static final String MINE =
      """
      with mine as materialized (
        select unnest(cast(:mine as uuid[])) as id
      ),
      """;

  private static final String ROWS =
      """

      select %s
      from   picked       k
      join   pull_request p on p.id = k.id
      join   lateral (
               select r.full_name, r.instance_id, i.provider, i.name as instance, f.synced_at,
                      coalesce(f.stale, true) as stale
               from   repository r
               join   instance   i on i.id = r.instance_id
               left   join freshness f on f.repository_id = r.id
               where  r.id = p.repository_id
               limit  1) v on true
      %s
      order  by\u0020\
      """
          .formatted(COLUMNS, VIEWER);

  private List<PullRequestRow> rows(Asked asked, String picked, String order) {
    var recently = Timestamp.from(asked.now().minus(RECENTLY));
    return rows(asked, picked, order, Map.of("recently", recently));
  }

  private List<PullRequestRow> rows(
      Asked asked, String picked, String order, Map<String, Object> parameters) {
    var statement = MINE + picked + ROWS + order;
    return jdbc.sql(statement)
        .param("viewer", asked.viewer())
        .param("mine", asked.overview().mine().toArray(UUID[]::new))
        .params(asked.where().parameters())
        .params(parameters)
        .query((row, _) -> asked.reader().row(row))
        .list();
  }
}
