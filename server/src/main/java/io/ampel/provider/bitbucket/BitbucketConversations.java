package io.ampel.provider.bitbucket;

import io.ampel.provider.bitbucket.BitbucketNodes.Comment;
import io.ampel.provider.bitbucket.BitbucketNodes.Links;
import io.ampel.pullrequest.Conversation;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is talked about at the lines of a pull request. Bitbucket sends all comments in one row;
 * only one at a line that answers nobody begins a conversation that can be resolved.
 */
final class BitbucketConversations {
  private static final int EXCERPT = 280;

  private BitbucketConversations() {}

  static List<Conversation> of(List<Comment> all, BitbucketPeople people) {
    return all.stream()
        .filter(BitbucketConversations::begins)
        .map(first -> conversation(first, all, people))
        .toList();
  }

  private static boolean begins(Comment comment) {
    return comment.id() != null
        && comment.inline() != null
        && comment.parent() == null
        && !isHidden(comment);
  }

  private static boolean isHidden(Comment comment) {
    return BitbucketMapping.isTrue(comment.deleted()) || BitbucketMapping.isTrue(comment.pending());
  }

  private static Conversation conversation(
      Comment first, List<Comment> all, BitbucketPeople people) {
    var last =
        all.stream()
            .filter(comment -> answers(comment, first) && !isHidden(comment))
            .max(Comparator.comparing(BitbucketConversations::at))
            .orElse(first);
    return new Conversation(
        String.valueOf(first.id()),
        first.resolution() != null,
        people.of(first.user()),
        people.of(last.user()),
        first.inline() == null ? null : first.inline().path(),
        Optional.ofNullable(first.content())
            .map(BitbucketNodes.Text::raw)
            .map(BitbucketConversations::excerpt)
            .orElse(null),
        Links.html(first.links()),
        first.createdOn());
  }

  private static boolean answers(Comment comment, Comment first) {
    return comment.parent() != null && Objects.equals(comment.parent().id(), first.id());
  }

  private static Instant at(Comment comment) {
    return comment.createdOn() == null ? Instant.EPOCH : comment.createdOn();
  }

  private static String excerpt(String text) {
    var line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT - 1) + "…";
  }
}
