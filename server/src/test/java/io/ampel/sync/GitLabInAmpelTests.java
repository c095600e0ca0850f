package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.Vault;
import io.ampel.pullrequest.Provider;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Fault;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.World;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** GitLab in a whole Ampel, under a path of its host. */
@AmpelTest(properties = "ampel.sync.tick=100ms")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GitLabInAmpelTests {
  private static final int PROJECTS = 20;
  private final Simulator simulator = Simulator.start(0);
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Vault vault;
  private Visitor ada = new Visitor(0);
  private SyncWorld world;
  private UUID account = UUID.randomUUID();

  @BeforeAll
  void begin() {
    told()
        .ago(
            Duration.ofDays(2),
            () -> {
              for (var i = 0; i < PROJECTS; i++) {
                var project = told().repository("acme/g" + i);
                project.protect(Rules.none().approvals(1));
                project.pullRequest("Ready").check("build", CheckState.PASSED).approve("lena");
                project.pullRequest("Red").check("build", CheckState.FAILED).approve("lena");
                project.pullRequest("Waits").check("build", CheckState.PASSED);
              }
            });
    ada = Visitor.first(port);
    world = new SyncWorld(jdbc, vault, simulator.gitlabBase(), Provider.GITLAB);
    account = world.account(world.person(Visitor.EMAIL), "work", GitLabTokens.MAINTAINER);
    jdbc.sql("update provider_account set identity_login = 'tariq' where id = :account")
        .param("account", account)
        .update();
    pickAll();
    world.awaitFirstSync();
    world.readAll();
  }

  /** Whatever is tested here, in the end the lights are right. */
  @AfterAll
  void end() {
    world.readAll();
    world.assertLights(SyncWorld.truth(told()));
    simulator.close();
  }

  private World told() {
    return simulator.world(Forge.GITLAB);
  }

  private void pickAll() {
    var names =
        told().repositories().stream()
            .map(project -> "\"" + project.fullName() + "\"")
            .filter(name -> name.startsWith("\"acme/g"))
            .collect(Collectors.joining(","));
    var answer =
        ada.json(
            "POST",
            "/api/v1/repositories",
            "{\"account\":\"%s\",\"fullNames\":[%s]}".formatted(account, names));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private JsonNode merge(String name, String body) {
    var path = "/api/v1/pull-requests/" + world.id(name) + "/merge";
    return Visitor.read(ada.json("POST", path, body));
  }

  @Test
  void everyLightIsTheTrueOne() {
    assertThat(world.lights()).hasSize(PROJECTS * 3);
    world.assertLights(SyncWorld.truth(told()));
  }

  @Test
  void lookingAgainCostsOneCallForManyProjectsAndWritesNothing() {
    world.readAll();
    var before = world.versions();
    simulator.calls().clear();
    world.readAll();
    assertThat(simulator.calls().total()).as("one for the look, a slot may begin").isBetween(1, 5);
    assertThat(world.versions()).isEqualTo(before);
  }

  @Test
  void whoOpensAMergeRequestLearnsWhatItCloses() {
    var project = told().repository("acme/g4");
    project.pullRequest(1).closes(project.issue(41, "Slow after a deploy"));
    var address = "/pull-requests/" + world.id("acme/g4#1");
    assertThat(ada.get(address).body()).doesNotContain("Slow after a deploy");
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(ada.get(address).body()).contains("Slow after a deploy"));
    world.readAll();
    assertThat(ada.get(address).body()).as("looks at many keep it").contains("Slow after a deploy");
  }

  @Test
  void aJobThatFailsWhileItsPipelineGoesOnShowsAtTheNextLook() {
    var running = told().repository("acme/g1").pullRequest(1);
    running.push().check("build", CheckState.RUNNING).check("lint", CheckState.RUNNING);
    world.readAll();
    assertThat(world.light("acme/g1#1")).isEqualTo("WAITING");
    running.finish("lint", CheckState.FAILED);
    world.readAll();
    assertThat(world.light("acme/g1#1")).isEqualTo("BLOCKED");
  }

  @Test
  void onlyWhatWasSeenIsMerged() {
    var told = told().repository("acme/g2").pullRequest(1);
    var seen = told.headSha();
    told.push().check("build", CheckState.PASSED).approve("lena");
    var moved = merge("acme/g2#1", "{\"headSha\": \"%s\"}".formatted(seen));
    assertThat(moved.get("outcome").asString()).as(moved.toString()).isEqualTo("HEAD_MOVED");
    assertThat(told.open()).isTrue();
    var now = told.headSha();
    var merged = merge("acme/g2#1", "{\"headSha\": \"%s\", \"deleteBranch\": true}".formatted(now));
    assertThat(merged.get("outcome").asString()).as(merged.toString()).isEqualTo("MERGED");
    assertThat(told.state()).isEqualTo(PullRequest.State.MERGED);
    assertThat(world.light("acme/g2#1")).isEqualTo("MERGED");
  }

  @Test
  void anApprovalAndACommentWhoseAnswersWereLostAreFoundOut() {
    var told = told().repository("acme/g3").pullRequest(3);
    var path = "/api/v1/pull-requests/" + world.id("acme/g3#3");
    simulator
        .faults()
        .add(Fault.status(502).on("POST /gitlab/api/v4/projects").afterTheWork().times(2));

    var approval =
        ada.json(
            "POST",
            path + "/reviews",
            "{\"verdict\":\"APPROVE\",\"body\":\"\",\"headSha\":\"%s\"}".formatted(told.headSha()));
    var comment =
        ada.json("POST", path + "/comments", "{\"body\":\"/merge is what I would type\"}");

    assertThat(Visitor.read(approval).get("outcome").asString())
        .as(approval.body())
        .isEqualTo("DONE");
    assertThat(Visitor.read(comment).get("outcome").asString())
        .as(comment.body())
        .isEqualTo("DONE");
    assertThat(told.comments()).as("nothing was merged by a word").hasSize(1);
    assertThat(told.open()).isTrue();
    assertThat(world.light("acme/g3#3")).isEqualTo("READY");
    simulator.faults().clear();
  }

  @Test
  void whoMaintainsAProjectThereMayChangeItsRequirementsHere() {
    assertThat(
            jdbc.sql(
                    "select bool_and(may_maintain) from account_capability where account_id = :account")
                .param("account", account)
                .query(Boolean.class)
                .single())
        .isTrue();
  }
}
