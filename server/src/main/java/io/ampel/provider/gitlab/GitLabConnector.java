package io.ampel.provider.gitlab;

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
import io.ampel.provider.SchemaGaps;
import io.ampel.provider.WebhookDesk;
import io.ampel.provider.gitlab.GitLabActs.On;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** GitLab: which questions are asked, in which order. */
@Component
class GitLabConnector implements Connector {
  /** A pipeline keeps its word while it runs, whatever becomes of its jobs. */
  private static final Rounds ROUNDS = new Rounds(Duration.ZERO, Duration.ofHours(6));

  private final GitLabLine line;
  private final GitLabProbe probe;
  private final GitLabDetails details;
  private final GitLabDoctor doctor;
  private final GitLabActs acts;
  private final GitLabDeeds deeds;
  private final GitLabMerge merge;
  private final GitLabListing listing;
  private final GitLabHooks hooks;

  @Autowired
  GitLabConnector(Gateway gateway, Budgets budgets, Pace pace, Instances instances, Clock clock) {
    this(gateway, budgets, pace, instances::lacks, GitLabPatience.USUAL, clock);
  }

  GitLabConnector(
      Gateway gateway,
      Budgets budgets,
      Pace pace,
      BiConsumer<UUID, Set<String>> lacks,
      GitLabPatience patience,
      Clock clock) {
    this.line = new GitLabLine(gateway, budgets, pace, clock);
    var gaps = new SchemaGaps(lacks);
    var graph = new GitLabGraph(line, gaps);
    var grants = new GitLabGrants(line);
    var fallback = new GitLabFallback(line);
    var abilities = new GitLabAbilities(graph, gaps);
    this.probe = new GitLabProbe(graph, fallback);
    this.details =
        new GitLabDetails(
            graph, new GitLabLook(line, graph), fallback, grants, new GitLabIssues(line));
    this.listing = new GitLabListing(line);
    this.hooks = new GitLabHooks(line);
    this.doctor = new GitLabDoctor(line, abilities, grants, budgets);
    var objections = new GitLabObjections(line, abilities);
    this.acts = new GitLabActs(line, objections, grants);
    this.deeds = new GitLabDeeds(line, acts, objections, patience);
    this.merge = new GitLabMerge(line, patience, grants);
  }

  @Override
  public Provider provider() {
    return Provider.GITLAB;
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

  /** A project that does not show its settings to this token leaves them a guess. */
  @Override
  public MergeRequirements requirements(Access access, Repository repository, String branch) {
    try {
      var project = line.ask(() -> line.to(access).project(repository.externalId()));
      return GitLabProjects.requirements(GitLabLine.body(project));
    } catch (ProviderFailure failure) {
      return withoutSettings(failure.problem());
    }
  }

  private static MergeRequirements withoutSettings(AccountProblem problem) {
    if (problem.code() != Code.INSUFFICIENT_PERMISSIONS && problem.code() != Code.NOT_FOUND) {
      throw new ProviderFailure(problem);
    }
    return MergeRequirements.UNREADABLE;
  }

  @Override
  public ActOutcome comment(Access access, Repository repository, int number, String body) {
    return acts.comment(new On(access, repository, number), body);
  }

  @Override
  public boolean hasCommented(
      Access access, Repository repository, int number, String body, Instant since) {
    return acts.hasCommented(new On(access, repository, number), body, since);
  }

  @Override
  public ActOutcome review(
      Access access,
      Repository repository,
      int number,
      Review.Verdict verdict,
      String body,
      String headSha) {
    return acts.review(new On(access, repository, number), verdict, body, headSha);
  }

  @Override
  public Set<Feature> features(Instance instance) {
    return GitLabAbilities.features(instance);
  }

  @Override
  public ActOutcome act(Access access, Repository repository, int number, Deed deed) {
    return deeds.act(new On(access, repository, number), deed);
  }

  @Override
  public MergeOutcome merge(Access access, Repository repository, int number, MergeOrder order) {
    return merge.merge(new On(access, repository, number), order);
  }

  @Override
  public ActOutcome deleteBranch(Access access, Repository repository, String branch) {
    return deeds.deleteBranch(access, repository, branch);
  }

  @Override
  public Optional<WebhookDesk> hooks() {
    return Optional.of(hooks);
  }
}
