package io.ampel.pullrequest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The present word of one reviewer: the latest verdict, which a mere comment does not replace.
 *
 * @param writer the reviewer has write access, so that the word binds at the provider
 * @param sha the commit that was reviewed, null when not told
 */
public record Review(
    Account reviewer,
    Verdict verdict,
    boolean writer,
    @Nullable Instant submittedAt,
    @Nullable String sha,
    @Nullable String url) {

  public enum Verdict {
    APPROVED,
    CHANGES_REQUESTED,
    COMMENTED,
    DISMISSED
  }
}
