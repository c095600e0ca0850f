package io.ampel.provider.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.github.GitHubNodes.UpdateRule;
import io.ampel.provider.github.GitHubRules.Rule;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.MergeRequirements.RequiredCheck;
import io.ampel.pullrequest.MergeRequirements.Source;
import io.ampel.pullrequest.MergeStrategy;
import java.util.List;
import org.junit.jupiter.api.Test;

class GitHubRulesTests {

  private static final UpdateRule CLASSIC =
      Recorded.JSON.readValue(
          """
          {"pattern": "main", "requiredApprovingReviewCount": 1,
           "requiredStatusCheckContexts": ["build", "lint", null],
           "requiresCodeOwnerReviews": true, "requiresConversationResolution": false,
           "requiresLinearHistory": true, "requiresSignatures": true}
          """,
          UpdateRule.class);

  private static List<Rule> rules(String json) {
    return List.of(Recorded.JSON.readValue(json, Rule[].class));
  }

  @Test
  void theStricterWordOfProtectionAndRulesetsCounts() {
    var sum =
        GitHubRules.of(
            CLASSIC,
            rules(
                """
                [{"type": "pull_request", "ruleset_source": "acme", "parameters": {
                    "required_approving_review_count": 2, "dismiss_stale_reviews_on_push": true,
                    "require_code_owner_review": false, "require_last_push_approval": true,
                    "required_review_thread_resolution": true, "allowed_merge_methods": ["squash", "merge"]}},
                 {"type": "pull_request", "parameters": {"required_approving_review_count": 0}},
                 {"type": "required_status_checks", "parameters": {
                    "strict_required_status_checks_policy": true,
                    "required_status_checks": [{"context": "build", "integration_id": 15368}, {"context": "e2e"}]}},
                 {"type": "merge_queue", "parameters": {"merge_method": "SQUASH"}},
                 {"type": "deletion"}, {"type": "non_fast_forward"},
                 {"type": "required_deployments", "parameters": {"required_deployment_environments": ["qa"]}},
                 {"type": "code_scanning"}, {"type": "something_new"}]
                """));
    assertThat(sum.source()).isEqualTo(Source.PROVIDER);
    assertThat(sum.approvals()).isEqualTo(2);
    assertThat(sum.codeOwners()).isTrue();
    assertThat(sum.lastPushApproval()).isTrue();
    assertThat(sum.dismissesStale()).isTrue();
    assertThat(sum.conversations()).isTrue();
    assertThat(sum.upToDate()).isTrue();
    assertThat(sum.queue()).isTrue();
    assertThat(sum.checks())
        .containsExactlyInAnyOrder(
            new RequiredCheck("build", "15368"),
            new RequiredCheck("lint", null),
            new RequiredCheck("e2e", null));
    assertThat(sum.strategies()).containsExactly(MergeStrategy.SQUASH);
    assertThat(sum.unverified())
        .containsExactlyInAnyOrder(
            "required_signatures", "required_deployments", "code_scanning", "something_new");
  }

  @Test
  void aCheckOfTwoAppsIsRequiredOfBothAndOfNobodyElse() {
    var sum =
        GitHubRules.of(
            CLASSIC,
            rules(
                """
                [{"type": "required_status_checks", "parameters": {
                    "required_status_checks": [{"context": "build", "integration_id": 15368}]}},
                 {"type": "required_status_checks", "parameters": {
                    "required_status_checks": [{"context": "build", "integration_id": 254},
                                               {"context": "build", "integration_id": 15368},
                                               {"context": "build"}]}}]
                """));
    assertThat(sum.checks())
        .containsExactlyInAnyOrder(
            new RequiredCheck("build", "15368"),
            new RequiredCheck("build", "254"),
            new RequiredCheck("lint", null));
  }

  @Test
  void withoutAnyRuleNothingIsDemandedAndThatIsCertain() {
    var sum = GitHubRules.of(null, List.of());
    assertThat(sum).isEqualTo(MergeRequirements.NONE);
  }

  @Test
  void rulesThatCannotBeReadLeaveAGuess() {
    var sum = GitHubRules.of(CLASSIC, null);
    assertThat(sum.source()).isEqualTo(Source.GUESSED);
    assertThat(sum.approvals()).isEqualTo(1);
    assertThat(sum.strategies())
        .containsExactlyInAnyOrder(MergeStrategy.SQUASH, MergeStrategy.REBASE);
  }
}
