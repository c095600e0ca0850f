package io.ampel.provider;

import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.Repository;

/** What came of asking for one pull request. */
public sealed interface PullRequestAnswer {
  Wanted wanted();

  /**
   * @param closely somebody looks at it: what no light needs and costs a call is asked for too
   */
  record Wanted(Repository repository, String externalId, int number, boolean closely) {
    public Wanted(Repository repository, String externalId, int number) {
      this(repository, externalId, number, false);
    }
  }

  /**
   * @param fingerprint in the form of the probe's, so that the next probe can be compared
   */
  record Read(Wanted wanted, PullRequest facts, String fingerprint, Permissions permissions)
      implements PullRequestAnswer {}

  /** It does not exist for this token. */
  record Gone(Wanted wanted) implements PullRequestAnswer {}

  record Failed(Wanted wanted, AccountProblem problem) implements PullRequestAnswer {}
}
