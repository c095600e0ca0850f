package io.ampel.identity;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Links, each shown once to an administrator, by which somebody sets a password of their own. */
@Component
class Invitations {
  static final Duration LASTS = Duration.ofDays(7);

  private final JdbcClient jdbc;
  private final Clock clock;

  Invitations(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** A newer invitation ends the older one. */
  Token invite(UUID person) {
    var token = Token.random("");
    var now = clock.instant();
    jdbc.sql(
            """
            insert into invitation (person_id, token_hash, created_at, expires_at)
            values (:person, :hash, :now, :expires)
            on conflict (person_id) do update
               set token_hash = excluded.token_hash,
                   created_at = excluded.created_at,
                   expires_at = excluded.expires_at
            """)
        .param("person", person)
        .param("hash", token.hash())
        .param("now", Timestamp.from(now))
        .param("expires", Timestamp.from(now.plus(LASTS)))
        .update();
    return token;
  }

  Optional<Person> find(Token token) {
    return jdbc.sql(
            """
            select person.id, email, name, administrator
              from invitation
              join person on person.id = person_id
             where token_hash = :hash
               and expires_at > :now
            """)
        .param("hash", token.hash())
        .param("now", Timestamp.from(clock.instant()))
        .query((row, _) -> Person.of(row))
        .optional();
  }

  /** True for the one who came first. */
  boolean use(Token token) {
    return jdbc.sql("delete from invitation where token_hash = :hash")
            .param("hash", token.hash())
            .update()
        == 1;
  }
}
