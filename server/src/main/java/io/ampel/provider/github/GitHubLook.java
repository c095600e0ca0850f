package io.ampel.provider.github;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Batches;
import io.ampel.provider.GraphQlReplies.Answer;
import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.github.GitHubNodes.Actor;
import io.ampel.provider.github.GitHubNodes.Context;
import io.ampel.provider.github.GitHubNodes.ForcePush;
import io.ampel.provider.github.GitHubNodes.PullRequestNode;
import io.ampel.provider.github.GitHubNodes.Rollup;
import io.ampel.provider.github.GitHubNodes.Thread;
import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.Checks;
import io.ampel.pullrequest.Checks.Reading;
import io.ampel.pullrequest.Repository;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The closer look: every single check with whether it is required, the words of open conversations,
 * the distance to the target branch. Several pull requests in one question.
 */
final class GitHubLook {
  private final GitHubGraph graph;
  private final GitHubFallback fallback;
  private final GitHubBranches branches;
  private final Batches batches = new Batches(1, 10, 20);

  GitHubLook(GitHubGraph graph, GitHubFallback fallback, GitHubBranches branches) {
    this.graph = graph;
    this.fallback = fallback;
    this.branches = branches;
  }

  /**
   * @param hidden fields of the pull request that were refused
   */
  record Asked(Repository repository, PullRequestNode node, Set<String> hidden) {}

  /** What the look at one pull request gathered, page by page. */
  private static final class View {
    private final Asked asked;
    private final List<Context> contexts = new ArrayList<>();
    private boolean wantsChecks;
    private boolean wantsDistance;
    private int talks;
    private boolean wantsPusher;
    private boolean isPartial;
    private @Nullable String after;
    private @Nullable String sha;
    private @Nullable Page<Thread> threads;
    private @Nullable Actor forcedBy;
    private @Nullable AccountProblem problem;

    private View(Asked asked) {
      this.asked = asked;
    }

    private boolean wantsTalks() {
      return talks > 0;
    }

    private boolean wantsAnything() {
      return problem == null && (wantsChecks || wantsDistance || wantsTalks() || wantsPusher);
    }
  }

  /**
   * @param pusher who pushed the head, null when not told
   * @param threads the first page of conversations with their words; null where there is none open
   * @param problem why the look failed; null when it did not
   */
  record Looked(
      Checks checks,
      @Nullable Integer behindBy,
      @Nullable Account pusher,
      @Nullable Page<Thread> threads,
      @Nullable AccountProblem problem) {

    /** The pull request with the conversations as they were seen closer. */
    PullRequestNode over(PullRequestNode node) {
      return threads == null
          ? node
          : node.with(
              threads,
              node.labels(),
              node.reviewRequests(),
              node.latestReviews(),
              node.latestOpinionatedReviews(),
              node.writers());
    }
  }

  /** One answer for each asked, in the same order. */
  List<Looked> at(Access access, List<Asked> asked) {
    var views = asked.stream().map(this::view).toList();
    var open = views.stream().filter(View::wantsAnything).toList();
    while (!open.isEmpty()) {
      var more =
          batches.ask(
              open, some -> look(access, some), (view, failure) -> failed(view, failure.problem()));
      open = more.stream().filter(View::wantsAnything).toList();
    }
    return views.stream().map(view -> looked(access, view)).toList();
  }

  private View view(Asked asked) {
    var node = asked.node();
    var view = new View(asked);
    view.isPartial = asked.hidden().contains("statusCheckRollup");
    view.wantsChecks = node.statusCheckRollup() != null && !view.isPartial;
    view.wantsDistance = branches.wantsDistance(asked.repository(), node);
    view.wantsPusher = branches.wantsPusher(asked.repository(), node);
    var threads = Page.all(node.reviewThreads());
    var isTalk = threads.stream().anyMatch(thread -> Boolean.FALSE.equals(thread.isResolved()));
    view.talks = isTalk ? threads.size() : 0;
    return view;
  }

  private static View failed(View view, AccountProblem problem) {
    view.problem = problem;
    return view;
  }

  private List<View> look(Access access, List<View> views) {
    var talking = views.stream().filter(View::wantsTalks).toList();
    var variables = new LinkedHashMap<String, @Nullable Object>();
    for (var i = 0; i < views.size(); i++) {
      put(variables, views.get(i), i);
    }
    for (var i = 0; i < talking.size(); i++) {
      variables.put("of" + i, talking.get(i).asked.node().id());
      variables.put("threads" + i, talking.get(i).talks);
    }
    var answer =
        graph.ask(
            access, GitHubQueries.looks(views.size(), talking.size()), variables, GitHubApi::look);
    if (views.size() > 1 && answer.faults().stream().anyMatch(GitHubErrors::isTooHeavy)) {
      throw new ProviderFailure(AccountProblem.of(Code.TIMED_OUT, "the question was too heavy"));
    }
    for (var i = 0; i < views.size(); i++) {
      read(views.get(i), answer, "look" + i);
    }
    for (var i = 0; i < talking.size(); i++) {
      hear(talking.get(i), answer, "talk" + i);
    }
    return views;
  }

