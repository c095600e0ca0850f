package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BudgetsTests {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final Budgets budgets = new Budgets(clock());
  private final UUID account = UUID.randomUUID();

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now.get();
      }

      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  private void pass(Duration time) {
    now.set(now.get().plus(time));
  }

  @Test
  void aSpentBudgetBlocksItsOwnCallsUntilItsReset() {
    budgets.seen(account, new Budget("graphql", 5000, 0, NOON.plusSeconds(600)));
    budgets.seen(account, new Budget("core", 5000, 4000, NOON.plusSeconds(600)));
    assertThat(budgets.blockedUntil(account, "graphql")).contains(NOON.plusSeconds(600));
    assertThat(budgets.blockedUntil(account, "core")).isEmpty();
    assertThat(budgets.blockedUntil(account)).contains(NOON.plusSeconds(600));
    pass(Duration.ofMinutes(11));
    assertThat(budgets.blockedUntil(account)).isEmpty();
  }

  @Test
  void pausesWithoutAHintDoubleUpToAnHour() {
    assertThat(budgets.pause(account, null)).isEqualTo(NOON.plus(Duration.ofMinutes(1)));
    assertThat(budgets.pause(account, null)).as("the same pause").isEqualTo(NOON.plusSeconds(60));
    pass(Duration.ofMinutes(2));
    assertThat(budgets.pause(account, null)).isEqualTo(now.get().plus(Duration.ofMinutes(2)));
    for (var i = 0; i < 10; i++) {
      pass(Duration.ofHours(1));
      budgets.pause(account, null);
    }
    assertThat(budgets.blockedUntil(account)).contains(now.get().plus(Duration.ofHours(1)));
  }

  @Test
  void aCallThatWentWellForgivesOnlyAfterThePause() {
    budgets.pause(account, null);
    budgets.fine(account);
    assertThat(budgets.blockedUntil(account)).isPresent();
    pass(Duration.ofMinutes(2));
    budgets.fine(account);
    assertThat(budgets.pause(account, null)).isEqualTo(now.get().plus(Duration.ofMinutes(1)));
  }

  @Test
  void accountsDoNotPayForEachOther() {
    budgets.pause(account, null);
    assertThat(budgets.blockedUntil(UUID.randomUUID())).isEmpty();
  }
}
