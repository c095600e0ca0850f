package io.ampel.identity;

import io.ampel.identity.Audit.Outcome;
import io.ampel.web.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Makes and revokes API tokens, and writes it down. */
@Component
class ApiTokenKeeping {
  static final int MOST = 50;
  static final int LONGEST_NAME = 100;

  private final ApiTokens tokens;
  private final Audit audit;
  private final Forgetting forgetting;
  private final Clock clock;
  private final TransactionOperations transaction;

  ApiTokenKeeping(
      ApiTokens tokens,
      Audit audit,
      Forgetting forgetting,
      Clock clock,
      TransactionOperations transaction) {
    this.tokens = tokens;
    this.audit = audit;
    this.forgetting = forgetting;
    this.clock = clock;
    this.transaction = transaction;
  }

  ApiTokens.Made make(Person person, String name, Scope scope, @Nullable Instant expiresAt) {
    if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
      throw Problem.invalid("expiresAt", "identity.tokens.past");
    }
    if (tokens.of(person.id()).size() >= MOST) {
      throw Problem.of(HttpStatus.CONFLICT, "TOO_MANY_API_TOKENS", MOST);
    }
    return Objects.requireNonNull(
        transaction.execute(_ -> madeAndRecorded(person, name.strip(), scope, expiresAt)));
  }

  private ApiTokens.Made madeAndRecorded(
      Person person, String name, Scope scope, @Nullable Instant expiresAt) {
    var made = tokens.make(person.id(), name, scope, expiresAt);
    audit.record(
        person.id(),
        "api-token.made",
        "api-token",
        made.id(),
        Outcome.DONE,
        Map.of("name", name, "scope", scope));
    return made;
  }

  /** Whether there was one of this person. */
  boolean revoke(Person person, UUID id) {
    var revoked =
        transaction.execute(_ -> {
          var name = tokens.revoke(person.id(), id);
          name.ifPresent(it ->
              audit.record(
                  person.id(),
                  "api-token.revoked",
                  "api-token",
                  id,
                  Outcome.DONE,
                  Map.of("name", it)));
          return name.isPresent();
        });
    forgetting.forgetTokens(person.id());
    return Boolean.TRUE.equals(revoked);
  }
}
