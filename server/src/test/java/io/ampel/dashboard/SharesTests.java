package io.ampel.dashboard;

import static io.ampel.dashboard.Section.BLOCKED;
import static io.ampel.dashboard.Section.ENDED;
import static io.ampel.dashboard.Section.READY;
import static io.ampel.dashboard.Section.TURN;
import static io.ampel.dashboard.Section.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SharesTests {
  @Test
  void everySectionGetsAsManyAsTheOthersWhileItHasSome() {
    assertThat(Shares.of(Map.of(TURN, 2L, READY, 90L, BLOCKED, 90L, ENDED, 5L), 17))
        .isEqualTo(Map.of(TURN, 2, READY, 5, BLOCKED, 5, ENDED, 5));
  }

  @Test
  void whatIsLeftGoesToTheFirst() {
    assertThat(Shares.of(Map.of(READY, 9L, WAITING, 9L, BLOCKED, 9L), 4))
        .isEqualTo(Map.of(READY, 2, WAITING, 1, BLOCKED, 1));
  }

  @Test
  void aPageMayHoldThemAll() {
    assertThat(Shares.of(Map.of(READY, 1L, WAITING, 3L), 50))
        .isEqualTo(Map.of(READY, 1, WAITING, 3));
    assertThat(Shares.of(Map.of(), 50)).isEmpty();
  }
}
