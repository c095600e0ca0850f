package io.ampel.simulator.github;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ampel.simulator.Asker;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Json;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Web hooks: who may make them, and that they are told what happens, signed. */
class HooksTests {
  private static final String HOOKS = "/repos/acme/api/hooks";
  private final Simulator simulator = Simulator.start(0);
  private final Asker asker = new Asker(simulator);
  private final BlockingQueue<Posted> posted = new LinkedBlockingQueue<>();
  private HttpServer receiver;
  private PullRequest pullRequest;

  private record Posted(String event, String type, String signature, String body) {}

  @BeforeEach
  void receive() throws IOException {
    pullRequest = simulator.world().repository("acme/api").pullRequest(7);
    receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          var signature = headers.getFirst("X-Hub-Signature-256");
          posted.add(
              new Posted(
                  headers.getFirst("X-GitHub-Event"),
                  headers.getFirst("Content-Type"),
                  signature == null ? "" : signature,
                  new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
    simulator.leadsTo(
        URI.create("https://ampel.example"),
        URI.create("http://127.0.0.1:" + receiver.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
    asker.close();
    simulator.close();
  }

  private long create(String path, String... events) {
    var made =
        asker.call(
            "POST",
            path,
            Map.of(
                "name",
                "web",
                "events",
                List.of(events),
                "config",
                Map.of(
                    "url", "https://ampel.example/hook", "content_type", "json", "secret", "s")));
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().path("id").asLong();
  }

  private Posted next() throws InterruptedException {
    var next = posted.poll(5, TimeUnit.SECONDS);
    assertThat(next).as("something was posted").isNotNull();
    return next;
  }

  @Test
  void whatHappensIsToldSigned() throws Exception {
    create(HOOKS, "check_run", "pull_request", "push");
    assertThat(next().event()).isEqualTo("ping");

    pullRequest.check("build", CheckState.FAILED);

    var check = next();
    assertThat(check.event()).isEqualTo("check_run");
    assertThat(check.type()).isEqualTo("application/json");
    assertThat(check.signature()).isEqualTo("sha256=" + hmac("s", check.body()));
    var body = Json.tree(check.body().getBytes(UTF_8));
    assertThat(body.path("repository").path("full_name").asString()).isEqualTo("acme/api");
    assertThat(body.path("check_run").path("head_sha").asString()).isEqualTo(pullRequest.headSha());
    pullRequest.draft();
    assertThat(next().event()).isEqualTo("pull_request");
    simulator.world().repository("acme/api").moveBase("main");
    assertThat(next().event()).isEqualTo("push");
    pullRequest.comment("lena", "Noted.");
    pullRequest.ready();
    assertThat(next().event()).as("comments were not wanted").isEqualTo("pull_request");
  }

  @Test
  void aHookCanBeChangedAndTakenAway() throws Exception {
    var id = create(HOOKS, "push");
    next();
    assertThat(asker.get(HOOKS + "/" + id).json().path("config").path("secret").asString())
        .isEqualTo("********");

    asker.call("PATCH", HOOKS + "/" + id, Map.of("active", false, "events", List.of("*")));
    pullRequest.draft();
    asker.call("PATCH", HOOKS + "/" + id, Map.of("active", true));
    pullRequest.label("urgent");

    assertThat(next().body()).contains("\"draft\":true");
    assertThat(asker.call("DELETE", HOOKS + "/" + id, Map.of()).status()).isEqualTo(204);
    assertThat(asker.get(HOOKS).json().size()).isZero();
    assertThat(asker.call("DELETE", HOOKS + "/" + id, Map.of()).status()).isEqualTo(404);
  }

  @Test
  void withoutATypeItIsAForm() throws Exception {
    asker.call("POST", HOOKS, Map.of("config", Map.of("url", "https://ampel.example/form")));
    var ping = next();
    assertThat(ping.type()).isEqualTo("application/x-www-form-urlencoded");
    assertThat(ping.body()).startsWith("payload=%7B");
    assertThat(ping.signature()).isEmpty();
  }

  @Test
  void onlyAdministratorsSeeHooks() {
    assertThat(asker.with(Tokens.WRITER).get(HOOKS).status()).isEqualTo(404);
    var refused = asker.with(Tokens.FINE_GRAINED_FULL).get(HOOKS);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("X-Accepted-GitHub-Permissions")).isEqualTo("repository_hooks=read");
    assertThat(asker.with(Tokens.ADMIN).get("/orgs/acme/hooks").status()).isEqualTo(404);
  }

  @Test
  void aHookOfAnOrganizationHearsOfAllItsRepositories() throws Exception {
    asker.with(Tokens.ALL_SCOPES);
    create("/orgs/acme/hooks", "pull_request");
    next();
    simulator.world().repository("acme/web").pullRequest(1);
    assertThat(next().body()).contains("acme/web");
  }

  private static String hmac(String secret, String body) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
  }
}
