package io.ampel.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.OnGitHub;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.WebHooks;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Webhooks at GitLab and Bitbucket: made, heard, mended and taken away. */
@AmpelTest(
    properties = {
      "ampel.public-url=http://ampel.example",
      "ampel.sync.floor=1h",
      "ampel.sync.ceiling=1h",
      "ampel.admin-email=" + Visitor.EMAIL,
      "ampel.admin-password=" + Visitor.PASSWORD
    })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhooksElsewhereTests {
  private static final Simulator SIMULATOR = Simulator.start(0);
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  private final PullRequest atGitLab = pullRequest(Forge.GITLAB, "acme/shop");
  private final PullRequest atBitbucket = pullRequest(Forge.BITBUCKET, "acme/till");
  private Visitor ada = new Visitor(0);
  private OnGitHub program = new OnGitHub(ada);

  @DynamicPropertySource
  static void addresses(DynamicPropertyRegistry registry) {
    registry.add("ampel.gitlab-url", () -> SIMULATOR.gitlabBase().toString());
    registry.add("ampel.bitbucket-url", () -> SIMULATOR.bitbucketBase().toString());
  }

  private static PullRequest pullRequest(Forge forge, String repository) {
    return SIMULATOR
        .world(forge)
        .repository(repository)
        .pullRequest(7)
        .title("Add a thing")
        .author("ben")
        .check("build", CheckState.PASSED);
  }

  @BeforeAll
  void begin() {
    ada = new Visitor(port);
    ada.signIn(Visitor.EMAIL, Visitor.PASSWORD);
    program = new OnGitHub(ada.program("ACT"));
    program.watch(
        account(Map.of("provider", "gitlab", "name", "lab", "token", GitLabTokens.MAINTAINER)),
        "acme/shop");
    program.watch(
        account(
            Map.of(
                "provider",
                "bitbucket",
                "name",
                "bucket",
                "username",
                BitbucketTokens.MIRA_EMAIL,
                "token",
                BitbucketTokens.ADMIN)),
        "acme/till");
    program.await("acme/shop", 7);
    program.await("acme/till", 7);
  }

  private String account(Map<String, String> wish) {
    var answer = program.post("/api/v1/provider-accounts", wish);
    assertThat(answer.has("id")).as(answer.toString()).isTrue();
    return answer.get("id").asString();
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

  private String externalId(String fullName) {
    return jdbc.sql("select external_id from repository where full_name = :name")
        .param("name", fullName)
        .query(String.class)
        .single();
  }

  private String create(String fullName) {
    var made = program.post("/api/v1/webhooks", Map.of("repository", id(fullName)));
    assertThat(made.path("paste").isNull()).as(made.toString()).isTrue();
    return made.path("webhook").path("id").asString();
  }

  private static List<WebHooks.Hook> hooks(PullRequest pullRequest) {
    return WebHooks.of(pullRequest.repository().world()).at(pullRequest.repository());
  }

  private HookPost poster(WebHooks.Hook hook) {
    var path = hook.url().substring(hook.url().lastIndexOf('/') + 1);
    return new HookPost(port, path, Objects.requireNonNull(hook.secret()));
  }

  private void awaitLight(String repository, String light) {
    program.await(repository, 7, item -> item.path("light").asString("").equals(light));
  }

  @Test
  void atGitLab() {
    var id = create("acme/shop");
    var hook = hooks(atGitLab).getFirst();
    assertThat(hook.events()).containsAll(List.of("merge_requests", "pipeline", "note", "push"));
    assertThat(hook.secret()).startsWith("whsec_");

    atGitLab.draft();
    var post = poster(hook);
    var body =
        "{\"object_kind\":\"merge_request\",\"project\":{\"id\":%s,\"path_with_namespace\":\"acme/shop\"}}"
            .formatted(externalId("acme/shop"));
    assertThat(
            post.send(body, "Content-Type", "application/json", "X-Gitlab-Token", "no")
                .statusCode())
        .isEqualTo(404);
    var heard =
        post.send(
            body,
            "Content-Type",
            "application/json",
            "X-Gitlab-Token",
            post.secret(),
            "Idempotency-Key",
            "one");
    assertThat(heard.statusCode()).isEqualTo(204);
    awaitLight("acme/shop", "WAITING");

    SIMULATOR.leadsTo(URI.create("http://ampel.example"), URI.create("http://127.0.0.1:" + port));
    atGitLab.ready();
    awaitLight("acme/shop", "READY");

    var world = atGitLab.repository().world();
    WebHooks.of(world).remove(atGitLab.repository(), hook.id());
    assertThat(program.send("/api/v1/webhooks/" + id + "/repair", Map.of()).statusCode())
        .isEqualTo(200);
    var again = hooks(atGitLab).getFirst();
    assertThat(again.id()).isNotEqualTo(hook.id());
    assertThat(again.url()).isEqualTo(hook.url());
    assertThat(program.send("/api/v1/webhooks/" + id + "/repair", Map.of()).statusCode())
        .isEqualTo(200);
    assertThat(hooks(atGitLab)).as("mended, not made twice").hasSize(1);

    WebHooks.of(world).replace(switchedOff(again));
    assertThat(program.send("/api/v1/webhooks/" + id + "/repair", Map.of()).statusCode())
        .isEqualTo(200);
    assertThat(hooks(atGitLab)).singleElement().matches(WebHooks.Hook::active);
    assertThat(deleted(id)).isTrue();
    assertThat(hooks(atGitLab)).isEmpty();
  }

  /** As GitLab does after many failures. */
  private static WebHooks.Hook switchedOff(WebHooks.Hook hook) {
    return new WebHooks.Hook(
        hook.id(),
        hook.place(),
        hook.url(),
        hook.contentType(),
        hook.secret(),
        hook.events(),
        false,
        hook.lastStatus());
  }

  /** A cheap look there does not see builds; what was announced is read whole. */
  @Test
  void atBitbucket() {
    var id = create("acme/till");
    var hook = hooks(atBitbucket).getFirst();
    assertThat(hook.events()).contains("repo:commit_status_updated", "pullrequest:approved");

    atBitbucket.finish("build", CheckState.FAILED);
    var post = poster(hook);
    var body =
        "{\"repository\":{\"uuid\":\"%s\",\"full_name\":\"acme/till\"},\"commit_status\":{}}"
            .formatted(externalId("acme/till"));
    assertThat(deliver(post, body, "one", "").statusCode()).as("unsigned").isEqualTo(404);
    assertThat(deliver(post, body, "one", signature(post, body)).statusCode()).isEqualTo(204);
    awaitLight("acme/till", "BLOCKED");

    assertThat(program.send("/api/v1/webhooks/" + id + "/repair", Map.of()).statusCode())
        .isEqualTo(200);
    assertThat(hooks(atBitbucket)).as("mended, not made twice").hasSize(1);
    assertThat(deleted(id)).isTrue();
    assertThat(hooks(atBitbucket)).isEmpty();
  }

  private static java.net.http.HttpResponse<String> deliver(
      HookPost post, String body, String id, String signature) {
    return post.send(
        body,
        "Content-Type",
        "application/json",
        "X-Event-Key",
        "repo:commit_status_updated",
        "X-Request-UUID",
        id,
        "X-Hub-Signature",
        signature);
  }

  private static String signature(HookPost post, String body) {
    var mac = Signature.of(post.secret().getBytes(UTF_8), body.getBytes(UTF_8));
    return "sha256=" + HexFormat.of().formatHex(mac);
  }

  private boolean deleted(String id) {
    return Visitor.read(ada.json("DELETE", "/api/v1/webhooks/" + id, ""))
        .path("atProvider")
        .asBoolean();
  }
}
