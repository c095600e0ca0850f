package io.ampel.pullrequest;

/** The provider's sum over its review rules. */
public enum ReviewDecision {
  /** The rules demand no review. */
  NOT_REQUIRED,
  REVIEW_REQUIRED,
  APPROVED,
  CHANGES_REQUESTED,
  /** The provider has no such sum, or a word we do not know. */
  NOT_TOLD
}
