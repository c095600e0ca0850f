package io.ampel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.OnGitHub;
import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelProcess;
import io.ampel.simulator.Fault;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Ampel dies in the middle of its first sync, as with kill -9, and is started again. */
@Timeout(300)
class KilledInTheMiddleTests {
  private static final int REPOSITORIES = 60;

  @Test
  void theNextOneReadsTheRestAndEveryLightIsTrue() {
    var home = AmpelProcess.newHome();
    try (var simulator = Simulator.start(0)) {
      simulator.generatedWorld(11, REPOSITORIES, 10);
      var setup =
          AmpelProcess.in(home)
              .with("AMPEL_ADMIN_EMAIL", Visitor.EMAIL)
              .with("AMPEL_ADMIN_PASSWORD", Visitor.PASSWORD)
              .with("AMPEL_ALLOW_LOOPBACK", "true")
              .with("AMPEL_GITHUB_URL", simulator.githubBase().toString());
      long orphan;
      try (var ampel = setup.start()) {
        var ada = new Visitor(ampel.address().getPort());
        ada.signIn(Visitor.EMAIL, Visitor.PASSWORD);
        var account = new OnGitHub(ada).account("work", Tokens.ADMIN);
        simulator.faults().add(Fault.latency(Duration.ofMillis(800)).on("/graphql"));
        new OnGitHub(ada).watch(account, names(simulator));
        var jdbc = ampel.database().client();
        await()
            .atMost(Duration.ofSeconds(90))
            .pollInterval(Duration.ofMillis(20))
            .until(() -> isInTheMiddle(jdbc));
        ampel.kill();
        assertThat(isInTheMiddle(jdbc)).isTrue();
        orphan = ampel.databaseProcess();
        assertThat(AmpelProcess.runs(orphan)).isTrue();
        ampel.dieInAllTasks();
        ampel.letPass(Duration.ofMinutes(1));
        simulator.faults().clear();
      }
      try (var ampel = setup.start()) {
        assertThat(ampel.output()).contains("Taking over the database");
        assertThat(ampel.databaseProcess()).isNotEqualTo(orphan);
        assertThat(AmpelProcess.runs(orphan)).isFalse();
        var jdbc = ampel.database().client();
        await()
            .atMost(Duration.ofSeconds(90))
            .pollInterval(Duration.ofMillis(100))
            .until(() -> synced(jdbc) == REPOSITORIES && leased(jdbc) == 0);
        assertThat(SyncWorld.lights(jdbc)).containsExactlyInAnyOrderEntriesOf(openTruth(simulator));
        assertThat(halfWritten(jdbc)).isZero();
        assertThat(troubled(jdbc)).isZero();
      }
    }
  }

  private static String[] names(Simulator simulator) {
    return simulator.world().repositories().stream()
        .map(Repository::fullName)
        .toArray(String[]::new);
  }

  /** Some repositories are read, some not yet, and of these some pull requests are there. */
  private static boolean isInTheMiddle(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select count(*) filter (where rs.last_synced_at is not null) > 0
                   and count(*) filter (where rs.leased_until > now()
                                        and rs.last_synced_at is null
                                        and exists (select 1
                                                    from   pull_request p
                                                    where  p.repository_id = rs.repository_id)) > 0
            from   repository_sync rs
            """)
        .query(Boolean.class)
        .single();
  }

  private static int synced(JdbcClient jdbc) {
    return count(jdbc, "select count(*) from repository_sync where last_synced_at is not null");
  }

  private static int leased(JdbcClient jdbc) {
    return count(jdbc, "select count(*) from repository_sync where leased_by is not null");
  }

  private static int troubled(JdbcClient jdbc) {
    return count(
        jdbc,
        "select count(*) from repository_sync where problem is not null or next_due < now() - interval '1 minute'");
  }

  private static Map<String, String> openTruth(Simulator simulator) {
    return SyncWorld.truth(simulator).entrySet().stream()
        .filter(one -> !one.getValue().equals("MERGED") && !one.getValue().equals("CLOSED"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Pull requests without their facts, or whose beginning was noted twice or never. */
  private static int halfWritten(JdbcClient jdbc) {
    return count(
        jdbc,
        """
        select count(*)
        from   pull_request p
        left   join pull_request_detail d on d.pull_request_id = p.id
        where  d.pull_request_id is null
        or     (select count(*)
                from   pull_request_event e
                where  e.pull_request_id = p.id and e.kind = 'OPENED') <> 1
        """);
  }

  private static int count(JdbcClient jdbc, String sql) {
    return jdbc.sql(sql).query(Integer.class).single();
  }
}
