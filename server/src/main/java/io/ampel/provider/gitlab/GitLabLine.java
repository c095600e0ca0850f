package io.ampel.provider.gitlab;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.UnknownContentTypeException;

/** The line to GitLab: gives the endpoints to one who has access, and makes failures speak. */
final class GitLabLine {
  private final Endpoints<GitLabApi> endpoints = new Endpoints<>(GitLabApi.class, this::client);
  private final Gateway gateway;
  private final Budgets budgets;
  private final Pace pace;
  private final ETags etags = new ETags();
  private final Clock clock;

  GitLabLine(Gateway gateway, Budgets budgets, Pace pace, Clock clock) {
    this.gateway = gateway;
    this.budgets = budgets;
    this.pace = pace;
    this.clock = clock;
  }

  GitLabApi to(Access access) {
    return endpoints.of(access);
  }

  private RestClient client(Access access) {
    var target = new Gateway.Target(rest(access), access.instance().plainHttp());
    var manners = new GitLabManners(access, budgets, pace, etags, clock);
    // First in the row, so that each hop of a renamed project passes the gateway's own checks.
    return gateway.client(target).requestInterceptors(row -> row.addFirst(manners)).build();
  }

  /** Asks, and turns every way of not being answered into a problem of the account. */
  <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (GitLabRefusal | Unreachable | RestClientException e) {
      throw failure(e);
    }
  }

  /** The same, where a paid edition or a later release may be needed to be answered at all. */
  <T> Optional<T> askIfKnown(Supplier<ResponseEntity<T>> question) {
    try {
      return Optional.of(body(question.get()));
    } catch (GitLabRefusal | Unreachable | RestClientException e) {
      if (e instanceof GitLabRefusal refusal
          && (refusal.status() == 403 || refusal.status() == 404)) {
        return Optional.empty();
      }
      throw failure(e);
    }
  }

  /** Why there was no answer. What is no such reason is thrown on as it is. */
  static ProviderFailure failure(RuntimeException e) {
    return switch (e) {
      case GitLabRefusal refusal -> new ProviderFailure(GitLabErrors.problem(refusal));
      case Unreachable silence -> new ProviderFailure(NoAnswer.problem(silence));
      case RestClientException unreadable -> new ProviderFailure(problem(unreadable));
      default -> throw e;
    };
  }

  /** All pages of a list. */
  <T> List<T> all(
      Access access,
      Supplier<ResponseEntity<List<T>>> first,
      Function<URI, ResponseEntity<List<T>>> further) {
    var answer = ask(first);
    var all = new ArrayList<>(body(answer));
    for (var next = next(answer.getHeaders(), access);
        next != null;
        next = next(answer.getHeaders(), access)) {
      var page = next;
      answer = ask(() -> further.apply(page));
      all.addAll(body(answer));
    }
    return all;
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
        ? AccountProblem.of(Code.NOT_THIS_PROVIDER, "the answer is not what GitLab sends")
        : AccountProblem.of(Code.UNEXPECTED_ANSWER, "the answer cannot be read");
  }

  /** The next page that an answer links to; null on the last one. */
  static @Nullable URI next(HttpHeaders headers, Access access) {
    return Links.link(headers, "next", rest(access));
  }

  /** An address that a list gave for its next page: it must be the same GitLab's. */
  static URI page(String address, Access access) {
    return Links.page(address, rest(access));
  }

  static URI rest(Access access) {
    return GitLabAddresses.of(access.instance().baseUrl()).rest();
  }
}
