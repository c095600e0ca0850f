package io.ampel.provider.github;

import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.github.GitHubNodes.CommentNode;
import io.ampel.provider.github.GitHubNodes.PullRequestNode;
import io.ampel.provider.github.GitHubNodes.Thread;
import io.ampel.pullrequest.Conversation;
import java.util.List;

/** What is talked about at the lines of a pull request. */
final class GitHubConversations {
  private static final int EXCERPT = 280;

  private GitHubConversations() {}

  static List<Conversation> of(PullRequestNode node) {
    return Page.all(node.reviewThreads()).stream().map(GitHubConversations::conversation).toList();
  }

  private static Conversation conversation(Thread thread) {
    var first = Page.all(thread.opening()).stream().findFirst();
    var last = Page.all(thread.latest()).stream().findFirst();
    return new Conversation(
        thread.id(),
        GitHubMapping.isTrue(thread.isResolved()),
        first.map(comment -> GitHubMapping.account(comment.author())).orElse(null),
        last.map(comment -> GitHubMapping.account(comment.author())).orElse(null),
        thread.path(),
        first.map(CommentNode::bodyText).map(GitHubConversations::excerpt).orElse(null),
        first.map(CommentNode::url).orElse(null),
        first.map(CommentNode::createdAt).orElse(null));
  }

  private static String excerpt(String text) {
    var line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT - 1) + "…";
  }
}
