package io.ampel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundAddressesTests {
  private final OutboundAddresses strict = new OutboundAddresses(false, Set.of());
  private final OutboundAddresses withLoopback = new OutboundAddresses(true, Set.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.0.1",
        "fe80::1",
        "0.0.0.0",
        "0.1.2.3",
        "::",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255",
        "240.0.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::8.8.8.8",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "2001:0:53aa:64c::1",
        "2852039166"
      })
  void areRefusedAlways(String address) {
    assertThatThrownBy(() -> withLoopback.resolve(address))
        .isInstanceOf(OutboundAddresses.Forbidden.class);
    assertThatThrownBy(() -> strict.resolve(address))
        .isInstanceOf(OutboundAddresses.Forbidden.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.9.1", "::1", "localhost", "127.1", "2130706433"})
  void loopbackIsRefusedUnlessAllowed(String address) throws Exception {
    assertThatThrownBy(() -> strict.resolve(address))
        .isInstanceOf(OutboundAddresses.Forbidden.class);
    assertThat(withLoopback.resolve(address)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.1.2.3", "192.168.1.1", "172.16.0.1", "140.82.121.6", "2606:50c0:8000::153"})
  void privateAndPublicAddressesAreAsked(String address) throws Exception {
    assertThat(strict.resolve(address)).hasSize(1);
  }

  @Test
  void aNameUnknownHereMayBeKnownToTheProxy() throws Exception {
    strict.checkBehindProxy("no-such-host.invalid");
    assertThatThrownBy(() -> strict.checkBehindProxy("169.254.169.254"))
        .isInstanceOf(OutboundAddresses.Forbidden.class);
  }
}
