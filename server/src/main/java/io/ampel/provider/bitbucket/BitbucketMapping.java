package io.ampel.provider.bitbucket;

import io.ampel.provider.bitbucket.BitbucketComparisons.Size;
import io.ampel.provider.bitbucket.BitbucketNodes.Comment;
import io.ampel.provider.bitbucket.BitbucketNodes.Links;
import io.ampel.provider.bitbucket.BitbucketNodes.PullRequestNode;
import io.ampel.provider.bitbucket.BitbucketNodes.Side;
import io.ampel.pullrequest.Checks;
import io.ampel.pullrequest.LinkedIssue;
import io.ampel.pullrequest.Mergeability;
import io.ampel.pullrequest.Obstacle;
import io.ampel.pullrequest.ProviderVerdict;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.PullRequest.State;
import io.ampel.pullrequest.ReviewDecision;
import io.ampel.pullrequest.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bitbucket's words about a pull request in ours. Each is listed; a new one becomes unknown. */
final class BitbucketMapping {
  /** Bitbucket's pull requests name commits by so many digits, so that all hashes are cut to it. */
  private static final int DIGITS = 12;

  /** Fewer than these name no commit for certain. */
  private static final int FEWEST_DIGITS = 7;

  private static final ProviderVerdict NO_WORD =
      new ProviderVerdict(ProviderVerdict.Word.NONE, "", false);

  private BitbucketMapping() {}

  /**
   * What the answers tell together.
   *
   * @param behindBy commits beyond those that the target branch lets a source lack, null when it
   *     does not mind or that is not known
   * @param endedAt when it was merged or closed, null while it is open
   */
  record Told(
      PullRequestNode node,
      Checks checks,
      Mergeability mergeability,
      Size size,
      @Nullable Integer behindBy,
      List<Comment> comments,
      List<LinkedIssue> issues,
      @Nullable Instant endedAt) {}

  /** Empty when what makes a pull request was not told. */
  static Optional<PullRequest> pullRequest(Told told) {
    var node = told.node();
    var url = Links.html(node.links());
    var target = branch(node.destination());
    if (node.id() == null
        || node.title() == null
        || url == null
        || node.createdOn() == null
        || node.updatedOn() == null
        || target.isEmpty()) {
      return Optional.empty();
    }
    var people = BitbucketPeople.of(node);
    var conversations = BitbucketConversations.of(told.comments(), people);
    var state = state(node.state());
    return Optional.of(
        new PullRequest(
            node.id().toString(),
            node.id(),
            node.title(),
            node.summary() == null ? "" : text(node.summary().raw()),
            url,
            state,
            isTrue(node.draft()),
            people.of(node.author()),
            branch(node.source()),
            fork(node),
            isFork(node),
            target,
            hash(node.source()),
            hash(node.destination()).isEmpty() ? null : hash(node.destination()),
            told.mergeability(),
            NO_WORD,
            ReviewDecision.NOT_TOLD,
            told.behindBy(),
            null,
            told.checks(),
            BitbucketReviews.reviews(node, people),
            BitbucketReviews.requested(node, people),
            conversations,
            (int) conversations.stream().filter(talk -> !talk.resolved()).count(),
            told.issues(),
            List.of(),
            List.of(),
            isTrue(node.queued()) ? List.of(AUTO_MERGE) : List.of(),
            obstacles(node, url),
            List.of(),
            told.size().additions(),
            told.size().deletions(),
            told.size().files(),
            number(node.commentCount()),
            node.createdOn(),
            node.updatedOn(),
            state == State.MERGED ? told.endedAt() : null,
            state == State.OPEN ? null : told.endedAt()));
  }

  /** It merges itself once its builds have passed. */
  private static final Waiting AUTO_MERGE =
      new Waiting(Waiting.Kind.AUTO_MERGE, null, null, null, null);

  static State state(@Nullable String word) {
    return switch (text(word)) {
      case "MERGED" -> State.MERGED;
      case "DECLINED", "SUPERSEDED" -> State.CLOSED;
      default -> State.OPEN;
    };
  }

  private static List<Obstacle> obstacles(PullRequestNode node, String url) {
    var tasks = number(node.taskCount());
    return tasks == 0 ? List.of() : List.of(Obstacle.of(Obstacle.Kind.TASKS_OPEN, tasks).at(url));
  }

  private static boolean isFork(PullRequestNode node) {
    var home = repository(node.destination());
    return !home.isEmpty() && !repository(node.source()).equals(home);
  }

  private static @Nullable String fork(PullRequestNode node) {
    var from = node.source() == null ? null : node.source().repository();
    return isFork(node) && from != null ? from.fullName() : null;
  }

  /** The key of a side's repository, empty for a fork that is gone. */
  private static String repository(@Nullable Side side) {
    return side == null || side.repository() == null ? "" : text(side.repository().uuid());
  }

  static String branch(@Nullable Side side) {
    return side == null || side.branch() == null ? "" : text(side.branch().name());
  }

  /** The commit of a side, empty when there is none. */
  static String hash(@Nullable Side side) {
    return side == null || side.commit() == null ? "" : abbreviated(side.commit().hash());
  }

  static String abbreviated(@Nullable String hash) {
    var whole = text(hash);
    return whole.length() <= DIGITS ? whole : whole.substring(0, DIGITS);
  }

  /** Hashes are of different lengths: the shorter must begin the longer. */
  static boolean isSameCommit(@Nullable String one, @Nullable String other) {
    var first = text(one);
    var second = text(other);
    return Math.min(first.length(), second.length()) >= FEWEST_DIGITS
        && (first.startsWith(second) || second.startsWith(first));
  }

  static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  static int number(@Nullable Integer value) {
    return value == null ? 0 : value;
  }

  static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
