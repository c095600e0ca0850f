package io.ampel.provider;

/** What may be done to a pull request beside commenting, reviewing and merging. */
public sealed interface Deed {
  /** What a provider must be able to for this. */
  Feature needs();

  /** Takes back the own approval or objection. */
  record Withdraw() implements Deed {
    @Override
    public Feature needs() {
      return Feature.WITHDRAW;
    }
  }

  /**
   * Brings the tip of the target branch into the source branch, by merge or rebase as the provider
   * does it.
   *
   * @param headSha the commit the person saw
   */
  record UpdateBranch(String headSha) implements Deed {
    @Override
    public Feature needs() {
      return Feature.UPDATE_BRANCH;
    }
  }

  /**
   * @param rerun what the check gave for it
   */
  record Rerun(String rerun) implements Deed {
    @Override
    public Feature needs() {
      return Feature.RERUN;
    }
  }

  /**
   * @param conversation the provider's key of it
   */
  record Resolve(String conversation) implements Deed {
    @Override
    public Feature needs() {
      return Feature.RESOLVE;
    }
  }

  /** Ends it without a merge (Bitbucket: declines it). */
  record Close() implements Deed {
    @Override
    public Feature needs() {
      return Feature.CLOSE;
    }
  }

  record Reopen() implements Deed {
    @Override
    public Feature needs() {
      return Feature.REOPEN;
    }
  }
}
