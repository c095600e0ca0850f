package io.ampel.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ampel.platform.StartRefused.Because;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

class BackupTests {
  private static final String KEY = "one:" + VaultTests.key();

  private final TestDatabase full = TestDatabase.fresh();
  private final TestDatabase empty = TestDatabase.fresh();
  private final UUID owner = UUID.randomUUID();
  @TempDir private Path folder;

  @BeforeEach
  void fill() {
    var jdbc = full.client();
    Vault.of(jdbc, KEY).seal(owner, "token", "ghp_planted");
    jdbc.sql("insert into setting values ('words', '{\"a\": \"tab\\t, line\\n, Ä\"}')").update();
    jdbc.sql(
            "insert into audit (at, action, subject_type, outcome) values (now(), 'one', 'x', 'DONE'), (now(), 'two', 'x', 'DONE')")
        .update();
    jdbc.sql(
            """
            insert into scheduled_tasks
              (task_name, task_instance, task_data, execution_time, picked, picked_by, version)
            values ('sync', '1', '\\x00ff', now(), true, 'gone', 3)
            """)
        .update();
  }

  @Test
  void everythingComesBack() throws Exception {
    backup(full, "b.zip");
    restore(empty, KEY, "b.zip");
    for (var table : tables(full)) {
      if (table.equals("scheduled_tasks")) continue;
      assertThat(rows(empty, table)).as(table).isEqualTo(rows(full, table));
    }
    assertThat(Vault.of(empty.client(), KEY).open(owner, "token").reveal())
        .isEqualTo("ghp_planted");
  }

  @Test
  void tasksWaitAndNumbersGoOn() throws Exception {
    backup(full, "b.zip");
    restore(empty, KEY, "b.zip");
    assertThat(
            empty.client().sql("select picked from scheduled_tasks").query(Boolean.class).single())
        .isFalse();
    assertThat(audit(empty, "three")).isEqualTo(3);
  }

  @Test
  void neitherTokenNorKeyIsInIt() throws Exception {
    var file = backup(full, "b.zip");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var zip = FileSystems.newFileSystem(file);
        var contents = Files.walk(zip.getPath("/"))) {
      assertThat(contents.filter(Files::isRegularFile).map(BackupTests::text))
          .hasSizeGreaterThan(5)
          .noneMatch(text -> text.contains("planted") || text.contains(KEY.substring(4)));
    }
  }

  @Test
  void isRestoredOnlyIntoAnEmptyDatabase() throws Exception {
    backup(full, "b.zip");
    audit(empty, "used");
    assertThatThrownBy(() -> restore(empty, KEY, "b.zip"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("only into an empty database")
        .hasMessageContaining("audit");
  }

  @Test
  void isNotRestoredWithAKeyThatDoesNotOpenIt() throws Exception {
    backup(full, "b.zip");
    assertThatThrownBy(() -> restore(empty, "other:" + VaultTests.key(), "b.zip"))
        .isInstanceOfSatisfying(
            StartRefused.class, refused -> assertThat(refused.because()).isEqualTo(Because.KEY));
    assertNothingRestored();
  }

  @Test
  void isNotRestoredIntoAnotherSchema() throws Exception {
    backup(full, "b.zip");
    empty.client().sql("alter table setting add column more text").update();
    assertThatThrownBy(() -> restore(empty, KEY, "b.zip"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("another schema");
    assertNothingRestored();
  }

  @Test
  void aDamagedOneLeavesNothing() throws Exception {
    var file = backup(full, "b.zip");
    try (var zip = FileSystems.newFileSystem(file)) {
      Files.writeString(zip.getPath("tables/setting"), "");
    }
    assertThatThrownBy(() -> restore(empty, KEY, "b.zip"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("setting is not whole");
    assertNothingRestored();
  }

  @Test
  void whatIsNoBackupIsRefused() throws Exception {
    Files.writeString(folder.resolve("text"), "hello");
    assertThatThrownBy(() -> restore(empty, KEY, "text"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("is not a backup of Ampel");
    assertThatThrownBy(() -> restore(empty, KEY, "nothing"))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("There is no backup to read");
  }

  private static long audit(TestDatabase database, String action) {
    return database
        .client()
        .sql(
            """
            insert into audit (at, action, subject_type, outcome)
            values (now(), :action, 'test', 'DONE')
            returning id
            """)
        .param("action", action)
        .query(Long.class)
        .single();
  }

  private void assertNothingRestored() {
    assertThat(empty.client().sql("select count(*) from secret").query(Long.class).single())
        .isZero();
    assertThat(empty.client().sql("select count(*) from setting").query(Long.class).single())
        .isZero();
  }

  private Path backup(TestDatabase database, String name) throws Exception {
    var file = folder.resolve(name);
    var backup =
        new Backup(
            database.dataSource(),
            JsonMapper.builder().build(),
            Clock.systemUTC(),
            GatewayTests.properties(false, null));
    assertThat(backup.run(List.of(file.toString()))).contains("rows of");
    return file;
  }

  private void restore(TestDatabase database, String key, String name) {
    var none = new StaticListableBeanFactory();
    var vault = new StaticListableBeanFactory();
    vault.addBean("vault", Vault.of(JdbcClient.create(database.dataSource()), key));
    new Restore(
            database.dataSource(),
            new TransactionTemplate(new DataSourceTransactionManager(database.dataSource())),
            JsonMapper.builder().build(),
            none.getBeanProvider(OwnDatabase.class),
            vault.getBeanProvider(Vault.class))
        .run(List.of(folder.resolve(name).toString()));
  }

  private static List<String> tables(TestDatabase database) throws Exception {
    try (var connection = database.dataSource().getConnection()) {
      return new Tables(connection).inOrder().stream().map(Tables.Table::name).toList();
    }
  }

  private static List<String> rows(TestDatabase database, String table) {
    return database
        .client()
        .sql("select t::text from %s t order by 1".formatted(table))
        .query((row, _) -> row.getString(1))
        .list();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
