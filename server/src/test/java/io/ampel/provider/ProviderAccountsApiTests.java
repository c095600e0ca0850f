package io.ampel.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.simulator.Fault;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Token;
import io.ampel.simulator.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

@AmpelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderAccountsApiTests {
  private static final String PATH = "/api/v1/provider-accounts";
  private static final String LONELY = "ghp_zoe00" + "0".repeat(31);
  private static final Simulator github = Simulator.start(0);

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private AccountKeeping keeping;
  @Autowired private AccountChanges changes;
  @Autowired private ProviderAccounts accounts;
  private Visitor administrator;
  private Visitor ben;
  private Visitor reader;

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("ampel.github-url", github::githubBase);
  }

  @BeforeAll
  void people() {
    var world = github.newWorld();
    world.repository("acme/api").pullRequest("Add a door");
    world.repository("acme/web").open();
    var first = Visitor.first(port);
    administrator = first.program("ACT");
    var second = first.add(port, "ben@example.org");
    ben = second.program("ACT");
    reader = second.program("READ");
  }

  @AfterEach
  void clean() {
    github.faults().clear();
    jdbc.sql("delete from provider_account").update();
  }

  @AfterAll
  static void stop() {
    github.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ADMIN,             true,  '',                              mira",
    "WRITER,            true,  '',                              ben",
    "EXPIRING,          true,  '',                              ben",
    "EXPIRING_OFFSET,   true,  '',                              ben",
    "FINE_GRAINED,      true,  '',                              mira",
    "FINE_GRAINED_FULL, true,  '',                              mira",
    "FINE_GRAINED_EMPTY,false, INSUFFICIENT_PERMISSIONS,        mira",
    "NO_SCOPE,          false, INSUFFICIENT_PERMISSIONS,        mira",
    "UNKNOWN,           false, INVALID_TOKEN,                   ''",
    "REVOKED,           false, INVALID_TOKEN,                   ''",
    "EXPIRED,           false, INVALID_TOKEN,                   ''",
    "LOGIN_LOCKED,      false, TOO_MANY_SIGN_INS,               ''",
    "RATE_LIMITED,      false, RATE_LIMITED,                    ''",
    "SECONDARY_LIMITED, false, RATE_LIMITED,                    ''",
    "SECONDARY_LIMITED_WITHOUT_HINT, false, RATE_LIMITED,       ''"
  })
  void aTestSaysWhatTheTokenIsGoodFor(String name, boolean ok, String code, String login)
      throws Exception {
    var answer = test(token(name));
    assertThat(answer.statusCode()).isEqualTo(200);
    var said = Visitor.read(answer);
    assertThat(said.get("problem").path("code").asString("")).as(said.toString()).isEqualTo(code);
    assertThat(said.get("ok").asBoolean()).isEqualTo(ok);
    assertThat(said.path("identity").path("login").asString("")).isEqualTo(login);
  }

  @ParameterizedTest
  @CsvSource({
    "SSO_REQUIRED,       SSO_REQUIRED",
    "PENDING_APPROVAL,   APPROVAL_PENDING",
    "PUBLIC_ONLY,        ''"
  })
  void whatAnOrganizationForbidsIsNamed(String name, String code) throws Exception {
    var said = Visitor.read(test(token(name)));
    var named = new HashSet<String>();
    named.add(said.path("problem").path("code").asString(""));
    said.get("warnings").forEach(warning -> named.add(warning.get("code").asString()));
    assertThat(named).as(said.toString()).contains(code);
  }

  @Test
  void aListCutShortBySingleSignOnNamesItsLink() {
    var said = Visitor.read(test(Tokens.SSO_REQUIRED));
    assertThat(said.toString()).contains("Single sign-on required");
  }

  @Test
  void aTokenThatSeesNothingIsToldApartFromOneThatDoesNotWork() {
    github.world().token(Token.classic(LONELY, github.world().person("zoe"), "repo"));
    var said = Visitor.read(test(LONELY));
    assertThat(said.path("problem").path("title").asString()).isEqualTo("Can't see repositories");
    assertThat(said.path("problem").path("causes")).hasSizeGreaterThan(3);
    assertThat(said.path("identity").path("login").asString()).isEqualTo("zoe");
    assertThat(said.get("ok").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EXPIRING", "EXPIRING_OFFSET"})
  void theEndOfATokenIsReadInBothForms(String name) throws Exception {
    var end = Instant.parse(Visitor.read(test(token(name))).get("expiresAt").asString());
    assertThat(Duration.between(Instant.now(), end))
        .isBetween(Duration.ofDays(4), Duration.ofDays(6));
  }

  @Test
  void aTestTellsEverythingAndSavesNothing() {
    var said = Visitor.read(test(Tokens.WRITER));
    assertThat(said.get("tokenKind").asString()).isEqualTo("classic");
    assertThat(said.get("scopes").toString()).isEqualTo("[\"repo\"]");
    assertThat(said.get("repositoriesVisible").asInt()).isEqualTo(2);
    assertThat(said.get("budget").get("limit").asInt()).isPositive();
    assertThat(said.get("capabilities").get("merge").get("state").asString()).isEqualTo("YES");
    assertThat(said.get("capabilities").get("webhooks").toString())
        .isEqualTo("{\"state\":\"NO\",\"missing\":[\"admin:repo_hook\"]}");
    assertThat(said.get("problem").isNull()).isTrue();
    assertThat(Visitor.read(ben.get(PATH))).isEmpty();
  }

  @Test
  void anAccountLivesThroughSavingChangingAndDeleting() {
    var made = ben.json("POST", PATH, body(Tokens.WRITER));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    var account = Visitor.read(made);
    var one = PATH + "/" + account.get("id").asString();
    assertThat(made.headers().firstValue("Location")).hasValue(one);
    assertThat(account.get("status").asString()).isEqualTo("WORKING");
    assertThat(account.get("default").asBoolean()).isTrue();

    var renamed = ben.json("PATCH", one, "{\"name\": \"Home\", \"expiresAt\": \"2030-01-31\"}");
    assertThat(Visitor.read(renamed).get("name").asString()).isEqualTo("Home");
    assertThat(Visitor.read(renamed).get("expiresAt").asString()).isEqualTo("2030-02-01T00:00:00Z");
    var resting = Visitor.read(ben.json("PATCH", one, "{\"enabled\": false}"));
    assertThat(resting.get("status").asString()).isEqualTo("DISABLED");

    assertThat(ben.json("DELETE", one, "").statusCode()).isEqualTo(204);
    assertThat(ben.get(one).statusCode()).isEqualTo(404);
    assertThat(
            jdbc.sql("select count(*) from secret where owner = cast(:id as uuid)")
                .param("id", account.get("id").asString())
                .query(Long.class)
                .single())
        .isZero();
    assertThat(
            jdbc.sql(
                    "select action from audit where action like 'account.%' order by id desc limit 4")
                .query(String.class)
                .list())
        .containsExactly("account.deleted", "account.disabled", "account.changed", "account.added");
  }

  @ParameterizedTest
  @CsvSource({"UNKNOWN, INVALID_TOKEN, Invalid token", "REVOKED, INVALID_TOKEN, Invalid token"})
  void aTokenThatCannotWorkIsNotSaved(String name, String code, String title) throws Exception {
    var answer = ben.json("POST", PATH, body(token(name)));
    assertThat(answer.statusCode()).isEqualTo(422);
    var problem = Visitor.read(answer);
    assertThat(problem.get("code").asString()).isEqualTo(code);
    assertThat(problem.get("title").asString()).isEqualTo(title);
    assertThat(problem.get("nextStep").asString()).isNotBlank();
    assertThat(Visitor.read(ben.get(PATH))).isEmpty();
  }

  @Test
  void aTokenWhoseKnownEndHasPassedIsCalledExpired() {
    var answer = ben.json("POST", PATH, body(Tokens.EXPIRED, "expiresAt", "2026-01-01"));
    assertThat(Visitor.read(answer).get("title").asString()).isEqualTo("Token expired");
  }

  @Test
  void aProviderThatIsDownIsNoReasonNotToSave() {
    github.faults().add(Fault.status(503));
    var answer = ben.json("POST", PATH, body(Tokens.WRITER));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(Visitor.read(answer).get("problem").get("code").asString())
        .isEqualTo("PROVIDER_DOWN");
    github.faults().clear();
    var id = UUID.fromString(Visitor.read(answer).get("id").asString());
    changes.examine(id);
    assertThat(accounts.find(id).orElseThrow().status()).isEqualTo(ProviderAccount.Status.WORKING);
  }

  @Test
  void whoLooksAfterAccountsFindsThoseInTroubleAndThoseOfYesterday() {
    var id = save(ben, Tokens.WRITER);
    assertThat(keeping.dueForExamination(10)).isEmpty();
    jdbc.sql("update provider_account set last_tried_at = now() - interval '21 hours'").update();
    assertThat(keeping.dueForExamination(10)).extracting(Object::toString).containsExactly(id);
    github.world().token(Tokens.WRITER).orElseThrow().broken(Token.Defect.REVOKED);
    try {
      keeping.dueForExamination(10).forEach(changes::examine);
    } finally {
      github.world().token(Tokens.WRITER).orElseThrow().repaired(Token.Defect.REVOKED);
    }
    assertThat(Visitor.read(ben.get(PATH)).get(0).get("status").asString()).isEqualTo("DEAD");
    assertThat(keeping.dueForExamination(10)).isEmpty();
  }

  @Test
  void aDeadAccountComesBackWhenItsOwnerTestsItAndItWorks() {
    var id = save(ben, Tokens.WRITER);
    accounts.died(UUID.fromString(id), AccountProblem.of(AccountProblem.Code.INVALID_TOKEN));
    assertThat(Visitor.read(ben.get(PATH)).get(0).get("status").asString()).isEqualTo("DEAD");
    var said = Visitor.read(ben.json("POST", PATH + "/" + id + "/test", ""));
    assertThat(said.get("ok").asBoolean()).isTrue();
    assertThat(Visitor.read(ben.get(PATH)).get(0).get("status").asString()).isEqualTo("WORKING");
  }

  @Test
  void aReplacedTokenMustBelongToTheSamePersonUnlessMeant() {
    var one = PATH + "/" + save(ben, Tokens.WRITER);
    var other = ben.json("PATCH", one, "{\"token\": \"%s\"}".formatted(Tokens.READER));
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(Visitor.read(other).get("code").asString()).isEqualTo("OTHER_IDENTITY");
    assertThat(other.body()).contains("ben").contains("noor");
    assertThat(Visitor.read(ben.get(one)).get("identity").get("login").asString()).isEqualTo("ben");

    var meant =
        ben.json(
            "PATCH",
            one,
            "{\"token\": \"%s\", \"acceptNewIdentity\": true}".formatted(Tokens.READER));
    assertThat(Visitor.read(meant).get("identity").get("login").asString()).isEqualTo("noor");
    assertThat(ben.json("PATCH", one, "{\"token\": \"%s\"}".formatted(Tokens.UNKNOWN)).statusCode())
        .isEqualTo(422);
    assertThat(Visitor.read(ben.get(one)).get("status").asString()).isEqualTo("WORKING");
  }

  @Test
  void oneAccountOfAnInstanceIsTheDefault() {
    var first = save(ben, Tokens.WRITER);
    var second =
        Visitor.read(ben.json("POST", PATH, body(Tokens.EXPIRING).replace("Work", "Other")));
    assertThat(second.get("default").asBoolean()).isFalse();
    var path = PATH + "/" + second.get("id").asString();
    assertThat(
            Visitor.read(ben.json("PATCH", path, "{\"default\": true}")).get("default").asBoolean())
        .isTrue();
    assertThat(Visitor.read(ben.get(PATH + "/" + first)).get("default").asBoolean()).isFalse();
    ben.json("DELETE", path, "");
    assertThat(Visitor.read(ben.get(PATH + "/" + first)).get("default").asBoolean()).isTrue();
  }

  @Test
  void namesAreOnesOwnAndOnlyOnce() {
    save(ben, Tokens.WRITER);
    assertThat(Visitor.read(ben.json("POST", PATH, body(Tokens.WRITER))).get("code").asString())
        .isEqualTo("ACCOUNT_NAME_TAKEN");
    assertThat(administrator.json("POST", PATH, body(Tokens.WRITER)).statusCode()).isEqualTo(201);
  }

  @Test
  void accountsOfOthersDoNotExist() {
    var one = PATH + "/" + save(ben, Tokens.WRITER);
    assertThat(administrator.get(one).statusCode()).isEqualTo(404);
    assertThat(administrator.json("POST", one + "/test", "").statusCode()).isEqualTo(404);
    assertThat(administrator.json("PATCH", one, "{\"name\": \"x\"}").statusCode()).isEqualTo(404);
    assertThat(administrator.json("DELETE", one, "").statusCode()).isEqualTo(404);
    assertThat(ben.get(PATH + "/not-an-id").statusCode()).isEqualTo(404);
  }

  @Test
  void aTokenThatMayOnlyReadChangesNothing() {
    save(ben, Tokens.WRITER);
    assertThat(reader.get(PATH).statusCode()).isEqualTo(200);
    assertThat(reader.json("POST", PATH, body(Tokens.WRITER)).statusCode()).isEqualTo(403);
    assertThat(reader.json("POST", PATH + "/test", body(Tokens.WRITER)).statusCode())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "provider, sourceforge, 400, INVALID",
    "token,    '',      400, INVALID",
    "name,     '',      400, INVALID",
    "name,     ghp_0123456789012345678901234567890123456, 400, INVALID",
    "expiresAt, soon,   400, INVALID",
    "baseUrl,  ftp://x, 422, BASE_URL_UNREADABLE"
  })
  void whatIsWrittenWrongIsNamed(String field, String value, int status, String code) {
    var answer = ben.json("POST", PATH, body(Tokens.WRITER, field, value));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(Visitor.read(answer).get("code").asString()).isEqualTo(code);
  }

  @Test
  void onlyAnAdministratorsYesOpensANewAddress() {
    try (var server = Simulator.start(0)) {
      server.world().repository("acme/api");
      var url = server.githubBase().toString();
      var body = body(Tokens.WRITER, "baseUrl", url);
      var yes =
          body(Tokens.WRITER, "baseUrl", url, "confirmInstance", "true", "allowPlainHttp", "true");
      assertThat(code(ben.json("POST", PATH, yes))).isEqualTo("INSTANCE_NOT_APPROVED");
      assertThat(code(administrator.json("POST", PATH + "/test", body)))
          .isEqualTo("PLAIN_HTTP_NOT_CONFIRMED");
      var httpOnly = body(Tokens.WRITER, "baseUrl", url, "confirmInstance", "true");
      assertThat(code(administrator.json("POST", PATH, httpOnly)))
          .isEqualTo("PLAIN_HTTP_NOT_CONFIRMED");
      assertThat(server.calls().recent()).isEmpty();

      assertThat(
              Visitor.read(administrator.json("POST", PATH + "/test", yes)).get("ok").asBoolean())
          .isTrue();
      assertThat(ben.json("POST", PATH, body).statusCode()).isEqualTo(201);
    }
  }

  @Test
  void instancesAreKeptByAdministrators() {
    assertThat(ben.get("/api/v1/instances").statusCode()).isEqualTo(403);
    var known = Visitor.read(administrator.get("/api/v1/instances"));
    assertThat(known.toString())
        .contains(github.githubBase().toString(), "https://gitlab.com", "https://bitbucket.org")
        .doesNotContain("https://github.com\"");
    var made =
        administrator.json(
            "POST",
            "/api/v1/instances",
            "{\"provider\":\"github\",\"baseUrl\":\"git.example.com/api/v3\"}");
    assertThat(made.statusCode()).isEqualTo(201);
    assertThat(Visitor.read(made).get("baseUrl").asString()).isEqualTo("https://git.example.com");
    var path = "/api/v1/instances/" + Visitor.read(made).get("id").asString();
    assertThat(administrator.json("DELETE", path, "").statusCode()).isEqualTo(204);
    save(ben, Tokens.WRITER);
    var used = jdbc.sql("select instance_id from provider_account").query(String.class).single();
    assertThat(code(administrator.json("DELETE", "/api/v1/instances/" + used, "")))
        .isEqualTo("INSTANCE_IN_USE");
  }

  @Test
  void anAddressThatIsNotWhatItSeemsIsForgottenAgain() throws IOException {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    assertThat(problemAt("http://127.0.0.1:" + closed)).isEqualTo("CONNECTION_REFUSED");
    assertThat(problemAt("https://no-such-host.invalid")).isEqualTo("HOST_NOT_FOUND");
    assertThat(problemAt("http://169.254.169.254")).isEqualTo("ADDRESS_FORBIDDEN");
    assertThat(problemAt("http://0.0.0.0:" + closed)).isEqualTo("ADDRESS_FORBIDDEN");
    assertThat(Visitor.read(administrator.get("/api/v1/instances"))).hasSize(3);
  }

  @Test
  void aPageThatIsNoProviderIsNotTakenForOne() throws IOException {
    var web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    web.createContext(
        "/",
        exchange -> {
          var page = "<html>Sign in</html>".getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    web.start();
    try {
      assertThat(problemAt("http://127.0.0.1:" + web.getAddress().getPort()))
          .isEqualTo("NOT_THIS_PROVIDER");
    } finally {
      web.stop(0);
    }
  }

  @Test
  void aTokenDoesNotFollowARedirectToAnotherHost() {
    try (var elsewhere = Simulator.start(0)) {
      github.faults().add(Fault.redirect(elsewhere.githubRest() + "/user"));
      var said = Visitor.read(test(Tokens.WRITER));
      assertThat(said.get("ok").asBoolean()).isFalse();
      assertThat(said.get("problem").get("code").asString()).isEqualTo("NOT_THIS_PROVIDER");
      assertThat(elsewhere.calls().recent()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"HTML, TIMED_OUT", "CUT, PROVIDER_DOWN", "STATUS, PROVIDER_DOWN"})
  void aProviderInTroubleIsNotTheTokensFault(Fault.Kind kind, String code) {
    github.faults().add(Fault.of(kind));
    assertThat(Visitor.read(test(Tokens.WRITER)).get("problem").get("code").asString())
        .isEqualTo(code);
  }

  private String problemAt(String baseUrl) {
    var answer =
        administrator.json(
            "POST",
            PATH + "/test",
            body(
                Tokens.WRITER,
                "baseUrl",
                baseUrl,
                "confirmInstance",
                "true",
                "allowPlainHttp",
                "true"));
    return Visitor.read(answer).path("problem").path("code").asString(answer.body());
  }

  private static String code(HttpResponse<String> answer) {
    return Visitor.read(answer).path("code").asString(answer.body());
  }

  private static String save(Visitor visitor, String token) {
    var answer = visitor.json("POST", PATH, body(token));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Visitor.read(answer).get("id").asString();
  }

  private HttpResponse<String> test(String token) {
    return ben.json("POST", PATH + "/test", body(token));
  }

  private static String token(String name) throws ReflectiveOperationException {
    return (String) Tokens.class.getField(name).get(null);
  }

  private static String body(String token, String... more) {
    var body = new LinkedHashMap<String, Object>();
    body.put("provider", "github");
    body.put("name", "Work");
    body.put("token", token);
    for (var i = 0; i < more.length; i += 2) {
      body.put(more[i], more[i + 1].equals("true") ? Boolean.TRUE : more[i + 1]);
    }
    return JsonMapper.shared().writeValueAsString(body);
  }
}
