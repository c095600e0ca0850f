package io.ampel.provider.gitlab;

import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import io.ampel.provider.gitlab.GitLabNodes.ReviewerNode;
import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.Review;
import io.ampel.pullrequest.Review.Verdict;
import io.ampel.pullrequest.ReviewRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who said what of a merge request, one word for each, and who is still asked. */
final class GitLabReviews {
  private GitLabReviews() {}

  /** An approval is one whoever gave it; everything else is known of reviewers only. */
  static List<Review> reviews(URI baseUrl, MergeRequestNode node) {
    var words = new LinkedHashMap<String, Review>();
    for (var user : Page.all(node.approvedBy())) {
      add(words, review(GitLabMapping.account(baseUrl, user), Verdict.APPROVED, true));
    }
    for (var reviewer : Page.all(node.reviewers())) {
      verdict(state(reviewer))
          .ifPresent(verdict ->
              add(
                  words,
                  review(
                      GitLabMapping.account(baseUrl, reviewer.user()),
                      verdict,
                      mayPush(reviewer))));
    }
    return List.copyOf(words.values());
  }

  private static void add(LinkedHashMap<String, Review> words, Review review) {
    words.putIfAbsent(key(review.reviewer()), review);
  }

  private static String key(Account account) {
    return account.login().toLowerCase(Locale.ROOT);
  }

  private static Review review(Account reviewer, Verdict verdict, boolean writer) {
    return new Review(reviewer, verdict, writer, null, null, null);
  }

  private static @Nullable String state(ReviewerNode reviewer) {
    var interaction = reviewer.mergeRequestInteraction();
    return interaction == null ? null : interaction.reviewState();
  }

  /** Whose word binds. Where GitLab does not say, it is believed to. */
  private static boolean mayPush(ReviewerNode reviewer) {
    var interaction = reviewer.mergeRequestInteraction();
    return interaction == null
        || (interaction.canMerge() == null && interaction.canUpdate() == null)
        || GitLabMapping.isTrue(interaction.canMerge())
        || GitLabMapping.isTrue(interaction.canUpdate());
  }

  /** Empty where nothing was said yet, and for words we do not know. */
  static Optional<Verdict> verdict(@Nullable String state) {
    return switch (GitLabMapping.text(state)) {
      case "APPROVED" -> Optional.of(Verdict.APPROVED);
      case "REQUESTED_CHANGES" -> Optional.of(Verdict.CHANGES_REQUESTED);
      case "REVIEWED" -> Optional.of(Verdict.COMMENTED);
      case "UNAPPROVED" -> Optional.of(Verdict.DISMISSED);
      default -> Optional.empty();
    };
  }

  /** A reviewer stays one, so only those are asked who have not answered, or took it back. */
  static List<ReviewRequest> requested(URI baseUrl, MergeRequestNode node) {
    return Page.all(node.reviewers()).stream()
        .filter(reviewer -> isOpen(state(reviewer)))
        .map(reviewer -> GitLabMapping.account(baseUrl, reviewer.user()))
        .filter(reviewer -> !hasApproved(node, reviewer))
        .map(reviewer -> new ReviewRequest(reviewer, false))
        .toList();
  }

  private static boolean hasApproved(MergeRequestNode node, Account reviewer) {
    return Page.all(node.approvedBy()).stream()
        .anyMatch(user -> reviewer.login().equals(user.username()));
  }

  static boolean isOpen(@Nullable String state) {
    return switch (GitLabMapping.text(state)) {
      case "APPROVED", "REQUESTED_CHANGES", "REVIEWED" -> false;
      default -> true;
    };
  }
}
