package io.ampel.identity;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The log of who did what, to which only lines are added. A room records in the transaction of what
 * it did, so that neither exists without the other. Details must never hold a secret.
 */
@Component
public class Audit {
  private static final TypeReference<Map<String, Object>> DETAILS = new TypeReference<>() {};

  /** How it ended. Unknown: it was asked for, and no answer came. */
  public enum Outcome {
    DONE,
    REFUSED,
    FAILED,
    UNKNOWN
  }

  /** One line. The e-mail is the one the person had then. */
  public record Entry(
      long id,
      Instant at,
      @Nullable UUID personId,
      @Nullable String personEmail,
      String action,
      String subjectType,
      @Nullable String subjectId,
      Outcome outcome,
      Map<String, Object> details) {}

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  Audit(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * @param personId who did it; null where nobody is known, as in a failed sign-in
   * @param action such as {@code account.added} or {@code pull-request.merged}
   * @param subjectType what kind of thing it was done to, such as {@code pull-request}
   */
  public void record(
      @Nullable UUID personId,
      String action,
      String subjectType,
      @Nullable Object subjectId,
      Outcome outcome,
      Map<String, ?> details) {
    jdbc.sql(
            """
            insert into audit (at, person_id, person_email, action, subject_type, subject_id,
                               outcome, details)
            values (:at, :person, (select email from person where id = :person), :action,
                    :subjectType, :subjectId, :outcome, cast(:details as jsonb))
            """)
        .param("at", Timestamp.from(clock.instant()))
        .param("person", personId, java.sql.Types.OTHER)
        .param("action", action)
        .param("subjectType", subjectType)
        .param("subjectId", subjectId == null ? null : subjectId.toString(), java.sql.Types.VARCHAR)
        .param("outcome", outcome.name())
        .param("details", json.writeValueAsString(details))
        .update();
  }

  /** Newest first, those before an entry. */
  List<Entry> before(long id, @Nullable UUID personId, @Nullable String action, int limit) {
    return jdbc.sql(
            """
            select id, at, person_id, person_email, action, subject_type, subject_id, outcome, details
              from audit
             where id < :before
               and (cast(:person as uuid) is null or person_id = :person)
               and (cast(:action as text) is null or action = :action)
             order by id desc
             limit :limit
            """)
        .param("before", id)
        .param("person", personId, java.sql.Types.OTHER)
        .param("action", action, java.sql.Types.VARCHAR)
        .param("limit", limit)
        .query((row, _) ->
            new Entry(
                row.getLong("id"),
                row.getTimestamp("at").toInstant(),
                row.getObject("person_id", UUID.class),
                row.getString("person_email"),
                row.getString("action"),
                row.getString("subject_type"),
                row.getString("subject_id"),
                Outcome.valueOf(row.getString("outcome")),
                json.readValue(row.getString("details"), DETAILS)))
        .list();
  }
}
