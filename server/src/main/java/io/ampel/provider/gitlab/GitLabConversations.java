package io.ampel.provider.gitlab;

import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.gitlab.GitLabNodes.DiscussionNode;
import io.ampel.pullrequest.Conversation;
import java.net.URI;
import java.util.List;

/** What is talked about in a merge request, as far as it can be resolved. */
final class GitLabConversations {
  private static final int EXCERPT = 280;

  private GitLabConversations() {}

  static List<Conversation> of(URI baseUrl, List<DiscussionNode> discussions) {
    return discussions.stream()
        .filter(discussion -> GitLabMapping.isTrue(discussion.resolvable()))
        .map(discussion -> conversation(baseUrl, discussion))
        .toList();
  }

  private static Conversation conversation(URI baseUrl, DiscussionNode discussion) {
    var first = Page.all(discussion.opening()).stream().findFirst();
    var last = Page.all(discussion.latest()).stream().findFirst();
    return new Conversation(
        GitLabMapping.key(discussion.id()),
        GitLabMapping.isTrue(discussion.resolved()),
        first.map(note -> GitLabMapping.account(baseUrl, note.author())).orElse(null),
        last.map(note -> GitLabMapping.account(baseUrl, note.author())).orElse(null),
        first.map(note -> note.position() == null ? null : note.position().filePath()).orElse(null),
        first.map(note -> excerpt(GitLabMapping.text(note.body()))).orElse(null),
        first
            .map(note -> note.url() == null ? null : GitLabAddresses.absolute(baseUrl, note.url()))
            .orElse(null),
        discussion.createdAt());
  }

  private static String excerpt(String text) {
    var beginning = text.length() > 4 * EXCERPT ? text.substring(0, 4 * EXCERPT) : text;
    var line = beginning.strip().replaceAll("\\s+", " ");
    return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT - 1) + "…";
  }
}
