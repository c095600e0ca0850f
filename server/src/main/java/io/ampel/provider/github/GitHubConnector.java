package io.ampel.provider.github;

import io.ampel.platform.Gateway;
import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.ActOutcome;
import io.ampel.provider.Budgets;
import io.ampel.provider.Connector;
import io.ampel.provider.Deed;
import io.ampel.provider.Feature;
import io.ampel.provider.Introduction;
import io.ampel.provider.MergeOrder;
import io.ampel.provider.MergeOutcome;
import io.ampel.provider.Pace;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.PullRequestAnswer;
import io.ampel.provider.RepositoryPage;
import io.ampel.provider.RepositoryProbe;
import io.ampel.provider.Rounds;
import io.ampel.provider.WebhookDesk;
import io.ampel.provider.github.GitHubNodes.UpdateRule;
import io.ampel.provider.github.GitHubRules.Rule;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Instances;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.Repositories;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Review;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** GitHub: which questions are asked, in which order. */
@Component
class GitHubConnector implements Connector {
  /** A look sees everything but what a failed check hides of the others. */
  private static final Rounds ROUNDS =
      new Rounds(Duration.ZERO, Duration.ofMinutes(30), Duration.ofHours(6), Duration.ofHours(6));

  private final GitHubLine line;
  private final GitHubGraph graph;
  private final GitHubProbe probe;
  private final GitHubDetails details;
  private final GitHubBranches branches = new GitHubBranches();
  private final GitHubDoctor doctor;
  private final GitHubActs acts;
  private final GitHubDeeds deeds;
  private final GitHubListing listing;
  private final GitHubHooks hooks;

  @Autowired
  GitHubConnector(Gateway gateway, Budgets budgets, Pace pace, Instances instances, Clock clock) {
    this(gateway, budgets, pace, instances::lacks, clock);
  }

  GitHubConnector(
      Gateway gateway,
      Budgets budgets,
      Pace pace,
      BiConsumer<UUID, Set<String>> lacks,
      Clock clock) {
    var grants = new GitHubGrants();
    this.line = new GitHubLine(gateway, budgets, pace, grants, clock);
    this.graph = new GitHubGraph(line, budgets, clock, lacks);
    this.probe = new GitHubProbe(graph);
    var look = new GitHubLook(graph, new GitHubFallback(line, grants), branches);
    this.details = new GitHubDetails(graph, look, grants, branches, clock);
    this.listing = new GitHubListing(line);
    this.doctor = new GitHubDoctor(line, graph, budgets);
    this.acts = new GitHubActs(line, grants, clock);
    this.deeds = new GitHubDeeds(line, graph, acts);
    this.hooks = new GitHubHooks(line, clock);
  }

  @Override
  public Provider provider() {
    return Provider.GITHUB;
  }

  @Override
  public Rounds rounds() {
    return ROUNDS;
  }

  @Override
  public Introduction introduce(Access access) {
    return doctor.introduce(access);
  }

  @Override
  public RepositoryPage repositories(Access access, @Nullable String cursor) {
    return listing.page(access, cursor);
  }

  @Override
  public Optional<Repositories.Found> repository(Access access, String fullName) {
    return listing.one(access, fullName);
  }

  @Override
  public List<RepositoryProbe> probe(Access access, List<Repository> repositories) {
    return probe.probe(access, repositories);
  }

  @Override
  public List<PullRequestAnswer> details(Access access, List<PullRequestAnswer.Wanted> wanted) {
    return details.details(access, wanted);
  }

  @Override
  public MergeRequirements requirements(Access access, Repository repository, String branch) {
    var requirements =
        GitHubRules.of(protection(access, repository, branch), rules(access, repository, branch));
    branches.demands(repository, branch, requirements);
    return requirements;
  }

  private @Nullable UpdateRule protection(Access access, Repository repository, String branch) {
    var known = branches.protection(repository, branch);
    if (known != null) {
      return known.orElse(null);
    }
    var variables =
        Map.<String, @Nullable Object>of(
            "id", repository.externalId(), "branch", "refs/heads/" + branch);
    var data = graph.ask(access, GitHubQueries.RULE, variables, GitHubApi::askRule).data();
    var node = data == null ? null : data.node();
    return node == null || node.ref() == null ? null : node.ref().refUpdateRule();
  }

  /** Null when this token or this instance does not show them. */
  private @Nullable List<Rule> rules(Access access, Repository repository, String branch) {
    var place = GitHubPlace.of(repository);
    var api = line.to(access);
    try {
      var all = new ArrayList<Rule>();
      var answer = line.ask(() -> api.rules(place.owner(), place.name(), branch));
      all.addAll(GitHubLine.body(answer));
      for (var next = GitHubLine.link(answer.getHeaders(), "next", access);
          next != null;
          next = GitHubLine.link(answer.getHeaders(), "next", access)) {
        var page = next;
        answer = line.ask(() -> api.rules(page));
        all.addAll(GitHubLine.body(answer));
      }
      return all;
    } catch (ProviderFailure failure) {
      return withoutRules(failure.problem());
    }
  }

  /** A private repository of a free plan has no rules at all, and GitHub says so by refusing. */
  private static @Nullable List<Rule> withoutRules(AccountProblem problem) {
    if (problem.code() != Code.INSUFFICIENT_PERMISSIONS && problem.code() != Code.NOT_FOUND) {
      throw new ProviderFailure(problem);
    }
    var isPlan = problem.detail() != null && problem.detail().contains("Upgrade to GitHub");
    return isPlan ? List.of() : null;
  }

  @Override
  public ActOutcome comment(Access access, Repository repository, int number, String body) {
    return acts.comment(access, repository, number, body);
  }

  @Override
  public boolean hasCommented(
      Access access, Repository repository, int number, String body, Instant since) {
    return acts.hasCommented(access, repository, number, body, since);
  }

  @Override
  public ActOutcome review(
      Access access,
      Repository repository,
      int number,
      Review.Verdict verdict,
      String body,
      String headSha) {
    return acts.review(access, repository, number, verdict, body, headSha);
  }

  @Override
  public Set<Feature> features(Instance instance) {
    return EnumSet.allOf(Feature.class);
  }

  @Override
  public ActOutcome act(Access access, Repository repository, int number, Deed deed) {
    return deeds.act(access, repository, number, deed);
  }

  @Override
  public MergeOutcome merge(Access access, Repository repository, int number, MergeOrder order) {
    return acts.merge(access, repository, number, order);
  }

  @Override
  public ActOutcome deleteBranch(Access access, Repository repository, String branch) {
    return acts.deleteBranch(access, repository, branch);
  }

  @Override
  public Optional<WebhookDesk> hooks() {
    return Optional.of(hooks);
  }
}
