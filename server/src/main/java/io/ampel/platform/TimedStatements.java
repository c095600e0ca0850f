package io.ampel.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.stereotype.Component;

/**
 * Measures each statement that a room runs, with the reading of its rows. Both methods are those
 * that every statement of a {@code JdbcClient} comes through.
 */
@Component
class TimedStatements extends JdbcTemplate {
  private final Timer queries;
  private final Timer updates;

  TimedStatements(DataSource dataSource, MeterRegistry meters) {
    super(dataSource);
    this.queries = timer(meters, "query");
    this.updates = timer(meters, "update");
  }

  private static Timer timer(MeterRegistry meters, String kind) {
    return Timer.builder("ampel.statements")
        .description("Statements, with the reading of their rows")
        .tag("kind", kind)
        .serviceLevelObjectives(
            Duration.ofMillis(1),
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10))
        .register(meters);
  }

  @Override
  public <T extends @Nullable Object> T query(
      PreparedStatementCreator statement,
      @Nullable PreparedStatementSetter values,
      ResultSetExtractor<T> rows)
      throws DataAccessException {
    var began = System.nanoTime();
    try {
      return super.query(statement, values, rows);
    } finally {
      queries.record(Duration.ofNanos(System.nanoTime() - began));
    }
  }

  @Override
  protected int update(PreparedStatementCreator statement, @Nullable PreparedStatementSetter values)
      throws DataAccessException {
    var began = System.nanoTime();
    try {
      return super.update(statement, values);
    } finally {
      updates.record(Duration.ofNanos(System.nanoTime() - began));
    }
  }
}
