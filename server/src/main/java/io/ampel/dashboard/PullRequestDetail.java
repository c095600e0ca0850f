package io.ampel.dashboard;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.Review;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pull request as the API shows it: the row of the list, and its checks, reviews and
 * conversations.
 */
record PullRequestDetail(
    @JsonUnwrapped PullRequestRow row,
    List<CheckLine> checks,
    List<ReviewLine> reviews,
    List<TalkLine> conversations) {

  record CheckLine(
      String name,
      Check.State state,
      boolean required,
      @Nullable String url,
      @Nullable Instant startedAt,
      @Nullable Instant completedAt) {}

  record ReviewLine(String reviewer, Review.Verdict verdict, @Nullable Instant submittedAt) {}

  /**
   * @param id what resolving it needs, null where it cannot be resolved from outside
   */
  record TalkLine(
      @Nullable String id,
      boolean resolved,
      @Nullable String path,
      @Nullable String excerpt,
      @Nullable String url) {}

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
            .toList(),
        found.facts().conversations().stream()
            .map(talk ->
                new TalkLine(talk.id(), talk.resolved(), talk.path(), talk.excerpt(), talk.url()))
            .toList());
  }

  /** What waits for somebody to start it stands in the queue. */
  private static Check.State state(Check check) {
    return check.state() == Check.State.MANUAL ? Check.State.QUEUED : check.state();
  }
}
