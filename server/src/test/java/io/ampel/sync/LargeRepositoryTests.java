package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.Vault;
import io.ampel.pullrequest.Provider;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One repository with five thousand open pull requests, read by many pages. */
@AmpelTest(properties = {"ampel.sync.tick=100ms", "ampel.sync.floor=1h", "ampel.sync.ceiling=1h"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeRepositoryTests {
  private static final int PULL_REQUESTS = 5_000;
  @AutoClose private final Simulator simulator = Simulator.start(0).withoutLimits();
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Vault vault;
  private Visitor ada = new Visitor(0);

  @BeforeAll
  void begin() {
    ada = Visitor.first(port);
  }

  @Test
  void atGitHub() {
    var world = new SyncWorld(jdbc, vault, simulator.githubBase(), Provider.GITHUB);
    isReadWholeAndFollowed(Forge.GITHUB, world, Tokens.ADMIN);
  }

  @Test
  void atGitLab() {
    var world = new SyncWorld(jdbc, vault, simulator.gitlabBase(), Provider.GITLAB);
    isReadWholeAndFollowed(Forge.GITLAB, world, GitLabTokens.ADMIN);
  }

  private void isReadWholeAndFollowed(Forge forge, SyncWorld world, String token) {
    var name = "acme/large-" + forge.word();
    var told = simulator.world(forge);
    var repository = told.repository(name);
    for (var number = 1; number <= PULL_REQUESTS; number++) {
      repository
          .pullRequest(number)
          .title("Change " + number)
          .author("ben")
          .check("build", number % 7 == 0 ? CheckState.FAILED : CheckState.PASSED);
    }
    var account = world.account(world.person(Visitor.EMAIL), forge.word(), null, token);
    var watched =
        ada.json(
            "POST",
            "/api/v1/repositories",
            "{\"account\":\"%s\",\"fullNames\":[\"%s\"]}".formatted(account, name));
    assertThat(watched.statusCode()).as(watched.body()).isEqualTo(201);
    await()
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(250))
        .until(() -> isRead(name));
    assertThat(world.lightsOf(name)).isEqualTo(SyncWorld.truth(told));

    repository.pullRequest(2).push().check("build", CheckState.FAILED);
    simulator.calls().clear();
    world.readAll();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(world.light(name + "#2")).isEqualTo("BLOCKED"));
    assertThat(world.lightsOf(name)).isEqualTo(SyncWorld.truth(told));
    assertThat(simulator.calls().total()).as("pages of a hundred").isLessThanOrEqualTo(120);

    var list = ada.get("/api/v1/pull-requests?repository=%s&limit=1".formatted(name));
    var counts = Visitor.read(list).get("counts");
    assertThat(counts.valueStream().mapToInt(one -> one.asInt()).sum()).isEqualTo(PULL_REQUESTS);
    assertThat(ada.get("/").statusCode()).isEqualTo(200);
  }

  private boolean isRead(String name) {
    return jdbc.sql(
            """
            select count(*) > 0
            from   repository_sync rs
            join   repository      r on r.id = rs.repository_id
            where  r.full_name = :name
            and    rs.last_synced_at is not null
            and    rs.leased_until is null
            """)
        .param("name", name)
        .query(Boolean.class)
        .single();
  }
}
