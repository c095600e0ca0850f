package io.ampel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.ampel.platform.Gateway.Limits;
import io.ampel.platform.Gateway.Target;
import io.ampel.platform.Unreachable.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

@Timeout(60)
class GatewayTests {
  private static final Limits SHORT =
      new Limits(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofMillis(900), 10_000);

  private final AtomicInteger calls = new AtomicInteger();
  private HttpServer server;
  private URI base;
  private Gateway gateway;

  GatewayTests() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    gateway = gateway(Map.of());
  }

  @BeforeEach
  void start() {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    answer("/fine", 200, "fine");
    answer("/large", 200, "x".repeat(10_001));
    answer("/busy", 503, "later");
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/fine");
          exchange.getResponseHeaders().set("Set-Cookie", "planted=1");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.createContext(
        "/echo",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          var said = headers.getFirst("User-Agent") + " " + headers.getFirst("Cookie");
          exchange.sendResponseHeaders(200, said.length());
          exchange.getResponseBody().write(said.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.createContext(
        "/silent",
        exchange -> {
          calls.incrementAndGet();
          sleep(2_000);
          exchange.close();
        });
    server.createContext(
        "/trickle",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          for (var i = 0; i < 20; i++) {
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            sleep(200);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.stop(0);
    gateway.destroy();
  }

  @Test
  void asksAndReads() {
    assertThat(get("/fine")).isEqualTo("fine");
    assertThat(get("/echo")).isEqualTo("Ampel/9.9 null");
  }

  @Test
  void followsNoRedirectAndKeepsNoCookie() {
    var answer = client().get().uri("/moved").retrieve().toEntity(String.class);
    assertThat(answer.getStatusCode().value()).isEqualTo(302);
    assertThat(answer.getHeaders().getLocation()).hasToString("/fine");
    assertThat(get("/echo")).doesNotContain("planted");
  }

  @Test
  void repeatsNothingThatTheOtherSideHasAnswered() {
    var status =
        client().get().uri("/busy").exchange((_, response) -> response.getStatusCode().value());
    assertThat(status).isEqualTo(503);
    assertThat(calls).hasValue(1);
  }

  @Test
  void goesNowhereButToItsInstance() {
    assertThat(
            failure(() -> client().get().uri("http://localhost:1/x").retrieve().toBodilessEntity()))
        .isEqualTo(Kind.ADDRESS_FORBIDDEN);
    var port = base.getPort();
    for (var foreign :
        List.of(
            "https://127.0.0.1:" + port + "/fine",
            "http://127.0.0.1:" + (port + 1) + "/fine",
            "http://127.0.0.2:" + port + "/fine",
            "http://u@127.0.0.1:" + port + "/fine")) {
      assertThat(Gateway.sameOrigin(base, URI.create(foreign))).as(foreign).isFalse();
    }
    assertThat(Gateway.sameOrigin(base, URI.create(base + "/other?page=2"))).isTrue();
    assertThat(
            Gateway.sameOrigin(
                URI.create("https://api.github.com"), URI.create("HTTPS://API.github.com:443/x")))
        .isTrue();
  }

  @Test
  void speaksPlainHttpOnlyWithApproval() {
    var client = gateway.client(new Target(base, false)).build();
    assertThat(failure(() -> client.get().uri("/fine").retrieve().toBodilessEntity()))
        .isEqualTo(Kind.PLAIN_HTTP_FORBIDDEN);
  }

  @Test
  void refusesLoopbackUnlessAllowed() throws Exception {
    var strict = new Gateway(properties(false, null), proxies(Map.of()), SHORT);
    var client = strict.client(new Target(base, true)).build();
    assertThat(failure(() -> client.get().uri("/fine").retrieve().toBodilessEntity()))
        .isEqualTo(Kind.ADDRESS_FORBIDDEN);
    assertThat(calls).hasValue(0);
    strict.destroy();
  }

  @Test
  void saysWhatWentWrong() throws Exception {
    assertThat(failure("http://no-such-host.invalid/")).isEqualTo(Kind.HOST_NOT_FOUND);
    assertThat(failure("http://169.254.169.254/")).isEqualTo(Kind.ADDRESS_FORBIDDEN);
    assertThat(failure("http://[::ffff:127.0.0.1]/")).isEqualTo(Kind.ADDRESS_FORBIDDEN);
    assertThat(failure("http://127.0.0.1:" + freePort() + "/")).isEqualTo(Kind.CONNECTION_REFUSED);
    assertThat(failure(base + "/large")).isEqualTo(Kind.TOO_LARGE);
    assertThat(failure(base + "/trickle")).isEqualTo(Kind.TIMED_OUT);
    try (var raw = new Raw("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      assertThat(failure(raw.uri().replace("http:", "https:"))).isEqualTo(Kind.TLS_FAILED);
    }
  }

  @Test
  void waitsOnlySoLongAndAsksOnce() {
    assertThat(failure(base + "/silent")).isEqualTo(Kind.TIMED_OUT);
    assertThat(
            failure(() -> client().post().uri("/silent").body("x").retrieve().body(String.class)))
        .isEqualTo(Kind.TIMED_OUT);
    assertThat(calls).hasValue(2);
  }

  @Test
  void noticesAnAnswerThatIsCutOff() throws Exception {
    for (var head :
        List.of(
            "",
            "HTTP/1.1 200 OK\r\nContent-Le",
            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf")) {
      try (var raw = new Raw(head)) {
        assertThat(failure(raw.uri() + "/x")).as(head).isEqualTo(Kind.CUT_OFF);
      }
    }
  }

  @Test
  void aCutOffPostIsNotRepeatedAndMayHaveArrived() throws Exception {
    try (var raw = new Raw("")) {
      var target = new Target(URI.create(raw.uri()), true);
      var client = gateway.client(target).build();
      var thrown =
          catchThrowableOfType(
              Unreachable.class,
              () -> client.post().uri("/x").body("x").retrieve().body(String.class));
      assertThat(thrown.mayHaveArrived()).isTrue();
      assertThat(raw.accepted).hasValue(1);
    }
  }

  @Test
  void takesTheProxyOfTheEnvironment() throws Exception {
    server.createContext(
        "/",
        exchange -> {
          var said = exchange.getRequestURI().toString();
          exchange.sendResponseHeaders(200, said.length());
          exchange.getResponseBody().write(said.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    var proxied =
        new Gateway(properties(false, null), proxies(Map.of("http_proxy", base.toString())), SHORT);
    var said =
        proxied
            .client(new Target(URI.create("http://github.internal.invalid"), true))
            .build()
            .get()
            .uri("/x")
            .retrieve()
            .body(String.class);
    assertThat(said).isIn("http://github.internal.invalid/x", "/x");
    var metadata = proxied.client(new Target(URI.create("http://169.254.169.254"), true)).build();
    assertThat(failure(() -> metadata.get().uri("/").retrieve().body(String.class)))
        .isEqualTo(Kind.ADDRESS_FORBIDDEN);
    proxied.destroy();
  }

  @Test
  void noProxyNamesHostsDomainsAndRanges() {
    var proxies =
        proxies(
            Map.of(
                "HTTPS_PROXY", "http://proxy.example:3128",
                "NO_PROXY", "internal.example, .corp.example,10.0.0.0/8,192.168.1.5"));
    for (var direct :
        List.of(
            "internal.example",
            "git.internal.example",
            "a.corp.example",
            "10.9.8.7",
            "192.168.1.5",
            "localhost",
            "127.0.0.1")) {
      assertThat(proxies.towards("https", direct)).as(direct).isEmpty();
    }
    for (var through : List.of("github.com", "notinternal.example", "11.0.0.1")) {
      assertThat(proxies.towards("https", through)).as(through).isPresent();
    }
    assertThat(proxies.towards("http", "github.com")).isEmpty();
    assertThat(proxies(Map.of("https.proxyHost", "p", "https.proxyPort", "81")).https())
        .hasToString("http://p:81");
  }

  private org.springframework.web.client.RestClient client() {
    return gateway.client(new Target(base, true)).build();
  }

  private @Nullable String get(String path) {
    return client().get().uri(path).retrieve().body(String.class);
  }

  private Kind failure(String uri) {
    var client = gateway.client(new Target(URI.create(uri), true)).build();
    return failure(() -> client.get().uri(URI.create(uri)).retrieve().body(String.class));
  }

  private static Kind failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(Unreachable.class, call).kind();
  }

  private void answer(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          calls.incrementAndGet();
          exchange.getResponseHeaders().set("Retry-After", "1");
          exchange.sendResponseHeaders(status, body.length());
          try (var out = exchange.getResponseBody()) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  private Gateway gateway(Map<String, Object> environment) {
    return new Gateway(properties(true, null), proxies(environment), SHORT);
  }

  private static Proxies proxies(Map<String, Object> variables) {
    var environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .forEach(source -> environment.getPropertySources().remove(source.getName()));
    environment.getPropertySources().addLast(new MapPropertySource("test", variables));
    return Proxies.of(environment);
  }

  static AmpelProperties properties(boolean loopback, @Nullable Path caFile) {
    return new AmpelProperties(
        "9.9",
        Path.of("/nowhere"),
        null,
        null,
        null,
        null,
        List.of(),
        loopback,
        null,
        null,
        null,
        null,
        caFile,
        false);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says these bytes to whoever asks, and hangs up. */
  private static final class Raw implements AutoCloseable {
    private static final char TLS_HANDSHAKE = 0x16;
    final AtomicInteger accepted = new AtomicInteger();
    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    Raw(String said) throws IOException {
      Thread.ofVirtual().start(() -> serve(said.getBytes(StandardCharsets.US_ASCII)));
    }

    String uri() {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private void serve(byte[] said) {
      while (!socket.isClosed()) {
        try (var connection = socket.accept()) {
          accepted.incrementAndGet();
          readRequest(connection.getInputStream());
          connection.getOutputStream().write(said);
        } catch (IOException e) {
          return;
        }
      }
    }

    private static void readRequest(InputStream in) throws IOException {
      var seen = new StringBuilder();
      seen.append((char) in.read());
      if (seen.charAt(0) == TLS_HANDSHAKE) return;
      while (seen.indexOf("\r\n\r\n") < 0) seen.append((char) in.read());
      in.skipNBytes(in.available());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
