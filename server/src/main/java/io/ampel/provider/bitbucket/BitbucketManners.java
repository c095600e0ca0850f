package io.ampel.provider.bitbucket;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.Budgets;
import io.ampel.provider.Moves;
import io.ampel.provider.Pace;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.RetryAfter;
import io.ampel.provider.WholeAnswer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
 * How Bitbucket wants to be asked: with a name and a token, or with a token alone; not more often
 * than it allows in an hour, which nobody counts for us; not before a pause is over. A renamed
 * repository is followed, but never to another origin.
 */
record BitbucketManners(
    Access access, Budgets budgets, Pace pace, BitbucketGrants grants, Clock clock)
    implements ClientHttpRequestInterceptor {

  /** The only group of endpoints whose limit matters to us, and how many calls it has an hour. */
  static final String BUDGET = "repositories";

  static final int HOURLY = 1_000;
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

  @Override
  public ClientHttpResponse intercept(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    var isCounted = isCounted(request.getURI());
    budgets.blockedUntil(access.account(), isCounted ? BUDGET : "").ifPresent(this::refuse);
    introduceOurselves(request.getHeaders());
    var isWrite = !request.getMethod().equals(HttpMethod.GET);
    try (var turn = pace.take(access.account(), isWrite)) {
      Objects.requireNonNull(turn);
      return checked(Moves.follow(request, body, counting(execution)), isCounted);
    }
  }

  /** Each hop of a redirect is a call of its own. */
  private ClientHttpRequestExecution counting(ClientHttpRequestExecution execution) {
    return (request, body) -> {
      if (isCounted(request.getURI())) {
        budgets.take(access, BUDGET, HOURLY).ifPresent(this::refuse);
      }
      return execution.execute(request, body);
    };
  }

  private static boolean isCounted(URI uri) {
    return uri.getRawPath().contains("/2.0/repositories/");
  }

  private void refuse(Instant until) {
    var why =
        access.errand() == null
            ? "The calls that Bitbucket allows in an hour are used up"
            : "The rest of the calls that Bitbucket allows in an hour is kept for people";
    throw new ProviderFailure(BitbucketErrors.rateLimited(why, until));
  }

  private void introduceOurselves(HttpHeaders headers) {
    var token = access.token().get().reveal();
    var name = access.username();
    if (name == null) {
      headers.setBearerAuth(token);
    } else {
      headers.setBasicAuth(name, token, StandardCharsets.UTF_8);
    }
    headers.set(HttpHeaders.ACCEPT, "application/json");
    if (!headers.containsHeader(HttpHeaders.USER_AGENT)) {
      headers.set(HttpHeaders.USER_AGENT, "Ampel");
    }
  }

  private ClientHttpResponse checked(WholeAnswer answer, boolean isCounted) {
    if (isCounted) {
      read(answer.headers());
    }
    grants.seen(access.account(), answer.headers());
    if (answer.status() < 400) {
      budgets.fine(access.account());
      return answer;
    }
    var refusal = new BitbucketRefusal(answer.status(), answer.headers(), answer.body());
    if (answer.status() == 429) {
      throw new ProviderFailure(paused(refusal));
    }
    throw refusal;
  }

  /** Bitbucket seldom says how long: a minute then, and twice as long each time. */
  private AccountProblem paused(BitbucketRefusal refusal) {
    var after = refusal.header(HttpHeaders.RETRY_AFTER);
    var told = after == null ? null : RetryAfter.read(after, clock.instant());
    return BitbucketErrors.rateLimited(
        refusal.words(), budgets.pause(access.account(), told, LONGEST_PAUSE));
  }

  /** Only tokens of big plans are told their limit, and whether they come near it. */
  private void read(HttpHeaders headers) {
    var limit = headers.getFirst("X-RateLimit-Limit");
    if (limit != null && RetryAfter.isNumber(limit) && Long.parseLong(limit) > 0) {
      budgets.told(access.account(), BUDGET, (int) Math.min(Long.parseLong(limit), 1_000_000));
    }
    if ("true".equalsIgnoreCase(headers.getFirst("X-RateLimit-NearLimit"))) {
      budgets.nearlySpent(access.account(), BUDGET);
    }
  }
}
