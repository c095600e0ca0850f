package io.ampel.provider.gitlab;

import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import io.ampel.provider.gitlab.GitLabNodes.RuleNode;
import io.ampel.provider.gitlab.GitLabNodes.UserNode;
import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.ApprovalDemand;
import io.ampel.pullrequest.ReviewDecision;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The approvals that a merge request needs, as its rules tell. A GitLab without such rules tells
 * nothing, which is not the same as a rule that demands none.
 */
final class GitLabApprovals {
  private GitLabApprovals() {}

  static List<ApprovalDemand> demands(URI baseUrl, MergeRequestNode node) {
    var rules = rules(node);
    if (rules == null) {
      return node.approvalsRequired() == null || node.approvalsRequired() == 0
          ? List.of()
          : List.of(new ApprovalDemand("", node.approvalsRequired(), List.of()));
    }
    return rules.stream()
        .filter(GitLabApprovals::counts)
        .map(rule ->
            new ApprovalDemand(
                name(rule), GitLabMapping.number(rule.approvalsRequired()), from(baseUrl, rule)))
        .toList();
  }

  private static @org.jspecify.annotations.Nullable List<RuleNode> rules(MergeRequestNode node) {
    return node.approvalState() == null ? null : node.approvalState().rules();
  }

  /** A rule that nobody can meet any more may hold up nothing. */
  private static boolean counts(RuleNode rule) {
    var isVoid =
        GitLabMapping.isTrue(rule.invalid()) && GitLabMapping.isTrue(rule.allowMergeWhenInvalid());
    return GitLabMapping.number(rule.approvalsRequired()) > 0 && !isVoid;
  }

  /** The rule that anybody may meet has a name that says nothing. */
  private static String name(RuleNode rule) {
    var section = GitLabMapping.text(rule.section());
    return isForAnybody(rule)
        ? ""
        : section.isEmpty() || section.equals("codeowners")
            ? GitLabMapping.text(rule.name())
            : section + ": " + GitLabMapping.text(rule.name());
  }

  private static boolean isForAnybody(RuleNode rule) {
    return "ANY_APPROVER".equals(rule.type());
  }

  /**
   * Whose approvals count: those who may, and whoever GitLab counted already, because members of
   * hidden groups are not named otherwise.
   */
  private static List<Account> from(URI baseUrl, RuleNode rule) {
    if (isForAnybody(rule) || rule.eligibleApprovers() == null) {
      return List.of();
    }
    var people = new LinkedHashMap<String, Account>();
    Stream.concat(rule.eligibleApprovers().stream(), Page.all(rule.approvedBy()).stream())
        .filter(Objects::nonNull)
        .map(user -> GitLabMapping.account(baseUrl, user))
        .forEach(account -> people.putIfAbsent(account.login(), account));
    return List.copyOf(people.values());
  }

  /**
   * GitLab's sum over its rules. That it misses an approval is worth saying only where no rule that
   * Ampel counts by itself explains it.
   */
  static ReviewDecision decision(MergeRequestNode node) {
    var checks = GitLabMergeability.checks(node);
    var isMissing =
        GitLabMergeability.isFailed(checks, "NOT_APPROVED")
            || GitLabMergeability.isFailed(checks, "CODE_OWNERS_APPROVAL");
    if (!isMissing) {
      return ReviewDecision.NOT_TOLD;
    }
    var rules = rules(node);
    if (rules == null) {
      var isExplained = GitLabMapping.number(node.approvalsRequired()) > approvals(node);
      return isExplained ? ReviewDecision.NOT_TOLD : ReviewDecision.REVIEW_REQUIRED;
    }
    return rules.stream().anyMatch(rule -> counts(rule) && !isMetByOurCount(node, rule))
        ? ReviewDecision.NOT_TOLD
        : ReviewDecision.REVIEW_REQUIRED;
  }

  private static long approvals(MergeRequestNode node) {
    return Page.all(node.approvedBy()).stream().filter(user -> mayCount(node, user)).count();
  }

  private static boolean isMetByOurCount(MergeRequestNode node, RuleNode rule) {
    var from = from(URI.create("/"), rule);
    var given =
        Page.all(node.approvedBy()).stream()
            .filter(user -> mayCount(node, user))
            .filter(user ->
                from.isEmpty()
                    || from.stream().anyMatch(one -> one.login().equals(user.username())))
            .count();
    return given >= GitLabMapping.number(rule.approvalsRequired());
  }

  /** The author's word and a machine's are no approvals to Ampel. */
  private static boolean mayCount(MergeRequestNode node, UserNode user) {
    var author = node.author();
    var isOwn = author != null && Objects.equals(author.username(), user.username());
    return !isOwn && GitLabMapping.account(URI.create("/"), user).kind() == Account.Kind.USER;
  }
}
