package io.ampel.pullrequest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people set in Ampel for a repository, beside the provider's own rules.
 *
 * @param checks names of the checks that count where the provider names none; empty for all
 * @param approvals required approvals, null when nobody set any
 * @param waitForReviewers a review that was asked for and not given holds the light at yellow
 * @param neverStartedAfter how long a required check may stay unreported before it blocks
 * @param setBy who set it, null for the defaults
 */
public record Policy(
    List<String> checks,
    @Nullable Integer approvals,
    boolean waitForReviewers,
    Duration neverStartedAfter,
    @Nullable String setBy,
    @Nullable Instant setAt) {

  public static final Policy DEFAULT =
      new Policy(List.of(), null, true, Duration.ofMinutes(60), null, null);

  public Policy {
    checks = List.copyOf(checks);
    if (approvals != null && (approvals < 0 || approvals > 20)) {
      throw new IllegalArgumentException("approvals must be between 0 and 20");
    }
  }

  Set<MergeRequirements.RequiredCheck> requiredChecks() {
    return checks.stream()
        .map(name -> new MergeRequirements.RequiredCheck(name, null))
        .collect(Collectors.toUnmodifiableSet());
  }
}
