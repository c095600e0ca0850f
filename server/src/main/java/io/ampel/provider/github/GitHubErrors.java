package io.ampel.provider.github;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.GraphQlReplies.Fault;
import io.ampel.provider.RetryAfter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** What GitHub's ways of saying no mean for an account. */
final class GitHubErrors {
  private GitHubErrors() {}

  static AccountProblem problem(GitHubRefusal refusal, Instant now) {
    if (!refusal.isJson() && refusal.status() < 429) {
      return of(Code.NOT_THIS_PROVIDER, refusal);
    }
    return switch (refusal.status()) {
      case 401 -> of(unauthorized(refusal, now), refusal);
      case 403, 429 -> forbidden(refusal, now);
      case 404, 410, 451 -> of(Code.NOT_FOUND, refusal);
      case 502, 504 -> AccountProblem.of(Code.TIMED_OUT, "GitHub answered " + refusal.status());
      default ->
          refusal.status() >= 500
              ? AccountProblem.of(Code.PROVIDER_DOWN, "GitHub answered " + refusal.status())
              : of(Code.UNEXPECTED_ANSWER, refusal);
    };
  }

  private static Code unauthorized(GitHubRefusal refusal, Instant now) {
    var expired =
        GitHubWords.expiry(refusal.header(GitHubDoctor.EXPIRY)).filter(end -> !end.isAfter(now));
    return expired.isPresent() || refusal.says("expired") ? Code.TOKEN_EXPIRED : Code.INVALID_TOKEN;
  }

  private static AccountProblem forbidden(GitHubRefusal refusal, Instant now) {
    if (isRateLimit(refusal)) {
      return rateLimited(refusal.words(), pauseEnd(refusal.headers(), now));
    }
    var page = GitHubWords.singleSignOnPage(refusal.header("X-GitHub-SSO"));
    if (page != null || refusal.says("SAML enforcement")) {
      return new AccountProblem(Code.SSO_REQUIRED, refusal.words(), page, null, List.of());
    }
    if (refusal.says("login attempts")) {
      return of(Code.TOO_MANY_SIGN_INS, refusal);
    }
    if (refusal.says("IP allow list")) {
      return of(Code.IP_ALLOW_LIST, refusal);
    }
    if (refusal.says("forbids access via") || refusal.says("lifetime is greater than")) {
      return of(Code.TOKEN_FORBIDDEN_BY_ORGANIZATION, refusal);
    }
    if (refusal.says("access blocked")) {
      return of(Code.NOT_FOUND, refusal);
    }
    return of(Code.INSUFFICIENT_PERMISSIONS, refusal);
  }

  /** A pause that is demanded, as opposed to a right that lacks: both may come as 403. */
  static boolean isRateLimit(GitHubRefusal refusal) {
    return refusal.status() == 429
        || (refusal.status() == 403
            && (refusal.header(HttpHeaders.RETRY_AFTER) != null
                || "0".equals(refusal.header("X-RateLimit-Remaining"))
                || refusal.says("rate limit")));
  }

  static AccountProblem rateLimited(@Nullable String detail, @Nullable Instant until) {
    return new AccountProblem(Code.RATE_LIMITED, detail, null, until, List.of());
  }

  /** When to come back, as far as the answer tells: {@code Retry-After}, then the spent budget. */
  static @Nullable Instant pauseEnd(HttpHeaders headers, Instant now) {
    var after = headers.getFirst(HttpHeaders.RETRY_AFTER);
    if (after != null) {
      return RetryAfter.read(after, now);
    }
    var reset = headers.getFirst("X-RateLimit-Reset");
    return "0".equals(headers.getFirst("X-RateLimit-Remaining")) && RetryAfter.isNumber(reset)
        ? Instant.ofEpochSecond(Long.parseLong(reset))
        : null;
  }

  private static AccountProblem of(Code code, GitHubRefusal refusal) {
    var words = refusal.words().isEmpty() ? "GitHub answered " + refusal.status() : refusal.words();
    return new AccountProblem(code, words, null, null, refusal.missing());
  }

  /** What one error of a GraphQL answer means for the part it stands at. */
  static AccountProblem problem(Fault fault) {
    var words = fault.words();
    if (fault.extensions() != null && isTrue(fault.extensions(), "saml_failure")) {
      return AccountProblem.of(Code.SSO_REQUIRED, words);
    }
    if (fault.is("NOT_FOUND")) {
      return AccountProblem.of(Code.NOT_FOUND, words);
    }
    if (isTooHeavy(fault)) {
      return AccountProblem.of(Code.TIMED_OUT, words);
    }
    if (!fault.is("FORBIDDEN") && !fault.is("INSUFFICIENT_SCOPES")) {
      return AccountProblem.of(Code.UNEXPECTED_ANSWER, words);
    }
    var code =
        words.contains("IP allow list")
            ? Code.IP_ALLOW_LIST
            : words.contains("SAML")
                ? Code.SSO_REQUIRED
                : words.contains("forbids access") || words.contains("lifetime")
                    ? Code.TOKEN_FORBIDDEN_BY_ORGANIZATION
                    : Code.INSUFFICIENT_PERMISSIONS;
    return AccountProblem.of(code, words);
  }

  private static boolean isTrue(Map<String, Object> extensions, String name) {
    return Boolean.TRUE.equals(extensions.get(name));
  }

  /** The question was too big: a smaller one may be answered. */
  static boolean isTooHeavy(Fault fault) {
    return fault.is("RESOURCE_LIMITS_EXCEEDED")
        || fault.is("MAX_NODE_LIMIT_EXCEEDED")
        || (fault.type() == null && fault.words().startsWith("Something went wrong"))
        || fault.words().startsWith("Timeout on validation");
  }
}
