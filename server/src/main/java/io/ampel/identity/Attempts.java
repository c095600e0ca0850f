package io.ampel.identity;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts attempts to guess something, in the database, so that all processes count together and a
 * restart forgives nobody. An attempt is charged before it is judged: many at once are still many.
 */
@Component
class Attempts {
  static final Duration WINDOW = Duration.ofMinutes(10);

  private final JdbcClient jdbc;
  private final Clock clock;

  Attempts(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** How many were made in the window, this one included, and when it ends. */
  record Count(int attempts, Instant windowStart) {
    boolean exceeds(int limit) {
      return attempts > limit;
    }
  }

  /** How long to wait, if this attempt is one too many. */
  Optional<Duration> charge(String key, int limit) {
    var now = clock.instant();
    var count = count(key, now);
    return count.exceeds(limit)
        ? Optional.of(Duration.between(now, count.windowStart().plus(WINDOW)))
        : Optional.empty();
  }

  private Count count(String key, Instant now) {
    return jdbc.sql(
            """
            insert into sign_in_attempt as known (key, attempts, window_start)
            values (:key, 1, :now)
            on conflict (key) do update
               set attempts     = case when known.window_start <= :over then 1
                                       else known.attempts + 1 end,
                   window_start = case when known.window_start <= :over then :now
                                       else known.window_start end
            returning attempts, window_start
            """)
        .param("key", key)
        .param("now", Timestamp.from(now))
        .param("over", Timestamp.from(now.minus(WINDOW)))
        .query((row, _) ->
            new Count(row.getInt("attempts"), row.getTimestamp("window_start").toInstant()))
        .single();
  }

  /** It was no guess. */
  void refund(String key) {
    jdbc.sql(
            """
            update sign_in_attempt
               set attempts = greatest(attempts - 1, 0)
             where key = :key
            """)
        .param("key", key)
        .update();
  }

  void forget(String key) {
    jdbc.sql(
            """
            delete from sign_in_attempt
             where key = :key
                or window_start < :old
            """)
        .param("key", key)
        .param("old", Timestamp.from(clock.instant().minus(WINDOW.multipliedBy(6))))
        .update();
  }
}
