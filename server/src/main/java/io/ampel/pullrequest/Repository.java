package io.ampel.pullrequest;

import java.net.URI;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A git repository at an instance, one row however many people watch it.
 *
 * @param externalId the provider's stable key, which survives renames (GitHub: node id)
 * @param fullName owner and name, for example {@code acme/api}
 * @param strategies the merge strategies the repository allows; empty when not told
 */
public record Repository(
    UUID id,
    Instance instance,
    String externalId,
    String fullName,
    URI url,
    Visibility visibility,
    boolean archived,
    boolean fork,
    @Nullable String defaultBranch,
    Set<MergeStrategy> strategies,
    boolean deletesBranchOnMerge,
    Policy policy) {

  public Repository {
    strategies = Set.copyOf(strategies);
  }

  /** Who may see a repository at the provider. */
  public enum Visibility {
    PUBLIC,
    INTERNAL,
    PRIVATE
  }
}
