package io.ampel.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.AmpelTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A port of its own for whoever watches this machine from the machine itself. */
@AmpelTest(properties = "ampel.metrics-port=0")
class MetricsPortTests {
  private static final String PATH = "/actuator/prometheus";
  @LocalServerPort private int port;
  @LocalManagementPort private int metricsPort;

  @Test
  void needsNoSignInThereAndIsNowhereElse() throws IOException {
    var ada = Visitor.first(port);
    assertThat(metricsPort).isNotEqualTo(port);
    assertThat(new Visitor(metricsPort).get(PATH).body()).contains("ampel_sync_lag_seconds");
    assertThat(new Visitor(metricsPort).get("/actuator/health").statusCode()).isEqualTo(200);
    assertThat(new Visitor(metricsPort).get("/actuator/env").statusCode()).isEqualTo(404);
    assertThat(new Visitor(metricsPort).get("/people").statusCode()).isEqualTo(404);
    assertThat(new Visitor(port).get(PATH).statusCode()).isEqualTo(401);
    assertThat(ada.get(PATH).statusCode()).isEqualTo(404);
    for (var probe : new String[] {"/livez", "/readyz"}) {
      assertThat(new Visitor(port).get(probe).body()).as(probe).contains("\"UP\"");
    }
  }

  /** A page in a browser of this machine could make its own name mean this machine. */
  @Test
  void aNameThatIsNotThisMachinesIsRefused() throws IOException {
    assertThat(status("127.0.0.1")).isEqualTo(200);
    assertThat(status("localhost")).isEqualTo(200);
    assertThat(status("evil.example")).isEqualTo(401);
  }

  @Test
  void itListensOnLoopbackAlone() throws IOException {
    for (var one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (var address : Collections.list(one.getInetAddresses())) {
        if (!address.isLoopbackAddress()) assertThat(isOpen(address)).as("%s", address).isFalse();
      }
    }
  }

  private boolean isOpen(InetAddress address) {
    try (var socket = new Socket(address, metricsPort)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private int status(String host) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), metricsPort)) {
      var request =
          "GET %s HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\n\r\n"
              .formatted(PATH, host, metricsPort);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      return Integer.parseInt(answer.split(" ")[1]);
    }
  }
}
