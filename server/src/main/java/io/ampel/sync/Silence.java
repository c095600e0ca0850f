package io.ampel.sync;

import io.ampel.provider.AccountProblem;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Leaves an instance alone that answers nobody, whoever asks, and tries it with one lease at a time
 * until it answers again.
 */
@Component
class Silence {
  private static final Logger log = LoggerFactory.getLogger(Silence.class);

  /** So many readings in a row without an answer are no accident. */
  static final int FAILURES = 3;

  private static final Duration FIRST_REST = Duration.ofSeconds(10);
  private static final Duration LONGEST_REST = Duration.ofMinutes(2);
  private final JdbcClient jdbc;
  private final JsonMapper json;

  Silence(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Trouble that every account would meet at this instance. */
  static boolean is(AccountProblem problem) {
    return switch (problem.code()) {
      case PROVIDER_DOWN,
          TIMED_OUT,
          HOST_NOT_FOUND,
          CONNECTION_REFUSED,
          CERTIFICATE_NOT_TRUSTED,
          UNEXPECTED_ANSWER ->
          true;
      case INVALID_TOKEN,
          TOKEN_EXPIRED,
          INSUFFICIENT_PERMISSIONS,
          CANNOT_SEE_REPOSITORIES,
          APPROVAL_PENDING,
          SSO_REQUIRED,
          TOKEN_FORBIDDEN_BY_ORGANIZATION,
          IP_ALLOW_LIST,
          RATE_LIMITED,
          TOO_MANY_SIGN_INS,
          ADDRESS_FORBIDDEN,
          PLAIN_HTTP_FORBIDDEN,
          NOT_THIS_PROVIDER,
          NOT_FOUND ->
          false;
    };
  }

  /** One reading more in a row to which it gave no answer. */
  @Transactional
  public void met(UUID instance, AccountProblem problem) {
    var failures =
        jdbc.sql(
                """
                insert into instance_pace as pace (instance_id, failures, problem)
                values (:instance, 1, cast(:problem as jsonb))
                on conflict (instance_id) do update
                set    failures     = pace.failures + 1,
                       problem      = excluded.problem,
                       paused_until = case when pace.failures + 1 >= :enough
                                           then now() + make_interval(secs => least(:longest,
                                                  :first * (1 << least(pace.failures + 1 - :enough, 10)))
                                                  * (0.9 + 0.2 * random())) end
                returning failures
                """)
            .param("instance", instance)
            .param("problem", json.writeValueAsString(problem))
            .param("enough", FAILURES)
            .param("first", FIRST_REST.toSeconds())
            .param("longest", LONGEST_REST.toSeconds())
            .query(Integer.class)
            .single();
    if (failures == FAILURES) {
      log.warn("Instance {} answers nobody ({}) and is left alone", instance, problem.code());
    }
  }

  /**
   * It answers. What had to wait because of its silence is due within half a minute. Writes nothing
   * when it answered before.
   */
  @Transactional
  public void over(UUID instance) {
    var failures =
        jdbc.sql(
                """
                delete from instance_pace where instance_id = :instance returning failures
                """)
            .param("instance", instance)
            .query(Integer.class)
            .optional();
    if (failures.orElse(0) >= FAILURES) {
      log.info("Instance {} answers again", instance);
      catchUp(instance);
    }
  }

  private void catchUp(UUID instance) {
    jdbc.sql(
            """
            with awake as (
              update account_pace p
              set    paused_until = null, failures = 0, problem = null
              from   provider_account a
              where  a.id          = p.account_id
              and    a.instance_id = :instance
              and    p.problem ->> 'code' = any (:codes)
            )
            update repository_sync rs
            set    next_due = least(rs.next_due, now() + make_interval(secs => 30 * random()))
            from   repository r
            where  r.id          = rs.repository_id
            and    r.instance_id = :instance
            and    rs.problem ->> 'code' = any (:codes)
            """)
        .param("instance", instance)
        .param("codes", codes())
        .update();
  }

  private static String[] codes() {
    return java.util.Arrays.stream(AccountProblem.Code.values())
        .filter(code -> is(AccountProblem.of(code)))
        .map(Enum::name)
        .toArray(String[]::new);
  }
}
