package io.ampel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ampel.platform.Gateway.Target;
import io.ampel.platform.Unreachable.Kind;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.StandardEnvironment;

class TrustedCertificatesTests {
  @TempDir private Path folder;
  private final SelfMadeTls server =
      SelfMadeTls.start(exchange -> {
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
      });

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void aCertificateOfOnesOwnIsTrustedWhenItsFileIsNamed() throws Exception {
    assertThatThrownBy(() -> ask(server.url(), null))
        .isInstanceOfSatisfying(
            Unreachable.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.CERTIFICATE_NOT_TRUSTED));
    assertThat(ask(server.url(), server.certificate())).isEqualTo(204);
  }

  @Test
  void aTrustedCertificateForAnotherHostIsNotTrusted() {
    var other = URI.create("https://127.0.0.1:" + server.url().getPort());
    assertThatThrownBy(() -> ask(other, server.certificate()))
        .isInstanceOfSatisfying(
            Unreachable.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.CERTIFICATE_NOT_TRUSTED));
  }

  @Test
  void aFileWithoutCertificatesIsRefusedAtStart() throws Exception {
    var file = Files.writeString(folder.resolve("empty.pem"), "nothing");
    assertThatThrownBy(() -> TrustedCertificates.context(file))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("empty.pem cannot be read");
  }

  private static int ask(URI base, @Nullable Path caFile) throws Exception {
    var gateway =
        new Gateway(
            GatewayTests.properties(true, caFile),
            Proxies.of(new StandardEnvironment()),
            Gateway.Limits.USUAL);
    try {
      var client = gateway.client(new Target(base, false)).build();
      return client.get().uri("/").retrieve().toBodilessEntity().getStatusCode().value();
    } finally {
      gateway.destroy();
    }
  }
}
