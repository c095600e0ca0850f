package io.ampel.platform;

import static org.assertj.core.api.Assertions.assertThat;

import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;

@AmpelTest
class AmpelTestTests {
  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private DataSource dataSource;

  @Test
  void bootsTheWholeApplicationOnADatabaseOfItsOwn() {
    assertThat(jdbc.sql("select current_database()").query(String.class).single())
        .startsWith("test_");
    assertThat(jdbc.sql("select count(*) from scheduled_tasks").query(Long.class).single())
        .isNotNegative();
  }

  @Test
  void anAmpelThatHasOnlyStartedCountsAsEmpty() throws Exception {
    try (var connection = dataSource.getConnection()) {
      assertThat(new Tables(connection).used()).isEmpty();
    }
  }

  @Test
  void answersOverHttp() {
    var health =
        RestClient.create("http://127.0.0.1:" + port)
            .get()
            .uri("/actuator/health")
            .retrieve()
            .body(String.class);
    assertThat(health).contains("UP");
  }
}
