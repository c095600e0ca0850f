package io.ampel.provider.gitlab;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Batches;
import io.ampel.provider.GraphQlReplies.Answer;
import io.ampel.provider.GraphQlReplies.Fault;
import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.RepositoryProbe;
import io.ampel.provider.RepositoryProbe.Failed;
import io.ampel.provider.RepositoryProbe.Glimpse;
import io.ampel.provider.RepositoryProbe.Lost;
import io.ampel.provider.RepositoryProbe.Seen;
import io.ampel.provider.gitlab.GitLabGraph.ClosedToToken;
import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import io.ampel.provider.gitlab.GitLabNodes.ProjectNode;
import io.ampel.provider.gitlab.GitLabNodes.Projects;
import io.ampel.pullrequest.Repository;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The cheap look at all open merge requests of many projects. */
final class GitLabProbe {
  private static final int FIRST_PAGE = 50;
  private static final int NEXT_PAGE = 100;
  private static final int SMALL_PAGE = 10;

  private final GitLabGraph graph;
  private final GitLabFallback fallback;
  private final Map<UUID, Batches> batches = new ConcurrentHashMap<>();

  GitLabProbe(GitLabGraph graph, GitLabFallback fallback) {
    this.graph = graph;
    this.fallback = fallback;
  }

  List<RepositoryProbe> probe(Access access, List<Repository> repositories) {
    var sizes = batches.computeIfAbsent(access.instance().id(), _ -> new Batches(1, 10, 25));
    return sizes.ask(
        repositories,
        some -> look(access, some),
        (repository, failure) -> alone(access, repository, failure));
  }

  private List<RepositoryProbe> look(Access access, List<Repository> repositories) {
    try {
      var answer = page(access, repositories, FIRST_PAGE, null);
      if (repositories.size() > 1 && answer.faults().stream().anyMatch(GitLabErrors::isTooHeavy)) {
        throw new ProviderFailure(AccountProblem.of(Code.TIMED_OUT, "the question was too heavy"));
      }
      return repositories.stream().map(one -> one(access, one, answer, NEXT_PAGE)).toList();
    } catch (ClosedToToken closed) {
      return repositories.stream().map(one -> fallback.probe(access, one)).toList();
    }
  }

  /** Too heavy even alone: with small pages, or one by one, it may still be seen. */
  private RepositoryProbe alone(Access access, Repository repository, ProviderFailure failure) {
    if (!failure.problem().asksForLess()) {
      return new Failed(repository, failure.problem());
    }
    try {
      return one(
          access, repository, page(access, List.of(repository), SMALL_PAGE, null), SMALL_PAGE);
    } catch (ProviderFailure again) {
      return again.problem().asksForLess()
          ? fallback.probe(access, repository)
          : new Failed(repository, again.problem());
    }
  }

  private Answer<Projects> page(
      Access access, List<Repository> repositories, int size, @Nullable String after) {
    var variables = new LinkedHashMap<String, @Nullable Object>();
    variables.put("ids", repositories.stream().map(GitLabProbe::id).toList());
    variables.put("projects", repositories.size());
    variables.put("first", size);
    variables.put("after", after);
    return graph.ask(access, GitLabQueries.PROBE, variables, GitLabApi::askProjects);
  }

  /** GraphQL's name of a project. */
  static String id(Repository repository) {
    return "gid://gitlab/Project/" + repository.externalId();
  }

  private RepositoryProbe one(
      Access access, Repository repository, Answer<Projects> answer, int pageSize) {
    var place = place(answer, repository);
    var node = place < 0 ? null : nodes(answer).get(place);
    if (node == null || node.mergeRequests() == null) {
      return unseen(repository, answer, place);
    }
    var open = new LinkedHashMap<String, Glimpse>();
    var page = node.mergeRequests();
    add(open, page);
    for (var next = Page.next(page); next != null; next = Page.next(page)) {
      var more = page(access, repository, next, pageSize);
      if (more instanceof NextPage.None(var problem)) {
        return new Failed(repository, problem);
      }
      page = ((NextPage.Some) more).page();
      add(open, page);
    }
    return new Seen(repository, GitLabProjects.found(repository, node), List.copyOf(open.values()));
  }

  private sealed interface NextPage {
    record Some(Page<MergeRequestNode> page) implements NextPage {}

    record None(AccountProblem problem) implements NextPage {}
  }

  private NextPage page(Access access, Repository repository, String after, int size) {
    try {
      var answer = page(access, List.of(repository), size, after);
      var place = place(answer, repository);
      var node = place < 0 ? null : nodes(answer).get(place);
      return node == null || node.mergeRequests() == null
          ? new NextPage.None(problem(answer, place))
          : new NextPage.Some(node.mergeRequests());
    } catch (ProviderFailure failure) {
      return size > SMALL_PAGE && failure.problem().asksForLess()
          ? page(access, repository, after, SMALL_PAGE)
          : new NextPage.None(failure.problem());
    }
  }

  private static void add(Map<String, Glimpse> open, Page<MergeRequestNode> page) {
    Page.all(page).stream()
        .filter(node -> node.id() != null && node.iid() != null)
        .map(GitLabProbe::glimpse)
        .forEach(glimpse -> open.put(glimpse.externalId(), glimpse));
  }

  static Glimpse glimpse(MergeRequestNode node) {
    return new Glimpse(
        GitLabMapping.key(node.id()),
        Integer.parseInt(GitLabMapping.text(node.iid())),
        GitLabFingerprint.of(node),
        GitLabMergeability.isComputing(node),
        true);
  }

  private static List<@Nullable ProjectNode> nodes(Answer<Projects> answer) {
    var data = answer.data();
    var projects = data == null ? null : data.projects();
    return projects == null || projects.nodes() == null ? List.of() : projects.nodes();
  }

  /** Projects come in GitLab's order, and hidden ones not at all. */
  private static int place(Answer<Projects> answer, Repository repository) {
    var nodes = nodes(answer);
    for (var i = 0; i < nodes.size(); i++) {
      var node = nodes.get(i);
      if (node != null && id(repository).equals(node.id())) {
        return i;
      }
    }
    return -1;
  }

  /** Hidden and gone are the same to who asks: this token has lost the project. */
  private static RepositoryProbe unseen(Repository repository, Answer<Projects> answer, int place) {
    var problem = problem(answer, place);
    return switch (problem.code()) {
      case NOT_FOUND, INSUFFICIENT_PERMISSIONS, SSO_REQUIRED, IP_ALLOW_LIST ->
          new Lost(repository, problem);
      default -> new Failed(repository, problem);
    };
  }

  private static AccountProblem problem(Answer<Projects> answer, int place) {
    return answer.faults().stream()
        .filter(fault -> isAbout(fault, place))
        .map(GitLabErrors::problem)
        .findFirst()
        .orElseGet(() -> silence(answer, place));
  }

  private static AccountProblem silence(Answer<Projects> answer, int place) {
    return place < 0
        ? GitLabErrors.unlisted(answer.data())
        : AccountProblem.of(Code.UNEXPECTED_ANSWER, "no word of the project");
  }

  private static boolean isAbout(Fault fault, int place) {
    return place < 0 ? isForAll(fault) : fault.isAt("projects", "nodes", place);
  }

  private static boolean isForAll(Fault fault) {
    var path = fault.path();
    return path == null || path.size() <= 1;
  }
}
