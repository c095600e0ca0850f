package io.ampel.provider.bitbucket;

import io.ampel.provider.bitbucket.BitbucketNodes.Participant;
import io.ampel.provider.bitbucket.BitbucketNodes.PullRequestNode;
import io.ampel.provider.bitbucket.BitbucketNodes.User;
import io.ampel.pullrequest.Review;
import io.ampel.pullrequest.Review.Verdict;
import io.ampel.pullrequest.ReviewRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who said what of a pull request and who is still asked. Everybody's word counts at Bitbucket, and
 * none says of which commit it spoke: it takes approvals back itself where a branch demands that.
 */
final class BitbucketReviews {
  private BitbucketReviews() {}

  static List<Review> reviews(PullRequestNode node, BitbucketPeople people) {
    var author = key(node.author());
    return BitbucketPeople.list(node.participants()).stream()
        .flatMap(each -> review(each, people, author).stream())
        .toList();
  }

  private static Optional<Review> review(
      Participant participant, BitbucketPeople people, String author) {
    return verdict(participant, author)
        .map(verdict ->
            new Review(
                people.of(participant.user()),
                verdict,
                true,
                participant.participatedOn(),
                null,
                null));
  }

  /** Without a verdict it was a comment, of which the author's own are none. */
  private static Optional<Verdict> verdict(Participant participant, String author) {
    return switch (BitbucketMapping.text(participant.state())) {
      case "approved" -> Optional.of(Verdict.APPROVED);
      case "changes_requested" -> Optional.of(Verdict.CHANGES_REQUESTED);
      case "" ->
          participant.participatedOn() == null || key(participant.user()).equals(author)
              ? Optional.empty()
              : Optional.of(Verdict.COMMENTED);
      default -> Optional.empty();
    };
  }

  static List<ReviewRequest> requested(PullRequestNode node, BitbucketPeople people) {
    var answered =
        BitbucketPeople.list(node.participants()).stream()
            .filter(each -> !BitbucketMapping.text(each.state()).isEmpty())
            .map(each -> key(each.user()))
            .collect(Collectors.toSet());
    return asked(node).stream()
        .filter(user -> !answered.contains(key(user)))
        .map(user -> new ReviewRequest(people.of(user), false))
        .toList();
  }

  private static List<User> asked(PullRequestNode node) {
    var seen = new ArrayList<User>();
    var known = new HashSet<String>();
    Stream.concat(
            BitbucketPeople.list(node.reviewers()).stream(),
            BitbucketPeople.list(node.participants()).stream()
                .filter(each -> "REVIEWER".equals(each.role()))
                .map(Participant::user)
                .filter(Objects::nonNull))
        .filter(user -> known.add(key(user)))
        .forEach(seen::add);
    return seen;
  }

  static String key(@Nullable User user) {
    return user == null ? "" : BitbucketMapping.text(user.uuid());
  }
}
