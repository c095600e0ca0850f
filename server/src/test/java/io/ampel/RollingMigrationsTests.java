package io.ampel;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.platform.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * While processes are replaced one after the other, the previous version works on the new schema. A
 * migration therefore adds; it takes away only what an earlier release has stopped using, and says
 * which.
 */
class RollingMigrationsTests {
  /** Older ones came before several processes were promised. */
  private static final String SINCE = "V202611261100";

  private static final Pattern SAID = Pattern.compile("(?m)^-- Unused since \\d+\\.\\d+\\.\\d+\\b");

  private static final Map<String, Pattern> BREAKS = breaks();

  private static Map<String, Pattern> breaks() {
    var found = new LinkedHashMap<String, Pattern>();
    found.put("drops a table, a column or a view", words("drop\\s+(table|column|view|function)"));
    found.put("renames", words("rename\\s+(to|column|constraint)"));
    found.put("changes a type", words("alter\\s+column\\s+\\w+\\s+(set\\s+data\\s+)?type"));
    found.put("demands a value", words("set\\s+not\\s+null"));
    found.put(
        "adds a column that must be given",
        words("add\\s+column\\s+(?![^,;]*\\bdefault\\b)[^,;]*\\bnot\\s+null"));
    found.put("locks what others write", words("(lock\\s+table|vacuum\\s+full|cluster)"));
    return found;
  }

  private static Pattern words(String expression) {
    return Pattern.compile("\\b" + expression + "\\b", Pattern.CASE_INSENSITIVE);
  }

  private static Stream<String> broken(String migration) {
    if (SAID.matcher(migration).find()) return Stream.empty();
    var sql = migration.replaceAll("--[^\\n]*", "");
    return BREAKS.entrySet().stream()
        .filter(rule -> rule.getValue().matcher(sql).find())
        .map(Map.Entry::getKey);
  }

  @Test
  void migrationsLeaveThePreviousVersionWorking() throws IOException {
    var files =
        new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/**/*.sql");
    var newer =
        Arrays.stream(files)
            .filter(file -> name(file).compareTo(SINCE) >= 0)
            .sorted(Comparator.comparing(RollingMigrationsTests::name))
            .toList();
    assertThat(newer).isNotEmpty();
    for (var file : newer) {
      assertThat(broken(file.getContentAsString(StandardCharsets.UTF_8)))
          .as("%s: what it takes away, the version before may still use", name(file))
          .isEmpty();
    }
  }

  private static String name(Resource file) {
    return String.valueOf(file.getFilename());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table x drop column y;",
        "drop table x;",
        "alter table x rename to y;",
        "alter table x alter column y type text;",
        "alter table x alter column y set not null;",
        "alter table x add column y int not null;",
      })
  void whatBreaksIsFound(String sql) {
    assertThat(broken(sql)).hasSize(1);
    assertThat(broken("-- Unused since 0.4.0, which reads z instead.\n" + sql)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table x add column y int not null default 0, add column z text;",
        "create table x (y int not null);",
        "create or replace view v as select 1 as one;",
        "drop index x_y;",
      })
  void whatAddsIsFine(String sql) {
    assertThat(broken(sql)).isEmpty();
  }

  /** An older process that starts, or starts again, finds that somebody newer was here. */
  @Test
  void anOlderVersionStartsOnANewerSchema() {
    var database = TestDatabase.fresh();
    database
        .client()
        .sql(
            """
            insert into flyway_schema_history
                   (installed_rank, version, description, type, script, checksum, installed_by,
                    execution_time, success)
            select max(installed_rank) + 1, '299901010000', 'from the future', 'SQL',
                   'sync/V299901010000__from_the_future.sql', 1, current_user, 1, true
            from   flyway_schema_history
            """)
        .update();
    var ampel =
        io.ampel.platform.AmpelProcess.in(io.ampel.platform.AmpelProcess.newHome())
            .with("SPRING_DATASOURCE_URL", database.url())
            .with("SPRING_DATASOURCE_USERNAME", database.user())
            .with("SPRING_DATASOURCE_PASSWORD", database.password())
            .with(
                "AMPEL_ENCRYPTION_KEY", java.util.Base64.getEncoder().encodeToString(new byte[32]));
    try (var running = ampel.start()) {
      assertThat(running.address()).isNotNull();
    }
  }
}
