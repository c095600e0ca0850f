package io.ampel.provider.github;

import java.net.URI;
import java.util.Locale;

/**
 * Where an instance answers programs, worked out of the address that people open in a browser.
 *
 * @param rest without a trailing slash
 */
record GitHubAddresses(URI rest, URI graphql) {
  private static final String API = "api.";

  static GitHubAddresses of(URI baseUrl) {
    var host = baseUrl.getHost() == null ? "" : baseUrl.getHost().toLowerCase(Locale.ROOT);
    if (isHosted(host)) {
      var api = baseUrl.getScheme() + "://" + apiHost(host) + port(baseUrl);
      return new GitHubAddresses(URI.create(api), URI.create(api + "/graphql"));
    }
    var base = baseUrl.toString().replaceFirst("/(api(/v3|/graphql)?)?/*$", "");
    return new GitHubAddresses(URI.create(base + "/api/v3"), URI.create(base + "/api/graphql"));
  }

  private static boolean isHosted(String host) {
    return host.equals("github.com")
        || host.equals("www.github.com")
        || host.equals("api.github.com")
        || host.endsWith(".ghe.com");
  }

  private static String apiHost(String host) {
    var bare = host.startsWith("www.") ? host.substring("www.".length()) : host;
    return bare.startsWith(API) ? bare : API + bare;
  }

  private static String port(URI url) {
    return url.getPort() < 0 ? "" : ":" + url.getPort();
  }
}
