package io.ampel.provider.github;

import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.github.GitHubNodes.PullRequestNode;
import io.ampel.provider.github.GitHubNodes.Request;
import io.ampel.provider.github.GitHubNodes.ReviewNode;
import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.Review;
import io.ampel.pullrequest.Review.Verdict;
import io.ampel.pullrequest.ReviewRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who said what of a pull request, one word for each reviewer, and who is still asked. */
final class GitHubReviews {

  /** A team whose name the token may not read was asked all the same. */
  private static final Account SOMEBODY = Account.team("hidden");

  private GitHubReviews() {}

  /**
   * Opinions of people with write access first, then those of others, then mere comments: a later
   * comment of the same person replaces no opinion.
   */
  static List<Review> reviews(PullRequestNode node) {
    var words = new LinkedHashMap<String, Review>();
    var ghosts = new ArrayList<Review>();
    Page.all(node.writers()).forEach(word -> add(words, ghosts, word, true));
    Page.all(node.latestOpinionatedReviews()).forEach(word -> add(words, ghosts, word, false));
    Page.all(node.latestReviews()).forEach(word -> add(words, ghosts, word, false));
    ghosts.addAll(0, words.values());
    return ghosts;
  }

  private static void add(
      Map<String, Review> words, List<Review> ghosts, ReviewNode word, boolean writer) {
    review(word, writer)
        .ifPresent(review -> {
          var reviewer = review.reviewer();
          if (reviewer.kind() != Account.Kind.GHOST) {
            words.putIfAbsent(key(reviewer), review);
          } else if (ghosts.stream().noneMatch(known -> isSame(known, review))) {
            ghosts.add(review);
          }
        });
  }

  /** The same review of a vanished person may stand in several lists. */
  private static boolean isSame(Review one, Review other) {
    return one.url() != null && one.url().equals(other.url());
  }

  private static String key(Account account) {
    return account.kind() + " " + account.login().toLowerCase(Locale.ROOT);
  }

  private static Optional<Review> review(ReviewNode node, boolean writer) {
    return verdict(node.state())
        .map(verdict ->
            new Review(
                GitHubMapping.account(node.author()),
                verdict,
                writer,
                node.submittedAt(),
                node.commit() == null ? null : node.commit().oid(),
                node.url()));
  }

  /** Empty for one that was begun and not sent, and for words we do not know. */
  static Optional<Verdict> verdict(@Nullable String state) {
    return switch (GitHubMapping.text(state)) {
      case "APPROVED" -> Optional.of(Verdict.APPROVED);
      case "CHANGES_REQUESTED" -> Optional.of(Verdict.CHANGES_REQUESTED);
      case "COMMENTED" -> Optional.of(Verdict.COMMENTED);
      case "DISMISSED" -> Optional.of(Verdict.DISMISSED);
      default -> Optional.empty();
    };
  }

  static List<ReviewRequest> requested(PullRequestNode node) {
    return Page.all(node.reviewRequests()).stream().map(GitHubReviews::request).toList();
  }

  private static ReviewRequest request(Request request) {
    var asked = request.requestedReviewer();
    return new ReviewRequest(
        asked == null ? SOMEBODY : GitHubMapping.account(asked),
        GitHubMapping.isTrue(request.asCodeOwner()));
  }
}
