package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelProcess;
import io.ampel.simulator.Fault;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Ampel dies in the middle of its first sync, as with kill -9, and is started again. */
class KilledInTheMiddleTests {

  @Test
  void everythingIsConsistentAfterARestart() {
    var home = AmpelProcess.newHome();
    try (var simulator = Simulator.start(0)) {
      simulator.generatedWorld(11, 60, 10);
      var setup =
          AmpelProcess.in(home)
              .with("AMPEL_ADMIN_EMAIL", Visitor.EMAIL)
              .with("AMPEL_ADMIN_PASSWORD", Visitor.PASSWORD)
              .with("AMPEL_ALLOW_LOOPBACK", "true")
              .with("AMPEL_GITHUB_URL", simulator.githubBase().toString());
      try (var ampel = setup.start()) {
        watchAll(simulator, ampel.address().getPort());
        simulator.faults().add(Fault.latency(Duration.ofMillis(1500)));
        await()
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(20))
            .until(() -> synced(ampel.database().client()) >= 10);
        ampel.kill();
        simulator.faults().clear();
        assertThat(synced(ampel.database().client())).isLessThan(60);
      }
      try (var ampel = setup.start()) {
        var jdbc = ampel.database().client();
        await()
            .atMost(Duration.ofSeconds(150))
            .pollInterval(Duration.ofMillis(500))
            .until(() -> synced(jdbc) == 60);
        assertThat(SyncWorld.lights(jdbc)).isEqualTo(openTruth(simulator));
        assertThat(halfWritten(jdbc)).isZero();
      }
    }
  }

  private static void watchAll(Simulator simulator, int port) {
    var visitor = new Visitor(port);
    visitor.signIn(Visitor.EMAIL, Visitor.PASSWORD);
    var account =
        visitor.json(
            "POST",
            "/api/v1/provider-accounts",
            "{\"provider\":\"github\",\"name\":\"work\",\"token\":\"%s\"}".formatted(Tokens.ADMIN));
    assertThat(account.statusCode()).as(account.body()).isEqualTo(201);
    var names =
        simulator.world().repositories().stream()
            .map(repository -> "\"" + repository.fullName() + "\"")
            .collect(Collectors.joining(","));
    var picked =
        visitor.json(
            "POST",
            "/api/v1/repositories",
            "{\"account\":\"%s\",\"fullNames\":[%s]}"
                .formatted(Visitor.read(account).get("id").asString(), names));
    assertThat(picked.statusCode()).as(picked.body()).isEqualTo(201);
  }

  private static int synced(JdbcClient jdbc) {
    return jdbc.sql("select count(*) from repository_sync where last_synced_at is not null")
        .query(Integer.class)
        .single();
  }

  private static Map<String, String> openTruth(Simulator simulator) {
    return SyncWorld.truth(simulator).entrySet().stream()
        .filter(one -> !one.getValue().equals("MERGED") && !one.getValue().equals("CLOSED"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Pull requests without their facts, or whose beginning was noted twice or never. */
  private static int halfWritten(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select count(*)
            from   pull_request p
            left   join pull_request_detail d on d.pull_request_id = p.id
            where  d.pull_request_id is null
            or     (select count(*)
                    from   pull_request_event e
                    where  e.pull_request_id = p.id and e.kind = 'OPENED') <> 1
            """)
        .query(Integer.class)
        .single();
  }
}
