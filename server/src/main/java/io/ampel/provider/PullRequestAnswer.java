package io.ampel.provider;

import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.Repository;

/** What came of asking for one pull request. */
public sealed interface PullRequestAnswer {
  Wanted wanted();

  record Wanted(Repository repository, String externalId, int number) {}

  /**
   * @param fingerprint in the form of the probe's, so that the next probe can be compared
   */
  record Read(Wanted wanted, PullRequest facts, String fingerprint, Permissions permissions)
      implements PullRequestAnswer {}

  /** It does not exist for this token. */
  record Gone(Wanted wanted) implements PullRequestAnswer {}

  record Failed(Wanted wanted, AccountProblem problem) implements PullRequestAnswer {}
}
