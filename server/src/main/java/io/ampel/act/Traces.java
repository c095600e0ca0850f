package io.ampel.act;

import io.ampel.act.ActRequest.Comment;
import io.ampel.act.ActRequest.DeedOf;
import io.ampel.act.ActRequest.RerunFailed;
import io.ampel.act.ActRequest.ReviewOf;
import io.ampel.provider.Access;
import io.ampel.provider.Connectors;
import io.ampel.provider.Deed;
import io.ampel.provider.ProviderAccounts;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.PullRequests.Stored;
import io.ampel.pullrequest.Review;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Where no answer came: looks for what the act would have left behind. */
@Component
class Traces {
  /** How far the provider's clock may be behind ours. */
  private static final Duration CLOCKS_APART = Duration.ofMinutes(2);

  private final Connectors connectors;
  private final ProviderAccounts accounts;

  Traces(Connectors connectors, ProviderAccounts accounts) {
    this.connectors = connectors;
    this.accounts = accounts;
  }

  /** Whether what the provider shows now tells that it did what it was asked. */
  boolean of(
      Stored seen, Access access, ActRequest request, Instant begun, Rereading.Result reread) {
    return switch (request) {
      case Comment(var body) ->
          connectors
              .of(seen.repository())
              .hasCommented(
                  access,
                  seen.repository(),
                  seen.facts().number(),
                  body,
                  begun.minus(CLOCKS_APART));
      case ReviewOf(var verdict, _, var headSha) ->
          reread instanceof Rereading.Result.Read(var now)
              && accounts
                  .login(access.account())
                  .map(login ->
                      now.facts().reviews().stream()
                          .filter(review -> is(review, login, verdict))
                          .filter(review -> headSha.equals(judged(review, now.facts())))
                          .anyMatch(review -> isNew(review, seen.facts(), begun)))
                  .orElse(false);
      case DeedOf(var deed) ->
          reread instanceof Rereading.Result.Read(var now) && shows(deed, seen, now, access);
      case RerunFailed _ -> false;
    };
  }

  /** Whether what is there now can only be so because it was done. */
  private boolean shows(Deed deed, Stored before, Stored now, Access access) {
    return switch (deed) {
      case Deed.Withdraw _ ->
          accounts
              .login(access.account())
              .map(login -> hasOpinion(before.facts(), login) && !hasOpinion(now.facts(), login))
              .orElse(false);
      case Deed.UpdateBranch(var headSha) -> !now.facts().headSha().equals(headSha);
      case Deed.Resolve(var conversation) ->
          now.facts().conversations().stream()
              .anyMatch(talk -> talk.resolved() && conversation.equals(talk.id()));
      case Deed.Close _ -> now.facts().state() == PullRequest.State.CLOSED;
      case Deed.Reopen _ -> now.facts().state() == PullRequest.State.OPEN;
      case Deed.Rerun _ -> false;
    };
  }

  private static boolean hasOpinion(PullRequest facts, String login) {
    return facts.reviews().stream()
        .anyMatch(review ->
            review.reviewer().login().equalsIgnoreCase(login)
                && (review.verdict() == Review.Verdict.APPROVED
                    || review.verdict() == Review.Verdict.CHANGES_REQUESTED));
  }

  private static boolean is(Review review, String login, Review.Verdict verdict) {
    return review.reviewer().login().equalsIgnoreCase(login) && review.verdict() == verdict;
  }

  /** Where the provider does not tell what was judged, it was what is there. */
  private static String judged(Review review, PullRequest facts) {
    return review.sha() == null ? facts.headSha() : review.sha();
  }

  /** The same was perhaps said earlier; not every provider tells when. */
  private static boolean isNew(Review review, PullRequest before, Instant begun) {
    var at = review.submittedAt();
    return at == null ? !before.reviews().contains(review) : at.isAfter(begun.minus(CLOCKS_APART));
  }
}
