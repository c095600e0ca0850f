package io.ampel.provider;

import java.util.Set;
import java.util.UUID;

/** A provider said that something happened in these repositories: they are to be looked at now. */
public record RepositoriesAnnounced(Set<UUID> repositories) {
  public RepositoriesAnnounced {
    repositories = Set.copyOf(repositories);
  }
}
