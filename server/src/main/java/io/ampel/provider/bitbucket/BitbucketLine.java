package io.ampel.provider.bitbucket;

import io.ampel.platform.Gateway;
import io.ampel.platform.Unreachable;
import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Budgets;
import io.ampel.provider.Endpoints;
import io.ampel.provider.Links;
import io.ampel.provider.NoAnswer;
import io.ampel.provider.Pace;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.bitbucket.BitbucketNodes.Page;
import io.ampel.pullrequest.Repository;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.UnknownContentTypeException;

/** The line to Bitbucket: gives the endpoints to one who has access, and makes failures speak. */
final class BitbucketLine {
  private final Endpoints<BitbucketApi> endpoints =
      new Endpoints<>(BitbucketApi.class, this::client);

  /** More than any list of ours has: beyond it the list leads round in circles. */
  private static final int MOST_PAGES = 1_000;

  private final Gateway gateway;
  private final Budgets budgets;
  private final Pace pace;
  private final BitbucketGrants grants;
  private final Clock clock;

  BitbucketLine(Gateway gateway, Budgets budgets, Pace pace, BitbucketGrants grants, Clock clock) {
    this.gateway = gateway;
    this.budgets = budgets;
    this.pace = pace;
    this.grants = grants;
    this.clock = clock;
  }

  BitbucketApi to(Access access) {
    return endpoints.of(access);
  }

  private RestClient client(Access access) {
    var target = new Gateway.Target(api(access), access.instance().plainHttp());
    var manners = new BitbucketManners(access, budgets, pace, grants, clock);
    // First in the row, so that each hop of a redirect passes the gateway's own checks.
    return gateway.client(target).requestInterceptors(row -> row.addFirst(manners)).build();
  }

  static URI api(Access access) {
    return BitbucketAddresses.api(access.instance().baseUrl());
  }

  /** Asks, and turns every way of not being answered into a problem of the account. */
  <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (BitbucketRefusal refusal) {
      throw new ProviderFailure(BitbucketErrors.problem(refusal));
    } catch (Unreachable e) {
      throw new ProviderFailure(NoAnswer.problem(e));
    } catch (RestClientException e) {
      throw new ProviderFailure(problem(e));
    }
  }

  /**
   * Some endpoints say 401 to tokens that are good elsewhere: one harmless question tells.
   *
   * @throws ProviderFailure if that is not answered either
   */
  void refuseDead(Access access, Repository repository) {
    var place = BitbucketPlace.of(repository);
    ask(() -> to(access).repository(place.owner(), place.repository(), "uuid"));
  }

  /** The whole list, however many pages it takes. */
  <T> List<T> all(
      Access access,
      Supplier<ResponseEntity<Page<T>>> first,
      Function<URI, ResponseEntity<Page<T>>> more) {
    var all = new ArrayList<T>();
    var page = body(ask(first));
    all.addAll(page.all());
    var pages = 1;
    for (var next = next(page, access); next != null; next = next(page, access)) {
      if (pages++ == MOST_PAGES) {
        throw new ProviderFailure(
            AccountProblem.of(Code.UNEXPECTED_ANSWER, "the list does not end"));
      }
      var url = next;
      page = body(ask(() -> more.apply(url)));
      all.addAll(page.all());
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

  /** What follows a page, in Bitbucket's own words; null on the last one. */
  static @Nullable URI next(Page<?> page, Access access) {
    return page.next() == null ? null : Links.page(page.next(), api(access));
  }

  static AccountProblem problem(RestClientException failure) {
    return failure instanceof UnknownContentTypeException
        ? AccountProblem.of(Code.NOT_THIS_PROVIDER, "the answer is not what Bitbucket sends")
        : AccountProblem.of(Code.UNEXPECTED_ANSWER, "the answer cannot be read");
  }
}
