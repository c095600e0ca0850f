package io.ampel.sync;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Asks for a look at repositories now. Asking again within seconds changes nothing. */
@Component
public class Refreshing {
  private final JdbcClient jdbc;
  private final SyncRunner runner;

  Refreshing(JdbcClient jdbc, SyncRunner runner) {
    this.jdbc = jdbc;
    this.runner = runner;
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
   * @return how many repositories of this person will be looked at
   */
  @Transactional
  public int lookAtAll(UUID person) {
    var asked =
        jdbc.sql(
                """
                update repository_sync
                set    next_due = least(next_due, now()), asked_at = now()
                where  repository_id in (select repository_id from watch where person_id = :person)
                and    coalesce(asked_at, '-infinity') < now() - interval '30 seconds'
                """)
            .param("person", person)
            .update();
    afterCommit();
    return asked;
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
