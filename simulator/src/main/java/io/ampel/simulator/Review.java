package io.ampel.simulator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One review by one person of one commit; the author is null when the account is gone. */
public record Review(
    long id,
    PullRequest pullRequest,
    @Nullable Person author,
    Verdict verdict,
    String body,
    Instant submittedAt,
    String sha) {

  Review dismissed() {
    return new Review(id, pullRequest, author, Verdict.DISMISSED, body, submittedAt, sha);
  }
}
