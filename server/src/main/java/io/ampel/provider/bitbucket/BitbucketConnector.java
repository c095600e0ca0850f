package io.ampel.provider.bitbucket;

import io.ampel.platform.AmpelProperties;
import io.ampel.platform.Gateway;
import io.ampel.provider.Access;
import io.ampel.provider.ActOutcome;
import io.ampel.provider.Budgets;
import io.ampel.provider.Connector;
import io.ampel.provider.Deed;
import io.ampel.provider.Feature;
import io.ampel.provider.Introduction;
import io.ampel.provider.MergeOrder;
import io.ampel.provider.MergeOutcome;
import io.ampel.provider.Pace;
import io.ampel.provider.PullRequestAnswer;
import io.ampel.provider.RepositoryPage;
import io.ampel.provider.RepositoryProbe;
import io.ampel.provider.Rounds;
import io.ampel.provider.WebhookDesk;
import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.Repositories;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Review;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Bitbucket Cloud: which questions are asked, in which order. */
@Component
class BitbucketConnector implements Connector {
  /** Its budget is the tightest, and its lists show neither a build that ends nor one run again. */
  private static final Rounds ROUNDS = new Rounds(Duration.ofMinutes(5), Duration.ofMinutes(30));

  private static final Set<Feature> FEATURES =
      EnumSet.of(
          Feature.COMMENT,
          Feature.APPROVE,
          Feature.REQUEST_CHANGES,
          Feature.WITHDRAW,
          Feature.RESOLVE,
          Feature.CLOSE,
          Feature.MERGE);

  private final BitbucketListing listing;
  private final BitbucketHooks hooks;
  private final BitbucketProbe probe;
  private final BitbucketDetails details;
  private final BitbucketBranches branches;
  private final BitbucketDoctor doctor;
  private final BitbucketActs acts;
  private final BitbucketMerges merges;

  @Autowired
  BitbucketConnector(
      Gateway gateway, Budgets budgets, Pace pace, Clock clock, AmpelProperties properties) {
    this(gateway, budgets, pace, clock, properties.jiraUrl());
  }

  BitbucketConnector(
      Gateway gateway, Budgets budgets, Pace pace, Clock clock, @Nullable URI jiraUrl) {
    var grants = new BitbucketGrants();
    var line = new BitbucketLine(gateway, budgets, pace, grants, clock);
    var self = new BitbucketSelf(line, grants);
    this.listing = new BitbucketListing(line);
    this.hooks = new BitbucketHooks(line);
    this.probe = new BitbucketProbe(line);
    this.branches = new BitbucketBranches(line, self, grants);
    this.details =
        new BitbucketDetails(
            line,
            probe,
            new BitbucketComparisons(line, grants),
            branches,
            self,
            grants,
            new BitbucketIssues(jiraUrl));
    this.doctor = new BitbucketDoctor(line, listing, grants, budgets);
    this.acts = new BitbucketActs(line, self, grants);
    this.merges = new BitbucketMerges(line, acts, grants);
  }

  @Override
  public Provider provider() {
    return Provider.BITBUCKET;
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
    return branches.requirements(access, repository, branch);
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
    return EnumSet.copyOf(FEATURES);
  }

  @Override
  public ActOutcome act(Access access, Repository repository, int number, Deed deed) {
    return acts.act(access, repository, number, deed);
  }

  @Override
  public MergeOutcome merge(Access access, Repository repository, int number, MergeOrder order) {
    return merges.merge(access, repository, number, order);
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
