package io.ampel.sync;

import java.util.OptionalInt;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Asks for a look at repositories now; nobody waits for it. Asking again within seconds changes
 * nothing, and nobody asks more often than once a second.
 */
@Component
public class Refreshing {
  private static final int A_MINUTE = 60;
  private final JdbcClient jdbc;
  private final SyncRunner runner;

  Refreshing(JdbcClient jdbc, SyncRunner runner) {
    this.jdbc = jdbc;
    this.runner = runner;
  }

  /** Somebody wants to know; false when they asked too often. */
  @Transactional
  public boolean look(UUID person, UUID repository) {
    if (!mayAsk(person)) {
      return false;
    }
    look(repository);
    return true;
  }

  @Transactional
  public void look(UUID repository) {
    jdbc.sql(
            """
            update repository_sync
            set    next_due = least(next_due, now()), asked_at = now()
            where  repository_id = :repository
            and    coalesce(asked_at, '-infinity') < now() - interval '5 seconds'
            """)
        .param("repository", repository)
        .update();
    afterCommit();
  }

  /**
   * What is read less often, to spare the budget of its account, cannot be asked for as often
   * either.
   *
   * @return how many repositories of this person will be looked at; empty when they asked too often
   */
  @Transactional
  public OptionalInt lookAtAll(UUID person) {
    if (!mayAsk(person)) {
      return OptionalInt.empty();
    }
    var asked =
        jdbc.sql(
                """
                update repository_sync
                set    next_due = least(next_due, now()), asked_at = now()
                where  repository_id in (select repository_id from watch where person_id = :person)
                and    coalesce(asked_at, '-infinity')
                       < now() - make_interval(secs => greatest(30, (interval_s - wanted_s) / 2))
                """)
            .param("person", person)
            .update();
    afterCommit();
    return OptionalInt.of(asked);
  }

  /** Counts one question more of this minute. */
  @Transactional
  boolean mayAsk(UUID person) {
    return jdbc.sql(
            """
            insert into refresh_request as r (person_id, window_start, asked)
            values (:person, now(), 1)
            on conflict (person_id) do update
              set   window_start = case when r.window_start < now() - interval '1 minute'
                                        then now() else r.window_start end,
                    asked        = case when r.window_start < now() - interval '1 minute'
                                        then 1 else r.asked + 1 end
              where r.window_start < now() - interval '1 minute'
              or    r.asked < :most
            returning asked
            """)
        .param("person", person)
        .param("most", A_MINUTE)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  private void afterCommit() {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            runner.soon();
          }
        });
  }
}
