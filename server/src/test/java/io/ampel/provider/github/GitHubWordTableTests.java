package io.ampel.provider.github;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.pullrequest.Check.State;
import io.ampel.pullrequest.Mergeability;
import io.ampel.pullrequest.ProviderVerdict.Word;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.Repository.Visibility;
import io.ampel.pullrequest.Review.Verdict;
import io.ampel.pullrequest.ReviewDecision;
import io.ampel.pullrequest.Waiting;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each word that GitHub's published schema lists, and one that it does not. */
class GitHubWordTableTests {
  private static final String NEW = "A_WORD_OF_TOMORROW";

  private static <T> void each(
      String enumeration, Map<String, T> expected, Function<String, T> mapping, T unknown) {
    assertThat(PublishedSchema.values(enumeration))
        .as("words of %s", enumeration)
        .containsExactlyInAnyOrderElementsOf(expected.keySet());
    expected.forEach((word, ours) -> assertThat(mapping.apply(word)).as(word).isEqualTo(ours));
    assertThat(mapping.apply(NEW)).as(NEW).isEqualTo(unknown);
  }

  @Test
  void checkConclusions() {
    each(
        "CheckConclusionState",
        Map.ofEntries(
            entry("SUCCESS", State.PASSED),
            entry("NEUTRAL", State.SKIPPED),
            entry("SKIPPED", State.SKIPPED),
            entry("FAILURE", State.FAILED),
            entry("TIMED_OUT", State.FAILED),
            entry("STARTUP_FAILURE", State.FAILED),
            entry("CANCELLED", State.CANCELLED),
            entry("ACTION_REQUIRED", State.MANUAL),
            entry("STALE", State.UNKNOWN)),
        word -> GitHubChecks.state("COMPLETED", word),
        State.UNKNOWN);
  }

  @Test
  void checkStatuses() {
    each(
        "CheckStatusState",
        Map.of(
            "COMPLETED", State.PASSED,
            "IN_PROGRESS", State.RUNNING,
            "QUEUED", State.QUEUED,
            "WAITING", State.QUEUED,
            "PENDING", State.QUEUED,
            "REQUESTED", State.QUEUED),
        word -> GitHubChecks.state(word, "SUCCESS"),
        State.UNKNOWN);
  }

  @Test
  void commitStatuses() {
    each(
        "StatusState",
        Map.of(
            "SUCCESS", State.PASSED,
            "FAILURE", State.FAILED,
            "ERROR", State.FAILED,
            "PENDING", State.QUEUED,
            "EXPECTED", State.QUEUED),
        GitHubChecks::statusState,
        State.UNKNOWN);
  }

  @Test
  void mergeStates() {
    each(
        "MergeStateStatus",
        Map.of(
            "CLEAN", Word.CLEAN,
            "HAS_HOOKS", Word.CLEAN,
            "UNSTABLE", Word.UNSTABLE,
            "BEHIND", Word.BEHIND,
            "BLOCKED", Word.BLOCKED,
            "DIRTY", Word.CONFLICT,
            "DRAFT", Word.DRAFT,
            "UNKNOWN", Word.COMPUTING),
        GitHubMapping::verdict,
        Word.UNKNOWN);
    assertThat(GitHubMapping.verdict((String) null)).isEqualTo(Word.UNKNOWN);
  }

  @Test
  void mergeability() {
    each(
        "MergeableState",
        Map.of(
            "MERGEABLE", Mergeability.MERGEABLE,
            "CONFLICTING", Mergeability.CONFLICTING,
            "UNKNOWN", Mergeability.UNKNOWN),
        GitHubMapping::mergeability,
        Mergeability.UNKNOWN);
    assertThat(GitHubMapping.mergeability(null)).isEqualTo(Mergeability.UNKNOWN);
  }

  @Test
  void reviewStates() {
    each(
        "PullRequestReviewState",
        Map.of(
            "APPROVED", Optional.of(Verdict.APPROVED),
            "CHANGES_REQUESTED", Optional.of(Verdict.CHANGES_REQUESTED),
            "COMMENTED", Optional.of(Verdict.COMMENTED),
            "DISMISSED", Optional.of(Verdict.DISMISSED),
            "PENDING", Optional.empty()),
        GitHubReviews::verdict,
        Optional.empty());
  }

  @Test
  void reviewDecisions() {
    each(
        "PullRequestReviewDecision",
        Map.of(
            "APPROVED", ReviewDecision.APPROVED,
            "CHANGES_REQUESTED", ReviewDecision.CHANGES_REQUESTED,
            "REVIEW_REQUIRED", ReviewDecision.REVIEW_REQUIRED),
        word -> GitHubMapping.reviewDecision(word, false),
        ReviewDecision.NOT_TOLD);
    assertThat(GitHubMapping.reviewDecision(null, false)).isEqualTo(ReviewDecision.NOT_REQUIRED);
    assertThat(GitHubMapping.reviewDecision(null, true)).isEqualTo(ReviewDecision.NOT_TOLD);
  }

  @Test
  void queueStates() {
    each(
        "MergeQueueEntryState",
        Map.of(
            "QUEUED", Waiting.Kind.QUEUED,
            "AWAITING_CHECKS", Waiting.Kind.QUEUED,
            "MERGEABLE", Waiting.Kind.QUEUED,
            "LOCKED", Waiting.Kind.QUEUED,
            "UNMERGEABLE", Waiting.Kind.QUEUE_REJECTED),
        GitHubMapping::queueKind,
        Waiting.Kind.QUEUED);
  }

  @Test
  void pullRequestStates() {
    each(
        "PullRequestState",
        Map.of(
            "OPEN", PullRequest.State.OPEN,
            "MERGED", PullRequest.State.MERGED,
            "CLOSED", PullRequest.State.CLOSED),
        GitHubMapping::state,
        PullRequest.State.OPEN);
  }

  @Test
  void visibilities() {
    each(
        "RepositoryVisibility",
        Map.of(
            "PUBLIC", Visibility.PUBLIC,
            "INTERNAL", Visibility.INTERNAL,
            "PRIVATE", Visibility.PRIVATE),
        word -> GitHubRepositories.visibility(word, null),
        Visibility.PRIVATE);
  }
}
