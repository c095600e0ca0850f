package io.ampel.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells every Ampel process that stands on the same database what has just changed. It carries a
 * topic and an id, never content.
 */
@Component
public class Live implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Live.class);
  private static final Duration POLL = Duration.ofSeconds(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Something of this topic changed. */
  public record Event(String topic, String id) {

    /** The connection was lost for a while, so that changes may have been missed. */
    public static final Event MISSED = new Event("missed", "");

    private static Event of(String payload) {
      var space = payload.indexOf(' ');
      return new Event(payload.substring(0, space), payload.substring(space + 1));
    }
  }

  private final DataSource dataSource;
  private final JdbcClient jdbc;
  private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean running;
  private volatile @Nullable Connection connection;

  Live(DataSource dataSource, JdbcClient jdbc) {
    this.dataSource = dataSource;
    this.jdbc = jdbc;
  }

  /** Said when the transaction of the caller commits, and not at all when it rolls back. */
  public void publish(String topic, String id) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      publish(jdbc, topic, id);
      return;
    }
    var batch = (Batch) TransactionSynchronizationManager.getResource(this);
    if (batch == null) {
      batch = new Batch();
      TransactionSynchronizationManager.bindResource(this, batch);
      TransactionSynchronizationManager.registerSynchronization(batch);
    }
    batch.add(payload(topic, id));
  }

  /** What one transaction has to say, said in one statement at its end. */
  private final class Batch implements TransactionSynchronization {
    private final Set<String> payloads = new LinkedHashSet<>();
    private boolean isSaid;

    void add(String payload) {
      if (isSaid) {
        say(List.of(payload));
      } else {
        payloads.add(payload);
      }
    }

    private void say(Collection<String> all) {
      jdbc.sql("select count(pg_notify('ampel', payload)) from unnest(:payloads) as payload")
          .param("payloads", all.toArray(String[]::new))
          .query((_, _) -> true)
          .single();
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      isSaid = true;
      say(payloads);
    }

    @Override
    public void suspend() {
      TransactionSynchronizationManager.unbindResource(Live.this);
    }

    @Override
    public void resume() {
      TransactionSynchronizationManager.bindResource(Live.this, this);
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(Live.this);
    }
  }

  /** For a command, which runs beside Ampel and listens to nothing. */
  public static void publish(JdbcClient jdbc, String topic, String id) {
    jdbc.sql("select pg_notify('ampel', :payload)")
        .param("payload", payload(topic, id))
        .query((_, _) -> true)
        .single();
  }

  private static String payload(String topic, String id) {
    if (topic.isEmpty() || topic.indexOf(' ') >= 0) {
      throw new IllegalArgumentException("a topic is one word: '" + topic + "'");
    }
    return topic + " " + id;
  }

  /** The listener hears what all processes publish, on a thread of Live; it should be quick. */
  public void subscribe(Consumer<Event> listener) {
    listeners.add(listener);
  }

  @Override
  public void start() {
    running = true;
    Thread.ofVirtual().name("live").start(this::listenAlways);
  }

  @Override
  public void stop() {
    running = false;
    abort(connection);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void listenAlways() {
    var pause = Duration.ofMillis(100);
    var first = true;
    while (running) {
      try (var fresh = dataSource.getConnection()) {
        listenTo(fresh, first);
        pause = Duration.ofMillis(100);
        first = false;
        hear(fresh);
      } catch (SQLException e) {
        if (running)
          log.info("Live updates pause, the database connection is lost: {}", e.toString());
      }
      pause = rest(pause);
    }
  }

  private void listenTo(Connection fresh, boolean first) throws SQLException {
    connection = fresh;
    fresh.setAutoCommit(true);
    try (var statement = fresh.createStatement()) {
      statement.execute("listen ampel");
    }
    if (!first) deliver(Event.MISSED);
  }

  private void hear(Connection fresh) throws SQLException {
    var postgres = fresh.unwrap(PGConnection.class);
    while (running) {
      var heard = postgres.getNotifications((int) POLL.toMillis());
      for (var notification : heard) deliver(Event.of(notification.getParameter()));
      if (heard.length == 0 && !fresh.isValid(5)) throw new SQLException("the connection is dead");
    }
  }

  private void deliver(Event event) {
    for (var listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        log.warn("A listener failed on {}", event, e);
      }
    }
  }

  /** Ends the reading at once; an orderly close would wait for it. */
  private static void abort(@Nullable Connection connection) {
    try {
      if (connection != null) connection.abort(Runnable::run);
    } catch (SQLException e) {
      log.debug("The listening connection was gone already", e);
    }
  }

  private Duration rest(Duration pause) {
    if (!running) return pause;
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running = false;
    }
    var longer = pause.multipliedBy(2);
    return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }
}
