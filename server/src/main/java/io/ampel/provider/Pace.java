package io.ampel.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjLongConsumer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Lets the calls of one account pass: only so many at the same time, and writes at least a second
 * apart, as the providers ask for.
 */
@Component
public class Pace {
  private static final int AT_ONCE = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long BETWEEN_WRITES = Duration.ofSeconds(1).toNanos();

  private final Cache<UUID, Lane> lanes =
      Caffeine.newBuilder().expireAfterAccess(Duration.ofHours(1)).build();

  private final ObjLongConsumer<UUID> called;

  /** Counts nothing. */
  public Pace() {
    this.called = (_, _) -> {};
  }

  @Autowired
  Pace(AccountUse use) {
    this.called = use::called;
  }

  /** The right to make one call, given back by closing. */
  public interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  private static final class Lane {
    private final Semaphore calls = new Semaphore(AT_ONCE, true);
    private long nextWrite = System.nanoTime();

    private synchronized long reserveWrite() {
      var now = System.nanoTime();
      var mine = Math.max(now, nextWrite);
      nextWrite = mine + BETWEEN_WRITES;
      return mine - now;
    }
  }

  /** Waits for its turn, a minute at most. */
  public Turn take(UUID account, boolean write) {
    var lane = lanes.get(account, _ -> new Lane());
    try {
      if (!lane.calls.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw crowded();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw crowded();
    }
    if (write) {
      waitForWrite(lane);
    }
    var begun = System.nanoTime();
    return () -> {
      lane.calls.release();
      called.accept(account, System.nanoTime() - begun);
    };
  }

  private static void waitForWrite(Lane lane) {
    try {
      TimeUnit.NANOSECONDS.sleep(lane.reserveWrite());
    } catch (InterruptedException e) {
      lane.calls.release();
      Thread.currentThread().interrupt();
      throw crowded();
    }
  }

  private static ProviderFailure crowded() {
    return new ProviderFailure(
        AccountProblem.of(AccountProblem.Code.TIMED_OUT, "too many calls wait for their turn"));
  }
}
