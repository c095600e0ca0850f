package io.ampel.pullrequest;

import io.ampel.pullrequest.Reason.Code;
import io.ampel.pullrequest.Review.Verdict;
import java.util.List;
import java.util.stream.Stream;

/** Which reviews count, and whose is missing. */
record ReviewRule(PullRequest pullRequest, MergeRequirements requirements, Policy policy) {
  /** More names than this help nobody. */
  private static final int FEW = 5;

  Readiness judge() {
    var found = new Findings();
    pullRequest.reviews().stream()
        .filter(review -> review.verdict() == Verdict.CHANGES_REQUESTED)
        .forEach(review -> objection(found, review));
    demands().forEach(demand -> group(found, demand));
    if (demandsApprovals()) {
      approvals(found);
    } else if (demands().isEmpty()) {
      askedReviewers(found);
    }
    return found.readiness();
  }

  /** An objection binds from somebody with write access, unless the objector was asked again. */
  private void objection(Findings found, Review review) {
    if (!review.writer()) {
      found.note(Note.Code.OBJECTION_WITHOUT_WEIGHT, review.url(), review.reviewer().login());
    } else if (isAsked(review.reviewer())) {
      found.add(
          Reason.of(Code.REVIEW_PENDING, Actor.of(review.reviewer()))
              .evidence(pullRequest.url())
              .details(review.reviewer().login()));
    } else {
      found.add(
          Reason.of(Code.CHANGES_REQUESTED, Actor.author(pullRequest.author()))
              .since(review.submittedAt())
              .evidence(review.url() == null ? pullRequest.url() : review.url())
              .details(review.reviewer().login()));
    }
  }

  private List<ApprovalDemand> demands() {
    return Stream.concat(pullRequest.demands().stream(), requirements.demands().stream())
        .filter(demand -> demand.needed() > 0)
        .toList();
  }

  private void group(Findings found, ApprovalDemand demand) {
    var given =
        pullRequest.reviews().stream()
            .filter(review -> counts(review) && demand.isMetBy(review.reviewer()))
            .count();
    if (given >= demand.needed()) {
      return;
    }
    if (demand.name().isEmpty()) {
      found.add(missing(given, demand.needed()));
      return;
    }
    found.add(
        Reason.of(Code.GROUP_APPROVALS_MISSING, whoMayMeet(demand))
            .evidence(pullRequest.url())
            .details(given, demand.needed(), demand.name()));
  }

  /** Those who are asked and may, otherwise those who may where they are few. */
  private List<Actor> whoMayMeet(ApprovalDemand demand) {
    var open =
        demand.from().stream()
            .filter(one -> pullRequest.reviews().stream().noneMatch(review -> isGiven(review, one)))
            .toList();
    var asked = open.stream().filter(this::isAsked).map(Actor::of).toList();
    if (!asked.isEmpty()) {
      return asked;
    }
    return open.isEmpty() || open.size() > FEW
        ? List.of(Actor.reviewer())
        : open.stream().map(Actor::of).toList();
  }

  private boolean isGiven(Review review, Account by) {
    return counts(review) && review.reviewer().isSame(by);
  }

  private boolean demandsApprovals() {
    var needed = requirements.approvals();
    return needed == null || needed > 0 || decision() == ReviewDecision.REVIEW_REQUIRED;
  }

  private void approvals(Findings found) {
    var needed = requirements.approvals();
    var least = needed == null || needed == 0 ? 1 : needed;
    var given = pullRequest.reviews().stream().filter(this::counts).toList();
    if (given.size() < least) {
      found.add(missing(given.size(), least).guessed(isGuess()));
    } else if (isOnlyThePushers(given)) {
      found.add(lastPushApproval());
    } else if (decision() == ReviewDecision.REVIEW_REQUIRED) {
      found.add(
          anotherReview().guessed(!requirements.codeOwners() && !requirements.lastPushApproval()));
    }
  }

  /**
   * Who pushed last does not approve what was pushed, though the approval counts as one. The
   * provider knows better who pushed: its own approval stands.
   */
  private boolean isOnlyThePushers(List<Review> given) {
    var pusher = pullRequest.pusher();
    return requirements.lastPushApproval()
        && decision() != ReviewDecision.APPROVED
        && pusher != null
        && given.stream().allMatch(review -> review.reviewer().isSame(pusher));
  }

  private Reason lastPushApproval() {
    return Reason.of(Code.LAST_PUSH_APPROVAL_MISSING, Actor.reviewer()).evidence(pullRequest.url());
  }

  private boolean isGuess() {
    return requirements.approvals() == null
        || requirements.source() == MergeRequirements.Source.GUESSED;
  }

  private Reason missing(long given, int least) {
    var asked = asked();
    return asked.isEmpty()
        ? Reason.of(Code.NOBODY_ASKED, Actor.author(pullRequest.author()))
            .evidence(pullRequest.url())
            .details(given, least)
        : Reason.of(Code.APPROVALS_MISSING, asked)
            .evidence(pullRequest.url())
            .details(given, least);
  }

  /**
   * Enough approvals and the provider still wants one: from a code owner, or from another person.
   */
  private Reason anotherReview() {
    var owners =
        pullRequest.requested().stream()
            .filter(ReviewRequest::codeOwner)
            .map(request -> Actor.of(request.reviewer()))
            .toList();
    if (requirements.lastPushApproval() && owners.isEmpty()) {
      return lastPushApproval();
    }
    return Reason.of(Code.CODE_OWNER_MISSING, owners.isEmpty() ? List.of(Actor.reviewer()) : owners)
        .evidence(pullRequest.url());
  }

  /** Without a rule a review that was asked for holds the light until there is one approval. */
  private void askedReviewers(Findings found) {
    var approved =
        pullRequest.reviews().stream()
            .anyMatch(review ->
                review.verdict() == Verdict.APPROVED
                    && review.reviewer().kind() == Account.Kind.USER
                    && !isOwn(review));
    if (!policy.waitForReviewers() || approved) {
      return;
    }
    pullRequest.requested().stream()
        .map(ReviewRequest::reviewer)
        .filter(reviewer -> !alreadyPending(reviewer))
        .forEach(reviewer ->
            found.add(
                Reason.of(Code.REVIEW_PENDING, Actor.of(reviewer))
                    .evidence(pullRequest.url())
                    .details(reviewer.login())));
  }

  private boolean alreadyPending(Account reviewer) {
    return reviewer.kind() == Account.Kind.BOT
        || pullRequest.reviews().stream()
            .anyMatch(review ->
                review.verdict() == Verdict.CHANGES_REQUESTED
                    && review.writer()
                    && review.reviewer().isSame(reviewer));
  }

  /** The word of the author, of a bot, of a reader, or about an older commit is no approval. */
  private boolean counts(Review review) {
    var outdated =
        requirements.dismissesStale()
            && review.sha() != null
            && !review.sha().equals(pullRequest.headSha());
    return review.verdict() == Verdict.APPROVED
        && review.writer()
        && review.reviewer().kind() == Account.Kind.USER
        && !isOwn(review)
        && !outdated;
  }

  private boolean isOwn(Review review) {
    return review.reviewer().isSame(pullRequest.author());
  }

  private List<Actor> asked() {
    return pullRequest.requested().stream().map(request -> Actor.of(request.reviewer())).toList();
  }

  private boolean isAsked(Account reviewer) {
    return pullRequest.requested().stream().anyMatch(asked -> asked.reviewer().isSame(reviewer));
  }

  private ReviewDecision decision() {
    return pullRequest.reviewDecision();
  }
}
