package io.ampel.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a merge. */
public sealed interface MergeOutcome {

  /**
   * @param commit on the target branch, null when the provider does not tell
   * @param branchDeleted the provider deletes the source branch by itself, as ordered
   * @param otherHead the commit that was merged instead of the one the person saw, where a provider
   *     cannot be held to it; null when all went as ordered
   */
  record Merged(@Nullable String commit, boolean branchDeleted, @Nullable String otherHead)
      implements MergeOutcome {

    /** As ordered, the branch still there. */
    public static Merged as(@Nullable String commit) {
      return new Merged(commit, false, null);
    }
  }

  /** Taken on and not done yet: re-read until it is. */
  record Accepted(String message) implements MergeOutcome {}

  /**
   * @param message the provider's words
   */
  record Refused(String message) implements MergeOutcome {}

  record HeadMoved(String message) implements MergeOutcome {}

  record NotPermitted(String message, List<String> missing) implements MergeOutcome {}

  /**
   * No answer, or one that proves nothing: re-read before saying anything, never repeat blindly.
   */
  record Unknown(String message) implements MergeOutcome {}
}
