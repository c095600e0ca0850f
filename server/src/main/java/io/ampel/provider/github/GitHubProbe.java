package io.ampel.provider.github;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Batches;
import io.ampel.provider.GraphQlReplies.Answer;
import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.RepositoryProbe;
import io.ampel.provider.RepositoryProbe.Failed;
import io.ampel.provider.RepositoryProbe.Glimpse;
import io.ampel.provider.RepositoryProbe.Lost;
import io.ampel.provider.RepositoryProbe.Seen;
import io.ampel.provider.github.GitHubNodes.PullRequestNode;
import io.ampel.provider.github.GitHubNodes.Repositories;
import io.ampel.provider.github.GitHubNodes.RepositoryNode;
import io.ampel.pullrequest.Repository;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The cheap look at all open pull requests of many repositories. */
final class GitHubProbe {
  private static final int FIRST_PAGE = 50;
  private static final int NEXT_PAGE = 100;
  private static final int SMALL_PAGE = 10;

  private final GitHubGraph graph;
  private final Map<UUID, Batches> batches = new ConcurrentHashMap<>();

  GitHubProbe(GitHubGraph graph) {
    this.graph = graph;
  }

  List<RepositoryProbe> probe(Access access, List<Repository> repositories) {
    var sizes = batches.computeIfAbsent(access.instance().id(), _ -> new Batches(1, 10, 50));
    return sizes.ask(
        repositories,
        some -> look(access, some),
        (repository, failure) -> alone(access, repository, failure));
  }

  private List<RepositoryProbe> look(Access access, List<Repository> repositories) {
    var answer = page(access, repositories, FIRST_PAGE, null);
    if (repositories.size() > 1 && answer.faults().stream().anyMatch(GitHubErrors::isTooHeavy)) {
      throw new ProviderFailure(AccountProblem.of(Code.TIMED_OUT, "the question was too heavy"));
    }
    return IntStream.range(0, repositories.size())
        .mapToObj(i -> one(access, repositories.get(i), node(answer, i), answer, i, NEXT_PAGE))
        .toList();
  }

  /** Too heavy even alone: with small pages it may still be seen. */
  private RepositoryProbe alone(Access access, Repository repository, ProviderFailure failure) {
    if (!failure.problem().asksForLess()) {
      return new Failed(repository, failure.problem());
    }
    try {
      var answer = page(access, List.of(repository), SMALL_PAGE, null);
      return one(access, repository, node(answer, 0), answer, 0, SMALL_PAGE);
    } catch (ProviderFailure again) {
      return new Failed(repository, again.problem());
    }
  }

  private Answer<Repositories> page(
      Access access, List<Repository> repositories, int size, @Nullable String after) {
    var variables = new LinkedHashMap<String, @Nullable Object>();
    variables.put("ids", repositories.stream().map(Repository::externalId).toList());
    variables.put("first", size);
    variables.put("after", after);
    return graph.ask(access, GitHubQueries.PROBE, variables, GitHubApi::askRepositories);
  }

  private RepositoryProbe one(
      Access access,
      Repository repository,
      @Nullable RepositoryNode node,
      Answer<Repositories> answer,
      int place,
      int pageSize) {
    if (node == null || node.pullRequests() == null) {
      return unseen(repository, answer, place);
    }
    var open = new LinkedHashMap<String, Glimpse>();
    var page = node.pullRequests();
    add(open, page);
    for (var next = Page.next(page); next != null; next = Page.next(page)) {
      var more = page(access, repository, next, pageSize);
      if (more instanceof NextPage.None(var problem)) {
        return new Failed(repository, problem);
      }
      page = ((NextPage.Some) more).page();
      add(open, page);
    }
    return new Seen(
        repository, GitHubRepositories.found(repository, node), List.copyOf(open.values()));
  }

  private sealed interface NextPage {
    record Some(Page<PullRequestNode> page) implements NextPage {}

    record None(AccountProblem problem) implements NextPage {}
  }

  private NextPage page(Access access, Repository repository, String after, int size) {
    try {
      var answer = page(access, List.of(repository), size, after);
      var node = node(answer, 0);
      return node == null || node.pullRequests() == null
          ? new NextPage.None(problem(answer, 0))
          : new NextPage.Some(node.pullRequests());
    } catch (ProviderFailure failure) {
      return size > SMALL_PAGE && failure.problem().asksForLess()
          ? page(access, repository, after, SMALL_PAGE)
          : new NextPage.None(failure.problem());
    }
  }

  private static void add(Map<String, Glimpse> open, Page<PullRequestNode> page) {
    Page.all(page).stream()
        .filter(node -> node.id() != null && node.number() != null)
        .map(GitHubProbe::glimpse)
        .forEach(glimpse -> open.put(glimpse.externalId(), glimpse));
  }

  private static Glimpse glimpse(PullRequestNode node) {
    return new Glimpse(
        GitHubMapping.text(node.id()),
        GitHubMapping.number(node.number()),
        GitHubFingerprint.of(node),
        GitHubFingerprint.isUnsettled(node),
        GitHubFingerprint.hidesChecks(node));
  }

  private static @Nullable RepositoryNode node(Answer<Repositories> answer, int place) {
    var data = answer.data();
    var nodes = data == null ? null : data.nodes();
    return nodes == null || nodes.size() <= place ? null : nodes.get(place);
  }

  /** Not found and not allowed are the same to who asks: this token has lost the repository. */
  private static RepositoryProbe unseen(
      Repository repository, Answer<Repositories> answer, int place) {
    var problem = problem(answer, place);
    return switch (problem.code()) {
      case NOT_FOUND,
          INSUFFICIENT_PERMISSIONS,
          SSO_REQUIRED,
          IP_ALLOW_LIST,
          TOKEN_FORBIDDEN_BY_ORGANIZATION ->
          new Lost(repository, problem);
      default -> new Failed(repository, problem);
    };
  }

  private static AccountProblem problem(Answer<Repositories> answer, int place) {
    return answer.faults().stream()
        .filter(fault -> fault.isAt("nodes", place))
        .map(GitHubErrors::problem)
        .map(problem -> named(problem))
        .findFirst()
        .orElseGet(() -> AccountProblem.of(Code.UNEXPECTED_ANSWER, "no word of the repository"));
  }

  private static AccountProblem named(AccountProblem problem) {
    return problem.code() == Code.INSUFFICIENT_PERMISSIONS && problem.missing().isEmpty()
        ? new AccountProblem(
            problem.code(), problem.detail(), null, null, List.of("Pull requests: read"))
        : problem;
  }
}
