package io.ampel.provider.github;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Batches;
import io.ampel.provider.GraphQlReplies.Answer;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.PullRequestAnswer;
import io.ampel.provider.PullRequestAnswer.Failed;
import io.ampel.provider.PullRequestAnswer.Gone;
import io.ampel.provider.PullRequestAnswer.Read;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.github.GitHubLook.Asked;
import io.ampel.provider.github.GitHubLook.Looked;
import io.ampel.provider.github.GitHubNodes.PullRequestNode;
import io.ampel.provider.github.GitHubNodes.PullRequests;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The facts of pull requests: one question for many of them, and one closer look. */
final class GitHubDetails {
  /** Lists without which a light would be a guess: refused, they are not the same as empty. */
  private static final Set<String> NEEDED =
      Set.of(
          "reviewThreads",
          "reviewRequests",
          "latestReviews",
          "latestOpinionatedReviews",
          "writers");

  private final GitHubGraph graph;
  private final GitHubPages pages;
  private final GitHubLook look;
  private final GitHubGrants grants;
  private final GitHubBranches branches;
  private final Clock clock;
  private final Map<UUID, Batches> batches = new ConcurrentHashMap<>();

  GitHubDetails(
      GitHubGraph graph,
      GitHubLook look,
      GitHubGrants grants,
      GitHubBranches branches,
      Clock clock) {
    this.graph = graph;
    this.pages = new GitHubPages(graph);
    this.look = look;
    this.grants = grants;
    this.branches = branches;
    this.clock = clock;
  }

  List<PullRequestAnswer> details(Access access, List<Wanted> wanted) {
    var sizes = batches.computeIfAbsent(access.instance().id(), _ -> new Batches(1, 10, 20));
    return sizes.ask(
        wanted, some -> read(access, some), (one, failure) -> new Failed(one, failure.problem()));
  }

  /** What was told of one pull request before the closer look at it. */
  private record Told(Wanted wanted, PullRequestNode node, Set<String> hidden) {}

  private List<PullRequestAnswer> read(Access access, List<Wanted> wanted) {
    var ids = wanted.stream().map(Wanted::externalId).toList();
    var answer =
        graph.ask(access, GitHubQueries.DETAIL, Map.of("ids", ids), GitHubApi::askPullRequests);
    if (wanted.size() > 1 && answer.faults().stream().anyMatch(GitHubErrors::isTooHeavy)) {
      throw new ProviderFailure(AccountProblem.of(Code.TIMED_OUT, "the question was too heavy"));
    }
    var told = new ArrayList<Told>();
    for (var i = 0; i < wanted.size(); i++) {
      var node = node(answer, i);
      if (node != null && !lacksNeeded(answer, i)) {
        told.add(new Told(wanted.get(i), node, hidden(access, answer, i)));
      }
    }
    var facts = facts(access, told);
    var answers = new ArrayList<PullRequestAnswer>(wanted.size());
    for (var i = 0; i < wanted.size(); i++) {
      var read = facts.get(wanted.get(i));
      answers.add(read == null ? unread(wanted.get(i), answer, i) : read);
    }
    return answers;
  }

  private Map<Wanted, PullRequestAnswer> facts(Access access, List<Told> told) {
    var asked =
        told.stream()
            .map(each -> new Asked(each.wanted().repository(), each.node(), each.hidden()))
            .toList();
    var looked = look.at(access, asked);
    var facts = new ConcurrentHashMap<Wanted, PullRequestAnswer>();
    for (var i = 0; i < told.size(); i++) {
      facts.put(told.get(i).wanted(), answer(access, told.get(i), looked.get(i)));
    }
    return facts;
  }

  private PullRequestAnswer answer(Access access, Told told, Looked looked) {
    var wanted = told.wanted();
    if (looked.problem() != null) {
      return new Failed(wanted, looked.problem());
    }
    try {
      var node = pages.complete(access, looked.over(told.node()));
      branches.seen(wanted.repository(), node);
      var mapped =
          GitHubMapping.pullRequest(
              new GitHubMapping.Told(
                  node,
                  told.hidden(),
                  looked.checks(),
                  looked.behindBy(),
                  looked.pusher(),
                  clock.instant()));
      return mapped
          .<PullRequestAnswer>map(facts ->
              new Read(
                  wanted,
                  facts,
                  GitHubFingerprint.of(node),
                  grants.of(access, node, wanted.repository().fullName(), looked.checks())))
          .orElseGet(() ->
              new Failed(
                  wanted,
                  AccountProblem.of(Code.UNEXPECTED_ANSWER, "the answer lacks what it must have")));
    } catch (ProviderFailure failure) {
      return new Failed(wanted, failure.problem());
    }
  }

  private static @Nullable PullRequestNode node(Answer<PullRequests> answer, int place) {
    var data = answer.data();
    var nodes = data == null ? null : data.nodes();
    return nodes == null || nodes.size() <= place ? null : nodes.get(place);
  }

  private static boolean lacksNeeded(Answer<PullRequests> answer, int place) {
    return NEEDED.stream()
        .anyMatch(
            list -> answer.faults().stream().anyMatch(fault -> fault.isAt("nodes", place, list)));
  }

  /** Fields of which null says nothing: refused to this token, or unknown to this instance. */
  private Set<String> hidden(Access access, Answer<PullRequests> answer, int place) {
    var hidden = new HashSet<String>();
    for (var fault : answer.faults()) {
      var path = fault.path();
      if (path != null && path.size() > 2 && fault.isAt("nodes", place)) {
        hidden.add(String.valueOf(path.get(2)));
      }
    }
    graph.missing(access).stream()
        .filter(field -> field.startsWith("PullRequest."))
        .forEach(field -> hidden.add(field.substring("PullRequest.".length())));
    return hidden;
  }

  private static PullRequestAnswer unread(Wanted wanted, Answer<PullRequests> answer, int place) {
    var faults = answer.faults().stream().filter(fault -> fault.isAt("nodes", place)).toList();
    if (node(answer, place) == null && faults.stream().anyMatch(fault -> fault.is("NOT_FOUND"))) {
      return new Gone(wanted);
    }
    var problem =
        faults.stream()
            .map(GitHubErrors::problem)
            .findFirst()
            .orElseGet(
                () -> AccountProblem.of(Code.UNEXPECTED_ANSWER, "no word of the pull request"));
    return new Failed(wanted, problem);
  }
}
