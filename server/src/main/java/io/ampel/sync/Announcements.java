package io.ampel.sync;

import io.ampel.provider.RepositoriesAnnounced;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What a webhook told is looked at in a moment: a burst of deliveries is then one look, and a
 * repository that never rests is looked at every two seconds at most. An account that has to save
 * looks in rounds, at all that it was told of meanwhile in few questions: every six seconds where
 * its intervals are twice as long as they should be, every 16 where they are three times as long.
 */
@Component
class Announcements {
  private static final long SLOT = 100;
  private final JdbcClient jdbc;
  private final SyncRunner runner;
  private final Set<Long> woken = ConcurrentHashMap.newKeySet();

  Announcements(JdbcClient jdbc, SyncRunner runner) {
    this.jdbc = jdbc;
    this.runner = runner;
  }

  /** In the transaction of the delivery. */
  @EventListener
  @Transactional
  public void on(RepositoriesAnnounced news) {
    var waits =
        jdbc.sql(
                """
                update repository_sync rs
                set    announced_at = clock_timestamp(),
                       next_due     = least(
                         next_due,
                         greatest(now() + interval '300 milliseconds',
                                  last_tried_at + interval '2 seconds',
                                  (select to_timestamp(
                                            ceil(extract(epoch from now()) / g.round) * g.round)
                                   from   account_pace p
                                   cross  join lateral (select 2 * (p.stretch ^ 2 - 1) as round) g
                                   where  p.account_id = rs.account_id
                                   and    p.stretch    > 1)))
                where  repository_id = any (:repositories)
                returning extract(epoch from next_due - now()) * 1000
                """)
            .param("repositories", news.repositories().toArray(java.util.UUID[]::new))
            .query(Long.class)
            .list();
    afterCommit(() -> waits.forEach(wait -> wake(Duration.ofMillis(Math.max(0, wait)))));
  }

  private static void afterCommit(Runnable then) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            then.run();
          }
        });
  }

  /** Many that are due within the same tenth of a second need one call. */
  private void wake(Duration wait) {
    var slot = (System.currentTimeMillis() + wait.toMillis()) / SLOT + 1;
    if (woken.add(slot)) {
      Thread.ofVirtual().name("sync-announced").start(() -> sleepAndWake(slot));
    }
  }

  private void sleepAndWake(long slot) {
    try {
      Thread.sleep(Math.max(0, slot * SLOT - System.currentTimeMillis()));
      woken.remove(slot);
      runner.soon();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
