package io.ampel.pullrequest;

/** The kinds of places that hold repositories. */
public enum Provider {
  GITHUB,
  GITLAB,
  BITBUCKET
}
