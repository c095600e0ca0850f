package io.ampel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.ampel.platform.Gateway.Target;
import io.ampel.platform.Unreachable.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.StandardEnvironment;

class TrustedCertificatesTests {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private Path folder;
  private HttpsServer server = HttpsServer.create();
  private URI base = URI.create("https://localhost");

  TrustedCertificatesTests() throws Exception {}

  @BeforeEach
  void start() throws Exception {
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=DNS:localhost");
    keytool("-exportcert", "-rfc", "-file", folder.resolve("own.pem").toString());
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context()));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    base = URI.create("https://localhost:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aCertificateOfOnesOwnIsTrustedWhenItsFileIsNamed() throws Exception {
    assertThatThrownBy(() -> ask(base, null))
        .isInstanceOfSatisfying(
            Unreachable.class,
            failure -> assertThat(failure.kind()).isEqualTo(Kind.CERTIFICATE_NOT_TRUSTED));
    assertThat(ask(base, folder.resolve("own.pem"))).isEqualTo(204);
  }

  @Test
  void aTrustedCertificateForAnotherHostIsNotTrusted() {
    var other = URI.create("https://127.0.0.1:" + base.getPort());
    assertThatThrownBy(() -> ask(other, folder.resolve("own.pem")))
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

  private SSLContext context() throws Exception {
    var store = KeyStore.getInstance(folder.resolve("own.p12").toFile(), PASSWORD);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private void keytool(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-alias", "own", "-storepass", "changeit"));
    command.addAll(List.of("-keystore", folder.resolve("own.p12").toString()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
