package io.ampel.identity;

import io.ampel.web.Problem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API tokens by REST. */
@RestController
@RequestMapping("/api/v1/api-tokens")
class ApiTokensController {
  record NewToken(
      @NotBlank @Size(max = ApiTokenKeeping.LONGEST_NAME) String name,
      @Nullable Scope scope,
      @Nullable Instant expiresAt) {}

  /** The only time the token is told. */
  record MadeToken(UUID id, String name, String token, Scope scope, @Nullable Instant expiresAt) {}

  private final ApiTokens tokens;
  private final ApiTokenKeeping keeping;

  ApiTokensController(ApiTokens tokens, ApiTokenKeeping keeping) {
    this.tokens = tokens;
    this.keeping = keeping;
  }

  @GetMapping
  List<ApiToken> mine(Person person) {
    return tokens.of(person.id());
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  MadeToken make(Person person, @Valid @RequestBody NewToken wanted) {
    var scope = wanted.scope() == null ? Scope.ACT : wanted.scope();
    var made = keeping.make(person, wanted.name(), scope, wanted.expiresAt());
    return new MadeToken(made.id(), made.name(), made.token().value(), scope, wanted.expiresAt());
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(Person person, @PathVariable UUID id) {
    if (!keeping.revoke(person, id)) {
      throw Problem.notFound();
    }
  }
}
