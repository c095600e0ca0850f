package io.ampel.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ampel.identity.Visitor;
import io.ampel.platform.AmpelTest;
import io.ampel.platform.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who starts and stops processes asks two questions: is it alive, and can it serve. */
@AmpelTest(properties = "spring.datasource.hikari.connection-timeout=500")
class ProbesTests {
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;

  private int status(String path) {
    return new Visitor(port).get(path).statusCode();
  }

  /** Without its database it cannot serve, but starting it anew would mend nothing. */
  @Test
  void readinessNeedsTheDatabaseAndLivenessDoesNot() {
    for (var path : new String[] {"readiness", "liveness"}) {
      var answer = new Visitor(port).get("/actuator/health/" + path);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"status\":\"UP\"}");
    }

    takeTheDatabaseAway();

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(status("/actuator/health/readiness")).isEqualTo(503));
    assertThat(status("/readyz")).isEqualTo(503);
    assertThat(status("/actuator/health/liveness")).isEqualTo(200);
    assertThat(status("/livez")).isEqualTo(200);
  }

  private void takeTheDatabaseAway() {
    var name = jdbc.sql("select current_database()").query(String.class).single();
    var beside = TestDatabase.empty().client();
    beside.sql("alter database " + name + " with allow_connections false").update();
    var ended =
        beside
            .sql(
                """
                select count(pg_terminate_backend(pid))
                from   pg_stat_activity
                where  datname = :name
                """)
            .param("name", name)
            .query(Integer.class)
            .single();
    assertThat(ended).isPositive();
  }
}
