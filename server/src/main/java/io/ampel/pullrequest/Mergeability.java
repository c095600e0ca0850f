package io.ampel.pullrequest;

/** Whether the branches can be joined without conflict. */
public enum Mergeability {
  MERGEABLE,
  CONFLICTING,
  /** Not known now: still computing. */
  UNKNOWN
}
