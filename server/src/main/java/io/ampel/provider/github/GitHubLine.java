package io.ampel.provider.github;

import io.ampel.platform.Gateway;
import io.ampel.platform.Unreachable;
import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Budgets;
import io.ampel.provider.Pace;
import io.ampel.provider.ProviderFailure;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.UnknownContentTypeException;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** The line to GitHub: gives the endpoints to one who has access, and makes failures speak. */
final class GitHubLine {
  private final Gateway gateway;
  private final Budgets budgets;
  private final Pace pace;
  private final GitHubGrants grants;
  private final GitHubETags etags = new GitHubETags();
  private final Clock clock;

  GitHubLine(Gateway gateway, Budgets budgets, Pace pace, GitHubGrants grants, Clock clock) {
    this.gateway = gateway;
    this.budgets = budgets;
    this.pace = pace;
    this.grants = grants;
    this.clock = clock;
  }

  GitHubApi to(Access access) {
    var instance = access.instance();
    var target =
        new Gateway.Target(GitHubAddresses.of(instance.baseUrl()).rest(), instance.plainHttp());
    var manners = new GitHubManners(access, budgets, pace, grants, etags, clock);
    // First in the row, so that each hop of a renamed repository passes the gateway's own checks.
    var client = gateway.client(target).requestInterceptors(row -> row.addFirst(manners)).build();
    return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
        .build()
        .createClient(GitHubApi.class);
  }

  /** Asks, and turns every way of not being answered into a problem of the account. */
  <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (GitHubRefusal refusal) {
      throw new ProviderFailure(GitHubErrors.problem(refusal, clock.instant()));
    } catch (Unreachable e) {
      throw new ProviderFailure(problem(e));
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

  static AccountProblem problem(Unreachable failure) {
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

  /**
   * The next page that an answer links to; null on the last one.
   *
   * @param rel {@code next} or {@code last}
   */
  static @Nullable URI link(HttpHeaders headers, String rel, Access access) {
    var link = headers.getFirst(HttpHeaders.LINK);
    if (link == null) {
      return null;
    }
    return Arrays.stream(link.split(",\\s*(?=<)"))
        .filter(part -> part.contains("rel=\"" + rel + "\""))
        .map(part -> part.substring(part.indexOf('<') + 1, part.indexOf('>')))
        .map(url -> page(url, access))
        .findFirst()
        .orElse(null);
  }

  /** An address that a list gave for its next page: it must be the same GitHub's. */
  static URI page(String address, Access access) {
    var rest = GitHubAddresses.of(access.instance().baseUrl()).rest();
    try {
      var url = rest.resolve(address);
      if (url.getHost() != null
          && url.getScheme() != null
          && Gateway.sameOrigin(rest, url)
          && url.normalize().getPath().startsWith(rest.getPath())) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Not an address at all: said below.
    }
    throw new ProviderFailure(
        AccountProblem.of(Code.UNEXPECTED_ANSWER, "the next page lies at another address"));
  }
}
