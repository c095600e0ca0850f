package io.ampel.provider.gitlab;

import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.GraphQlReplies.PageInfo;
import io.ampel.provider.gitlab.GitLabNodes.ApprovalState;
import io.ampel.provider.gitlab.GitLabNodes.DiffStats;
import io.ampel.provider.gitlab.GitLabNodes.Interaction;
import io.ampel.provider.gitlab.GitLabNodes.LabelNode;
import io.ampel.provider.gitlab.GitLabNodes.MayDo;
import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import io.ampel.provider.gitlab.GitLabNodes.PipelineNode;
import io.ampel.provider.gitlab.GitLabNodes.ProjectNode;
import io.ampel.provider.gitlab.GitLabNodes.ReviewerNode;
import io.ampel.provider.gitlab.GitLabNodes.Role;
import io.ampel.provider.gitlab.GitLabNodes.Root;
import io.ampel.provider.gitlab.GitLabNodes.RuleNode;
import io.ampel.provider.gitlab.GitLabNodes.UserNode;
import io.ampel.provider.gitlab.GitLabRecords.Approvals;
import io.ampel.provider.gitlab.GitLabRecords.Discussion;
import io.ampel.provider.gitlab.GitLabRecords.MergeRequest;
import io.ampel.provider.gitlab.GitLabRecords.Project;
import io.ampel.provider.gitlab.GitLabRecords.Reviewer;
import io.ampel.provider.gitlab.GitLabRecords.Rule;
import io.ampel.provider.gitlab.GitLabRecords.Rules;
import io.ampel.provider.gitlab.GitLabRecords.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What REST tells, in the form in which GraphQL would have told it. */
final class GitLabRestNodes {
  private GitLabRestNodes() {}

  /** What was asked of one merge request besides itself. */
  record Gathered(
      MergeRequest mergeRequest,
      @Nullable PipelineNode head,
      @Nullable PipelineNode older,
      Approvals approvals,
      @Nullable Rules rules,
      List<Reviewer> reviewers,
      List<Discussion> discussions) {}

  static ProjectNode project(Project project) {
    return new ProjectNode(
        "gid://gitlab/Project/" + project.id(),
        project.pathWithNamespace(),
        project.webUrl(),
        project.archived(),
        project.visibility(),
        project.forkedFromProject() != null,
        project.removeSourceBranchAfterMerge(),
        new Root(project.defaultBranch()),
        project.onlyAllowMergeIfPipelineSucceeds(),
        project.allowMergeOnSkippedPipeline(),
        new Role(GitLabProjects.isMaintained(project)),
        null);
  }

  /** As much as the merge request alone tells, which is what a look at many compares. */
  static MergeRequestNode glimpse(MergeRequest told) {
    var pipeline = told.headPipeline();
    return node(
        new Gathered(
            told,
            pipeline == null ? null : GitLabRestPipelines.node(pipeline, List.of(), List.of()),
            null,
            new Approvals(null, null, null, null, null),
            null,
            List.of(),
            List.of()));
  }

  static MergeRequestNode node(Gathered all) {
    var told = all.mergeRequest();
    var approvals = all.approvals();
    var talks = GitLabRestTalks.of(told, all.discussions());
    return new MergeRequestNode(
        told.id() == null ? null : told.id().toString(),
        told.iid() == null ? null : told.iid().toString(),
        told.updatedAt(),
        told.sha(),
        told.draft(),
        upper(told.mergeStatus()),
        detailed(told.detailedMergeStatus()),
        "need_rebase".equals(told.detailedMergeStatus()),
        null,
        null,
        all.head(),
        approvals.approvalsLeft(),
        page(approvers(approvals).map(GitLabRestNodes::user)),
        talks.size(),
        (int) talks.stream().filter(talk -> GitLabMapping.isTrue(talk.resolved())).count(),
        told.mergeWhenPipelineSucceeds(),
        null,
        told.title(),
        told.description(),
        told.webUrl(),
        told.state(),
        told.createdAt(),
        told.mergedAt(),
        told.closedAt(),
        user(told.author()),
        told.sourceBranch(),
        told.sourceProjectId(),
        null,
        told.targetBranch(),
        told.targetProjectId(),
        told.mergeAfter(),
        approvals.approvalsRequired(),
        all.rules() == null ? null : new ApprovalState(rules(all.rules())),
        page(all.reviewers().stream().map(GitLabRestNodes::reviewer)),
        page(list(told.assignees()).map(GitLabRestNodes::user)),
        page(list(told.labels()).map(title -> new LabelNode(title, null))),
        new DiffStats(0, 0, count(told.changesCount())),
        told.userNotesCount(),
        user(told.mergeUser()),
        null,
        null,
        new MayDo(
            told.user() == null ? null : told.user().canMerge(),
            approvals.userCanApprove(),
            null,
            null),
        all.older() == null ? null : page(Stream.of(all.older())),
        page(talks.stream()));
  }

  /** Five words of the merge status have other names in GraphQL. */
  static @Nullable String detailed(@Nullable String word) {
    return switch (word) {
      case null -> null;
      case "merge_request_blocked" -> "BLOCKED_STATUS";
      case "status_checks_must_pass" -> "EXTERNAL_STATUS_CHECKS";
      case "jira_association_missing" -> "JIRA_ASSOCIATION";
      case "security_policy_violations" -> "SECURITY_POLICIES_VIOLATIONS";
      case "title_regex" -> "TITLE_NOT_MATCHING";
      default -> upper(word);
    };
  }

  static @Nullable String upper(@Nullable String word) {
    return word == null ? null : word.toUpperCase(Locale.ROOT);
  }

  /** A list of many changed files ends with a plus. */
  private static int count(@Nullable String changes) {
    var digits = GitLabMapping.text(changes).replace("+", "");
    return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
  }

  static @Nullable UserNode user(@Nullable User user) {
    return user == null
        ? null
        : new UserNode(String.valueOf(user.id()), user.username(), user.avatarUrl(), user.bot());
  }

  private static Stream<User> approvers(Approvals approvals) {
    return list(approvals.approvedBy())
        .flatMap(approver -> approver.user() == null ? Stream.empty() : Stream.of(approver.user()));
  }

  private static ReviewerNode reviewer(Reviewer reviewer) {
    var user = reviewer.user();
    return new ReviewerNode(
        user == null ? null : user.username(),
        user == null ? null : user.avatarUrl(),
        user == null ? null : user.bot(),
        new Interaction(upper(reviewer.state()), null, null));
  }

  private static List<RuleNode> rules(Rules rules) {
    return list(rules.rules()).map(GitLabRestNodes::rule).toList();
  }

  private static RuleNode rule(Rule rule) {
    return new RuleNode(
        rule.name(),
        upper(rule.ruleType()),
        rule.section(),
        rule.approvalsRequired(),
        rule.approved(),
        null,
        null,
        list(rule.eligibleApprovers()).map(GitLabRestNodes::user).toList(),
        page(list(rule.approvedBy()).map(GitLabRestNodes::user)));
  }

  static <T> Stream<T> list(@Nullable List<T> list) {
    return list == null ? Stream.empty() : list.stream();
  }

  static <T> Page<T> page(Stream<T> all) {
    List<@Nullable T> nodes = new ArrayList<>(all.toList());
    return new Page<>(null, new PageInfo(false, null), nodes);
  }
}
