package io.ampel.provider.github;

import io.ampel.platform.Gateway;
import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.Budget;
import io.ampel.provider.Budgets;
import io.ampel.provider.Pace;
import io.ampel.provider.ProviderFailure;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.support.HttpRequestWrapper;

/**
 * How GitHub wants to be asked: with the token's headers, not faster than it likes, not before a
 * pause is over; and a renamed repository is followed, but never to another origin.
 */
record GitHubManners(
    Access access, Budgets budgets, Pace pace, GitHubGrants grants, GitHubETags etags, Clock clock)
    implements ClientHttpRequestInterceptor {

  private static final String JSON = "application/vnd.github+json";
  private static final String VERSION = "2022-11-28";
  private static final Set<Integer> MOVED = Set.of(301, 302, 307, 308);
  private static final Set<Integer> MOVED_WITH_ITS_BODY = Set.of(307, 308);
  private static final int HOPS = 3;

  @Override
  public ClientHttpResponse intercept(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    var budget = request.getURI().getPath().endsWith("/graphql") ? "graphql" : "core";
    var blocked = budgets.blockedUntil(access.account(), budget);
    if (blocked.isPresent()) {
      throw new ProviderFailure(GitHubErrors.rateLimited(null, blocked.get()));
    }
    introduceOurselves(request.getHeaders());
    var isWrite = !request.getMethod().equals(HttpMethod.GET) && !budget.equals("graphql");
    try (var turn = pace.take(access.account(), isWrite)) {
      Objects.requireNonNull(turn);
      return checked(exchange(request, body, execution), budget);
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

  private GitHubAnswer exchange(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    var known = etags.known(access.account(), request);
    if (known != null) {
      request.getHeaders().set(HttpHeaders.IF_NONE_MATCH, known.etag());
    }
    var answer = GitHubAnswer.read(execution.execute(request, body));
    var next = request;
    for (var hop = 0; hop < HOPS && MOVED.contains(answer.status()); hop++) {
      next = moved(next, answer);
      answer = GitHubAnswer.read(execution.execute(next, body));
    }
    return etags.remember(access.account(), request, known, answer);
  }

  private static HttpRequest moved(HttpRequest request, GitHubAnswer answer) {
    var there = location(request.getURI(), answer);
    var may =
        request.getMethod().equals(HttpMethod.GET) || MOVED_WITH_ITS_BODY.contains(answer.status());
    if (there == null || !may || !Gateway.sameOrigin(request.getURI(), there)) {
      throw new ProviderFailure(
          AccountProblem.of(
              AccountProblem.Code.NOT_THIS_PROVIDER,
              "the answer was to ask at another address: "
                  + (there == null ? "none was given" : there.getHost())));
    }
    return new HttpRequestWrapper(request) {
      @Override
      public URI getURI() {
        return there;
      }
    };
  }

  private static @Nullable URI location(URI asked, GitHubAnswer answer) {
    var location = answer.headers().getFirst(HttpHeaders.LOCATION);
    try {
      var there = location == null ? null : asked.resolve(location);
      return there == null || there.getHost() == null || there.getScheme() == null ? null : there;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private ClientHttpResponse checked(GitHubAnswer answer, String budget) {
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
    var limit = headers.getFirst("X-RateLimit-Limit");
    var remaining = headers.getFirst("X-RateLimit-Remaining");
    var reset = headers.getFirst("X-RateLimit-Reset");
    if (GitHubErrors.isNumber(limit) && GitHubErrors.isNumber(remaining)) {
      var named = headers.getFirst("X-RateLimit-Resource");
      var resetAt =
          GitHubErrors.isNumber(reset) ? Instant.ofEpochSecond(Long.parseLong(reset)) : null;
      budgets.seen(
          access.account(),
          new Budget(
              named == null ? asked : named,
              Integer.parseInt(limit),
              Integer.parseInt(remaining),
              resetAt));
    }
  }
}
