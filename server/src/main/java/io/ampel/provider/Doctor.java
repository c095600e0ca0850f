package io.ampel.provider;

import io.ampel.platform.Unreachable;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.TokenPaste.Hint;
import io.ampel.pullrequest.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Asks a provider who a token is and what it may do, and makes sense of the answer. */
@Component
class Doctor {
  /** GitHub has been seen to name the present moment as the end of tokens that live on. */
  private static final Duration NO_EXPIRY = Duration.ofMinutes(2);

  private final Connectors connectors;
  private final ProviderAccounts accounts;
  private final Clock clock;

  Doctor(Connectors connectors, ProviderAccounts accounts, Clock clock) {
    this.connectors = connectors;
    this.accounts = accounts;
    this.clock = clock;
  }

  /** A token that is not saved. */
  Diagnosis examine(Instance instance, Credentials given) {
    var paste = given.paste();
    if (!paste.canBeSent()) {
      return Diagnosis.of(AccountProblem.of(Code.INVALID_TOKEN), paste.hints());
    }
    var access =
        new Access(UUID.randomUUID(), instance, given.username(), given.workspace(), paste::token);
    var hints = paste.hintsWith(instance.provider(), given.username() != null);
    return examine(access, hints, given.expires());
  }

  /** The token that an account has. */
  Diagnosis examine(ProviderAccount account) {
    return examine(accounts.accessForTest(account), List.of(), account.expiry().orElse(null));
  }

  /** The token that an account has, with something else beside it. */
  Diagnosis examine(
      ProviderAccount account, @Nullable String username, @Nullable String workspace) {
    var access = accounts.accessForTest(account, username, workspace);
    return examine(access, List.of(), account.expiry().orElse(null));
  }

  private Diagnosis examine(Access access, List<Hint> hints, @Nullable Instant expiry) {
    try {
      var connector = connectors.of(access.instance().provider()).orElseThrow();
      return Diagnosis.of(plausible(connector.introduce(access)), hints);
    } catch (ProviderFailure failure) {
      return Diagnosis.of(expired(failure.problem(), expiry), hints);
    } catch (Unreachable failure) {
      return Diagnosis.of(problem(failure), hints);
    }
  }

  /** Where the provider does not tell expired from invalid, the end that was known decides. */
  private AccountProblem expired(AccountProblem problem, @Nullable Instant expiry) {
    var isOver = expiry != null && !expiry.isAfter(clock.instant());
    return isOver && problem.code() == Code.INVALID_TOKEN
        ? AccountProblem.of(Code.TOKEN_EXPIRED, problem.detail())
        : problem;
  }

  private Introduction plausible(Introduction told) {
    var end = told.expiresAt();
    if (end == null || end.isAfter(clock.instant().plus(NO_EXPIRY))) return told;
    return new Introduction(
        told.identity(),
        told.tokenKind(),
        null,
        told.scopes(),
        told.owner(),
        told.capabilities(),
        told.repositoriesVisible(),
        told.budgets(),
        told.warnings());
  }

  /** Why no answer came, as a problem of the account. */
  static AccountProblem problem(Unreachable failure) {
    var code =
        switch (failure.kind()) {
          case HOST_NOT_FOUND -> Code.HOST_NOT_FOUND;
          case CONNECTION_REFUSED -> Code.CONNECTION_REFUSED;
          case CERTIFICATE_NOT_TRUSTED -> Code.CERTIFICATE_NOT_TRUSTED;
          case ADDRESS_FORBIDDEN -> Code.ADDRESS_FORBIDDEN;
          case PLAIN_HTTP_FORBIDDEN -> Code.PLAIN_HTTP_FORBIDDEN;
          case TIMED_OUT -> Code.TIMED_OUT;
          case CUT_OFF -> Code.PROVIDER_DOWN;
          case TLS_FAILED, TOO_LARGE -> Code.NOT_THIS_PROVIDER;
        };
    return AccountProblem.of(code, failure.host());
  }
}
