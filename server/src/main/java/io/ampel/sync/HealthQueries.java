package io.ampel.sync;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.Budget;
import io.ampel.pullrequest.Provider;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** How well Ampel itself is. */
@Repository
class HealthQueries {
  private static final TypeReference<Map<String, Budget>> BUDGETS = new TypeReference<>() {};
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Rhythm rhythm;

  HealthQueries(JdbcClient jdbc, JsonMapper json, Rhythm rhythm) {
    this.jdbc = jdbc;
    this.json = json;
    this.rhythm = rhythm;
  }

  HealthPage.Figures figures() {
    return jdbc.sql(
            """
            with watched as (
              select rs.next_due, rs.failures, rs.last_synced_at, f.stale
              from   repository_sync rs
              join   freshness       f on f.repository_id = rs.repository_id
              where  exists (select 1 from watch w where w.repository_id = rs.repository_id)
            )
            select count(*)                                             as repositories,
                   count(*) filter (where next_due < now())             as due,
                   coalesce(extract(epoch from now() - min(next_due)
                            filter (where next_due < now())), 0)::bigint as lag,
                   count(*) filter (where failures > 0)                 as failing,
                   count(*) filter (where stale and last_synced_at is not null) as stale,
                   count(*) filter (where last_synced_at is null)       as never,
                   min(last_synced_at)                                  as oldest_at,
                   (select count(*) from scheduled_tasks
                    where  consecutive_failures > 0)                    as jobs_failing,
                   current_setting('server_version')                    as database,
                   pg_database_size(current_database())                 as database_bytes
            from   watched
            """)
        .query((row, number) ->
            new HealthPage.Figures(
                row.getInt("repositories"),
                row.getInt("due"),
                row.getLong("lag"),
                row.getInt("failing"),
                row.getInt("stale"),
                row.getInt("never"),
                instant(row.getTimestamp("oldest_at")),
                row.getInt("jobs_failing"),
                row.getString("database"),
                row.getLong("database_bytes")))
        .single();
  }

  List<HealthPage.Account> accounts() {
    return jdbc.sql(
            """
            select a.name, p.name as person, i.provider, i.name as instance, a.budgets, a.last_used_at,
                   case when not a.enabled               then 'DISABLED'
                        when a.died_at is not null       then 'DEAD'
                        when pace.paused_until > now()   then 'RESTS'
                        else 'WORKING' end               as state,
                   case when pace.paused_until > now() then pace.paused_until end as rests_until,
                   coalesce(a.problem, case when pace.paused_until > now()
                                            then pace.problem end)               as problem,
                   read.repositories, read.interval_s
            from   provider_account  a
            join   person            p on p.id = a.person_id
            join   instance          i on i.id = a.instance_id
            left   join account_pace pace on pace.account_id = a.id
            cross  join lateral (
                     select count(*)                        as repositories,
                            coalesce(max(rs.interval_s), 0) as interval_s
                     from   repository_sync rs
                     where  rs.account_id = a.id) read
            order  by a.died_at nulls last, p.name, a.name
            """)
        .query(this::account)
        .list();
  }

  private HealthPage.Account account(ResultSet row, int number) throws SQLException {
    var problem = row.getString("problem");
    var provider = Provider.valueOf(row.getString("provider"));
    var budgets = json.readValue(row.getString("budgets"), BUDGETS);
    return new HealthPage.Account(
        row.getString("name"),
        row.getString("person"),
        provider,
        row.getString("instance"),
        row.getString("state"),
        row.getInt("repositories"),
        row.getInt("interval_s"),
        rhythm.usual(provider).toSeconds(),
        budgets.values().stream().sorted(java.util.Comparator.comparing(Budget::name)).toList(),
        instant(row.getTimestamp("rests_until")),
        problem == null ? null : json.readValue(problem, AccountProblem.class),
        instant(row.getTimestamp("last_used_at")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
