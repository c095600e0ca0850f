package io.ampel.provider.github;

import io.ampel.provider.github.GitHubNodes.UpdateRule;
import io.ampel.provider.github.GitHubRules.Rule.Parameters;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.MergeRequirements.RequiredCheck;
import io.ampel.pullrequest.MergeRequirements.Source;
import io.ampel.pullrequest.MergeStrategy;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Adds up what a branch demands: classic protection, which shows itself to everybody who may read,
 * and all rulesets. The stricter word counts.
 */
final class GitHubRules {

  /** Rules that have no say in whether a pull request can be merged. */
  private static final Set<String> WITHOUT_A_SAY =
      Set.of(
          "creation",
          "deletion",
          "non_fast_forward",
          "branch_name_pattern",
          "tag_name_pattern",
          "copilot_code_review");

  private int approvals;
  private boolean codeOwners;
  private boolean lastPush;
  private boolean dismissesStale;
  private boolean upToDate;
  private boolean conversations;
  private boolean queue;
  private final Set<RequiredCheck> checks = new LinkedHashSet<>();
  private final Set<String> unverified = new LinkedHashSet<>();
  private Set<MergeStrategy> strategies =
      EnumSet.of(MergeStrategy.MERGE, MergeStrategy.SQUASH, MergeStrategy.REBASE);
  private boolean limitsStrategies;

  /** One rule of a ruleset. Of its parameters only those are named that merging depends on. */
  record Rule(@Nullable String type, @Nullable Parameters parameters) {
    @JsonNaming(SnakeCaseStrategy.class)
    record Parameters(
        @Nullable Integer requiredApprovingReviewCount,
        @Nullable Boolean dismissStaleReviewsOnPush,
        @Nullable Boolean requireCodeOwnerReview,
        @Nullable Boolean requireLastPushApproval,
        @Nullable Boolean requiredReviewThreadResolution,
        @Nullable List<String> allowedMergeMethods,
        @Nullable Boolean strictRequiredStatusChecksPolicy,
        @Nullable List<RequiredStatus> requiredStatusChecks) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record RequiredStatus(@Nullable String context, @Nullable Long integrationId) {}
  }

  private GitHubRules() {}

  /**
   * @param protection null when the branch has none or it cannot be read
   * @param rules null when they cannot be read: what is left is a guess
   */
  static MergeRequirements of(@Nullable UpdateRule protection, @Nullable List<Rule> rules) {
    var sum = new GitHubRules();
    if (protection != null) {
      sum.add(protection);
    }
    if (rules != null) {
      rules.forEach(sum::add);
    }
    return sum.requirements(rules == null ? Source.GUESSED : Source.PROVIDER);
  }

  private MergeRequirements requirements(Source source) {
    return new MergeRequirements(
        source,
        approvals,
        codeOwners,
        lastPush,
        dismissesStale,
        checks,
        upToDate,
        conversations,
        queue,
        limitsStrategies ? strategies : Set.of(),
        List.copyOf(unverified),
        List.of(),
        0);
  }

  private void add(UpdateRule rule) {
    approvals = Math.max(approvals, GitHubMapping.number(rule.requiredApprovingReviewCount()));
    codeOwners |= GitHubMapping.isTrue(rule.requiresCodeOwnerReviews());
    conversations |= GitHubMapping.isTrue(rule.requiresConversationResolution());
    if (rule.requiredStatusCheckContexts() != null) {
      rule.requiredStatusCheckContexts().stream()
          .filter(Objects::nonNull)
          .forEach(name -> require(name, null));
    }
    if (GitHubMapping.isTrue(rule.requiresLinearHistory())) {
      linearHistory();
    }
    if (GitHubMapping.isTrue(rule.requiresSignatures())) {
      unverified.add("required_signatures");
    }
  }

  private void add(Rule rule) {
    var type = GitHubMapping.text(rule.type());
    switch (type) {
      case "pull_request" -> pullRequest(rule.parameters());
      case "required_status_checks" -> statusChecks(rule.parameters());
      case "required_linear_history" -> linearHistory();
      case "merge_queue" -> queue = true;
      default -> {
        if (!WITHOUT_A_SAY.contains(type)) {
          unverified.add(type);
        }
      }
    }
  }

  private void pullRequest(@Nullable Parameters parameters) {
    if (parameters == null) {
      return;
    }
    approvals =
        Math.max(approvals, GitHubMapping.number(parameters.requiredApprovingReviewCount()));
    dismissesStale |= GitHubMapping.isTrue(parameters.dismissStaleReviewsOnPush());
    codeOwners |= GitHubMapping.isTrue(parameters.requireCodeOwnerReview());
    lastPush |= GitHubMapping.isTrue(parameters.requireLastPushApproval());
    conversations |= GitHubMapping.isTrue(parameters.requiredReviewThreadResolution());
    if (parameters.allowedMergeMethods() != null) {
      limit(GitHubRepositories.strategies(parameters.allowedMergeMethods()));
    }
  }

  private void statusChecks(@Nullable Parameters parameters) {
    if (parameters == null || parameters.requiredStatusChecks() == null) {
      return;
    }
    upToDate |= GitHubMapping.isTrue(parameters.strictRequiredStatusChecksPolicy());
    for (var required : parameters.requiredStatusChecks()) {
      if (required.context() != null) {
        var app = required.integrationId();
        require(required.context(), app == null ? null : app.toString());
      }
    }
  }

  /** Named twice, once for a certain app, a check is required once; for two apps it is twice. */
  private void require(String name, @Nullable String app) {
    if (app != null) {
      checks.remove(new RequiredCheck(name, null));
      checks.add(new RequiredCheck(name, app));
    } else if (checks.stream().noneMatch(check -> check.name().equals(name))) {
      checks.add(new RequiredCheck(name, null));
    }
  }

  private void linearHistory() {
    limit(Set.of(MergeStrategy.SQUASH, MergeStrategy.REBASE));
  }

  private void limit(Set<MergeStrategy> allowed) {
    limitsStrategies = true;
    strategies.retainAll(allowed);
  }
}
