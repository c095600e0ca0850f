package io.ampel.provider;

import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Capabilities.State;
import io.ampel.provider.TokenPaste.Hint;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking a provider about a token.
 *
 * @param introduction null when the provider did not say who it is
 * @param problem why it is of no use for lights, null when it is
 * @param hints what the token's looks tell
 */
record Diagnosis(
    @Nullable Introduction introduction, @Nullable AccountProblem problem, List<Hint> hints) {

  Diagnosis {
    hints = List.copyOf(hints);
  }

  static Diagnosis of(Introduction introduction, List<Hint> hints) {
    return new Diagnosis(introduction, problem(introduction), hints);
  }

  static Diagnosis of(AccountProblem problem, List<Hint> hints) {
    return new Diagnosis(null, problem, hints);
  }

  boolean ok() {
    return problem == null;
  }

  /** Somebody answered, but there is nothing to see, or no pull requests may be read. */
  private static @Nullable AccountProblem problem(Introduction introduction) {
    if (introduction.repositoriesVisible() == 0) {
      return warning(introduction, Code.CANNOT_SEE_REPOSITORIES)
          .orElseGet(() -> AccountProblem.of(Code.CANNOT_SEE_REPOSITORIES));
    }
    var lights = introduction.capabilities().readLights();
    return lights.state() == State.NO
        ? new AccountProblem(Code.INSUFFICIENT_PERMISSIONS, null, null, null, lights.missing())
        : null;
  }

  private static Optional<AccountProblem> warning(Introduction introduction, Code code) {
    return introduction.warnings().stream().filter(warning -> warning.code() == code).findFirst();
  }

  /** What is wrong besides the problem. */
  List<AccountProblem> warnings() {
    return introduction == null
        ? List.of()
        : introduction.warnings().stream()
            .filter(warning -> problem == null || warning.code() != problem.code())
            .toList();
  }

  /**
   * Whether keeping the token makes sense: it works, or what is wrong can be mended elsewhere or
   * passes by itself.
   *
   * @param known whether the address had proved itself before; one that never answered may be wrong
   */
  boolean canBeKept(boolean known) {
    return problem == null
        || switch (problem.code()) {
          case INSUFFICIENT_PERMISSIONS,
              CANNOT_SEE_REPOSITORIES,
              APPROVAL_PENDING,
              SSO_REQUIRED,
              TOKEN_FORBIDDEN_BY_ORGANIZATION,
              IP_ALLOW_LIST,
              RATE_LIMITED,
              TOO_MANY_SIGN_INS ->
              true;
          case HOST_NOT_FOUND, CONNECTION_REFUSED, PROVIDER_DOWN, TIMED_OUT -> known;
          case INVALID_TOKEN,
              TOKEN_EXPIRED,
              CERTIFICATE_NOT_TRUSTED,
              ADDRESS_FORBIDDEN,
              PLAIN_HTTP_FORBIDDEN,
              NOT_THIS_PROVIDER,
              NOT_FOUND,
              UNEXPECTED_ANSWER ->
              false;
        };
  }

  /** Whether the address itself is in doubt, so that nothing should be kept of it. */
  boolean doubtsAddress() {
    return introduction == null
        && !canBeKept(false)
        && problem != null
        && !problem.code().tokenIsDead();
  }
}
