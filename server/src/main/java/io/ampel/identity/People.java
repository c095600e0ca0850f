package io.ampel.identity;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The people who have an account here. */
@Component
public class People {
  private final JdbcClient jdbc;
  private final Passwords passwords;

  /** Once there is one there always is: the last administrator cannot be removed. */
  private volatile boolean inhabited;

  People(JdbcClient jdbc, Passwords passwords) {
    this.jdbc = jdbc;
    this.passwords = passwords;
  }

  /** A person as administrators see them in the list. */
  record Listed(Person person, Instant createdAt, @Nullable Instant lastSeenAt, boolean invited) {}

  public static String normalized(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  public Optional<Person> byId(UUID id) {
    return jdbc.sql("select id, email, name, administrator from person where id = :id")
        .param("id", id)
        .query((row, _) -> Person.of(row))
        .optional();
  }

  public Optional<Person> byEmail(String email) {
    return jdbc.sql("select id, email, name, administrator from person where email = :email")
        .param("email", normalized(email))
        .query((row, _) -> Person.of(row))
        .optional();
  }

  public List<Person> all() {
    return jdbc.sql("select id, email, name, administrator from person order by name, email")
        .query((row, _) -> Person.of(row))
        .list();
  }

  public boolean none() {
    if (!inhabited) {
      inhabited = jdbc.sql("select exists (select from person)").query(Boolean.class).single();
    }
    return !inhabited;
  }

  List<Listed> listed() {
    return jdbc.sql(
            """
            select person.id, email, name, administrator, person.created_at,
                   password_hash is null as invited,
                   (select max(last_seen_at)
                      from person_session
                     where person_id = person.id) as last_seen_at
              from person
             order by name, email
            """)
        .query((row, _) -> {
          var seen = row.getTimestamp("last_seen_at");
          return new Listed(
              Person.of(row),
              row.getTimestamp("created_at").toInstant(),
              seen == null ? null : seen.toInstant(),
              row.getBoolean("invited"));
        })
        .list();
  }

  /**
   * Adds somebody, with a password or, without, to be invited.
   *
   * @throws DuplicateKeyException if the e-mail has an account
   */
  public Person add(String email, String name, @Nullable String password, boolean administrator) {
    var hash = password == null ? null : passwords.hash(password);
    return jdbc.sql(
            """
            insert into person (email, name, password_hash, administrator)
            values (:email, :name, :hash, :administrator)
            returning id, email, name, administrator
            """)
        .param("email", normalized(email))
        .param("name", name.strip())
        .param("hash", hash, java.sql.Types.VARCHAR)
        .param("administrator", administrator)
        .query((row, _) -> Person.of(row))
        .single();
  }

  Optional<String> passwordHash(UUID id) {
    return jdbc.sql("select password_hash from person where id = :id")
        .param("id", id)
        .query(String.class)
        .optional();
  }

  void setPassword(UUID id, String hash) {
    jdbc.sql(
            """
            update person
               set password_hash       = :hash,
                   password_changed_at = now()
             where id = :id
            """)
        .param("hash", hash)
        .param("id", id)
        .update();
  }

  void rename(UUID id, String name) {
    jdbc.sql("update person set name = :name where id = :id")
        .param("name", name.strip())
        .param("id", id)
        .update();
  }

  void setAdministrator(UUID id, boolean administrator) {
    jdbc.sql("update person set administrator = :administrator where id = :id")
        .param("administrator", administrator)
        .param("id", id)
        .update();
  }

  boolean remove(UUID id) {
    return jdbc.sql("delete from person where id = :id").param("id", id).update() == 1;
  }

  /** Locked until the end of the transaction, so that two of them cannot remove each other. */
  List<UUID> administratorsLocked() {
    return jdbc.sql("select id from person where administrator order by id for update")
        .query((row, _) -> row.getObject("id", UUID.class))
        .list();
  }
}
