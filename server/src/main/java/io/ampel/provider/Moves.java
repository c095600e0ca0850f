package io.ampel.provider;

import io.ampel.platform.Gateway;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.support.HttpRequestWrapper;

/** Follows what was renamed to its new address, but never to another origin. */
public final class Moves {
  private static final Set<Integer> MOVED = Set.of(301, 302, 307, 308);
  private static final Set<Integer> MOVED_WITH_ITS_BODY = Set.of(307, 308);
  private static final int HOPS = 3;

  private Moves() {}

  /** Asks, and asks again where the answer says so. */
  public static WholeAnswer follow(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    var answer = WholeAnswer.read(execution.execute(request, body));
    var next = request;
    for (var hop = 0; hop < HOPS && MOVED.contains(answer.status()); hop++) {
      next = moved(next, answer);
      answer = WholeAnswer.read(execution.execute(next, body));
    }
    if (isNoAnswer(answer.status())) {
      throw new ProviderFailure(
          AccountProblem.of(
              AccountProblem.Code.NOT_THIS_PROVIDER, "the answer was to ask on and on elsewhere"));
    }
    return answer;
  }

  /** Sent on still, or in a way that is not followed: nothing that may be read. */
  private static boolean isNoAnswer(int status) {
    return status >= 300 && status < 400 && status != 304;
  }

  private static HttpRequest moved(HttpRequest request, WholeAnswer answer) {
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

  private static @Nullable URI location(URI asked, WholeAnswer answer) {
    var location = answer.headers().getFirst(HttpHeaders.LOCATION);
    try {
      var there = location == null ? null : asked.resolve(location);
      return there == null || there.getHost() == null || there.getScheme() == null ? null : there;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
