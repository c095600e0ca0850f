package io.ampel.provider.github;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.github.GitHubNodes.PullRequestNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Reads on where the lists of a pull request are longer than their first page. */
final class GitHubPages {
  private final GitHubGraph graph;

  GitHubPages(GitHubGraph graph) {
    this.graph = graph;
  }

  PullRequestNode complete(Access access, PullRequestNode first) {
    var node = first;
    while (goesOn(node)) {
      var variables = new LinkedHashMap<String, @Nullable Object>();
      variables.put("id", node.id());
      put(variables, "threads", "threadsAfter", node.reviewThreads());
      put(variables, "labels", "labelsAfter", node.labels());
      put(variables, "requests", "requestsAfter", node.reviewRequests());
      put(variables, "reviews", "reviewsAfter", node.latestReviews());
      put(variables, "opinions", "opinionsAfter", node.latestOpinionatedReviews());
      put(variables, "writing", "writersAfter", node.writers());
      var answer = graph.ask(access, GitHubQueries.MORE, variables, GitHubApi::askOne);
      var data = answer.data();
      var more = data == null ? null : data.node();
      if (more == null) {
        throw new ProviderFailure(
            AccountProblem.of(Code.UNEXPECTED_ANSWER, "a further page did not come"));
      }
      node = joined(node, more);
    }
    return node;
  }

  private static boolean goesOn(PullRequestNode node) {
    return Page.next(node.reviewThreads()) != null
        || Page.next(node.labels()) != null
        || Page.next(node.reviewRequests()) != null
        || Page.next(node.latestReviews()) != null
        || Page.next(node.latestOpinionatedReviews()) != null
        || Page.next(node.writers()) != null;
  }

  private static void put(
      LinkedHashMap<String, @Nullable Object> variables,
      String asked,
      String after,
      @Nullable Page<?> page) {
    var next = Page.next(page);
    variables.put(asked, next != null);
    variables.put(after, next);
  }

  private static PullRequestNode joined(PullRequestNode node, PullRequestNode more) {
    return node.with(
        joined(node.reviewThreads(), more.reviewThreads()),
        joined(node.labels(), more.labels()),
        joined(node.reviewRequests(), more.reviewRequests()),
        joined(node.latestReviews(), more.latestReviews()),
        joined(node.latestOpinionatedReviews(), more.latestOpinionatedReviews()),
        joined(node.writers(), more.writers()));
  }

  /** A page that was asked for and did not come must not pass for the end of the list. */
  static <T> @Nullable Page<T> joined(@Nullable Page<T> page, @Nullable Page<T> more) {
    if (page == null || Page.next(page) == null) {
      return page;
    }
    if (more == null) {
      throw new ProviderFailure(
          AccountProblem.of(Code.UNEXPECTED_ANSWER, "a further page did not come"));
    }
    var all = new ArrayList<@Nullable T>(Page.all(page));
    all.addAll(Page.all(more));
    return new Page<>(page.totalCount(), more.pageInfo(), all);
  }
}
