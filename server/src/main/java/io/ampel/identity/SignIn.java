package io.ampel.identity;

import io.ampel.identity.Audit.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Decides whether an e-mail and a password belong together. Whoever has no account gets the same
 * answer after the same work.
 */
@Component
class SignIn {
  static final int PER_ACCOUNT = 8;
  static final int PER_ADDRESS = 40;

  /** What became of an attempt. */
  sealed interface Result {
    record Admitted(Person person) implements Result {}

    record Refused() implements Result {}

    record Throttled(Duration pause) implements Result {}
  }

  private record Known(
      UUID id, String email, String name, boolean administrator, @Nullable String passwordHash) {
    Person person() {
      return new Person(id, email, name, administrator);
    }
  }

  private final JdbcClient jdbc;
  private final Passwords passwords;
  private final Attempts attempts;
  private final Audit audit;

  SignIn(JdbcClient jdbc, Passwords passwords, Attempts attempts, Audit audit) {
    this.jdbc = jdbc;
    this.passwords = passwords;
    this.attempts = attempts;
    this.audit = audit;
  }

  Result attempt(String givenEmail, String password, String address) {
    var email = People.normalized(givenEmail);
    var account = account(email);
    var wait =
        Stream.of(
                attempts.charge(account, PER_ACCOUNT),
                attempts.charge("address:" + address, PER_ADDRESS))
            .flatMap(java.util.Optional::stream)
            .max(Duration::compareTo);
    if (wait.isPresent()) {
      return new Result.Throttled(wait.get());
    }
    var known = find(email);
    var hash = known == null ? null : known.passwordHash();
    if (!passwords.matches(password, hash) || known == null) {
      refused(known, address);
      return new Result.Refused();
    }
    attempts.forget(account);
    attempts.refund("address:" + address);
    return new Result.Admitted(known.person());
  }

  /** Keeps what strangers type, which may be a password, out of the table of attempts. */
  static String account(String email) {
    return "account:" + java.util.HexFormat.of().formatHex(new Token(email).hash());
  }

  private @Nullable Known find(String email) {
    return jdbc.sql(
            """
            select id, email, name, administrator, password_hash
              from person
             where email = :email
            """)
        .param("email", email)
        .query(Known.class)
        .optional()
        .orElse(null);
  }

  private void refused(@Nullable Known known, String address) {
    audit.record(
        known == null ? null : known.id(),
        "sign-in.refused",
        "person",
        known == null ? null : known.id(),
        Outcome.REFUSED,
        Map.of("address", address));
  }
}
