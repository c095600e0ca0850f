package io.ampel.provider.bitbucket;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What Bitbucket's ways of saying no mean for an account. */
final class BitbucketErrors {
  /** Bitbucket's own: what was asked for took too long. */
  static final int TOOK_TOO_LONG = 555;

  private BitbucketErrors() {}

  static AccountProblem problem(BitbucketRefusal refusal) {
    if (refusal.isPage() && refusal.status() < 429) {
      return of(Code.NOT_THIS_PROVIDER, refusal);
    }
    return switch (refusal.status()) {
      case 401 -> of(Code.INVALID_TOKEN, refusal);
      case 402 -> of(Code.INSUFFICIENT_PERMISSIONS, refusal);
      case 403 -> of(forbidden(refusal), refusal);
      case 404, 451 -> of(Code.NOT_FOUND, refusal);
      // Whole endpoints are taken away so; a repository never is.
      case 410 -> of(Code.UNEXPECTED_ANSWER, refusal);
      case 429 -> rateLimited(refusal.words(), null);
      case 502, 504, TOOK_TOO_LONG -> of(Code.TIMED_OUT, refusal);
      default ->
          refusal.status() >= 500
              ? of(Code.PROVIDER_DOWN, refusal)
              : of(Code.UNEXPECTED_ANSWER, refusal);
    };
  }

  private static Code forbidden(BitbucketRefusal refusal) {
    if (refusal.missing().isEmpty() && isAboutTheAddress(refusal)) {
      return Code.IP_ALLOW_LIST;
    }
    return isAboutTheSecondStep(refusal)
        ? Code.TOKEN_FORBIDDEN_BY_ORGANIZATION
        : Code.INSUFFICIENT_PERMISSIONS;
  }

  private static boolean isAboutTheAddress(BitbucketRefusal refusal) {
    return refusal.says("whitelist")
        || refusal.says("allowlist")
        || refusal.says("allow list")
        || refusal.says("IP address");
  }

  private static boolean isAboutTheSecondStep(BitbucketRefusal refusal) {
    return refusal.says("two-step")
        || refusal.says("2-step")
        || refusal.says("two-factor")
        || refusal.says("2FA");
  }

  /** A wall that a workspace puts up: the token may be good elsewhere. */
  static boolean isWall(Code code) {
    return code == Code.IP_ALLOW_LIST || code == Code.TOKEN_FORBIDDEN_BY_ORGANIZATION;
  }

  static AccountProblem rateLimited(@Nullable String detail, @Nullable Instant until) {
    return new AccountProblem(Code.RATE_LIMITED, detail, null, until, List.of());
  }

  static String words(BitbucketRefusal refusal) {
    return refusal.words().isEmpty() ? "Bitbucket answered " + refusal.status() : refusal.words();
  }

  private static AccountProblem of(Code code, BitbucketRefusal refusal) {
    return new AccountProblem(code, words(refusal), null, null, refusal.missing());
  }
}
