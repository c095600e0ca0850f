package io.ampel.provider.bitbucket;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Capabilities;
import io.ampel.provider.Permissions;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.PullRequestAnswer;
import io.ampel.provider.PullRequestAnswer.Failed;
import io.ampel.provider.PullRequestAnswer.Gone;
import io.ampel.provider.PullRequestAnswer.Read;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.bitbucket.BitbucketMapping.Told;
import io.ampel.provider.bitbucket.BitbucketNodes.Activity;
import io.ampel.provider.bitbucket.BitbucketNodes.Comment;
import io.ampel.provider.bitbucket.BitbucketNodes.PullRequestNode;
import io.ampel.pullrequest.Checks;
import io.ampel.pullrequest.LinkedIssue;
import io.ampel.pullrequest.Mergeability;
import io.ampel.pullrequest.PullRequest.State;
import io.ampel.pullrequest.Repository;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The facts of pull requests. What an errand has just seen of one in a list is not asked again, so
 * that a changed one takes four calls at most: builds, conflicts, and comments and size or distance
 * where there are any.
 */
final class BitbucketDetails {
  private static final int A_PAGE_OF_COMMITS = 100;

  private final BitbucketLine line;
  private final BitbucketProbe probe;
  private final BitbucketComparisons comparisons;
  private final BitbucketBranches branches;
  private final BitbucketSelf self;
  private final BitbucketGrants grants;
  private final BitbucketIssues issues;

  BitbucketDetails(
      BitbucketLine line,
      BitbucketProbe probe,
      BitbucketComparisons comparisons,
      BitbucketBranches branches,
      BitbucketSelf self,
      BitbucketGrants grants,
      BitbucketIssues issues) {
    this.line = line;
    this.probe = probe;
    this.comparisons = comparisons;
    this.branches = branches;
    this.self = self;
    this.grants = grants;
    this.issues = issues;
  }

  List<PullRequestAnswer> details(Access access, List<Wanted> wanted) {
    return BitbucketRow.ask(
        wanted, one -> read(access, one), (one, failure) -> new Failed(one, failure.problem()));
  }

  private PullRequestAnswer read(Access access, Wanted wanted) {
    var seen = probe.seen(access, wanted);
    if (seen != null) {
      return answer(access, wanted, seen);
    }
    try {
      return answer(access, wanted, node(access, wanted));
    } catch (NotThere e) {
      return new Gone(wanted);
    }
  }

  /** Bitbucket keeps pull requests for ever: one that is not there in a repository that is. */
  private static final class NotThere extends Exception {
    private static final long serialVersionUID = 1;
  }

  private PullRequestNode node(Access access, Wanted wanted) throws NotThere {
    var place = BitbucketPlace.of(wanted.repository());
    var api = line.to(access);
    try {
      return BitbucketLine.body(
          line.ask(() ->
              api.pullRequest(
                  place.owner(),
                  place.repository(),
                  wanted.number(),
                  BitbucketFields.PULL_REQUEST)));
    } catch (ProviderFailure failure) {
      if (failure.problem().code() == Code.NOT_FOUND && isVisible(access, place)) {
        throw new NotThere();
      }
      throw failure;
    }
  }

  private boolean isVisible(Access access, BitbucketPlace place) {
    var api = line.to(access);
    try {
      line.ask(() -> api.repository(place.owner(), place.repository(), "uuid"));
      return true;
    } catch (ProviderFailure failure) {
      return false;
    }
  }

  private PullRequestAnswer answer(Access access, Wanted wanted, PullRequestNode node) {
    var repository = wanted.repository();
    branches.seen(repository, node);
    var checks = checks(access, wanted, node);
    var told =
        BitbucketMapping.state(node.state()) == State.OPEN
            ? open(access, wanted, node, checks)
            : over(access, wanted, node, checks);
    return BitbucketMapping.pullRequest(told)
        .<PullRequestAnswer>map(facts ->
            new Read(
                wanted,
                facts,
                BitbucketFingerprint.of(node),
                permissions(access, repository, facts.targetBranch(), checks)))
        .orElseGet(() ->
            new Failed(
                wanted,
                AccountProblem.of(Code.UNEXPECTED_ANSWER, "the answer lacks what it must have")));
  }

