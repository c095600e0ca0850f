package io.ampel.provider.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ampel.provider.github.GitHubNodes.PullRequestNode;
import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.Review;
import io.ampel.pullrequest.Review.Verdict;
import io.ampel.pullrequest.ReviewRequest;
import org.junit.jupiter.api.Test;

class GitHubReviewsTests {

  private static PullRequestNode node(String json) {
    return Recorded.JSON.readValue(json, PullRequestNode.class);
  }

  private static String word(String author, String state) {
    return """
    {"author": {"__typename": "User", "login": "%s"}, "state": "%s",
     "submittedAt": "2026-11-20T08:00:00Z", "url": "https://github.com/r/%s-%s", "commit": {"oid": "abc"}}
    """
        .formatted(author, state, author, state);
  }

  @Test
  void aCommentReplacesNoOpinionOfTheSamePerson() {
    var reviews =
        GitHubReviews.reviews(
            node(
                """
                {"writers": {"nodes": [%s]}, "latestOpinionatedReviews": {"nodes": [%s]},
                 "latestReviews": {"nodes": [%s, %s]}}
                """
                    .formatted(
                        word("lena", "APPROVED"),
                        word("lena", "APPROVED"),
                        word("lena", "COMMENTED"),
                        word("tariq", "COMMENTED"))));
    assertThat(reviews)
        .extracting(review -> review.reviewer().login(), Review::verdict, Review::writer)
        .containsExactly(
            tuple("lena", Verdict.APPROVED, true), tuple("tariq", Verdict.COMMENTED, false));
    assertThat(reviews.getFirst().sha()).isEqualTo("abc");
  }

  @Test
  void anOpinionWithoutWriteAccessIsThereAndDoesNotBind() {
    var reviews =
        GitHubReviews.reviews(
            node(
                """
                {"writers": {"nodes": []}, "latestOpinionatedReviews": {"nodes": [%s]}}
                """
                    .formatted(word("noor", "CHANGES_REQUESTED"))));
    assertThat(reviews).singleElement().satisfies(review -> assertThat(review.writer()).isFalse());
  }

  @Test
  void reviewsOfVanishedPeopleStayApart() {
    var reviews =
        GitHubReviews.reviews(
            node(
                """
                {"writers": {"nodes": [
                   {"author": null, "state": "APPROVED", "url": "https://github.com/r/1"},
                   {"author": null, "state": "CHANGES_REQUESTED", "url": "https://github.com/r/2"}]},
                 "latestReviews": {"nodes": [
                   {"author": null, "state": "APPROVED", "url": "https://github.com/r/1"}, null]}}
                """));
    assertThat(reviews).extracting(Review::reviewer).containsOnly(Account.GHOST);
    assertThat(reviews)
        .extracting(Review::verdict)
        .containsExactly(Verdict.APPROVED, Verdict.CHANGES_REQUESTED);
  }

  @Test
  void aReviewThatWasOnlyBegunIsNone() {
    assertThat(
            GitHubReviews.reviews(
                node("{\"latestReviews\": {\"nodes\": [%s]}}".formatted(word("ben", "PENDING")))))
        .isEmpty();
  }

  @Test
  void aTeamWhoseNameIsHiddenWasAskedAllTheSame() {
    var requested =
        GitHubReviews.requested(
            node(
                """
                {"reviewRequests": {"nodes": [
                  {"asCodeOwner": true, "requestedReviewer": {"__typename": "Team", "slug": "web", "teamAvatar": "https://a.example/t"}},
                  {"asCodeOwner": false, "requestedReviewer": {"__typename": "Bot", "login": "copilot"}},
                  {"asCodeOwner": false, "requestedReviewer": null}]}}
                """));
    assertThat(requested)
        .containsExactly(
            new ReviewRequest(new Account("web", Account.Kind.TEAM, "https://a.example/t"), true),
            new ReviewRequest(Account.bot("copilot"), false),
            new ReviewRequest(Account.team("hidden"), false));
  }

  @Test
  void botsAreKnownByTypeAndByName() {
    assertThat(account("{\"__typename\": \"Bot\", \"login\": \"dependabot\"}"))
        .isEqualTo(Account.bot("dependabot"));
    assertThat(account("{\"__typename\": \"User\", \"login\": \"renovate[bot]\"}"))
        .isEqualTo(Account.bot("renovate"));
    assertThat(account("{\"__typename\": \"Mannequin\", \"login\": \"old\"}"))
        .isEqualTo(Account.user("old"));
    assertThat(GitHubMapping.account(null)).isEqualTo(Account.GHOST);
  }

  private static Account account(String json) {
    return GitHubMapping.account(Recorded.JSON.readValue(json, GitHubNodes.Actor.class));
  }
}
