package io.ampel.provider.gitlab;

import java.net.URI;

/**
 * Where an instance answers programs, worked out of the address that people open in a browser. A
 * path below which the whole instance lives is kept.
 *
 * @param web without a trailing slash
 * @param rest without a trailing slash
 */
record GitLabAddresses(URI web, URI rest, URI graphql) {

  static GitLabAddresses of(URI baseUrl) {
    var base = baseUrl.toString().replaceFirst("/+(api(/v4|/graphql)?)?/*$", "");
    return new GitLabAddresses(
        URI.create(base), URI.create(base + "/api/v4"), URI.create(base + "/api/graphql"));
  }

  /** Pictures and pages may be told as a path from the root of the host. */
  static String absolute(URI baseUrl, String address) {
    return address.startsWith("/") ? baseUrl.resolve(address).toString() : address;
  }
}
