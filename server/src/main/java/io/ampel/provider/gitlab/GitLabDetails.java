package io.ampel.provider.gitlab;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Batches;
import io.ampel.provider.GraphQlReplies.Answer;
import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.PullRequestAnswer;
import io.ampel.provider.PullRequestAnswer.Failed;
import io.ampel.provider.PullRequestAnswer.Gone;
import io.ampel.provider.PullRequestAnswer.Read;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.gitlab.GitLabChecks.Demand;
import io.ampel.provider.gitlab.GitLabGraph.ClosedToToken;
import io.ampel.provider.gitlab.GitLabLook.Looked;
import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import io.ampel.provider.gitlab.GitLabNodes.ProjectNode;
import io.ampel.provider.gitlab.GitLabNodes.Projects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The facts of merge requests: one question for many of one project, and one closer look. */
final class GitLabDetails {
  private final GitLabGraph graph;
  private final GitLabLook look;
  private final GitLabFallback fallback;
  private final GitLabGrants grants;
  private final GitLabIssues issues;
  private final Map<UUID, Batches> batches = new ConcurrentHashMap<>();

  GitLabDetails(
      GitLabGraph graph,
      GitLabLook look,
      GitLabFallback fallback,
      GitLabGrants grants,
      GitLabIssues issues) {
    this.graph = graph;
    this.look = look;
    this.fallback = fallback;
    this.grants = grants;
    this.issues = issues;
  }

  /** What was told of one merge request before the closer look at it. */
  record Told(Wanted wanted, ProjectNode project, MergeRequestNode node, @Nullable String hidden) {}

