package io.ampel.platform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.mock.env.MockEnvironment;

/** A way out for tests of other rooms: to this machine, and with little patience. */
public final class TestGateway {
  private TestGateway() {}

  public static Gateway open() {
    return open(Duration.ofSeconds(15));
  }

  public static Gateway open(Duration patience) {
    return new Gateway(
        new AmpelProperties(
            "test",
            Path.of("unused"),
            null,
            null,
            null,
            null,
            List.of(),
            true,
            null,
            null,
            null,
            null,
            null,
            false),
        Proxies.of(new MockEnvironment()),
        new Gateway.Limits(Duration.ofSeconds(2), patience, patience.multipliedBy(2), 20 << 20));
  }
}
