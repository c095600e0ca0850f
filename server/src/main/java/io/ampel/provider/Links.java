package io.ampel.provider;

import io.ampel.platform.Gateway;
import io.ampel.provider.AccountProblem.Code;
import java.net.URI;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Addresses that an answer gave for further pages. They are asked only where they lie at the same
 * provider's interface, because the token goes along.
 */
public final class Links {
  private Links() {}

  /**
   * The page that the header {@code Link} names; null when it names none.
   *
   * @param rel {@code next} or {@code last}
   * @param base where the interface lies
   */
  public static @Nullable URI link(HttpHeaders headers, String rel, URI base) {
    var link = headers.getFirst(HttpHeaders.LINK);
    if (link == null) {
      return null;
    }
    return Arrays.stream(link.split(",\\s*(?=<)"))
        .filter(part -> part.contains("rel=\"" + rel + "\""))
        .filter(part -> part.indexOf('<') >= 0 && part.indexOf('>') > part.indexOf('<'))
        .map(part -> part.substring(part.indexOf('<') + 1, part.indexOf('>')))
        .map(url -> page(url, base))
        .findFirst()
        .orElse(null);
  }

  /** An address that a list gave for its next page, checked. */
  public static URI page(String address, URI base) {
    try {
      var url = base.resolve(address);
      if (url.getHost() != null
          && url.getScheme() != null
          && Gateway.sameOrigin(base, url)
          && url.normalize().getPath().startsWith(base.getPath())) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Not an address at all: said below.
    }
    throw new ProviderFailure(
        AccountProblem.of(Code.UNEXPECTED_ANSWER, "the next page lies at another address"));
  }
}
