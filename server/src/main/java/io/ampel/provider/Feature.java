package io.ampel.provider;

/** What a provider, or one instance of it, lets Ampel do beyond reading. */
public enum Feature {
  COMMENT,
  APPROVE,
  REQUEST_CHANGES,
  /** Take back one's own approval or objection. */
  WITHDRAW,
  UPDATE_BRANCH,
  RERUN,
  RESOLVE,
  CLOSE,
  REOPEN,
  MERGE
}
