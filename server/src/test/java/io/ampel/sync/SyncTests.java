package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.Vault;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The first sync of a hundred repositories, and looking again when nothing changed. */
@AmpelTest(properties = "ampel.sync.tick=100ms")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyncTests {
  private final Simulator simulator = Simulator.start(0);
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Vault vault;
  private SyncWorld world;

  @BeforeAll
  void aHundredRepositories() {
    simulator.generatedWorld(7, 100, 10);
    var ada = Visitor.first(port);
    world = new SyncWorld(jdbc, vault, simulator.githubBase());
    var account = world.account(world.person(Visitor.EMAIL), "work", Tokens.ADMIN);
    pickAll(ada, account);
    world.awaitFirstSync();
  }

  @AfterAll
  void end() {
    simulator.close();
  }

  private void pickAll(Visitor visitor, UUID account) {
    var names =
        simulator.world().repositories().stream()
            .map(repository -> "\"" + repository.fullName() + "\"")
            .collect(Collectors.joining(","));
    var answer =
        visitor.json(
            "POST",
            "/api/v1/repositories",
            "{\"account\":\"%s\",\"fullNames\":[%s]}".formatted(account, names));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  @Test
  void theFirstSyncBringsEveryPullRequestWithItsTrueLight() {
    world.readAll();
    assertThat(world.lights()).isNotEmpty();
    var open =
        SyncWorld.truth(simulator).entrySet().stream()
            .filter(one -> !one.getValue().equals("MERGED") && !one.getValue().equals("CLOSED"))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    world.assertLights(open);
  }

  @Test
  void lookingAgainCostsFewCallsAndWritesNoPullRequest() {
    world.readAll();
    var before = world.versions();
    simulator.calls().clear();
    world.readAll();
    assertThat(world.versions()).isEqualTo(before);
    assertThat(simulator.calls().total()).isLessThanOrEqualTo(10);
  }
}
