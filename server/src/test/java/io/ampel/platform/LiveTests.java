package io.ampel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ampel.platform.Live.Event;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Timeout(30)
class LiveTests {
  private final TestDatabase database = TestDatabase.fresh();
  private final Live here = new Live(database.dataSource(), database.client());
  private final Live there = new Live(database.dataSource(), database.client());
  private final BlockingQueue<Event> heard = new LinkedBlockingQueue<>();
  private final TransactionTemplate transaction =
      new TransactionTemplate(new DataSourceTransactionManager(database.dataSource()));

  @BeforeEach
  void listen() throws Exception {
    there.subscribe(heard::add);
    there.start();
    do {
      here.publish("warm-up", "");
    } while (heard.poll(50, TimeUnit.MILLISECONDS) == null);
    while (heard.poll(200, TimeUnit.MILLISECONDS) != null) {}
  }

  @AfterEach
  void end() {
    there.stop();
  }

  @Test
  void isHeardByAnotherProcessAfterCommit() throws Exception {
    transaction.executeWithoutResult(_ -> {
      here.publish("pull-request", "4711 with spaces");
      assertThat(pollBriefly()).isNull();
    });
    assertThat(heard.poll(5, TimeUnit.SECONDS))
        .isEqualTo(new Event("pull-request", "4711 with spaces"));
  }

  @Test
  void isNotSaidWhenTheTransactionRollsBack() {
    transaction.executeWithoutResult(status -> {
      here.publish("pull-request", "1");
      status.setRollbackOnly();
    });
    assertThat(pollBriefly()).isNull();
  }

  @Test
  void comesBackAfterALostConnectionAndSaysThatItMissedSome() throws Exception {
    database
        .client()
        .sql(
            """
            select pg_terminate_backend(pid)
              from pg_stat_activity
             where datname = current_database()
               and pid <> pg_backend_pid()
               and query = 'listen ampel'
            """)
        .query((_, _) -> true)
        .list();
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(Event.MISSED);
    here.publish("pull-request", "2");
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(new Event("pull-request", "2"));
  }

  @Test
  void aFailingListenerDoesNotStopTheOthers() throws Exception {
    there.subscribe(_ -> {
      throw new IllegalStateException("on purpose");
    });
    here.publish("pull-request", "1");
    here.publish("pull-request", "2");
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(new Event("pull-request", "1"));
    assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo(new Event("pull-request", "2"));
  }

  @Test
  void stopsAtOnce() {
    var before = System.nanoTime();
    there.stop();
    assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void refusesATopicOfTwoWords() {
    assertThatThrownBy(() -> here.publish("two words", "1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private @Nullable Event pollBriefly() {
    try {
      return heard.poll(300, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
