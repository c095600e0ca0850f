package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What went of a budget, from answers that come in any order. */
class SpentTests {
  private static final Instant FIRST = Instant.parse("2026-11-26T11:00:00Z");
  private static final Instant SECOND = FIRST.plusSeconds(3600);
  private final Budgets budgets = new Budgets(Clock.systemUTC());
  private final UUID account = UUID.randomUUID();

  private void told(int remaining, Instant resetAt) {
    budgets.seen(account, new Budget("graphql", 5000, remaining, resetAt));
  }

  private long spent() {
    return budgets.spent(account, "graphql");
  }

  @Test
  void theFirstAnswerTellsNothingOfWhatWentBefore() {
    assertThat(spent()).isZero();
    told(4000, FIRST);
    assertThat(spent()).isZero();
  }

  @Test
  void answersThatOvertakeEachOtherCountOnce() {
    told(4000, FIRST);
    told(3990, FIRST);
    told(3995, FIRST);
    told(3985, FIRST);
    assertThat(spent()).isEqualTo(15);
  }

  @Test
  void aNewWindowBeginsWhole() {
    told(100, FIRST);
    told(4990, SECOND);
    told(90, FIRST);
    told(4980, SECOND);
    assertThat(spent()).isEqualTo(20);
  }
}
