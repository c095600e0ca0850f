package io.ampel.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts the calls of each account and the time they took. Written down once a minute at most, so
 * that pages know of what other processes did. The Health page adds what is not written yet.
 */
@Component
public class AccountUse {
  private static final Logger log = LoggerFactory.getLogger(AccountUse.class);
  private static final long WRITTEN_EVERY = Duration.ofMinutes(1).toNanos();

  private final Cache<UUID, Count> counts =
      Caffeine.newBuilder().expireAfterAccess(Duration.ofHours(3)).build();
  private final JdbcClient jdbc;

  AccountUse(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Since this process began, or since a long silence. */
  record Total(long calls, double seconds) {
    static final Total NONE = new Total(0, 0);
  }

  private static final class Count {
    private long calls;
    private long nanos;
    private long writtenCalls;
    private long writtenNanos;
    private long writeAt = System.nanoTime();

    synchronized boolean add(long took) {
      calls++;
      nanos += took;
      var due = System.nanoTime() - writeAt >= 0;
      if (due) writeAt = System.nanoTime() + WRITTEN_EVERY;
      return due;
    }

    synchronized Total unwritten() {
      return new Total(calls - writtenCalls, (nanos - writtenNanos) / 1e9);
    }

    synchronized void written(Total part) {
      writtenCalls += part.calls;
      writtenNanos += (long) (part.seconds * 1e9);
    }

    synchronized Total total() {
      return new Total(calls, nanos / 1e9);
    }
  }

  void called(UUID account, long nanos) {
    var count = counts.get(account, _ -> new Count());
    if (count.add(nanos)) {
      write(account, count);
    }
  }

  Total of(UUID account) {
    var count = counts.getIfPresent(account);
    return count == null ? Total.NONE : count.total();
  }

  /** Calls of this process that are not in the database yet. */
  public long unwritten(UUID account) {
    var count = counts.getIfPresent(account);
    return count == null ? 0 : count.unwritten().calls();
  }

  /** A call that was made does not fail because it could not be counted. */
  private void write(UUID account, Count count) {
    var part = count.unwritten();
    try {
      add(account, part);
      count.written(part);
    } catch (DataAccessException e) {
      log.debug("Calls of account {} are counted later", account, e);
    }
  }

  /** Tokens that are only tried have no account, and leave nothing. */
  private void add(UUID account, Total part) {
    jdbc.sql(
            """
            with old as (
              delete from account_use
              where  account_id = :account
              and    begun_at   < now() - interval '1 day'
            )
            insert into account_use as known (account_id, begun_at, calls, seconds)
            select id, date_bin('5 minutes', now(), timestamptz 'epoch'), :calls, :seconds
            from   provider_account
            where  id = :account
            on conflict (account_id, begun_at) do update
              set calls   = known.calls   + excluded.calls,
                  seconds = known.seconds + excluded.seconds
            """)
        .param("account", account)
        .param("calls", part.calls())
        .param("seconds", part.seconds())
        .update();
  }
}
