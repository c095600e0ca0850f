package io.ampel.act;

import io.ampel.act.ActAnswer.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The history of comments and reviews, which remembers every idempotency key. */
@Repository
class ActAttempts {
  private final JdbcClient jdbc;
  private final Clock clock;

  ActAttempts(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * @param answer null while it runs
   */
  record Attempt(
      UUID id, UUID pullRequest, String request, Instant startedAt, @Nullable ActAnswer answer) {}

  /** Empty when the person used this key before. */
  Optional<UUID> begin(
      UUID pullRequest, UUID person, UUID account, ActRequest request, @Nullable String key) {
    return jdbc.sql(
            """
            insert into act_attempt
              (pull_request_id, person_id, account_id, kind, idempotency_key, request, started_at)
            values
              (:pullRequest, :person, :account, :kind, :key, :request, :now)
            on conflict do nothing
            returning id
            """)
        .param("pullRequest", pullRequest)
        .param("person", person)
        .param("account", account)
        .param("kind", request.kind())
        .param("key", key, Types.VARCHAR)
        .param("request", request.toString())
        .param("now", Timestamp.from(clock.instant()))
        .query(UUID.class)
        .optional();
  }

  void finish(UUID id, ActAnswer answer) {
    jdbc.sql(
            """
            update act_attempt
            set    outcome = :outcome, message = :message, url = :url, finished_at = :now
            where  id = :id
            """)
        .param("id", id)
        .param("outcome", answer.outcome().name())
        .param("message", answer.message())
        .param("url", answer.url(), Types.VARCHAR)
        .param("now", Timestamp.from(clock.instant()))
        .update();
  }

  Optional<Attempt> withKey(UUID person, String key) {
    return jdbc.sql(
            """
            select id, pull_request_id, request, started_at, outcome, message, url
            from   act_attempt
            where  person_id = :person
            and    idempotency_key = :key
            """)
        .param("person", person)
        .param("key", key)
        .query(ActAttempts::row)
        .optional();
  }

  private static Attempt row(ResultSet row, int number) throws SQLException {
    var outcome = row.getString("outcome");
    return new Attempt(
        row.getObject("id", UUID.class),
        row.getObject("pull_request_id", UUID.class),
        row.getString("request"),
        row.getTimestamp("started_at").toInstant(),
        outcome == null
            ? null
            : new ActAnswer(
                Outcome.valueOf(outcome), row.getString("message"), row.getString("url")));
  }
}
