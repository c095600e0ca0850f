package io.ampel.provider.bitbucket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ampel.provider.Access;
import io.ampel.provider.Access.Grant;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.bitbucket.BitbucketGrants.Role;
import io.ampel.provider.bitbucket.BitbucketNodes.Branch;
import io.ampel.provider.bitbucket.BitbucketNodes.BranchingModel;
import io.ampel.provider.bitbucket.BitbucketNodes.DefaultReviewer;
import io.ampel.provider.bitbucket.BitbucketNodes.PullRequestNode;
import io.ampel.provider.bitbucket.BitbucketNodes.Restriction;
import io.ampel.provider.bitbucket.BitbucketScopes.Need;
import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.Repository;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What branches demand and allow, remembered so that it is not asked for each pull request. */
final class BitbucketBranches {
  private final BitbucketLine line;
  private final BitbucketSelf self;
  private final BitbucketGrants grants;
  private final Cache<Place, Optional<BitbucketRules>> rules =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(1)).maximumSize(20_000).build();
  private final Cache<Target, Set<MergeStrategy>> strategies =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofHours(6)).maximumSize(20_000).build();

  private record Place(Grant grant, String repository) {}

  private record Target(String repository, String branch) {}

  BitbucketBranches(BitbucketLine line, BitbucketSelf self, BitbucketGrants grants) {
    this.line = line;
    this.self = self;
    this.grants = grants;
  }

  /** A pull request tells along what its target branch allows. */
  void seen(Repository repository, PullRequestNode node) {
    var target = node.destination();
    var branch = target == null ? null : target.branch();
    var allowed = BitbucketRepositories.strategies(branch);
    if (branch != null && branch.name() != null && !allowed.isEmpty()) {
      strategies.put(new Target(repository.externalId(), branch.name()), allowed);
    }
  }

  MergeRequirements requirements(Access access, Repository repository, String branch) {
    var allowed = strategies(access, repository, branch);
    var now = access.errand() == null ? read(access, repository) : rules(access, repository);
    return now.map(known -> known.requirements(branch, allowed))
        .orElseGet(() -> BitbucketRules.unreadable(allowed));
  }

  /** Empty where this token cannot read them. */
  Optional<BitbucketRules> rules(Access access, Repository repository) {
    var known = rules.getIfPresent(new Place(access.grant(), repository.externalId()));
    return known == null ? read(access, repository) : known;
  }

  private Optional<BitbucketRules> read(Access access, Repository repository) {
    var read =
        mayRead(access, repository) ? asked(access, repository) : Optional.<BitbucketRules>empty();
    rules.put(new Place(access.grant(), repository.externalId()), read);
    return read;
  }

  /** A question of which the answer is known to be no is not asked: each counts. */
  private boolean mayRead(Access access, Repository repository) {
    var granted = grants.scopes(access);
    if (granted != null && !granted.allow(Need.ADMINISTER_REPOSITORIES)) {
      return false;
    }
    var role = self.role(access, repository);
    return role == null || role == Role.ADMIN;
  }

  private Optional<BitbucketRules> asked(Access access, Repository repository) {
    var place = BitbucketPlace.of(repository);
    var api = line.to(access);
    List<Restriction> all;
    try {
      all =
          line.all(
              access,
              () ->
                  api.restrictions(place.owner(), place.repository(), BitbucketFields.RESTRICTIONS),
              api::restrictions);
    } catch (ProviderFailure failure) {
      if (isRefusal(access, repository, failure)) {
        return Optional.empty();
      }
      throw failure;
    }
    return Optional.of(
        new BitbucketRules(
            all,
            BitbucketRules.speakOfKinds(all) ? model(access, place) : null,
            BitbucketRules.speakOfDefaultReviewers(all)
                ? reviewers(access, repository)
                : List.of()));
  }

  /** Some tokens are refused here with 401 though they are good. */
  private boolean isRefusal(Access access, Repository repository, ProviderFailure failure) {
    var code = failure.problem().code();
    if (code == Code.INVALID_TOKEN) {
      line.refuseDead(access, repository);
    }
    return code == Code.INSUFFICIENT_PERMISSIONS
        || code == Code.NOT_FOUND
        || code == Code.INVALID_TOKEN;
  }

  private BranchingModel model(Access access, BitbucketPlace place) {
    var api = line.to(access);
    return BitbucketLine.body(
        line.ask(() -> api.branchingModel(place.owner(), place.repository())));
  }

  private @Nullable List<Account> reviewers(Access access, Repository repository) {
    var place = BitbucketPlace.of(repository);
    var api = line.to(access);
    try {
      return line
          .all(
              access,
              () -> api.defaultReviewers(place.owner(), place.repository()),
              api::defaultReviewers)
          .stream()
          .map(DefaultReviewer::user)
          .filter(Objects::nonNull)
          .map(BitbucketPeople::account)
          .toList();
    } catch (ProviderFailure failure) {
      if (isRefusal(access, repository, failure)) {
        return null;
      }
      throw failure;
    }
  }

  /** Empty for all of them: where nobody tells, a merge shows. */
  private Set<MergeStrategy> strategies(Access access, Repository repository, String branch) {
    var target = new Target(repository.externalId(), branch);
    var known = strategies.getIfPresent(target);
    if (known != null) {
      return known;
    }
    var place = BitbucketPlace.of(repository);
    var api = line.to(access);
    try {
      Branch told =
          BitbucketLine.body(line.ask(() -> api.branch(place.owner(), place.repository(), branch)));
      var allowed = BitbucketRepositories.strategies(told);
      strategies.put(target, allowed);
      return allowed;
    } catch (ProviderFailure failure) {
      if (isRefusal(access, repository, failure)) {
        return Set.of();
      }
      throw failure;
    }
  }
}
