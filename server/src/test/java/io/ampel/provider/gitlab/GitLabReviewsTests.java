package io.ampel.provider.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.ApprovalDemand;
import io.ampel.pullrequest.Review;
import io.ampel.pullrequest.Review.Verdict;
import io.ampel.pullrequest.ReviewDecision;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who approved, who objected, who is asked, and what the rules demand. */
class GitLabReviewsTests {

  @ParameterizedTest
  @CsvSource({
    "UNREVIEWED, , true",
    "REVIEW_STARTED, , true",
    "REVIEWED, COMMENTED, false",
    "REQUESTED_CHANGES, CHANGES_REQUESTED, false",
    "APPROVED, APPROVED, false",
    "UNAPPROVED, DISMISSED, true",
    "A_WORD_OF_TOMORROW, , true",
  })
  void everyStateOfAReviewer(String state, Verdict verdict, boolean isAsked) {
    assertThat(GitLabReviews.verdict(state)).isEqualTo(Optional.ofNullable(verdict));
    assertThat(GitLabReviews.isOpen(state)).isEqualTo(isAsked);
  }

  private static String reviewer(String name, String state, String interaction) {
    return "{'username': '%s', 'bot': false, 'mergeRequestInteraction': {'reviewState': '%s'%s}}"
        .formatted(name, state, interaction);
  }

  @Test
  void anApprovalIsOneWhoeverGaveIt() {
    var node =
        Told.with(
            """
            'approvedBy': {'nodes': [{'username': 'lena', 'bot': false}, {'username': 'project_3_bot_5f', 'bot': true}]},
            'reviewers': {'nodes': [%s, %s]}
            """
                .formatted(reviewer("Lena", "REVIEWED", ""), reviewer("tariq", "UNREVIEWED", "")));
    assertThat(GitLabReviews.reviews(Told.BASE, node))
        .extracting(review -> review.reviewer().login(), Review::verdict)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("lena", Verdict.APPROVED),
            org.assertj.core.groups.Tuple.tuple("project_3_bot_5f", Verdict.APPROVED));
    assertThat(GitLabReviews.reviews(Told.BASE, node).getLast().reviewer().kind())
        .isEqualTo(Account.Kind.BOT);
    assertThat(GitLabReviews.requested(Told.BASE, node))
        .extracting(request -> request.reviewer().login())
        .containsExactly("tariq");
  }

  @Test
  void anObjectionBindsFromSomebodyWhoMayPushOrOfWhomThatIsNotTold() {
    var node =
        Told.with(
            "'reviewers': {'nodes': [%s, %s, %s]}"
                .formatted(
                    reviewer("lena", "REQUESTED_CHANGES", ", 'canUpdate': true, 'canMerge': false"),
                    reviewer(
                        "noor", "REQUESTED_CHANGES", ", 'canUpdate': false, 'canMerge': false"),
                    reviewer("kim", "REQUESTED_CHANGES", "")));
    assertThat(GitLabReviews.reviews(Told.BASE, node))
        .extracting(Review::writer)
        .containsExactly(true, false, true);
  }

  private static final String NOT_APPROVED =
      "'mergeabilityChecks': [{'identifier': 'NOT_APPROVED', 'status': 'FAILED'}]";

  @Test
  void aCommunityEditionDemandsNothingAndSaysNothing() {
    assertThat(GitLabApprovals.demands(Told.BASE, Told.fine())).isEmpty();
    assertThat(GitLabApprovals.decision(Told.fine())).isEqualTo(ReviewDecision.NOT_TOLD);
  }

  @Test
  void aNumberWithoutRulesIsADemandOfAnybody() {
    var node = Told.with("'approvalsRequired': 2, " + NOT_APPROVED);
    assertThat(GitLabApprovals.demands(Told.BASE, node))
        .containsExactly(new ApprovalDemand("", 2, List.of()));
    assertThat(GitLabApprovals.decision(node)).isEqualTo(ReviewDecision.NOT_TOLD);
  }

  private static String rules(String... rules) {
    return "'approvalState': {'rules': [%s]}".formatted(String.join(",", rules));
  }

  @Test
  void rulesAreDemandsWithTheirPeople() {
    var node =
        Told.with(
            rules(
                "{'name': 'All Members', 'type': 'ANY_APPROVER', 'approvalsRequired': 1, 'eligibleApprovers': [{'username': 'x'}]}",
                "{'name': 'Security', 'type': 'REGULAR', 'approvalsRequired': 2, 'eligibleApprovers': [{'username': 'tariq'}]}",
                "{'name': '*.rb', 'section': 'Backend', 'type': 'CODE_OWNER', 'approvalsRequired': 1, 'eligibleApprovers': [{'username': 'lena'}]}",
                "{'name': 'Optional', 'type': 'REGULAR', 'approvalsRequired': 0}",
                "{'name': 'Nobody left', 'type': 'REGULAR', 'approvalsRequired': 1, 'invalid': true, 'allowMergeWhenInvalid': true}"));
    assertThat(GitLabApprovals.demands(Told.BASE, node))
        .containsExactly(
            new ApprovalDemand("", 1, List.of()),
            new ApprovalDemand("Security", 2, List.of(Account.user("tariq"))),
            new ApprovalDemand("Backend: *.rb", 1, List.of(Account.user("lena"))));
  }

  @Test
  void whoeverGitLabCountedCountsThoughTheirGroupIsHidden() {
    var rules = GitLabNodesOfRecording.approvals();
    assertThat(GitLabApprovals.demands(Told.BASE, rules))
        .containsExactly(
            new ApprovalDemand("Ruby", 2, List.of(Account.user("jdole"), Account.user("hidden"))),
            new ApprovalDemand("Backend: *.rb", 1, List.of(Account.user("owner"))));
  }

  @Test
  void whatAmpelCountsForItselfIsNotSaidTwice() {
    var unmet =
        Told.with(
            NOT_APPROVED
                + ", "
                + rules("{'type': 'ANY_APPROVER', 'approvalsRequired': 1, 'approved': false}"));
    assertThat(GitLabApprovals.decision(unmet)).isEqualTo(ReviewDecision.NOT_TOLD);
  }

  @Test
  void whatAmpelCannotExplainGitLabIsBelieved() {
    var met =
        Told.with(
            NOT_APPROVED
                + ", 'approvedBy': {'nodes': [{'username': 'lena'}]}, "
                + rules("{'type': 'ANY_APPROVER', 'approvalsRequired': 1, 'approved': false}"));
    assertThat(GitLabApprovals.decision(met)).isEqualTo(ReviewDecision.REVIEW_REQUIRED);
    var own =
        Told.with(
            NOT_APPROVED
                + ", 'approvedBy': {'nodes': [{'username': 'ben'}]}, "
                + rules("{'type': 'ANY_APPROVER', 'approvalsRequired': 1, 'approved': false}"));
    assertThat(GitLabApprovals.decision(own)).isEqualTo(ReviewDecision.NOT_TOLD);
    assertThat(GitLabApprovals.decision(Told.with(NOT_APPROVED)))
        .isEqualTo(ReviewDecision.REVIEW_REQUIRED);
  }
}
