package io.ampel.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;

/** Answers that a provider may confirm instead of sending again. */
public final class ETags {
  private static final int LARGEST = 512 * 1024;
  private static final long ALL_TOGETHER = 24L * 1024 * 1024;

  private final Cache<Key, Known> known =
      Caffeine.newBuilder()
          .maximumWeight(ALL_TOGETHER)
          .weigher((Key key, Known answer) -> answer.answer().body().length + 1024)
          .expireAfterAccess(Duration.ofHours(6))
          .build();

  private record Key(UUID account, URI url) {}

  public record Known(String etag, WholeAnswer answer) {}

  public @Nullable Known known(UUID account, HttpRequest request) {
    return request.getMethod().equals(HttpMethod.GET)
        ? known.getIfPresent(new Key(account, request.getURI()))
        : null;
  }

  /** The answer to hand on: the kept one where the new one only confirms it. */
  public WholeAnswer remember(
      UUID account, HttpRequest request, @Nullable Known before, WholeAnswer answer) {
    if (answer.status() == 304 && before != null) {
      return new WholeAnswer(200, merged(before.answer(), answer), before.answer().body());
    }
    var etag = answer.headers().getETag();
    if (answer.status() == 200
        && etag != null
        && request.getMethod().equals(HttpMethod.GET)
        && answer.body().length <= LARGEST) {
      known.put(new Key(account, request.getURI()), new Known(etag, answer));
    }
    return answer;
  }

  /** What the confirmation tells of token and budget, and what describes the kept body. */
  private static HttpHeaders merged(WholeAnswer before, WholeAnswer confirmation) {
    var headers = new HttpHeaders(confirmation.headers());
    for (var name : List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LINK)) {
      var kept = before.headers().get(name);
      if (kept != null) {
        headers.put(name, kept);
      }
    }
    headers.remove(HttpHeaders.CONTENT_LENGTH);
    return headers;
  }
}
