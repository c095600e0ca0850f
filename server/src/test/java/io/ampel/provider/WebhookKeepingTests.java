package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.OnGitHub;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Fault;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks are made, mended and taken away at GitHub, or shown to be pasted there. */
@AmpelTest(
    properties = {
      "ampel.public-url=http://ampel.example/",
      "ampel.sync.floor=1h",
      "ampel.sync.ceiling=1h",
      "ampel.admin-email=" + Visitor.EMAIL,
      "ampel.admin-password=" + Visitor.PASSWORD
    })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookKeepingTests {
  private static final Simulator SIMULATOR = Simulator.start(0);
  private static final String HOOKS = "/repos/acme/api/hooks";
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  private final PullRequest pullRequest =
      SIMULATOR
          .world()
          .repository("acme/api")
          .pullRequest(7)
          .title("Add a thing")
          .author("ben")
          .check("build", CheckState.PASSED);
  private Visitor ada = new Visitor(0);
  private OnGitHub github = new OnGitHub(ada);
  private String repository = "";

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("ampel.github-url", () -> SIMULATOR.githubBase().toString());
  }

  @BeforeAll
  void begin() {
    SIMULATOR.leadsTo(URI.create("http://ampel.example"), URI.create("http://127.0.0.1:" + port));
    SIMULATOR.world().repository("acme/web").pullRequest(1).title("Another").author("ben");
    ada = new Visitor(port);
    ada.signIn(Visitor.EMAIL, Visitor.PASSWORD);
    github = new OnGitHub(ada.program("ACT"));
    github.watch(github.account("work", Tokens.ALL_SCOPES), "acme/api", "acme/web");
    github.await("acme/api", 7);
    github.await("acme/web", 1);
    repository = id("acme/api");
  }

  @AfterEach
  void forget() throws Exception {
    jdbc.sql("delete from webhook").update();
    for (var hook : atGitHub("GET", HOOKS, "")) {
      atGitHub("DELETE", HOOKS + "/" + hook.path("id").asLong(), "");
    }
  }

  @AfterAll
  static void end() {
    SIMULATOR.close();
  }

  private String id(String fullName) {
    return jdbc.sql("select id from repository where full_name = :name")
        .param("name", fullName)
        .query(UUID.class)
        .single()
        .toString();
  }

  /** As somebody who administers acme would do it at GitHub itself. */
  private static JsonNode atGitHub(String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(SIMULATOR.githubRest() + path))
            .header("Authorization", "Bearer " + Tokens.ALL_SCOPES)
            .method(method, BodyPublishers.ofString(body))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var text = http.send(request, BodyHandlers.ofString()).body();
      return JsonMapper.shared().readTree(text.isEmpty() ? "[]" : text);
    }
  }

  private JsonNode create(Visitor who, String scope) {
    var answer =
        who.json(
            "POST",
            "/api/v1/webhooks",
            "{\"repository\":\"%s\",\"scope\":\"%s\"}".formatted(repository, scope));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Visitor.read(answer);
  }

  private JsonNode listed() {
    return Visitor.read(ada.get("/api/v1/webhooks")).path("items");
  }

  private void awaitEvent(String event) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> listed().path(0).path("lastEvent").asString("").equals(event));
  }

  private void awaitLight(String light) {
    github.await("acme/api", 7, item -> item.path("light").asString("").equals(light));
  }

  @Test
  void ampelMakesItAndTheLightFollowsWhatGitHubTells() throws Exception {
    var made = create(ada, "REPOSITORY");

    assertThat(made.path("paste").isNull()).isTrue();
    assertThat(made.path("webhook").path("registered").asBoolean()).isTrue();
    var hook = atGitHub("GET", HOOKS, "").path(0);
    assertThat(hook.path("config").path("url").asString())
        .matches("http://ampel\\.example/hooks/[A-Za-z0-9_-]{43}");
    assertThat(hook.path("config").path("content_type").asString()).isEqualTo("json");
    assertThat(hook.path("events").toString())
        .contains("check_run", "pull_request_review_thread", "push", "merge_group");
    awaitEvent("ping");

    var start = Instant.now();
    pullRequest.finish("build", CheckState.FAILED);
    awaitLight("BLOCKED");
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    pullRequest.rerun("build").finish("build", CheckState.PASSED);
    awaitLight("READY");
    assertThat(listed().path(0).path("health").asString()).isEqualTo("WORKING");

    assertThat(
            ada.json("POST", "/api/v1/webhooks", "{\"repository\":\"%s\"}".formatted(repository))
                .statusCode())
        .isEqualTo(409);
    var page = ada.get("/repositories/" + repository).body();
    assertThat(page).contains("This repository", "Last delivery", "Working", "Repair");
    assertThat(page).doesNotContain("Create webhook");
    assertThat(ada.get("/audit").body()).contains("webhook.created");
  }

  @Test
  void whateverIsWrongWithItIsMended() throws Exception {
    var id = create(ada, "REPOSITORY").path("webhook").path("id").asString();
    awaitEvent("ping");
    var key = atGitHub("GET", HOOKS, "").path(0).path("id").asLong();
    var address = atGitHub("GET", HOOKS, "").path(0).path("config").path("url").asString();
    atGitHub(
        "PATCH",
        HOOKS + "/" + key,
        "{\"active\":false,\"events\":[\"push\"],\"config\":{\"url\":\"%s\",\"secret\":\"other\"}}"
            .formatted(address));

    var mended = ada.json("POST", "/api/v1/webhooks/" + id + "/repair", "");

    assertThat(mended.statusCode()).as(mended.body()).isEqualTo(200);
    var hook = atGitHub("GET", HOOKS, "").path(0);
    assertThat(hook.path("id").asLong()).isEqualTo(key);
    assertThat(hook.path("active").asBoolean()).isTrue();
    pullRequest.label("mended");
    awaitEvent("pull_request");

    atGitHub("DELETE", HOOKS + "/" + key, "");
    assertThat(
            ada.submit("/repositories/" + repository + "/webhooks/" + id + "/repair", Map.of())
                .statusCode())
        .isEqualTo(302);
    assertThat(atGitHub("GET", HOOKS, "").size()).isOne();
    awaitEvent("ping");
    pullRequest.comment("lena", "Is it told again?");
    awaitEvent("issue_comment");
  }

  /** It may still work, so nothing about it is changed. */
  @Test
  void whatGitHubDoesNotLetMendStaysAsItIs() throws Exception {
    var id = create(ada, "REPOSITORY").path("webhook").path("id").asString();
    awaitEvent("ping");
    SIMULATOR.faults().add(Fault.status(503).on("/hooks"));

    var refused = ada.json("POST", "/api/v1/webhooks/" + id + "/repair", "");

    SIMULATOR.faults().clear();
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("WEBHOOK_NOT_MENDED", "Nothing was changed");
    pullRequest.label("still told");
    awaitEvent("pull_request");
  }

  /** Somebody deleted it at GitHub: then there is nothing left to delete. */
  @Test
  void whatIsGoneAtGitHubIsDeletedInAmpel() throws Exception {
    var id = create(ada, "REPOSITORY").path("webhook").path("id").asString();
    var key = atGitHub("GET", HOOKS, "").path(0).path("id").asLong();
    atGitHub("DELETE", HOOKS + "/" + key, "");
    var deleted = ada.json("DELETE", "/api/v1/webhooks/" + id, "");
    assertThat(Visitor.read(deleted).path("atProvider").asBoolean()).isTrue();
  }

  @Test
  void itIsTakenAwayAtBothEnds() throws Exception {
    var id = create(ada, "REPOSITORY").path("webhook").path("id").asString();
    var deleted = ada.json("DELETE", "/api/v1/webhooks/" + id, "");
    assertThat(Visitor.read(deleted).path("atProvider").asBoolean()).isTrue();
    assertThat(atGitHub("GET", HOOKS, "").size()).isZero();
    assertThat(listed().size()).isZero();
    assertThat(
            jdbc.sql(
                    "select count(*) from secret where purpose = 'webhook-secret' and owner = cast(:id as uuid)")
                .param("id", id)
                .query(Integer.class)
                .single())
        .isZero();
    assertThat(ada.json("DELETE", "/api/v1/webhooks/" + id, "").statusCode()).isEqualTo(404);
  }

  @Test
  void oneForTheWholeOrganizationHearsOfAllItsRepositories() throws Exception {
    var made = create(ada, "OWNER");
    assertThat(made.path("webhook").path("owner").asString()).isEqualTo("acme");
    assertThat(made.path("webhook").path("registered").asBoolean()).isTrue();
    awaitEvent("ping");
    SIMULATOR.world().repository("acme/web").findPullRequest(1).orElseThrow().draft();
    github.await("acme/web", 1, item -> item.path("light").asString("").equals("WAITING"));
    assertThat(ada.get("/repositories/" + id("acme/web")).body()).contains("Everything of acme");
    var id = made.path("webhook").path("id").asString();
    ada.json("DELETE", "/api/v1/webhooks/" + id, "");
    assertThat(atGitHub("GET", "/orgs/acme/hooks", "").size()).isZero();
  }

  @Test
  void whoseTokenMayNotGetsShownWhatToPasteOnce() throws Exception {
    var grace = ada.add(port, "grace@example.org");
    var graces = new OnGitHub(grace.program("ACT"));
    graces.watch(graces.account("work", Tokens.FINE_GRAINED_FULL), "acme/api");
    graces.await("acme/api", 7);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          jdbc.sql(
                  """
                  insert into account_capability (account_id, repository_id, may_comment, may_approve,
                                                  may_merge, may_maintain, reads_checks, read_at)
                  select s.account_id, s.repository_id, 'YES', 'YES', 'YES', true, 'YES', now()
                  from   sight  s
                  join   person p on p.id = s.person_id
                  where  p.email = 'grace@example.org'
                  and    s.proved_at is not null
                  on conflict (account_id, repository_id) do update set may_maintain = true
                  """)
              .update();
          return grace.get("/repositories/" + repository).body().contains("Create webhook");
        });

    var page = grace.submit("/repositories/" + repository + "/webhooks", Map.of());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("Resource not accessible by personal access token", "Webhooks: write")
        .contains("Payload URL is the address", "pull_request_review_thread");
    var path = found("/hooks/([A-Za-z0-9_-]{43})", page.body());
    var secret = found("id=\"hook-secret\"[^>]*value=\"([0-9a-f]{64})\"", page.body());
    var post = new HookPost(port, path, secret);
    assertThat(post.deliver("ping", "{}").statusCode()).isEqualTo(204);
    assertThat(listed().path(0).path("registered").asBoolean()).isFalse();
    assertThat(grace.get("/repositories/" + repository).body())
        .contains("pasted at GitHub by hand")
        .doesNotContain(secret)
        .doesNotContain(path);
    assertThat(ada.get("/api/v1/webhooks").body()).doesNotContain(secret).doesNotContain(path);
    assertThat(ada.get("/audit").body()).doesNotContain(secret).doesNotContain(path);

    var id = listed().path(0).path("id").asString();
    var again = Visitor.read(grace.json("POST", "/api/v1/webhooks/" + id + "/repair", ""));
    assertThat(again.path("paste").path("secret").asString()).isNotEqualTo(secret);
    assertThat(post.deliver("ping", "{}").statusCode()).as("the old secret").isEqualTo(404);
    var fresh = new HookPost(port, path, again.path("paste").path("secret").asString());
    assertThat(fresh.deliver("ping", "{}").statusCode()).isEqualTo(204);

    var forAll =
        grace.json(
            "POST",
            "/api/v1/webhooks",
            "{\"repository\":\"%s\",\"scope\":\"OWNER\"}".formatted(repository));
    assertThat(forAll.statusCode()).as("by hand only for administrators").isEqualTo(409);
    assertThat(forAll.body()).contains("WEBHOOK_REFUSED");
    assertThat(listed().size()).isOne();
  }

  @Test
  void whoDoesNotMaintainTheRepositoryKeepsNoWebhooks() {
    var noor = ada.add(port, "noor@example.org");
    var wish = "{\"repository\":\"%s\"}".formatted(repository);
    assertThat(noor.json("POST", "/api/v1/webhooks", wish).statusCode()).isEqualTo(404);
    var noors = new OnGitHub(noor.program("ACT"));
    noors.watch(noors.account("work", Tokens.READER), "acme/api");
    noors.await("acme/api", 7);

    var refused = noor.json("POST", "/api/v1/webhooks", wish);

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("WEBHOOK_NOT_YOURS");
    var id = create(ada, "REPOSITORY").path("webhook").path("id").asString();
    assertThat(noor.json("POST", "/api/v1/webhooks/" + id + "/repair", "").statusCode())
        .isEqualTo(403);
    assertThat(noor.json("DELETE", "/api/v1/webhooks/" + id, "").statusCode()).isEqualTo(403);
    var page = noor.get("/repositories/" + repository).body();
    assertThat(page).contains("This repository").doesNotContain("New secret", "Repair");
  }

  private static String found(String pattern, String text) {
    var matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
    return matcher.group(1);
  }
}
