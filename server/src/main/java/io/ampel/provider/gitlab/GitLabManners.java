package io.ampel.provider.gitlab;

import io.ampel.provider.Access;
import io.ampel.provider.Budget;
import io.ampel.provider.Budgets;
import io.ampel.provider.ETags;
import io.ampel.provider.Moves;
import io.ampel.provider.Pace;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.RetryAfter;
import io.ampel.provider.WholeAnswer;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * How GitLab wants to be asked: with the token in its header, not faster than it likes, not before
 * a pause is over; and a renamed project is followed, but never to another origin.
 */
record GitLabManners(Access access, Budgets budgets, Pace pace, ETags etags, Clock clock)
    implements ClientHttpRequestInterceptor {

  @Override
  public ClientHttpResponse intercept(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    var blocked = budgets.blockedUntil(access);
    if (blocked.isPresent()) {
      throw new ProviderFailure(GitLabErrors.rateLimited(null, blocked.get()));
    }
    introduceOurselves(request.getHeaders());
    var isWrite =
        !request.getMethod().equals(HttpMethod.GET)
            && !request.getURI().getPath().endsWith("/graphql");
    try (var turn = pace.take(access.account(), isWrite)) {
      Objects.requireNonNull(turn);
      return checked(exchange(request, body, execution));
    }
  }

  private void introduceOurselves(HttpHeaders headers) {
    headers.setBearerAuth(access.token().get().reveal());
    headers.set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE);
    if (!headers.containsHeader(HttpHeaders.USER_AGENT)) {
      headers.set(HttpHeaders.USER_AGENT, "Ampel");
    }
  }

  private WholeAnswer exchange(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    var known = etags.known(access.account(), request);
    if (known != null) {
      request.getHeaders().set(HttpHeaders.IF_NONE_MATCH, known.etag());
    }
    var answer = Moves.follow(request, body, execution);
    return etags.remember(access.account(), request, known, answer);
  }

  private ClientHttpResponse checked(WholeAnswer answer) {
    read(answer.headers());
    if (answer.status() < 400) {
      budgets.fine(access.account());
      return answer;
    }
    var refusal = new GitLabRefusal(answer.status(), answer.headers(), answer.body());
    var problem = GitLabErrors.problem(refusal);
    if (problem.code() == io.ampel.provider.AccountProblem.Code.RATE_LIMITED) {
      var told = GitLabErrors.pauseEnd(refusal.headers(), clock.instant());
      var until = budgets.pause(access.account(), told);
      throw new ProviderFailure(GitLabErrors.rateLimited(refusal.words(), until));
    }
    throw refusal;
  }

  /** Servers of one's own count nothing unless they were told to, and then say nothing. */
  private void read(HttpHeaders headers) {
    var limit = RetryAfter.count(headers.getFirst("RateLimit-Limit"));
    var remaining = RetryAfter.count(headers.getFirst("RateLimit-Remaining"));
    var reset = headers.getFirst("RateLimit-Reset");
    if (limit != null && remaining != null) {
      var name = headers.getFirst("RateLimit-Name");
      var resetAt =
          RetryAfter.isNumber(reset) ? Instant.ofEpochSecond(Long.parseLong(reset)) : null;
      var aMinute = Math.max(1, limit);
      var whole =
          whole(aMinute, remaining, RetryAfter.count(headers.getFirst("RateLimit-Observed")));
      budgets.seen(
          access,
          new Budget(
              name == null ? "api" : name,
              whole,
              remaining,
              resetAt,
              Math.ceilDiv(whole, aMinute)));
    }
  }

  /** The limit is told as that of a minute, the rest of it as that of the instance's own period. */
  private static int whole(int aMinute, int remaining, @Nullable Integer observed) {
    return remaining > 0 && observed != null
        ? Math.clamp((long) observed + remaining, aMinute, Integer.MAX_VALUE)
        : aMinute;
  }
}
