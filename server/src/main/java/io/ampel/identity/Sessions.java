package io.ampel.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who is signed in with which browser. A request reads the session from memory and writes nothing;
 * when it was last seen is noted every ten minutes at most.
 */
@Component
class Sessions {
  static final Duration LONGEST = Duration.ofDays(90);
  static final Duration LONGEST_IDLE = Duration.ofDays(30);
  private static final Duration SEEN_EVERY = Duration.ofMinutes(10);

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Cache<String, Session> known =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofSeconds(60)).build();

  Sessions(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** A session with whom it belongs to. */
  record Session(UUID id, Person person, Instant createdAt, Instant lastSeenAt) {
    boolean livesAt(Instant now) {
      return now.isBefore(createdAt.plus(LONGEST)) && now.isBefore(lastSeenAt.plus(LONGEST_IDLE));
    }
  }

  /** A session as its owner sees it in the list. */
  record Listed(UUID id, String browser, String address, Instant createdAt, Instant lastSeenAt) {}

  Token open(Person person, String browser, String address) {
    var token = Token.random("");
    var now = Timestamp.from(clock.instant());
    jdbc.sql(
            """
            insert into person_session (person_id, token_hash, browser, address, created_at,
                                        last_seen_at)
            values (:person, :hash, :browser, :address, :now, :now)
            """)
        .param("person", person.id())
        .param("hash", token.hash())
        .param("browser", browser)
        .param("address", address)
        .param("now", now)
        .update();
    forgetOld(person);
    return token;
  }

  private void forgetOld(Person person) {
    jdbc.sql(
            """
            delete from person_session
             where person_id = :person
               and (created_at < :oldest or last_seen_at < :idle)
            """)
        .param("person", person.id())
        .param("oldest", Timestamp.from(clock.instant().minus(LONGEST)))
        .param("idle", Timestamp.from(clock.instant().minus(LONGEST_IDLE)))
        .update();
  }

  Optional<Session> find(Token token) {
    var hash = token.hash();
    var now = clock.instant();
    var session = remembered(HexFormat.of().formatHex(hash), hash);
    if (session == null || !session.livesAt(now)) {
      return Optional.empty();
    }
    if (session.lastSeenAt().plus(SEEN_EVERY).isBefore(now)) {
      seen(session, hash, now);
    }
    return Optional.of(session);
  }

  private @Nullable Session remembered(String key, byte[] hash) {
    var session = known.getIfPresent(key);
    return session != null ? session : read(hash).map(found -> keep(key, found)).orElse(null);
  }

  private Session keep(String key, Session session) {
    known.put(key, session);
    return session;
  }

  private Optional<Session> read(byte[] hash) {
    return jdbc.sql(
            """
            select person_session.id as session_id, person_session.created_at, last_seen_at,
                   person.id, email, name, administrator
              from person_session
              join person on person.id = person_id
             where token_hash = :hash
            """)
        .param("hash", hash)
        .query((row, _) ->
            new Session(
                row.getObject("session_id", UUID.class),
                Person.of(row),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("last_seen_at").toInstant()))
        .optional();
  }

  private void seen(Session session, byte[] hash, Instant now) {
    jdbc.sql(
            """
            update person_session
               set last_seen_at = :now
             where id = :id
               and last_seen_at < :due
            """)
        .param("now", Timestamp.from(now))
        .param("id", session.id())
        .param("due", Timestamp.from(now.minus(SEEN_EVERY)))
        .update();
    known.invalidate(HexFormat.of().formatHex(hash));
  }

  List<Listed> of(UUID person) {
    return jdbc.sql(
            """
            select id, browser, address, created_at, last_seen_at
              from person_session
             where person_id = :person
               and created_at > :oldest
               and last_seen_at > :idle
             order by last_seen_at desc
            """)
        .param("person", person)
        .param("oldest", Timestamp.from(clock.instant().minus(LONGEST)))
        .param("idle", Timestamp.from(clock.instant().minus(LONGEST_IDLE)))
        .query((row, _) ->
            new Listed(
                row.getObject("id", UUID.class),
                row.getString("browser"),
                row.getString("address"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("last_seen_at").toInstant()))
        .list();
  }

  int end(UUID person, UUID session) {
    return jdbc.sql("delete from person_session where id = :id and person_id = :person")
        .param("id", session)
        .param("person", person)
        .update();
  }

  /** Ends all sessions of a person but one, or all. */
  int endOthers(UUID person, @Nullable UUID kept) {
    return jdbc.sql(
            """
            delete from person_session
             where person_id = :person
               and (cast(:kept as uuid) is null or id <> :kept)
            """)
        .param("person", person)
        .param("kept", kept, java.sql.Types.OTHER)
        .update();
  }

  void forgetAll() {
    known.invalidateAll();
  }

  void forget(UUID person) {
    known.asMap().values().removeIf(session -> session.person().id().equals(person));
  }
}
