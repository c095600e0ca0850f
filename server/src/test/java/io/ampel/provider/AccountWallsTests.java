package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.OnGitHub;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.SelfMadeTls;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Token;
import io.ampel.simulator.Token.Defect;
import io.ampel.simulator.Tokens;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** What stands in an account's way, told over REST: which title, what next, which code. */
@AmpelTest(properties = "ampel.sync.tick=200ms")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountWallsTests {
  private static final String PATH = "/api/v1/provider-accounts";
  private static final String WALLED_LATER = "ghp_mira0walledlater00000000000000000000";
  private static final Simulator github = Simulator.start(0);

  @LocalServerPort private int port;
  private Visitor visitor;
  private OnGitHub ada;

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("ampel.github-url", github::githubBase);
  }

  @BeforeAll
  void people() {
    var world = github.newWorld();
    world.repository("acme/api").pullRequest("Add a door").author("ben");
    world.repository("mira/notes").pullRequest("Write it down").author("ben");
    visitor = Visitor.first(port);
    ada = new OnGitHub(visitor.program("ACT"));
  }

  @AfterAll
  static void stop() {
    github.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          IP_ALLOW_LIST      | IP_ALLOW_LIST                   | IP allow list                         | Ask an owner
          LIFETIME_FORBIDDEN | TOKEN_FORBIDDEN_BY_ORGANIZATION | Token not allowed by the organization | ends sooner
          CLASSIC_FORBIDDEN  | TOKEN_FORBIDDEN_BY_ORGANIZATION | Token not allowed by the organization | fine-grained
          """)
  void whatAnOrganizationPutsUpIsNamedWhenTestedAndWhenKept(
      String name, String code, String title, String next) throws Exception {
    var token = (String) Tokens.class.getField(name).get(null);
    var body = Map.of("provider", "github", "name", name, "token", token);

    assertWall(ada.post(PATH + "/test", body), code, title, next);

    var kept = ada.send(PATH, body);
    assertThat(kept.statusCode()).as(kept.body()).isEqualTo(201);
    var id = Visitor.read(kept).get("id").asString();
    assertWall(ada.post(PATH + "/" + id + "/test", Map.of()), code, title, next);
    assertThat(Visitor.read(ada.program().get(PATH + "/" + id)).get("status").asString())
        .isNotEqualTo("DEAD");

    var picked =
        ada.send(
            "/api/v1/repositories", Map.of("account", id, "fullNames", new String[] {"acme/api"}));
    assertThat(picked.body()).contains(code);
    assertThat(ada.program().json("DELETE", PATH + "/" + id, "").statusCode()).isEqualTo(204);
  }

  /** As problem where nothing else can be seen, otherwise as a warning beside what works. */
  private static void assertWall(JsonNode test, String code, String title, String next) {
    var told =
        Stream.concat(Stream.of(test.path("problem")), test.path("warnings").valueStream())
            .filter(one -> one.path("code").asString("").equals(code))
            .findFirst()
            .orElseThrow(() -> new AssertionError(test.toString()));
    assertThat(told.get("title").asString()).isEqualTo(title);
    assertThat(told.get("nextStep").asString()).contains(next);
    assertThat(told.get("causes")).isNotEmpty();
    assertThat(told.get("detail").asString()).contains("acme");
    assertThat(told.get("guide").asString()).isNotBlank();
  }

  @Test
  void aWallPutUpLaterStopsOnlyWhatIsBehindIt() {
    var token =
        github.world().token(Token.classic(WALLED_LATER, github.world().person("mira"), "repo"));
    var account = ada.account("later", WALLED_LATER);
    ada.watch(account, "acme/api", "mira/notes");
    ada.await("acme/api", 1, item -> item.path("light").asString().equals("READY"));
    ada.await("mira/notes", 1, item -> item.path("light").asString().equals("READY"));

    token.broken(Defect.IP_ALLOW_LIST);
    look("acme/api");
    var walled = ada.await(() -> repository("acme/api"), item -> item.hasNonNull("problem"));
    assertThat(walled.at("/problem/code").asString()).isEqualTo("IP_ALLOW_LIST");
    assertThat(ada.await("acme/api", 1).path("light").asString()).isEqualTo("READY");
    assertThat(Visitor.read(ada.program().get(PATH + "/" + account)).get("status").asString())
        .isEqualTo("WORKING");

    var before = repository("mira/notes").get("syncedAt").asString();
    look("mira/notes");
    var other =
        ada.await(
            () -> repository("mira/notes"),
            item -> item.get("syncedAt").asString().compareTo(before) > 0);
    assertThat(other.hasNonNull("problem")).isFalse();

    token.repaired(Defect.IP_ALLOW_LIST);
    ada.await(
        () -> {
          look("acme/api");
          return repository("acme/api");
        },
        item -> !item.hasNonNull("problem"));
  }

  private JsonNode repository(String name) {
    return Visitor.read(ada.program().get("/api/v1/repositories"))
        .get("items")
        .valueStream()
        .filter(item -> item.get("fullName").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void look(String name) {
    ada.send("/api/v1/repositories/" + repository(name).get("id").asString() + "/sync", Map.of());
  }

  @Test
  void aCertificateThatNobodyKnowsIsNamedAndTheTokenNeverSent() throws Exception {
    var asked = new AtomicInteger();
    try (var server = SelfMadeTls.start(exchange -> asked.incrementAndGet())) {
      var body =
          Map.of(
              "provider",
              "github",
              "name",
              "Own certificate",
              "token",
              Tokens.WRITER,
              "baseUrl",
              server.url().toString(),
              "confirmInstance",
              true);

      var test = ada.post(PATH + "/test", body);
      assertThat(test.get("ok").asBoolean()).as(test.toString()).isFalse();
      assertCertificate(test.get("problem"));
      assertThat(test.at("/problem/causes")).isNotEmpty();
      var kept = ada.send(PATH, body);
      assertThat(kept.statusCode()).isEqualTo(422);
      assertCertificate(Visitor.read(kept));
      assertThat(ada.program().get("/api/v1/instances").body())
          .doesNotContain(server.url().toString());
    }
    assertThat(asked).hasValue(0);
  }

  private static void assertCertificate(JsonNode problem) {
    assertThat(problem.get("code").asString()).isEqualTo("CERTIFICATE_NOT_TRUSTED");
    assertThat(problem.get("title").asString()).isEqualTo("Certificate not trusted");
    assertThat(problem.get("nextStep").asString()).contains("AMPEL_CA_FILE");
    assertThat(problem.get("detail").asString()).contains("localhost");
  }
}
