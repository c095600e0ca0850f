package io.ampel.provider.github;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * How GitHub wants to be asked: with the token's headers, not faster than it likes, not before a
 * pause is over; and a renamed repository is followed, but never to another origin.
 */
record GitHubManners(
    Access access, Budgets budgets, Pace pace, GitHubGrants grants, ETags etags, Clock clock)
    implements ClientHttpRequestInterceptor {

  private static final String JSON = "application/vnd.github+json";
  private static final String VERSION = "2022-11-28";

  @Override
  public ClientHttpResponse intercept(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    var budget = request.getURI().getPath().endsWith("/graphql") ? "graphql" : "core";
    var blocked = budgets.blockedUntil(access, budget);
    if (blocked.isPresent()) {
      throw new ProviderFailure(GitHubErrors.rateLimited(null, blocked.get()));
    }
    introduceOurselves(request.getHeaders());
    var isWrite = !request.getMethod().equals(HttpMethod.GET) && !budget.equals("graphql");
    try (var turn = pace.take(access.account(), isWrite)) {
      Objects.requireNonNull(turn);
      return checked(timed(request, body, execution, budget), budget);
    }
  }

  /** GitHub counts seconds too, of GraphQL and of everything, and GraphQL is what takes them. */
  private WholeAnswer timed(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution, String budget)
      throws IOException {
    var begun = System.nanoTime();
    try {
      return exchange(request, body, execution);
    } finally {
      if (budget.equals("graphql")) {
        budgets.worked(access.account(), budget, Duration.ofNanos(System.nanoTime() - begun));
      }
    }
  }

  private void introduceOurselves(HttpHeaders headers) {
    headers.setBearerAuth(access.token().get().reveal());
    headers.set(HttpHeaders.ACCEPT, JSON);
    headers.set("X-GitHub-Api-Version", VERSION);
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

  private ClientHttpResponse checked(WholeAnswer answer, String budget) {
    read(answer.headers(), budget);
    grants.seen(access.account(), answer.headers());
    if (answer.status() < 400) {
      budgets.fine(access.account());
      return answer;
    }
    var refusal = new GitHubRefusal(answer.status(), answer.headers(), answer.body());
    if (GitHubErrors.isRateLimit(refusal)) {
      throw new ProviderFailure(paused(refusal));
    }
    throw refusal;
  }

  private AccountProblem paused(GitHubRefusal refusal) {
    var told = GitHubErrors.pauseEnd(refusal.headers(), clock.instant());
    var primary =
        told != null
            && refusal.header(HttpHeaders.RETRY_AFTER) == null
            && "0".equals(refusal.header("X-RateLimit-Remaining"));
    var until = primary ? told : budgets.pause(access.account(), told);
    return GitHubErrors.rateLimited(refusal.words(), until);
  }

  private void read(HttpHeaders headers, String asked) {
    var limit = RetryAfter.count(headers.getFirst("X-RateLimit-Limit"));
    var remaining = RetryAfter.count(headers.getFirst("X-RateLimit-Remaining"));
    var reset = headers.getFirst("X-RateLimit-Reset");
    if (limit != null && remaining != null) {
      var named = headers.getFirst("X-RateLimit-Resource");
      var resetAt =
          RetryAfter.isNumber(reset) ? Instant.ofEpochSecond(Long.parseLong(reset)) : null;
      budgets.seen(access, new Budget(named == null ? asked : named, limit, remaining, resetAt));
    }
  }
}
