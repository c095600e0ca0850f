package io.ampel.provider.bitbucket;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Where Bitbucket answers programs, worked out of the address that people open in a browser. */
final class BitbucketAddresses {
  private static final Set<String> HOSTED =
      Set.of("bitbucket.org", "www.bitbucket.org", "api.bitbucket.org");

  private BitbucketAddresses() {}

  /** Without a trailing slash. */
  static URI api(URI baseUrl) {
    var host = baseUrl.getHost() == null ? "" : baseUrl.getHost().toLowerCase(Locale.ROOT);
    if (HOSTED.contains(host)) {
      return URI.create(baseUrl.getScheme() + "://api.bitbucket.org" + port(baseUrl) + "/2.0");
    }
    return URI.create(baseUrl.toString().replaceFirst("(/2\\.0)?/*$", "") + "/2.0");
  }

  private static String port(URI url) {
    return url.getPort() < 0 ? "" : ":" + url.getPort();
  }
}
