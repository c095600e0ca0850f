package io.ampel.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a merge. */
public sealed interface MergeOutcome {

  /**
   * @param commit on the target branch, null when the provider does not tell
   */
  record Merged(@Nullable String commit) implements MergeOutcome {}

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
