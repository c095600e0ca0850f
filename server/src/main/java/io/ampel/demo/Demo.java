package io.ampel.demo;

import io.ampel.platform.AmpelProperties;
import io.ampel.provider.Connectors;
import io.ampel.pullrequest.Provider;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Sets the demo up as a newcomer would, through the REST interface and nothing else: adds the
 * simulated accounts, watches all they see, and opens the door when the first sync is done.
 */
@Component
@ConditionalOnProperty("ampel.demo")
class Demo {
  private static final Logger log = LoggerFactory.getLogger(Demo.class);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Tokens of the simulator; they open nothing anywhere else. */
  private static final List<DemoAccount> ACCOUNTS =
      List.of(
          new DemoAccount(
              Provider.GITHUB,
              "Mira at work",
              Map.of("token", "ghp_mira0repo0readorg0000000000000000000"),
              "*/*"),
          new DemoAccount(
              Provider.GITHUB,
              "Mira, read only",
              Map.of("token", "github_pat_mira0harbor_" + "0".repeat(70)),
              "harbor-data/*"),
          new DemoAccount(
              Provider.GITLAB,
              "Mira on GitLab",
              Map.of("token", "glpat-mira0api0000000000000"),
              "**"),
          new DemoAccount(
              Provider.BITBUCKET,
              "Mira on Bitbucket",
              Map.of(
                  "token",
                  "ATATT3xFfmira0all" + "0".repeat(166) + "=0A1B2C3D",
                  "username",
                  "mira@people.example"),
              "*/*"));

  /**
   * @param secret the token, and the user name where the provider wants one
   */
  private record DemoAccount(
      Provider provider, String name, Map<String, String> secret, String pattern) {
    Map<String, String> asked() {
      var body = new HashMap<>(secret);
      body.put("provider", provider.name());
      body.put("name", name);
      return body;
    }
  }

  private final AmpelProperties properties;
  private final Connectors connectors;
  private final DemoGate gate;
  private final JdbcClient jdbc;
  private final Environment environment;

  Demo(
      AmpelProperties properties,
      Connectors connectors,
      DemoGate gate,
      JdbcClient jdbc,
      Environment environment) {
    this.properties = properties;
    this.connectors = connectors;
    this.gate = gate;
    this.jdbc = jdbc;
    this.environment = environment;
  }

  @EventListener
  void prepare(ApplicationReadyEvent ready) {
    var port =
        ready
            .getApplicationContext()
            .getEnvironment()
            .getRequiredProperty("local.server.port", Integer.class);
    Thread.ofVirtual().name("demo").start(() -> prepare(port));
  }

  private void prepare(int port) {
    try {
      fill(signedIn("http://127.0.0.1:" + port));
      awaitFirstSync();
      gate.open();
      say("http://127.0.0.1:" + port);
    } catch (RuntimeException e) {
      log.error("The demo could not be prepared", e);
      gate.open();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private RestClient signedIn(String address) {
    var token =
        RestClient.create(address)
            .post()
            .uri("/api/v1/api-tokens")
            .headers(headers -> headers.setBasicAuth(email(), password()))
            .contentType(MediaType.APPLICATION_JSON)
            .body(Map.of("name", "demo"))
            .retrieve()
            .body(new ParameterizedTypeReference<Map<String, Object>>() {});
    return RestClient.builder()
        .baseUrl(address)
        .defaultHeader(
            HttpHeaders.AUTHORIZATION, "Bearer " + Objects.requireNonNull(token).get("token"))
        .build();
  }

  private void fill(RestClient ampel) {
    for (var demo : ACCOUNTS) {
      if (connectors.of(demo.provider()).isEmpty()) {
        continue;
      }
      var account = post(ampel, "/api/v1/provider-accounts", demo.asked());
      post(
          ampel,
          "/api/v1/repositories/patterns",
          Map.of("account", Objects.requireNonNull(account.get("id")), "pattern", demo.pattern()));
    }
  }

  private static Map<String, Object> post(RestClient ampel, String path, Map<String, ?> body) {
    var answer =
        ampel
            .post()
            .uri(path)
            .contentType(MediaType.APPLICATION_JSON)
            .body(body)
            .retrieve()
            .body(new ParameterizedTypeReference<Map<String, Object>>() {});
    return answer == null ? Map.of() : answer;
  }

  private void awaitFirstSync() throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isSynced() && System.nanoTime() < deadline) {
      Thread.sleep(Duration.ofMillis(200));
    }
  }

  private boolean isSynced() {
    return jdbc.sql(
            """
            select count(*) > 0 and bool_and(rs.last_synced_at is not null)
            from   watch w
            left   join repository_sync rs on rs.repository_id = w.repository_id
            """)
        .query(Boolean.class)
        .single();
  }

  private void say(String address) {
    System.out.printf(
        "Demo ready: open %s and sign in as %s with the password %s (simulator: %s)%n",
        address, email(), passwordToTell(), simulator());
  }

  /** One that somebody gave is theirs, and stands in no log. */
  private String passwordToTell() {
    var made = environment.getProperty(DemoDefaults.MADE);
    return made != null && made.equals(password()) ? made : "that AMPEL_ADMIN_PASSWORD names";
  }

  private String simulator() {
    var github = Objects.requireNonNull(properties.githubUrl(), "AMPEL_GITHUB_URL");
    return github.getScheme() + "://" + github.getAuthority();
  }

  private String email() {
    return Objects.requireNonNull(properties.adminEmail(), "AMPEL_ADMIN_EMAIL");
  }

  private String password() {
    return Objects.requireNonNull(properties.adminPassword(), "AMPEL_ADMIN_PASSWORD");
  }
}
