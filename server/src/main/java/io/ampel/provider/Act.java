package io.ampel.provider;

/** What somebody may want to do with a pull request. */
public enum Act {
  COMMENT,
  APPROVE,
  MERGE
}
