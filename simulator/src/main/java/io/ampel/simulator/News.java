package io.ampel.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Something happened that a web hook could tell.
 *
 * @param pullRequest null for a push to a branch that is nobody's
 */
public record News(Repository repository, @Nullable PullRequest pullRequest, Kind kind) {

  /** What it was. */
  public enum Kind {
    /** A branch moved. */
    PUSH,
    /** A pull request has other commits. */
    SYNCHRONIZED,
    OPENED,
    CLOSED,
    /** Title, labels, draft, requests, queue: whatever has no kind of its own. */
    EDITED,
    REVIEW,
    COMMENT,
    THREAD,
    CHECK,
    STATUS
  }
}
