package io.ampel.merge;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of it.
 *
 * @param status how HTTP says it
 * @param message in words people understand; a provider's refusal in its own
 * @param confirmation sent back, it is the explicit second step; null where there is none
 */
record MergeAnswer(
    Outcome outcome,
    int status,
    String message,
    @Nullable String commit,
    @Nullable UUID confirmation) {

  enum Outcome {
    MERGED,
    REFUSED,
    HEAD_MOVED,
    NOT_PERMITTED,
    UNKNOWN
  }

  static MergeAnswer merged(String message, @Nullable String commit) {
    return new MergeAnswer(Outcome.MERGED, 200, message, commit, null);
  }

  static MergeAnswer refused(String message) {
    return new MergeAnswer(Outcome.REFUSED, 409, message, null, null);
  }

  static MergeAnswer headMoved(String message) {
    return new MergeAnswer(Outcome.HEAD_MOVED, 409, message, null, null);
  }

  static MergeAnswer notPermitted(String message) {
    return new MergeAnswer(Outcome.NOT_PERMITTED, 403, message, null, null);
  }

  static MergeAnswer unknown(String message) {
    return new MergeAnswer(Outcome.UNKNOWN, 200, message, null, null);
  }

  MergeAnswer confirmableBy(UUID id) {
    return new MergeAnswer(outcome, status, message, commit, id);
  }
}
