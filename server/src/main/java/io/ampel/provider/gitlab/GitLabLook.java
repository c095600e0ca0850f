package io.ampel.provider.gitlab;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Batches;
import io.ampel.provider.GraphQlReplies.Answer;
import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.gitlab.GitLabDetails.Told;
import io.ampel.provider.gitlab.GitLabGraph.ClosedToToken;
import io.ampel.provider.gitlab.GitLabNodes.DiscussionNode;
import io.ampel.provider.gitlab.GitLabNodes.JobNode;
import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import io.ampel.provider.gitlab.GitLabNodes.PipelineNode;
import io.ampel.pullrequest.Conversation;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The closer look where it is worth a question: the words of open conversations, jobs beyond the
 * first page, what external services said. What GitLab waits to be asked about is asked for.
 */
final class GitLabLook {
  private final GitLabLine line;
  private final GitLabGraph graph;
  private final Batches batches = new Batches(1, 8, 8);

  GitLabLook(GitLabLine line, GitLabGraph graph) {
    this.line = line;
    this.graph = graph;
  }

  /**
   * @param glimpse what the look at many compares
   * @param pipeline that of the head with all its jobs, null when there is none
   * @param servicesFailed null when nothing was asked
   * @param problem why the look failed; null when it did not
   */
  record Looked(
      Told told,
      MergeRequestNode glimpse,
      @Nullable PipelineNode pipeline,
      List<Conversation> conversations,
      @Nullable Integer behindBy,
      @Nullable Boolean servicesFailed,
      @Nullable AccountProblem problem) {}

  /** The conversations of one merge request, gathered page by page. */
  private static final class View {
    private final Told told;
    private final List<DiscussionNode> read = new ArrayList<>();
    private @Nullable String after;
    private boolean wantsMore;
    private @Nullable AccountProblem problem;

    private View(Told told) {
      this.told = told;
      var open = GitLabMapping.openConversations(told.node());
      this.wantsMore = open == null || open > 0;
    }

    private boolean goesOn() {
      return problem == null && wantsMore;
    }
  }

  /** One answer for each asked, all of one project. */
  Map<Wanted, Looked> at(Access access, List<Told> asked) {
    recheck(access, asked);
    var views = asked.stream().map(View::new).toList();
    for (var open = views.stream().filter(View::goesOn).toList();
        !open.isEmpty();
        open = open.stream().filter(View::goesOn).toList()) {
      batches.ask(open, some -> talks(access, some), GitLabLook::failed);
    }
    var looked = new LinkedHashMap<Wanted, Looked>();
    views.forEach(view -> looked.put(view.told.wanted(), looked(access, view)));
    return looked;
  }

  private static View failed(View view, ProviderFailure failure) {
    if (failure instanceof ClosedToToken) {
      throw failure;
    }
    return failed(view, failure.problem());
  }

  private static View failed(View view, AccountProblem problem) {
    view.problem = problem;
    return view;
  }

  private List<View> talks(Access access, List<View> views) {
    var variables = new LinkedHashMap<String, @Nullable Object>();
    for (var i = 0; i < views.size(); i++) {
      variables.put("id" + i, views.get(i).told.node().id());
      variables.put("after" + i, views.get(i).after);
    }
    var answer =
        graph.ask(access, GitLabQueries.talks(views.size()), variables, GitLabApi::askSome);
    if (views.size() > 1 && answer.faults().stream().anyMatch(GitLabErrors::isTooHeavy)) {
      throw new ProviderFailure(AccountProblem.of(Code.TIMED_OUT, "the question was too heavy"));
    }
    for (var i = 0; i < views.size(); i++) {
      read(views.get(i), answer, "talks" + i);
    }
    return views;
  }

