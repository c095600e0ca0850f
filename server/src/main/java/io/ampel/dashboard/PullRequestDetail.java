package io.ampel.dashboard;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.Review;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pull request as the API shows it: the row of the list, and its checks and reviews. */
record PullRequestDetail(
    @JsonUnwrapped PullRequestRow row, List<CheckLine> checks, List<ReviewLine> reviews) {

  record CheckLine(
      String name,
      Check.State state,
      boolean required,
      @Nullable String url,
      @Nullable Instant startedAt,
      @Nullable Instant completedAt) {}

  record ReviewLine(String reviewer, Review.Verdict verdict, @Nullable Instant submittedAt) {}

  static PullRequestDetail of(PanelQueries.Found found) {
    return new PullRequestDetail(
        found.row(),
        found.facts().checks().all().stream()
            .map(check ->
                new CheckLine(
                    check.title(),
                    state(check),
                    found.isRequired(check),
                    check.url(),
                    check.startedAt(),
                    check.completedAt()))
            .toList(),
        found.facts().reviews().stream()
            .map(review ->
                new ReviewLine(review.reviewer().login(), review.verdict(), review.submittedAt()))
            .toList());
  }

  /** What waits for somebody to start it stands in the queue. */
  private static Check.State state(Check check) {
    return check.state() == Check.State.MANUAL ? Check.State.QUEUED : check.state();
  }
}
