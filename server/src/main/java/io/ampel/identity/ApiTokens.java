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

/** What programs of a person show instead of a password. */
@Component
class ApiTokens {
  static final String PREFIX = "ampel_";
  private static final int HINT = 4;
  private static final Duration USED_EVERY = Duration.ofMinutes(1);

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Cache<String, Proof> known =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofSeconds(60)).build();

  ApiTokens(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** A new token, with the only chance to read it. */
  record Made(UUID id, String name, Token token) {}

  private record Proof(
      UUID id, Person person, Scope scope, @Nullable Instant expiresAt, @Nullable Instant usedAt) {
    boolean livesAt(Instant now) {
      return expiresAt == null || now.isBefore(expiresAt);
    }

    boolean isToNote(Instant now) {
      return usedAt == null || usedAt.plus(USED_EVERY).isBefore(now);
    }
  }

  Made make(UUID person, String name, Scope scope, @Nullable Instant expiresAt) {
    var token = Token.random(PREFIX);
    var id =
        jdbc.sql(
                """
                insert into api_token (person_id, name, token_hash, hint, scope, created_at,
                                       expires_at)
                values (:person, :name, :hash, :hint, :scope, :now, :expires)
                returning id
                """)
            .param("person", person)
            .param("name", name)
            .param("hash", token.hash())
            .param("hint", token.value().substring(token.value().length() - HINT))
            .param("scope", scope.name())
            .param("now", Timestamp.from(clock.instant()))
            .param(
                "expires",
                expiresAt == null ? null : Timestamp.from(expiresAt),
                java.sql.Types.TIMESTAMP)
            .query(UUID.class)
            .single();
    return new Made(id, name, token);
  }

  Optional<Access> find(Token token) {
    var hash = token.hash();
    var now = clock.instant();
    var key = HexFormat.of().formatHex(hash);
    var proof = remembered(key, hash);
    if (proof == null || !proof.livesAt(now)) {
      return Optional.empty();
    }
    if (proof.isToNote(now)) {
      used(proof, now);
      known.invalidate(key);
    }
    return Optional.of(new Access(proof.person(), proof.scope()));
  }

  private @Nullable Proof remembered(String key, byte[] hash) {
    var proof = known.getIfPresent(key);
    return proof != null ? proof : read(hash).map(found -> keep(key, found)).orElse(null);
  }

  private Proof keep(String key, Proof proof) {
    known.put(key, proof);
    return proof;
  }

  private Optional<Proof> read(byte[] hash) {
    return jdbc.sql(
            """
            select api_token.id as token_id, scope, expires_at, last_used_at,
                   person.id, email, person.name, administrator
              from api_token
              join person on person.id = person_id
             where token_hash = :hash
            """)
        .param("hash", hash)
        .query((row, _) ->
            new Proof(
                row.getObject("token_id", UUID.class),
                Person.of(row),
                Scope.valueOf(row.getString("scope")),
                instant(row.getTimestamp("expires_at")),
                instant(row.getTimestamp("last_used_at"))))
        .optional();
  }

  private void used(Proof proof, Instant now) {
    jdbc.sql(
            """
            update api_token
               set last_used_at = :now
             where id = :id
               and (last_used_at is null or last_used_at < :due)
            """)
        .param("now", Timestamp.from(now))
        .param("id", proof.id())
        .param("due", Timestamp.from(now.minus(USED_EVERY)))
        .update();
  }

  List<ApiToken> of(UUID person) {
    return jdbc.sql(
            """
            select id, name, hint, scope, created_at, expires_at, last_used_at
              from api_token
             where person_id = :person
             order by created_at desc, id
            """)
        .param("person", person)
        .query((row, _) ->
            new ApiToken(
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("hint"),
                Scope.valueOf(row.getString("scope")),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("expires_at")),
                instant(row.getTimestamp("last_used_at"))))
        .list();
  }

  /** The name of the one that is gone now. */
  Optional<String> revoke(UUID person, UUID id) {
    return jdbc.sql(
            """
            delete from api_token
             where id = :id
               and person_id = :person
            returning name
            """)
        .param("id", id)
        .param("person", person)
        .query(String.class)
        .optional();
  }

  void forgetAll() {
    known.invalidateAll();
  }

  void forget(UUID person) {
    known.asMap().values().removeIf(proof -> proof.person().id().equals(person));
  }

  private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
