package io.ampel.provider.gitlab;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.GraphQlReplies.Fault;
import io.ampel.provider.RetryAfter;
import io.ampel.provider.gitlab.GitLabNodes.Projects;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** What GitLab's ways of saying no mean for an account. */
final class GitLabErrors {
  static final String READ = "read_api";
  static final String WRITE = "api";

  private GitLabErrors() {}

  static AccountProblem problem(GitLabRefusal refusal) {
    if (refusal.status() == 403 && refusal.words().equals("Forbidden")) {
      return AccountProblem.of(Code.TOO_MANY_SIGN_INS, refusal.words());
    }
    if (!refusal.isJson() && refusal.status() < 429) {
      return of(Code.NOT_THIS_PROVIDER, refusal);
    }
    return switch (refusal.status()) {
      case 401 -> of(unauthorized(refusal), refusal);
      case 403 -> forbidden(refusal);
      case 404, 410 -> of(Code.NOT_FOUND, refusal);
      case 429 -> rateLimited(refusal.words(), null);
      case 502, 504 -> AccountProblem.of(Code.TIMED_OUT, "GitLab answered " + refusal.status());
      default ->
          refusal.status() >= 500
              ? AccountProblem.of(Code.PROVIDER_DOWN, "GitLab answered " + refusal.status())
              : of(Code.UNEXPECTED_ANSWER, refusal);
    };
  }

  private static Code unauthorized(GitLabRefusal refusal) {
    return refusal.says("expired") && !refusal.says("revoked")
        ? Code.TOKEN_EXPIRED
        : Code.INVALID_TOKEN;
  }

  private static AccountProblem forbidden(GitLabRefusal refusal) {
    if (refusal.says("SAML") || refusal.says("SSO") || refusal.says("single sign-on")) {
      return of(Code.SSO_REQUIRED, refusal);
    }
    if (refusal.says("IP address") || refusal.says("IP restriction")) {
      return of(Code.IP_ALLOW_LIST, refusal);
    }
    if (refusal.says("rate limit") || refusal.says("Retry later")) {
      return rateLimited(refusal.words(), null);
    }
    return of(Code.INSUFFICIENT_PERMISSIONS, refusal);
  }

  /** Without a fault GitLab hides a project, and the whole list where the scope lacks. */
  static AccountProblem unlisted(@Nullable Projects data) {
    if (data == null) {
      return AccountProblem.of(Code.UNEXPECTED_ANSWER, "an answer without data");
    }
    return data.projects() == null
        ? new AccountProblem(
            Code.INSUFFICIENT_PERMISSIONS, "no list of projects", null, null, List.of(READ))
        : AccountProblem.of(Code.NOT_FOUND, "404 Project Not Found");
  }

  static AccountProblem rateLimited(@Nullable String detail, @Nullable Instant until) {
    return new AccountProblem(Code.RATE_LIMITED, detail, null, until, List.of());
  }

  /** When to come back, as far as the answer tells: {@code Retry-After}, then the next minute. */
  static @Nullable Instant pauseEnd(HttpHeaders headers, Instant now) {
    var after = headers.getFirst(HttpHeaders.RETRY_AFTER);
    if (after != null) {
      return RetryAfter.read(after, now);
    }
    var reset = headers.getFirst("RateLimit-Reset");
    var end = RetryAfter.isNumber(reset) ? Instant.ofEpochSecond(Long.parseLong(reset)) : null;
    return end == null || !end.isAfter(now) ? null : end;
  }

  private static AccountProblem of(Code code, GitLabRefusal refusal) {
    var words = refusal.words().isEmpty() ? "GitLab answered " + refusal.status() : refusal.words();
    return new AccountProblem(code, words, null, null, refusal.missing());
  }

  /** What one error of a GraphQL answer means for the part it stands at. */
  static AccountProblem problem(Fault fault) {
    var words = fault.words();
    if (isTooHeavy(fault)) {
      return AccountProblem.of(Code.TIMED_OUT, words);
    }
    if (words.startsWith("Access denied")) {
      return new AccountProblem(
          Code.INSUFFICIENT_PERMISSIONS, words, null, null, GitLabRefusal.permissions(words));
    }
    if (words.contains("does not exist or you don't have permission")) {
      return AccountProblem.of(Code.NOT_FOUND, words);
    }
    return AccountProblem.of(
        words.startsWith("Internal server error") ? Code.PROVIDER_DOWN : Code.UNEXPECTED_ANSWER,
        words);
  }

  /** The question was too big: a smaller one may be answered. */
  static boolean isTooHeavy(Fault fault) {
    var words = fault.words().toLowerCase(Locale.ROOT);
    return words.contains("exceeds max complexity")
        || words.contains("request timed out")
        || words.contains("timeout on");
  }

  /** The operation takes no fine-grained tokens at all: REST may. */
  static boolean isClosedToGranular(Fault fault) {
    return fault.words().contains("support fine-grained personal access tokens");
  }
}
