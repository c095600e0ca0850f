package io.ampel.provider;

import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.Repositories;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Review;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every provider can be asked. Being refused is an answer; being unable to ask is a {@link
 * ProviderFailure}.
 */
public interface Connector {

  Provider provider();

  /** How often to look, and how far a look can be trusted. */
  default Rounds rounds() {
    return Rounds.USUAL;
  }

  /** Who the token is and what it may do, found out by asking. */
  Introduction introduce(Access access);

  /**
   * One page of the repositories the token sees.
   *
   * @param cursor null for the first page
   */
  RepositoryPage repositories(Access access, @Nullable String cursor);

  /** Empty when it does not exist or is hidden from this token. */
  Optional<Repositories.Found> repository(Access access, String fullName);

  /** A cheap look at all open pull requests of many repositories: one answer for each asked. */
  List<RepositoryProbe> probe(Access access, List<Repository> repositories);

  /** The facts of these pull requests, whatever their state: one answer for each asked. */
  List<PullRequestAnswer> details(Access access, List<PullRequestAnswer.Wanted> wanted);

  /** What the branch demands, marked as guessed where the token cannot read it. */
  MergeRequirements requirements(Access access, Repository repository, String branch);

  ActOutcome comment(Access access, Repository repository, int number, String body);

  /** Whether the token's own account wrote exactly this comment since then. */
  boolean hasCommented(
      Access access, Repository repository, int number, String body, Instant since);

  /**
   * @param verdict APPROVED, CHANGES_REQUESTED or COMMENTED
   * @param headSha the commit the person saw
   */
  ActOutcome review(
      Access access,
      Repository repository,
      int number,
      Review.Verdict verdict,
      String body,
      String headSha);

  /** What can be done at this instance; nothing else is offered there. */
  Set<Feature> features(Instance instance);

  /** Does one of the deeds the instance is able to; any other is refused. */
  ActOutcome act(Access access, Repository repository, int number, Deed deed);

  /** Merges if and only if the head is still the commit the person saw. */
  MergeOutcome merge(Access access, Repository repository, int number, MergeOrder order);

  /** Deletes a branch of the repository itself; one that is gone already counts as done. */
  ActOutcome deleteBranch(Access access, Repository repository, String branch);

  /** Empty where Ampel cannot make webhooks by itself and shows what to paste. */
  default Optional<WebhookDesk> hooks() {
    return Optional.empty();
  }
}
