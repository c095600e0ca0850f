package io.ampel.merge;

import io.ampel.merge.MergeAnswer.Outcome;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.TrafficLight;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The history of merges, which is also their lock: one running attempt per pull request. */
@Repository
class MergeAttempts {
  static final Duration CONFIRMABLE = Duration.ofMinutes(5);
  private final JdbcClient jdbc;
  private final Clock clock;

  MergeAttempts(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * @param asked the provider may have been asked
   * @param answer null while it runs
   */
  record Attempt(
      UUID id,
      UUID pullRequest,
      UUID person,
      @Nullable UUID account,
      String headSha,
      MergeStrategy strategy,
      boolean deleteBranch,
      String request,
      boolean asked,
      @Nullable MergeAnswer answer) {}

  /** Empty when an attempt at the same pull request, or with the same key, is there already. */
  @Transactional
  Optional<UUID> begin(
      UUID pullRequest,
      UUID person,
      UUID account,
      MergeRequest request,
      MergeStrategy strategy,
      @Nullable String idempotencyKey) {
    return jdbc.sql(
            """
            insert into merge_attempt
              (pull_request_id, person_id, account_id, head_sha, strategy, delete_branch,
               idempotency_key, request, started_at)
            values
              (:pullRequest, :person, :account, :headSha, :strategy, :deleteBranch,
               :key, :request, :now)
            on conflict do nothing
            returning id
            """)
        .param("pullRequest", pullRequest)
        .param("person", person)
        .param("account", account)
        .param("headSha", request.headSha())
        .param("strategy", strategy.name())
        .param("deleteBranch", request.deleteBranch())
        .param("key", idempotencyKey)
        .param("request", request.toString())
        .param("now", now())
        .query(UUID.class)
        .optional();
  }

  /** From here on the provider may have merged, whatever happens to Ampel. */
  @Transactional
  void asking(UUID id, @Nullable TrafficLight light, boolean pastTheLight) {
    jdbc.sql(
            """
            update merge_attempt
            set    asked_at = :now, light = :light, past_the_light = :past
            where  id = :id
            """)
        .param("id", id)
        .param("light", light == null ? null : light.name())
        .param("past", pastTheLight)
        .param("now", now())
        .update();
  }

  @Transactional
  void finish(UUID id, MergeAnswer answer) {
    jdbc.sql(
            """
            update merge_attempt
            set    outcome = :outcome, status = :status, message = :message, commit_sha = :commit,
                   confirmation = :confirmation, confirmable_until = :until, finished_at = :now
            where  id = :id
            """)
        .param("id", id)
        .param("outcome", answer.outcome().name())
        .param("status", answer.status())
        .param("message", answer.message())
        .param("commit", answer.commit())
        .param("confirmation", answer.confirmation())
        .param(
            "until",
            answer.confirmation() == null
                ? null
                : Timestamp.from(clock.instant().plus(CONFIRMABLE)))
        .param("now", now())
        .update();
  }

  /**
   * Uses up the confirmation of an earlier refusal of the same person, pull request and head, for
   * the same reasons.
   */
  @Transactional
  boolean confirm(
      UUID confirmation, UUID pullRequest, UUID person, String headSha, String message) {
    return jdbc.sql(
                """
                update merge_attempt
                set    confirmed_at = :now
                where  confirmation = :confirmation
                and    pull_request_id = :pullRequest
                and    person_id = :person
                and    head_sha = :headSha
                and    message = :message
                and    confirmed_at is null
                and    confirmable_until > :now
                """)
            .param("confirmation", confirmation)
            .param("pullRequest", pullRequest)
            .param("person", person)
            .param("headSha", headSha)
            .param("message", message)
            .param("now", now())
            .update()
        == 1;
  }

  Optional<Attempt> withKey(UUID person, String idempotencyKey) {
    return jdbc.sql(
            """
            select id, pull_request_id, person_id, account_id, head_sha, strategy, delete_branch,
                   request, asked_at, outcome, status, message, commit_sha, confirmation
            from   merge_attempt
            where  person_id = :person
            and    idempotency_key = :key
            """)
        .param("person", person)
        .param("key", idempotencyKey)
        .query(MergeAttempts::row)
        .optional();
  }

  Optional<Attempt> find(UUID id) {
    return jdbc.sql(
            """
            select id, pull_request_id, person_id, account_id, head_sha, strategy, delete_branch,
                   request, asked_at, outcome, status, message, commit_sha, confirmation
            from   merge_attempt
            where  id = :id
            """)
        .param("id", id)
        .query(MergeAttempts::row)
        .optional();
  }

  /**
   * Attempts without an outcome that nobody can be working on any more, or whose outcome is open.
   */
  List<Attempt> unsettled(Duration silent) {
    return jdbc.sql(
            """
            select id, pull_request_id, person_id, account_id, head_sha, strategy, delete_branch,
                   request, asked_at, outcome, status, message, commit_sha, confirmation
            from   merge_attempt
            where  (outcome is null and started_at < :silentSince)
            or     (outcome = 'UNKNOWN' and asked_at > :dayAgo and finished_at < :silentSince)
            order  by started_at
            limit  100
            """)
        .param("silentSince", Timestamp.from(clock.instant().minus(silent)))
        .param("dayAgo", Timestamp.from(clock.instant().minus(Duration.ofDays(1))))
        .query(MergeAttempts::row)
        .list();
  }

  private Timestamp now() {
    return Timestamp.from(Instant.now(clock));
  }

  private static Attempt row(ResultSet row, int number) throws SQLException {
    var outcome = row.getString("outcome");
    return new Attempt(
        row.getObject("id", UUID.class),
        row.getObject("pull_request_id", UUID.class),
        row.getObject("person_id", UUID.class),
        row.getObject("account_id", UUID.class),
        row.getString("head_sha"),
        MergeStrategy.valueOf(row.getString("strategy")),
        row.getBoolean("delete_branch"),
        row.getString("request"),
        row.getTimestamp("asked_at") != null,
        outcome == null
            ? null
            : new MergeAnswer(
                Outcome.valueOf(outcome),
                row.getInt("status"),
                row.getString("message"),
                row.getString("commit_sha"),
                row.getObject("confirmation", UUID.class)));
  }
}
