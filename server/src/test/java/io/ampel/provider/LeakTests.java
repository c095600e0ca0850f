package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.LeakWatch;
import io.ampel.platform.Secret;
import io.ampel.pullrequest.Provider;
import io.ampel.simulator.Fault;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Token;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A token is planted, and then looked for everywhere. It looks like none, so nothing masks it. */
@AmpelTest(properties = {"logging.level.root=debug", "logging.level.io.ampel=trace"})
@ExtendWith(OutputCaptureExtension.class)
class LeakTests {
  private static final String PLANTED = LeakWatch.plant("0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c");
  private static final String REST = "/api/v1/provider-accounts";
  private static final String PAGE = ProviderAccountsController.PATH;
  private static final Simulator github = Simulator.start(0);

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  private final List<String> seen = new ArrayList<>();

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("ampel.github-url", github::githubBase);
  }

  @AfterAll
  static void stop() {
    github.close();
  }

  @Test
  void noPageAnswerLogLineExceptionOrRowHoldsThePlantedToken(CapturedOutput output) {
    var world = github.newWorld();
    world.repository("acme/api").pullRequest("Add a door");
    var token = world.token(Token.classic(PLANTED, world.person("mira"), "repo"));
    var visitor = Visitor.first(port);

    keep(visitor.json("POST", REST + "/test", body("Work", PLANTED)));
    var made = keep(visitor.json("POST", REST, body("Work", PLANTED)));
    assertThat(made.statusCode()).isEqualTo(201);
    var id = Visitor.read(made).get("id").asString();
    misplaceIt(visitor);
    submitIt(visitor, id);
    breakTheProvider(visitor, id);
    token.broken(Token.Defect.REVOKED);
    keep(visitor.json("POST", REST + "/" + id + "/test", ""));
    readEverything(visitor, id);

    assertThat(seen).isNotEmpty().noneMatch(text -> text.contains(PLANTED));
    assertThat(output.getAll()).contains("DEBUG", REST).doesNotContain(PLANTED);
    assertThat(everyRow()).isNotEmpty().noneMatch(row -> row.contains(PLANTED));
  }

  /** The token where something else belongs, and where it cannot be read. */
  private void misplaceIt(Visitor visitor) {
    keep(visitor.json("POST", REST, "{\"token\": \"" + PLANTED + "\", oops"));
    keep(visitor.json("POST", REST, "{\"provider\": [\"" + PLANTED + "\"]}"));
    keep(visitor.json("POST", REST, body("Again", PLANTED + "\\nsecond line")));
    keep(visitor.json("POST", REST, body("Again", PLANTED + " schlüssel")));
    keep(visitor.json("POST", REST, body("Again", PLANTED, "\"expiresAt\": \"soon\"")));
    keep(visitor.json("POST", REST, body("Again", PLANTED, "\"baseUrl\": \"no address\"")));
    keep(visitor.json("POST", REST, body("Work", PLANTED)));
  }

  private void submitIt(Visitor visitor, String id) {
    var form = Map.of("provider", "github", "name", "Form", "token", PLANTED);
    keep(visitor.submit(PAGE + "/test", form, "HX-Request", "true"));
    keep(visitor.submit(PAGE, form, "HX-Request", "true"));
    keep(visitor.submit(PAGE, form, "HX-Request", "true"));
    keep(
        visitor.submit(
            PAGE + "/" + id, Map.of("name", "Work", "token", PLANTED), "HX-Request", "true"));
    keep(visitor.submit(PAGE + "/" + id + "/test", Map.of("token", PLANTED), "HX-Request", "true"));
    keep(visitor.json("PATCH", REST + "/" + id, "{\"token\": \"" + PLANTED + "\"}"));
  }

  private void breakTheProvider(Visitor visitor, String id) {
    for (var fault :
        List.of(
            Fault.status(401),
            Fault.status(500),
            Fault.of(Fault.Kind.HTML),
            Fault.of(Fault.Kind.CUT))) {
      github.faults().add(fault);
      keep(visitor.json("POST", REST + "/test", body("Again", PLANTED)));
      keep(visitor.json("POST", REST + "/" + id + "/test", ""));
      github.faults().clear();
    }
    keep(
        visitor.json(
            "POST",
            REST + "/test",
            body(
                "Again",
                PLANTED,
                "\"baseUrl\": \"https://no-such-host.invalid\", \"confirmInstance\": true")));
  }

  private void readEverything(Visitor visitor, String id) {
    for (var path :
        List.of(
            PAGE,
            PAGE + "/new",
            PAGE + "/" + id,
            REST,
            REST + "/" + id,
            "/",
            "/repositories",
            "/audit",
            "/health",
            "/people",
            "/settings/profile",
            "/api/v1/audit",
            "/api/v1/me",
            "/api/v1/instances",
            "/api/v1/repositories",
            "/v3/api-docs")) {
      keep(visitor.get(path));
    }
  }

  @Test
  void nothingThatHoldsATokenShowsItInWords() {
    var secret = new Secret(PLANTED);
    assertThat(
            List.<Object>of(
                secret,
                TokenPaste.of(PLANTED, Provider.GITHUB),
                new AccountRequest("github", "x", PLANTED, null, null, null, null, null, null),
                new AccountChange(null, PLANTED, null, null, null, null, null, null, null),
                new ProviderAccountsController.Form(
                    "github", "x", PLANTED, null, null, null, null, null, null, null),
                new Credentials(TokenPaste.of(PLANTED, Provider.GITHUB), null, null, null),
                new ProviderFailure(AccountProblem.of(AccountProblem.Code.INVALID_TOKEN))))
        .allSatisfy(thing -> assertThat(thing.toString()).doesNotContain(PLANTED));
  }

  private HttpResponse<String> keep(HttpResponse<String> answer) {
    seen.add(answer.headers() + "\n" + answer.body());
    return answer;
  }

  private static String body(String name, String token, String... more) {
    var further = more.length == 0 ? "" : ", " + String.join(", ", more);
    return "{\"provider\": \"github\", \"name\": \"%s\", \"token\": \"%s\"%s}"
        .formatted(name, token, further);
  }

  /** All that the database holds, as text. */
  private List<String> everyRow() {
    var tables =
        jdbc.sql(
                "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'")
            .query(String.class)
            .list();
    return tables.stream()
        .flatMap(table ->
            jdbc.sql("select t::text from \"" + table + "\" t").query(String.class).list().stream())
        .toList();
  }
}
