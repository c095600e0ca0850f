package io.ampel.act;

import org.jspecify.annotations.Nullable;

/**
 * What came of it.
 *
 * @param message in words people understand; a provider's refusal in its own
 * @param url where to see it
 */
public record ActAnswer(Outcome outcome, String message, @Nullable String url) {

  public enum Outcome {
    DONE(201),
    REFUSED(409),
    HEAD_MOVED(409),
    NOT_PERMITTED(403),
    /** No answer, and reading again did not show it. */
    UNKNOWN(202);

    private final int status;

    Outcome(int status) {
      this.status = status;
    }

    int status() {
      return status;
    }
  }
}
