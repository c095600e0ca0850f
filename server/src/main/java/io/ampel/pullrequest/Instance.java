package io.ampel.pullrequest;

import java.net.URI;
import java.util.Set;
import java.util.UUID;

/**
 * One installation of a provider, such as github.com or a company's Enterprise Server.
 *
 * @param baseUrl the address people open in the browser, without a trailing slash; the provider's
 *     room derives its API addresses from it
 * @param plainHttp an administrator allowed http for this instance
 * @param missingFields fields of the provider's schema that this instance does not know, found once
 */
public record Instance(
    UUID id,
    Provider provider,
    URI baseUrl,
    String name,
    boolean plainHttp,
    Set<String> missingFields) {
  public Instance {
    missingFields = Set.copyOf(missingFields);
  }
}
