package io.ampel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ampel.platform.StartRefused.Because;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class EmbeddedPostgresTests {
  private final Path directory = TestDatabase.newFolder();

  @Test
  void keepsItsDataPasswordAndPort() {
    DatabaseAddress first;
    try (var postgres = start()) {
      first = postgres.address();
      client(first).sql("create table kept (word text)").update();
      client(first).sql("insert into kept values ('ÄÖ')").update();
    }
    try (var postgres = start()) {
      assertThat(postgres.address()).isEqualTo(first);
      assertThat(client(first).sql("select lower(word) from kept").query(String.class).single())
          .isEqualTo("äö");
    }
  }

  @Test
  void isDurableAndListensOnLoopbackWithPasswordOnly() {
    try (var postgres = start()) {
      var jdbc = client(postgres.address());
      assertThat(setting(jdbc, "fsync")).isEqualTo("on");
      assertThat(setting(jdbc, "data_checksums")).isEqualTo("on");
      assertThat(setting(jdbc, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(setting(jdbc, "unix_socket_directories")).isEmpty();
      var stranger =
          new DatabaseAddress("127.0.0.1", postgres.address().port(), "ampel", "ampel", "guess");
      assertThatThrownBy(stranger::connect).hasMessageContaining("password authentication failed");
      assertThat(
              jdbc.sql("select distinct auth_method from pg_hba_file_rules")
                  .query(String.class)
                  .list())
          .containsExactly("scram-sha-256");
    }
  }

  @Test
  void keepsItsPasswordToItsOwner() throws Exception {
    try (var _ = start()) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("password"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void refusesASecondAmpel() {
    try (var _ = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOfSatisfying(
              StartRefused.class,
              refused -> assertThat(refused.because()).isEqualTo(Because.DATA_DIRECTORY))
          .hasMessageContaining("Another Ampel (process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void letsACommandJoinTheRunningServer() {
    assertThat(EmbeddedPostgres.inUse(directory)).isFalse();
    try (var postgres = start()) {
      assertThat(EmbeddedPostgres.inUse(directory)).isTrue();
      assertThat(EmbeddedPostgres.running(directory)).isEqualTo(postgres.address());
    }
  }

  @Test
  void refusesDataOfAnotherMajorVersion() throws Exception {
    Files.createDirectories(directory.resolve("data"));
    Files.writeString(directory.resolve("data/PG_VERSION"), "16\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("is of PostgreSQL 16, this Ampel brings PostgreSQL 17")
        .hasMessageContaining("./ampel backup FILE");
  }

  @Test
  void startsAgainAfterAnInterruptedInitialization() throws Exception {
    Files.createDirectories(directory.resolve("new-1/data"));
    try (var postgres = start()) {
      assertThat(client(postgres.address()).sql("select 1").query(Integer.class).single())
          .isEqualTo(1);
    }
  }

  @Test
  void ignoresAPidFileWhoseNumberBelongsToSomebodyElse() throws Exception {
    start().close();
    Files.writeString(
        directory.resolve("data/postmaster.pid"), ProcessHandle.current().pid() + "\nold\n");
    try (var postgres = start()) {
      assertThat(client(postgres.address()).sql("select 1").query(Integer.class).single())
          .isEqualTo(1);
    }
  }

  @Test
  void isStartedAgainWhereItWasWhenItEndsByItself() throws Exception {
    try (var postgres = start()) {
      client(postgres.address()).sql("create table kept (word text)").update();
      AmpelProcess.endDatabase(directory);
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(() ->
              assertThat(
                      client(postgres.address())
                          .sql("select count(*) from kept")
                          .query(Integer.class)
                          .single())
                  .isZero());
    }
    assertThat(EmbeddedPostgres.inUse(directory)).isFalse();
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(TestDatabase.binaries(), directory);
  }

  private static String setting(JdbcClient jdbc, String name) {
    return jdbc.sql("select current_setting(:name)")
        .param("name", name)
        .query(String.class)
        .single();
  }

  private static JdbcClient client(DatabaseAddress address) {
    return JdbcClient.create(
        new DriverManagerDataSource(address.url(), address.user(), address.password()));
  }
}
