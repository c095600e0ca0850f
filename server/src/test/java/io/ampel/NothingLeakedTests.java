package io.ampel;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.LeakWatch;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The last of a run: nothing that was printed or logged until now held a secret of the tests. */
@Order(Integer.MAX_VALUE)
class NothingLeakedTests {

  @Test
  void noTokenKeyOrPasswordWasPrintedOrLogged() {
    assertThat(LeakWatch.isWatching()).isTrue();
    assertThat(LeakWatch.secrets()).isGreaterThan(20);
    assertThat(LeakWatch.leaks()).isEmpty();
  }
}
