package io.ampel.provider;

import java.util.Set;

/**
 * What a delivery asks for: a look at repositories, and nothing else.
 *
 * @param id the same when it is delivered again
 * @param event the provider's word for what happened
 * @param matters a light may depend on it
 * @param repositories the provider's keys of the repositories it happened in
 * @param names their full names, in lower case
 * @param commits heads of pull requests that it is about, which may live in other repositories
 */
public record WebhookDelivery(
    String id,
    String event,
    boolean matters,
    Set<String> repositories,
    Set<String> names,
    Set<String> commits) {

  public WebhookDelivery {
    repositories = Set.copyOf(repositories);
    names = Set.copyOf(names);
    commits = Set.copyOf(commits);
  }
}
