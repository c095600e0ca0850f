package io.ampel.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a comment, a review or the deletion of a branch. */
public sealed interface ActOutcome {

  /**
   * @param url where to see it, null when the provider does not tell
   */
  record Done(@Nullable String url) implements ActOutcome {}

  /**
   * @param message the provider's words
   */
  record Refused(String message) implements ActOutcome {}

  record HeadMoved(String message) implements ActOutcome {}

  record NotPermitted(String message, List<String> missing) implements ActOutcome {}

  /** No answer, or one that proves nothing: re-read before trying again. */
  record Unknown(String message) implements ActOutcome {}
}