  private static void read(
      View view, Answer<Map<String, @Nullable MergeRequestNode>> answer, String name) {
    var data = answer.data();
    var seen = data == null ? null : data.get(name);
    if (seen == null || seen.discussions() == null) {
      failed(view, problem(answer, name));
      return;
    }
    view.read.addAll(Page.all(seen.discussions()));
    view.after = Page.next(seen.discussions());
    view.wantsMore = view.after != null;
  }

  private static AccountProblem problem(Answer<?> answer, String name) {
    return answer.faults().stream()
        .filter(fault -> fault.isAt(name))
        .map(GitLabErrors::problem)
        .findFirst()
        .orElseGet(() -> AccountProblem.of(Code.UNEXPECTED_ANSWER, "no word of conversations"));
  }

  private Looked looked(Access access, View view) {
    var told = view.told;
    try {
      return new Looked(
          told,
          told.node(),
          pipeline(access, told.node()),
          GitLabConversations.of(access.instance().baseUrl(), view.read),
          null,
          servicesFailed(access, told),
          view.problem);
    } catch (ClosedToToken closed) {
      throw closed;
    } catch (ProviderFailure failure) {
      return new Looked(told, told.node(), null, List.of(), null, null, failure.problem());
    }
  }

  /** The pipeline of the head with all its jobs. */
  private @Nullable PipelineNode pipeline(Access access, MergeRequestNode node) {
    var pipeline = node.headPipeline();
    while (pipeline != null && Page.next(pipeline.jobs()) != null) {
      var variables = new LinkedHashMap<String, @Nullable Object>();
      variables.put("id", node.id());
      variables.put("after", Page.next(pipeline.jobs()));
      var data = graph.ask(access, GitLabQueries.JOBS, variables, GitLabApi::askOne).data();
      var more = data == null ? null : data.mergeRequest();
      pipeline = joined(pipeline, more == null ? null : more.headPipeline());
    }
    return pipeline;
  }

  /** A page that did not come, or that is of another pipeline, must not pass for the end. */
  private static PipelineNode joined(PipelineNode pipeline, @Nullable PipelineNode more) {
    if (more == null || more.jobs() == null || !Objects.equals(pipeline.id(), more.id())) {
      throw new ProviderFailure(
          AccountProblem.of(Code.UNEXPECTED_ANSWER, "a further page did not come"));
    }
    var all = new ArrayList<@Nullable JobNode>(Page.all(pipeline.jobs()));
    all.addAll(Page.all(more.jobs()));
    return pipeline.with(new Page<>(null, more.jobs().pageInfo(), all));
  }

  /** Whether an external status check said no, asked only where one stands in the way. */
  @Nullable Boolean servicesFailed(Access access, Told told) {
    var isAsked =
        GitLabMergeability.checks(told.node()).stream()
            .anyMatch(check ->
                "STATUS_CHECKS_MUST_PASS".equals(check.identifier())
                    && ("FAILED".equals(check.status()) || "CHECKING".equals(check.status())));
    if (!isAsked) {
      return null;
    }
    var id = told.wanted().repository().externalId();
    var iid = String.valueOf(told.wanted().number());
    return line.askIfKnown(() -> line.to(access).statusChecks(id, iid))
        .map(all -> all.stream().anyMatch(check -> "failed".equals(check.status())))
        .orElse(null);
  }

  /** GitLab works out whether branches join only when somebody asks. */
  private void recheck(Access access, List<Told> asked) {
    var iids =
        asked.stream()
            .filter(told -> GitLabMergeability.wantsToBeAsked(told.node()))
            .map(told -> "iids%5B%5D=" + told.wanted().number())
            .collect(Collectors.joining("&"));
    if (iids.isEmpty()) {
      return;
    }
    var project = asked.getFirst().wanted().repository().externalId();
    var address =
        "%s/projects/%s/merge_requests?scope=all&with_merge_status_recheck=true&per_page=100&%s"
            .formatted(GitLabLine.rest(access), project, iids);
    line.askIfKnown(() -> line.to(access).recheck(URI.create(address)));
  }
}
