package io.ampel.provider;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a provider could not be asked, or not everything.
 *
 * @param detail the provider's own words, never containing a token
 * @param link where it can be mended, for example an SSO authorization page
 * @param until when it passes by itself, for rate limits
 * @param missing permissions or scopes that lack
 */
public record AccountProblem(
    Code code,
    @Nullable String detail,
    @Nullable String link,
    @Nullable Instant until,
    List<String> missing) {

  public AccountProblem {
    missing = List.copyOf(missing);
  }

  public static AccountProblem of(Code code) {
    return new AccountProblem(code, null, null, null, List.of());
  }

  public static AccountProblem of(Code code, @Nullable String detail) {
    return new AccountProblem(code, detail, null, null, List.of());
  }

  /** The next call would end the same way, whatever it asks. */
  public boolean stopsEveryCall() {
    return switch (code) {
      case INVALID_TOKEN,
          TOKEN_EXPIRED,
          TOO_MANY_SIGN_INS,
          RATE_LIMITED,
          HOST_NOT_FOUND,
          CONNECTION_REFUSED,
          CERTIFICATE_NOT_TRUSTED,
          ADDRESS_FORBIDDEN,
          PLAIN_HTTP_FORBIDDEN,
          NOT_THIS_PROVIDER ->
          true;
      case INSUFFICIENT_PERMISSIONS,
          CANNOT_SEE_REPOSITORIES,
          APPROVAL_PENDING,
          SSO_REQUIRED,
          TOKEN_FORBIDDEN_BY_ORGANIZATION,
          IP_ALLOW_LIST,
          PROVIDER_DOWN,
          TIMED_OUT,
          NOT_FOUND,
          UNEXPECTED_ANSWER ->
          false;
    };
  }

  /** The question may have been too big: a smaller one may be answered. */
  public boolean asksForLess() {
    return code == Code.TIMED_OUT || code == Code.PROVIDER_DOWN;
  }

  /** Titles, causes and next steps stand in the bundle under {@code account.problem.CODE}. */
  public enum Code {
    INVALID_TOKEN(true),
    TOKEN_EXPIRED(true),
    INSUFFICIENT_PERMISSIONS(false),
    CANNOT_SEE_REPOSITORIES(false),
    APPROVAL_PENDING(false),
    SSO_REQUIRED(false),
    TOKEN_FORBIDDEN_BY_ORGANIZATION(false),
    IP_ALLOW_LIST(false),
    RATE_LIMITED(false),
    TOO_MANY_SIGN_INS(false),
    HOST_NOT_FOUND(false),
    CONNECTION_REFUSED(false),
    CERTIFICATE_NOT_TRUSTED(false),
    ADDRESS_FORBIDDEN(false),
    PLAIN_HTTP_FORBIDDEN(false),
    NOT_THIS_PROVIDER(false),
    PROVIDER_DOWN(false),
    TIMED_OUT(false),
    NOT_FOUND(false),
    UNEXPECTED_ANSWER(false);

    private final boolean tokenIsDead;

    Code(boolean tokenIsDead) {
      this.tokenIsDead = tokenIsDead;
    }

    /** The token is of no use any more and is not tried again. */
    public boolean tokenIsDead() {
      return tokenIsDead;
    }
  }
}
