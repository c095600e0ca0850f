package io.ampel.sync;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountUse;
import io.ampel.provider.Budget;
import io.ampel.pullrequest.Provider;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
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
  private final AccountUse use;

  HealthQueries(JdbcClient jdbc, JsonMapper json, AccountUse use) {
    this.jdbc = jdbc;
    this.json = json;
    this.use = use;
  }

  HealthPage.Figures figures() {
    return jdbc.sql(
            """
            with watched as (
              select rs.next_due, rs.failures, rs.last_synced_at, rs.leased_until, f.stale
              from   repository_sync rs
              join   freshness       f on f.repository_id = rs.repository_id
              where  exists (select 1 from watch w where w.repository_id = rs.repository_id)
            )
            select count(*)                                             as repositories,
                   count(*) filter (where next_due < now())             as due,
                   coalesce(extract(epoch from now() - min(next_due)
                            filter (where next_due < now())), 0)::bigint as lag,
                   count(*) filter (where leased_until > now())         as leased,
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
                row.getInt("leased"),
                row.getInt("failing"),
                row.getInt("stale"),
                row.getInt("never"),
                instant(row.getTimestamp("oldest_at")),
                row.getInt("jobs_failing"),
                row.getString("database"),
                row.getLong("database_bytes")))
        .single();
  }

  /** What keeps repositories and accounts from being read now, by kind, the most frequent first. */
  List<HealthPage.Error> errors() {
    return jdbc.sql(
            """
            with trouble as (
              select i.provider, rs.problem ->> 'code' as code, 1 as repository, 0 as account
              from   repository_sync rs
              join   repository      r on r.id = rs.repository_id
              join   instance        i on i.id = r.instance_id
              where  rs.problem is not null
              and    rs.failures > 0
              and    exists (select 1 from watch w where w.repository_id = rs.repository_id)
              union  all
              select i.provider,
                     coalesce(case when pace.paused_until > now() then pace.problem end,
                              a.problem) ->> 'code', 0, 1
              from   provider_account a
              join   instance         i on i.id = a.instance_id
              left   join account_pace pace on pace.account_id = a.id
              where  a.enabled
            )
            select provider, code, sum(repository) as repositories, sum(account) as accounts
            from   trouble
            where  code is not null
            group  by provider, code
            order  by sum(repository) + sum(account) desc, provider, code
            """)
        .query((row, number) ->
            new HealthPage.Error(
                Provider.valueOf(row.getString("provider")),
                AccountProblem.Code.valueOf(row.getString("code")),
                row.getInt("repositories"),
                row.getInt("accounts")))
        .list();
  }

  /** How many accounts are how. */
  Map<String, Integer> states() {
    return jdbc
        .sql(
            """
            select case when not a.enabled             then 'DISABLED'
                        when a.died_at is not null     then 'DEAD'
                        when pace.paused_until > now() then 'RESTS'
                        else 'WORKING' end as state,
                   count(*)                as accounts
            from   provider_account  a
            left   join account_pace pace on pace.account_id = a.id
            group  by 1
            """)
        .query((row, number) -> Map.entry(row.getString("state"), row.getInt("accounts")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  List<HealthPage.Account> accounts() {
    return jdbc.sql(
            """
            select a.id, a.name, p.name as person, i.provider, i.name as instance, a.budgets, a.last_used_at,
                   case when not a.enabled               then 'DISABLED'
                        when a.died_at is not null       then 'DEAD'
                        when pace.paused_until > now()   then 'RESTS'
                        else 'WORKING' end               as state,
                   case when pace.paused_until > now() then pace.paused_until end as rests_until,
                   coalesce(a.problem, case when pace.paused_until > now()
                                            then pace.problem end)               as problem,
                   coalesce(read.repositories, 0) as repositories,
                   coalesce(read.interval_s, 0)   as interval_s,
                   coalesce(pace.stretch > 1.05, false) as stretched,
                   coalesce((select sum(calls) from account_use u
                             where  u.account_id = a.id
                             and    u.begun_at   > now() - interval '1 hour'), 0) as calls
            from   provider_account  a
            join   person            p on p.id = a.person_id
            join   instance          i on i.id = a.instance_id
            left   join account_pace pace on pace.account_id = a.id
            left   join (select account_id, count(*) as repositories, max(interval_s) as interval_s
                         from   repository_sync
                         group  by account_id) read on read.account_id = a.id
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
        row.getBoolean("stretched"),
        row.getInt("calls") + use.unwritten(row.getObject("id", UUID.class)),
        budgets.values().stream().sorted(java.util.Comparator.comparing(Budget::name)).toList(),
        instant(row.getTimestamp("rests_until")),
        problem == null ? null : json.readValue(problem, AccountProblem.class),
        instant(row.getTimestamp("last_used_at")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
