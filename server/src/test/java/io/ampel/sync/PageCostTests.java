package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.StatementCount;
import io.ampel.platform.Vault;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A page costs three statements at most. */
@AmpelTest(properties = "ampel.sync.tick=100ms")
@Import(StatementCount.class)
class PageCostTests {
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private Vault vault;
  @Autowired private StatementCount count;

  @Test
  void repositoriesPickingAndHealth() {
    try (var simulator = Simulator.start(0)) {
      simulator.generatedWorld(3, 12, 3);
      var ada = Visitor.first(port);
      var world = new SyncWorld(jdbc, vault, simulator.githubBase());
      var account = world.account(world.person(Visitor.EMAIL), "work", Tokens.ADMIN);
      ada.json(
          "POST",
          "/api/v1/repositories/patterns",
          "{\"account\":\"%s\",\"pattern\":\"*/*\"}".formatted(account));
      world.awaitFirstSync();
      var id =
          Visitor.read(ada.get("/api/v1/repositories")).get("items").get(0).get("id").asString();
      for (var path :
          List.of(
              "/repositories",
              "/repositories/list",
              "/repositories/" + id,
              "/repositories/pick",
              "/health",
              "/settings/provider-accounts",
              "/api/v1/repositories",
              "/api/v1/repositories/" + id)) {
        ada.get(path);
        var statements = count.during(() -> assertThat(ada.get(path).statusCode()).isEqualTo(200));
        assertThat(statements).as(path).hasSizeLessThanOrEqualTo(3);
      }
    }
  }
}
