package io.ampel.watchlist;

import io.ampel.provider.AccountProblem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The patterns by which people follow repositories that do not exist yet. */
@Repository
class Patterns {
  private final JdbcClient jdbc;
  private final JsonMapper json;

  Patterns(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * @param matches how many repositories it brought
   * @param problem why it could not be applied the last time
   */
  record Stored(
      UUID id,
      UUID person,
      UUID account,
      String accountName,
      String glob,
      int matches,
      @Nullable Instant appliedAt,
      @Nullable AccountProblem problem) {}

  Stored add(UUID person, UUID account, Glob glob) {
    var id =
        jdbc.sql(
                """
                insert into pattern (person_id, account_id, glob)
                values (:person, :account, :glob)
                on conflict (account_id, glob) do update set applied_at = null
                returning id
                """)
            .param("person", person)
            .param("account", account)
            .param("glob", glob.text())
            .query(UUID.class)
            .single();
    return find(person, id).orElseThrow();
  }

  Optional<Stored> find(UUID person, UUID id) {
    return of(person).stream().filter(pattern -> pattern.id().equals(id)).findFirst();
  }

  List<Stored> of(UUID person) {
    return jdbc.sql(
            """
            select p.id, p.person_id, p.account_id, a.name as account_name, p.glob, p.applied_at,
                   p.problem, (select count(*) from watch w where w.pattern_id = p.id) as matches
            from   pattern          p
            join   provider_account a on a.id = p.account_id
            where  p.person_id = :person
            order  by p.glob, a.name
            """)
        .param("person", person)
        .query(this::row)
        .list();
  }

  /** Those to be applied again, with an account that can be asked. */
  List<Stored> due() {
    return jdbc.sql(
            """
            select p.id, p.person_id, p.account_id, a.name as account_name, p.glob, p.applied_at,
                   p.problem, 0 as matches
            from   pattern          p
            join   provider_account a on a.id = p.account_id
            where  a.enabled
            and    a.died_at is null
            and    coalesce(p.applied_at, '-infinity') < now() - interval '1 hour'
            order  by p.account_id
            """)
        .query(this::row)
        .list();
  }

  void applied(UUID id, @Nullable AccountProblem problem) {
    jdbc.sql(
            """
            update pattern
            set    applied_at = now(), problem = cast(:problem as jsonb)
            where  id = :id
            """)
        .param("id", id)
        .param(
            "problem",
            problem == null ? null : json.writeValueAsString(problem),
            java.sql.Types.VARCHAR)
        .update();
  }

  /** What it brought stays watched. */
  @Transactional
  boolean remove(UUID person, UUID id) {
    return jdbc.sql("delete from pattern where id = :id and person_id = :person")
            .param("id", id)
            .param("person", person)
            .update()
        > 0;
  }

  private Stored row(ResultSet row, int number) throws SQLException {
    var applied = row.getTimestamp("applied_at");
    var problem = row.getString("problem");
    return new Stored(
        row.getObject("id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getObject("account_id", UUID.class),
        row.getString("account_name"),
        row.getString("glob"),
        row.getInt("matches"),
        applied == null ? null : applied.toInstant(),
        problem == null ? null : json.readValue(problem, AccountProblem.class));
  }
}