  List<PullRequestAnswer> details(Access access, List<Wanted> wanted) {
    var sizes = batches.computeIfAbsent(access.instance().id(), _ -> new Batches(1, 10, 20));
    var answers = new HashMap<Wanted, PullRequestAnswer>();
    var byProject =
        wanted.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.repository().externalId(), LinkedHashMap::new, Collectors.toList()));
    for (var some : byProject.values()) {
      var read =
          sizes.ask(
              some,
              few -> read(access, few),
              (one, failure) -> alone(access, one, failure.problem()));
      read.forEach(answer -> answers.put(answer.wanted(), answer));
      var problem = stopping(read);
      if (problem.isPresent()) {
        wanted.forEach(one -> answers.putIfAbsent(one, new Failed(one, problem.get())));
        break;
      }
    }
    return wanted.stream().map(one -> Objects.requireNonNull(answers.get(one))).toList();
  }

  /** A dead token, a pause or a dead line: nobody else needs to be asked for. */
  private static Optional<AccountProblem> stopping(List<PullRequestAnswer> answers) {
    return answers.stream()
        .filter(Failed.class::isInstance)
        .map(answer -> ((Failed) answer).problem())
        .filter(AccountProblem::stopsEveryCall)
        .findFirst();
  }

  /** Too heavy even alone: one by one it may still be read. */
  private PullRequestAnswer alone(Access access, Wanted wanted, AccountProblem problem) {
    return problem.asksForLess() ? byRest(access, wanted) : new Failed(wanted, problem);
  }

  private List<PullRequestAnswer> read(Access access, List<Wanted> wanted) {
    try {
      return byGraph(access, wanted);
    } catch (ClosedToToken closed) {
      return wanted.stream().map(one -> byRest(access, one)).toList();
    }
  }

  private List<PullRequestAnswer> byGraph(Access access, List<Wanted> wanted) {
    var answer = ask(access, wanted);
    if (answer.faults().stream().anyMatch(GitLabErrors::isTooHeavy)) {
      throw new ProviderFailure(AccountProblem.of(Code.TIMED_OUT, "the question was too heavy"));
    }
    var project = project(answer);
    if (project == null) {
      var problem = problem(answer);
      return wanted.stream().map(one -> (PullRequestAnswer) new Failed(one, problem)).toList();
    }
    var told = new ArrayList<Told>();
    var answers = new HashMap<Wanted, PullRequestAnswer>();
    for (var one : wanted) {
      var seen = new GitLabSeen(answer, one.number());
      seen.without(one)
          .ifPresentOrElse(
              missing -> answers.put(one, missing),
              () -> told.add(new Told(one, project, seen.node(), seen.hidden())));
    }
    told.stream()
        .filter(one -> isCut(one.node()))
        .forEach(one -> answers.put(one.wanted(), byRest(access, one.wanted())));
    told.removeIf(one -> isCut(one.node()));
    look.at(access, told).forEach((one, looked) -> answers.put(one, answer(access, looked)));
    return wanted.stream().map(one -> Objects.requireNonNull(answers.get(one))).toList();
  }

  private Answer<Projects> ask(Access access, List<Wanted> wanted) {
    var variables =
        Map.<String, @Nullable Object>of(
            "ids",
            List.of(GitLabProbe.id(wanted.getFirst().repository())),
            "iids",
            wanted.stream().map(one -> String.valueOf(one.number())).toList());
    return graph.ask(access, GitLabQueries.DETAIL, variables, GitLabApi::askProjects);
  }

  private static @Nullable ProjectNode project(Answer<Projects> answer) {
    var data = answer.data();
    return data == null ? null : Page.all(data.projects()).stream().findFirst().orElse(null);
  }

  private static AccountProblem problem(Answer<Projects> answer) {
    return answer.faults().stream()
        .map(GitLabErrors::problem)
        .findFirst()
        .orElseGet(() -> GitLabErrors.unlisted(answer.data()));
  }

  /** Lists that go on behind their hundredth element are read whole another way. */
  private static boolean isCut(MergeRequestNode node) {
    return goesOn(node.approvedBy()) || goesOn(node.reviewers());
  }

  private static boolean goesOn(@Nullable Page<?> page) {
    return page != null && page.pageInfo() != null && page.pageInfo().goesOn();
  }

  private PullRequestAnswer byRest(Access access, Wanted wanted) {
    try {
      return fallback
          .read(access, wanted)
          .map(whole -> {
            var told = new Told(wanted, whole.project(), whole.node(), whole.hidden());
            var services = look.servicesFailed(access, told);
            return answer(
                access,
                new Looked(
                    told,
                    whole.glimpse(),
                    whole.node().headPipeline(),
                    GitLabConversations.of(access.instance().baseUrl(), whole.discussions()),
                    whole.behindBy(),
                    services,
                    null));
          })
          .orElseGet(() -> new Gone(wanted));
    } catch (ProviderFailure failure) {
      if (failure.problem().stopsEveryCall()) {
        throw failure;
      }
      return new Failed(wanted, failure.problem());
    }
  }

  private PullRequestAnswer answer(Access access, Looked looked) {
    var told = looked.told();
    if (looked.problem() != null) {
      return new Failed(told.wanted(), looked.problem());
    }
    var base = access.instance().baseUrl();
    var node = told.node();
    var demand = Demand.of(told.project(), node);
    var checks = GitLabChecks.of(base, node, looked.pipeline(), demand, told.hidden());
    var facts =
        GitLabMapping.pullRequest(
            new GitLabMapping.Told(
                base,
                node,
                checks,
                looked.conversations(),
                looked.behindBy(),
                looked.servicesFailed(),
                told.wanted().closely() ? issues.closedBy(access, told.wanted()) : null));
    return facts
        .<PullRequestAnswer>map(found ->
            new Read(
                told.wanted(),
                found,
                GitLabFingerprint.of(looked.glimpse()),
                grants.of(access, told.project(), node, checks)))
        .orElseGet(() ->
            new Failed(
                told.wanted(),
                AccountProblem.of(Code.UNEXPECTED_ANSWER, "the answer lacks what it must have")));
  }
}
