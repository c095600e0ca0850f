package io.ampel.provider.github;

import io.ampel.platform.Gateway;
import io.ampel.platform.Unreachable;
import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Budgets;
import io.ampel.provider.ETags;
import io.ampel.provider.Endpoints;
import io.ampel.provider.Links;
import io.ampel.provider.NoAnswer;
import io.ampel.provider.Pace;
import io.ampel.provider.ProviderFailure;
import java.net.URI;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.UnknownContentTypeException;

/** The line to GitHub: gives the endpoints to one who has access, and makes failures speak. */
final class GitHubLine {
  private final Endpoints<GitHubApi> endpoints = new Endpoints<>(GitHubApi.class, this::client);
  private final Gateway gateway;
  private final Budgets budgets;
  private final Pace pace;
  private final GitHubGrants grants;
  private final ETags etags = new ETags();
  private final Clock clock;

  GitHubLine(Gateway gateway, Budgets budgets, Pace pace, GitHubGrants grants, Clock clock) {
    this.gateway = gateway;
    this.budgets = budgets;
    this.pace = pace;
    this.grants = grants;
    this.clock = clock;
  }

  GitHubApi to(Access access) {
    return endpoints.of(access);
  }

  private RestClient client(Access access) {
    var instance = access.instance();
    var target =
        new Gateway.Target(GitHubAddresses.of(instance.baseUrl()).rest(), instance.plainHttp());
    var manners = new GitHubManners(access, budgets, pace, grants, etags, clock);
    // First in the row, so that each hop of a renamed repository passes the gateway's own checks.
    return gateway.client(target).requestInterceptors(row -> row.addFirst(manners)).build();
  }

  /** Asks, and turns every way of not being answered into a problem of the account. */
  <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (GitHubRefusal refusal) {
      throw new ProviderFailure(GitHubErrors.problem(refusal, clock.instant()));
    } catch (Unreachable e) {
      throw new ProviderFailure(NoAnswer.problem(e));
    } catch (RestClientException e) {
      throw new ProviderFailure(problem(e));
    }
  }

  static <T> T body(ResponseEntity<T> answer) {
    var body = answer.getBody();
    if (body == null) {
      throw new ProviderFailure(AccountProblem.of(Code.UNEXPECTED_ANSWER, "the answer is empty"));
    }
    return body;
  }

  private static AccountProblem problem(RestClientException failure) {
    return failure instanceof UnknownContentTypeException
        ? AccountProblem.of(Code.NOT_THIS_PROVIDER, "the answer is not what GitHub sends")
        : AccountProblem.of(Code.UNEXPECTED_ANSWER, "the answer cannot be read");
  }

  /**
   * The next page that an answer links to; null on the last one.
   *
   * @param rel {@code next} or {@code last}
   */
  static @Nullable URI link(HttpHeaders headers, String rel, Access access) {
    return Links.link(headers, rel, rest(access));
  }

  /** An address that a list gave for its next page: it must be the same GitHub's. */
  static URI page(String address, Access access) {
    return Links.page(address, rest(access));
  }

  private static URI rest(Access access) {
    return GitHubAddresses.of(access.instance().baseUrl()).rest();
  }
}
