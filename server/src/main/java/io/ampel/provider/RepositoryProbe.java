package io.ampel.provider;

import io.ampel.pullrequest.Repositories;
import io.ampel.pullrequest.Repository;
import java.util.List;

/** What a cheap look at one repository found. */
public sealed interface RepositoryProbe {
  Repository repository();

  /** All its open pull requests, and what the repository is called and like now. */
  record Seen(Repository repository, Repositories.Found now, List<Glimpse> open)
      implements RepositoryProbe {
    public Seen {
      open = List.copyOf(open);
    }
  }

  /** It does not exist for this token: deleted, moved out of reach, or access was withdrawn. */
  record Lost(Repository repository, AccountProblem problem) implements RepositoryProbe {}

  /** It could not be looked at this time. */
  record Failed(Repository repository, AccountProblem problem) implements RepositoryProbe {}

  /**
   * @param fingerprint everything the light depends on and the probe sees, opaque to all others
   * @param unsettled the provider is still computing: read it again within seconds
   * @param hidesChecks its checks may have moved although the fingerprint is the same
   */
  record Glimpse(
      String externalId, int number, String fingerprint, boolean unsettled, boolean hidesChecks) {}
}
