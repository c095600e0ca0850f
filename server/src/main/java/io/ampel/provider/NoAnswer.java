package io.ampel.provider;

import io.ampel.platform.Unreachable;
import io.ampel.provider.AccountProblem.Code;

/** What it means for an account that nobody answered. */
public final class NoAnswer {
  private NoAnswer() {}

  public static AccountProblem problem(Unreachable failure) {
    var code =
        switch (failure.kind()) {
          case HOST_NOT_FOUND -> Code.HOST_NOT_FOUND;
          case CONNECTION_REFUSED -> Code.CONNECTION_REFUSED;
          case CERTIFICATE_NOT_TRUSTED -> Code.CERTIFICATE_NOT_TRUSTED;
          case TLS_FAILED, TOO_LARGE -> Code.UNEXPECTED_ANSWER;
          case TIMED_OUT -> Code.TIMED_OUT;
          case ADDRESS_FORBIDDEN -> Code.ADDRESS_FORBIDDEN;
          case CUT_OFF -> Code.PROVIDER_DOWN;
          case PLAIN_HTTP_FORBIDDEN -> Code.PLAIN_HTTP_FORBIDDEN;
        };
    return AccountProblem.of(code, failure.host() + ": " + failure.kind());
  }

  /** No answer to an act: unknown where it may have been done, a failure where it was not. */
  public static String toAnAct(Unreachable failure) {
    if (!failure.mayHaveArrived()) {
      throw new ProviderFailure(problem(failure));
    }
    return "no answer: " + failure.kind();
  }
}