  private Told open(Access access, Wanted wanted, PullRequestNode node, Checks checks) {
    var repository = wanted.repository();
    var collision = comparisons.collision(access, repository, node);
    var comments = comments(access, wanted, node);
    var tolerated = tolerated(access, repository, node);
    var behind = tolerated.isEmpty() ? null : behind(access, repository, node, tolerated);
    var mayAskMore = comments.isEmpty() || tolerated.isEmpty() || access.errand() == null;
    return new Told(
        node,
        checks,
        collision,
        comparisons.size(access, repository, node, mayAskMore),
        behind,
        comments,
        issues(repository, node),
        null);
  }

  /**
   * What is over needs no light any more; its builds and words are kept for those who look back.
   */
  private Told over(Access access, Wanted wanted, PullRequestNode node, Checks checks) {
    return new Told(
        node,
        checks,
        Mergeability.MERGEABLE,
        comparisons.size(access, wanted.repository(), node, false),
        null,
        comments(access, wanted, node),
        issues(wanted.repository(), node),
        endedAt(access, wanted, node));
  }

  private List<LinkedIssue> issues(Repository repository, PullRequestNode node) {
    return issues.of(
        repository.fullName(),
        BitbucketMapping.text(node.title()),
        BitbucketMapping.branch(node.source()));
  }

  private Checks checks(Access access, Wanted wanted, PullRequestNode node) {
    var place = BitbucketPlace.of(wanted.repository());
    var api = line.to(access);
    var all =
        line.all(
            access,
            () ->
                api.statuses(
                    place.owner(), place.repository(), wanted.number(), BitbucketFields.STATUSES),
            api::statuses);
    return BitbucketBuilds.checks(all, BitbucketMapping.hash(node.source()));
  }

  private List<Comment> comments(Access access, Wanted wanted, PullRequestNode node) {
    if (BitbucketMapping.number(node.commentCount()) == 0) {
      return List.of();
    }
    var place = BitbucketPlace.of(wanted.repository());
    var api = line.to(access);
    return line.all(
        access,
        () ->
            api.comments(
                place.owner(), place.repository(), wanted.number(), BitbucketFields.COMMENTS),
        api::comments);
  }

  /** How many commits it may lack; empty where nobody minds, or nobody tells. */
  private OptionalInt tolerated(Access access, Repository repository, PullRequestNode node) {
    return branches
        .rules(access, repository)
        .map(rules -> rules.behindAtMost(BitbucketMapping.branch(node.destination())))
        .orElse(OptionalInt.empty());
  }

  /** Null where it cannot be found out, which holds the light. */
  private @Nullable Integer behind(
      Access access, Repository repository, PullRequestNode node, OptionalInt tolerated) {
    var most = tolerated.orElse(0);
    var commits = comparisons.behind(access, repository, node);
    var isCounted = commits.isPresent() && (commits.getAsInt() < A_PAGE_OF_COMMITS || most == 0);
    return isCounted ? Integer.valueOf(Math.max(0, commits.getAsInt() - most)) : null;
  }

  /** The time of the last update may be that of a later comment. */
  private @Nullable Instant endedAt(Access access, Wanted wanted, PullRequestNode node) {
    var place = BitbucketPlace.of(wanted.repository());
    var api = line.to(access);
    try {
      return BitbucketLine.body(
              line.ask(() ->
                  api.activity(
                      place.owner(), place.repository(), wanted.number(), BitbucketFields.ENDINGS)))
          .all()
          .stream()
          .map(Activity::update)
          .filter(Objects::nonNull)
          .filter(update -> BitbucketMapping.text(update.state()).equals(node.state()))
          .map(Activity.Update::date)
          .filter(Objects::nonNull)
          .min(Instant::compareTo)
          .orElse(node.updatedOn());
    } catch (ProviderFailure failure) {
      if (failure.problem().stopsEveryCall()) {
        throw failure;
      }
      return node.updatedOn();
    }
  }

  private Permissions permissions(
      Access access, Repository repository, String branch, Checks checks) {
    var told = grants.of(access, repository.externalId(), self.role(access, repository), checks);
    var mergers = branches.rules(access, repository).flatMap(rules -> rules.mergers(branch));
    var isShutOut =
        mergers
            .filter(some -> !some.orByGroup())
            .filter(some -> self.of(access).filter(me -> !isAmong(some, me)).isPresent())
            .isPresent();
    return isShutOut
        ? new Permissions(
            told.comment(),
            told.approve(),
            Capabilities.State.NO,
            told.bypass(),
            told.maintain(),
            told.readChecks())
        : told;
  }

  private static boolean isAmong(BitbucketRules.Merging some, BitbucketNodes.User me) {
    return me.uuid() != null && some.people().contains(me.uuid());
  }
}
