package io.ampel.sync;

import io.ampel.provider.AccountProblem;
import io.ampel.pullrequest.Policy;
import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.Repository.Visibility;
import io.ampel.sync.RepositoryView.Counts;
import io.ampel.sync.RepositoryView.Reach;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The repositories that somebody watches. */
@Repository
class RepositoryQueries {
  private final JdbcClient jdbc;
  private final JsonMapper json;

  RepositoryQueries(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * @param query words that the full name holds
   * @param troubled only those that are not read as they should be
   * @param after the full name after which to go on, empty for the beginning
   */
  record Wish(String query, boolean troubled, String after, int limit) {
    static final int PAGE = 100;

    static Wish first(String query, boolean troubled) {
      return new Wish(query, troubled, "", PAGE);
    }
  }

  List<RepositoryView> list(UUID person, Wish wish) {
    return rows(person, null, wish);
  }

  Optional<RepositoryView> find(UUID person, UUID repository) {
    return rows(person, repository, new Wish("", false, "", 1)).stream().findFirst();
  }

  private List<RepositoryView> rows(UUID person, @Nullable UUID repository, Wish wish) {
    return jdbc.sql(
            """
            select r.id, i.provider, i.name as instance, r.full_name, r.url, r.visibility,
                   r.archived, r.fork, r.policy, p.ready, p.unknown, p.waiting, p.blocked,
                   rs.last_synced_at, coalesce(f.stale, true) as stale,
                   coalesce(rs.leased_until > now(), false) as reading,
                   coalesce(rs.failures, 0) as failures, coalesce(rs.interval_s, 120) as interval_s,
                   coalesce(rs.interval_s > rs.wanted_s * 1.05, false) as stretched,
                   rs.next_due, rs.problem, a.accounts, a.may_decide
            from   watch           w
            join   repository      r  on r.id = w.repository_id
            join   instance        i  on i.id = r.instance_id
            left   join repository_sync rs on rs.repository_id = r.id
            left   join freshness       f  on f.repository_id  = r.id
            cross  join lateral (
                     select count(*) filter (where p.light = 'READY')   as ready,
                            count(*) filter (where p.light = 'UNKNOWN') as unknown,
                            count(*) filter (where p.light = 'WAITING') as waiting,
                            count(*) filter (where p.light = 'BLOCKED') as blocked
                     from   sight_now    s
                     join   pull_request p on p.repository_id = s.repository_id
                                          and p.saved_at     <= s.up_to
                     where  s.person_id     = w.person_id
                     and    s.repository_id = w.repository_id
                     and    p.state = 'OPEN') p
            cross  join lateral (
                     select coalesce(bool_or(c.may_maintain and s.lost_at is null and a.enabled
                                             and a.died_at is null), false) as may_decide,
                            coalesce(jsonb_agg(jsonb_build_object(
                              'id', a.id, 'name', a.name,
                              'state', case when not a.enabled            then 'DISABLED'
                                            when a.died_at is not null    then 'DEAD'
                                            when s.lost_at is not null    then 'LOST'
                                            when ap.paused_until > now()  then 'RESTS'
                                            when s.proved_at is null      then 'NOT_ASKED_YET'
                                            else 'REACHES' end,
                              'reads',   coalesce(a.id = rs.account_id, false),
                              'until',   case when ap.paused_until > now() then ap.paused_until end,
                              'problem', case when a.died_at is not null   then a.problem
                                              when s.lost_at is not null   then s.problem
                                              when ap.paused_until > now() then ap.problem end)
                              order by a.created_at, a.id), '[]') as accounts
                     from   sight              s
                     join   provider_account   a on a.id = s.account_id
                     left   join account_pace ap on ap.account_id = a.id
                     left   join account_capability c on c.account_id    = a.id
                                                     and c.repository_id = s.repository_id
                     where  s.person_id     = w.person_id
                     and    s.repository_id = w.repository_id) a
            where  w.person_id = :person
            and    (cast(:repository as uuid) is null or w.repository_id = :repository)
            and    not exists (select 1
                               from   unnest(cast(:words as text[])) as word
                               where  position(word in lower(r.full_name)) = 0)
            and    (   not :troubled
                    or coalesce(f.stale, true)
                    or rs.problem is not null)
            and    lower(r.full_name) > :after
            order  by lower(r.full_name), r.id
            limit  :limit
            """)
        .param("person", person)
        .param("repository", repository, java.sql.Types.OTHER)
        .param("words", words(wish.query()))
        .param("troubled", wish.troubled())
        .param("after", wish.after().toLowerCase(java.util.Locale.ROOT))
        .param("limit", wish.limit())
        .query(this::row)
        .list();
  }

  static String[] words(String query) {
    var text = query.toLowerCase(java.util.Locale.ROOT).strip();
    return text.isEmpty() ? new String[0] : text.split("\\s+");
  }

  Progress progress(UUID person) {
    return jdbc.sql(
            """
            select count(*)                                                        as watched,
                   count(rs.last_synced_at)                                        as synced,
                   count(*) filter (where rs.last_synced_at is null
                                    and coalesce(rs.failures, 0) = 0)               as waiting,
                   count(*) filter (where rs.problem is not null
                                    or (f.stale and rs.last_synced_at is not null)) as troubled,
                   max(rs.last_synced_at)                                          as last_at
            from   watch w
            left   join repository_sync rs on rs.repository_id = w.repository_id
            left   join freshness       f  on f.repository_id  = w.repository_id
            where  w.person_id = :person
            """)
        .param("person", person)
        .query((row, number) ->
            new Progress(
                row.getInt("watched"),
                row.getInt("synced"),
                row.getInt("waiting"),
                row.getInt("troubled"),
                instant(row.getTimestamp("last_at"))))
        .single();
  }

  private RepositoryView row(ResultSet row, int number) throws SQLException {
    var policy = row.getString("policy");
    var problem = row.getString("problem");
    return new RepositoryView(
        row.getObject("id", UUID.class),
        Provider.valueOf(row.getString("provider")),
        row.getString("instance"),
        row.getString("full_name"),
        row.getString("url"),
        Visibility.valueOf(row.getString("visibility")),
        row.getBoolean("archived"),
        row.getBoolean("fork"),
        policy == null ? Policy.DEFAULT : json.readValue(policy, Policy.class),
        new Counts(
            row.getInt("ready"),
            row.getInt("unknown"),
            row.getInt("waiting"),
            row.getInt("blocked")),
        instant(row.getTimestamp("last_synced_at")),
        row.getBoolean("stale"),
        row.getBoolean("reading"),
        row.getInt("failures"),
        Duration.ofSeconds(row.getInt("interval_s")),
        row.getBoolean("stretched"),
        instant(row.getTimestamp("next_due")),
        problem == null ? null : json.readValue(problem, AccountProblem.class),
        List.of(json.readValue(row.getString("accounts"), Reach[].class)),
        row.getBoolean("may_decide"));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
