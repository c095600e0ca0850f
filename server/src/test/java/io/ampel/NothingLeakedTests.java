package io.ampel;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.LeakWatch;
import org.junit.jupiter.api.Test;

/** Somebody reads along for secrets; what is found fails the class that was running. */
class NothingLeakedTests {

  @Test
  void noTokenKeyOrPasswordIsPrintedOrLogged() {
    assertThat(LeakWatch.isWatching()).isTrue();
    assertThat(LeakWatch.secrets()).isGreaterThan(20);
    assertThat(LeakWatch.leaks()).isEmpty();
  }
}
