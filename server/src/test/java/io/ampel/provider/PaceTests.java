package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PaceTests {
  private final Pace pace = new Pace();

  @Test
  void writesOfOneAccountAreASecondApart() {
    var account = UUID.randomUUID();
    var start = System.nanoTime();
    pace.take(account, true).close();
    pace.take(account, true).close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(950));
  }

  @Test
  void onlySoManyCallsOfOneAccountRunAtTheSameTime() throws Exception {
    var account = UUID.randomUUID();
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 40; i++) {
        people.submit(() -> {
          try (var turn = pace.take(account, false)) {
            assertThat(turn).isNotNull();
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.sleep(20);
            running.decrementAndGet();
          }
          return null;
        });
      }
    }
    assertThat(most.get()).isEqualTo(8);
  }
}
