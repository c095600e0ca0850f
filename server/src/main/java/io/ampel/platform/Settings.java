package io.ampel.platform;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * What administrators have set for the whole installation, by name. A value is anything that has a
 * JSON form; whoever changes one writes it into the audit too.
 */
@Component
public class Settings {
  private final JdbcClient jdbc;
  private final JsonMapper json;

  public Settings(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Empty when nobody has set it. */
  public <T> Optional<T> read(String name, Class<T> type) {
    return jdbc.sql(
            """
            select value
              from setting
             where name = :name
            """)
        .param("name", name)
        .query((row, _) -> row.getString("value"))
        .optional()
        .map(value -> json.readValue(value, type));
  }

  public void write(String name, Object value) {
    jdbc.sql(
            """
            insert into setting (name, value)
            values (:name, cast(:value as jsonb))
            on conflict (name)
            do update set value = excluded.value
            """)
        .param("name", name)
        .param("value", json.writeValueAsString(value))
        .update();
  }

  public void clear(String name) {
    jdbc.sql("delete from setting where name = :name").param("name", name).update();
  }
}