  private void put(Map<String, @Nullable Object> variables, View view, int number) {
    var node = view.asked.node();
    variables.put("id" + number, node.id());
    variables.put("number" + number, node.number());
    variables.put("checks" + number, view.wantsChecks);
    variables.put("after" + number, view.after);
    variables.put("distance" + number, view.wantsDistance);
    variables.put("head" + number, GitHubMapping.text(GitHubBranches.headName(node)));
    variables.put("pusher" + number, branches.hearsPusher(view.asked.repository(), node));
  }

  private void read(View view, Answer<Map<String, @Nullable PullRequestNode>> answer, String name) {
    var data = answer.data();
    var seen = data == null ? null : data.get(name);
    if (seen == null) {
      failed(view, problem(answer, name));
      return;
    }
    if (view.wantsDistance && seen.baseRef() != null && seen.baseRef().compare() != null) {
      var behindBy = seen.baseRef().compare().behindBy();
      if (behindBy != null) {
        branches.measured(view.asked.node(), behindBy);
      }
    }
    view.forcedBy = forcedBy(seen, view.asked.node());
    view.wantsDistance = false;
    view.wantsPusher = false;
    if (view.wantsChecks) {
      contexts(view, seen.statusCheckRollup());
    }
  }

  private static void hear(
      View view, Answer<Map<String, @Nullable PullRequestNode>> answer, String name) {
    var data = answer.data();
    var heard = data == null ? null : data.get(name);
    if (heard == null) {
      failed(view, problem(answer, name));
      return;
    }
    view.threads = heard.reviewThreads();
    view.talks = 0;
  }

  private static void contexts(View view, @Nullable Rollup rollup) {
    var page = rollup == null ? null : rollup.contexts();
    var nodes = page == null ? null : page.nodes();
    view.isPartial |= nodes == null || nodes.stream().anyMatch(Objects::isNull);
    view.contexts.addAll(Page.all(page));
    view.sha = rollup == null || rollup.commit() == null ? view.sha : rollup.commit().oid();
    view.after = Page.next(page);
    view.wantsChecks = view.after != null;
  }

  /** Who made the head what it is by force; null when it came another way. */
  private static @Nullable Actor forcedBy(PullRequestNode seen, PullRequestNode node) {
    return Page.all(seen.timelineItems()).stream()
        .filter(push ->
            push.afterCommit() != null
                && Objects.equals(push.afterCommit().oid(), node.headRefOid()))
        .map(ForcePush::actor)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** The checks that a push set going tell who pushed. When they disagree, nobody is believed. */
  private static @Nullable Account pusher(View view) {
    if (view.forcedBy != null) {
      return GitHubMapping.account(view.forcedBy);
    }
    var head = view.asked.node().headRefOid();
    var pushers =
        view.contexts.stream()
            .map(Context::checkSuite)
            .map(suite -> suite == null ? null : suite.push())
            .filter(Objects::nonNull)
            .filter(push -> Objects.equals(push.nextSha(), head) && push.pusher() != null)
            .map(push -> GitHubMapping.account(push.pusher()))
            .distinct()
            .toList();
    return pushers.size() == 1 ? pushers.getFirst() : null;
  }

  private static AccountProblem problem(Answer<?> answer, String name) {
    return answer.faults().stream()
        .filter(fault -> fault.isAt(name))
        .map(GitHubErrors::problem)
        .findFirst()
        .orElseGet(() -> AccountProblem.of(Code.UNEXPECTED_ANSWER, "no word of the checks"));
  }

  private Looked looked(Access access, View view) {
    var node = view.asked.node();
    if (view.problem != null) {
      return new Looked(Checks.NO_CHECKS, null, null, null, view.problem);
    }
    var read = view.contexts.stream().map(GitHubChecks::reported).toList();
    var sha = view.sha == null ? node.headRefOid() : view.sha;
    var checks =
        view.isPartial
            ? fallback.checks(
                access, view.asked.repository(), GitHubMapping.text(node.headRefOid()), read)
            : new Checks(GitHubChecks.newest(read), Reading.ALL, sha, null);
    return new Looked(checks, branches.behindBy(node), pusher(view), view.threads, null);
  }
}
