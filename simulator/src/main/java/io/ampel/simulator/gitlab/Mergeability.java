package io.ampel.simulator.gitlab;

import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Role;
import io.ampel.simulator.gitlab.MergeCheck.Identifier;
import io.ampel.simulator.gitlab.MergeCheck.Status;
import io.ampel.simulator.gitlab.MergeRequest.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a merge request can be merged: every check, and the one word GitLab makes of them. */
final class Mergeability {
  private final PullRequest pr;
  private final MergeRequest facts;
  private final ProjectSettings settings;
  private final Instance instance;
  private final PullRequest.Mergeability told;
  private final boolean asked;
  private final Approvals approvals;

  /** As somebody is told who asks, which sets the computation going. */
  Mergeability(PullRequest pr, Instance instance, PullRequest.Mergeability told) {
    this(pr, instance, told, true);
  }

  private Mergeability(
      PullRequest pr, Instance instance, PullRequest.Mergeability told, boolean asked) {
    this.asked = asked;
    this.pr = pr;
    this.facts = MergeRequest.of(pr);
    this.settings = ProjectSettings.of(pr.repository());
    this.instance = instance;
    this.told = told;
    this.approvals = Approvals.of(pr, instance);
  }

  /** What is true, whatever was asked before. */
  static Mergeability of(PullRequest pr, Instance instance) {
    return new Mergeability(pr, instance, pr.mergeability());
  }

  /** As it was known without asking: nothing is computed for that. */
  static Mergeability known(PullRequest pr, Instance instance) {
    return new Mergeability(pr, instance, pr.mergeability(), false);
  }

  List<MergeCheck> checks() {
    return Arrays.stream(Identifier.values())
        .filter(each -> each.known(instance))
        .map(each -> new MergeCheck(each, status(each)))
        .toList();
  }

  private Status status(Identifier check) {
    return switch (check) {
      case REQUESTED_CHANGES -> requestedChanges();
      case NOT_APPROVED -> approved();
      case CODE_OWNERS_APPROVAL -> owners();
      case MERGE_REQUEST_BLOCKED -> Status.of(!facts.openBlockers().isEmpty());
      case JIRA_ASSOCIATION_MISSING -> Status.of(settings.jiraKey() != null, jiraMissing());
      case SECURITY_POLICY_VIOLATIONS -> outcome(Optional.ofNullable(facts.securityPolicy()));
      case STATUS_CHECKS_MUST_PASS ->
          settings.statusChecksMustPass(instance) ? outcome(statusChecks()) : Status.INACTIVE;
      case LOCKED_PATHS -> Status.of(!settings.locks().isEmpty(), pathLocked());
      case NOT_OPEN -> Status.of(!pr.open());
      case MERGE_TIME -> mergeTime();
      case TITLE_REGEX -> Status.of(settings.titleRegex() != null, titleOff());
      case DRAFT_STATUS -> Status.of(pr.isDraft());
      case COMMITS_STATUS -> Status.of(!facts.sourceBranchExists() || !facts.targetBranchExists());
      case DISCUSSIONS_NOT_RESOLVED ->
          Status.of(settings.conversationsMustBeResolved(pr), facts.unresolved() > 0);
      case CI_MUST_PASS -> Status.of(settings.demandsPipelines(pr), !pipelinePasses());
      case LOCKED_LFS_FILES -> Status.of(facts.lockedLfsFiles(), true);
      case CONFLICT ->
          told == PullRequest.Mergeability.UNKNOWN
              ? Status.CHECKING
              : Status.of(told == PullRequest.Mergeability.CONFLICTING);
      case NEED_REBASE ->
          Status.of(
              settings.mergeMethod() != ProjectSettings.MergeMethod.MERGE, facts.mustBeRebased());
    };
  }

  private Status requestedChanges() {
    var objected = !objectors().isEmpty();
    return objected && facts.objectionsOverridden() ? Status.WARNING : Status.of(objected);
  }

  /** Whoever objected, may push here and was not asked again since. */
  List<Reviewer> objectors() {
    return facts.reviewers().stream()
        .filter(each -> each.state() == Reviewer.State.REQUESTED_CHANGES)
        .filter(each -> pr.repository().role(each.person()).atLeast(Role.WRITE))
        .toList();
  }

  private Status approved() {
    if (facts.approvalsSyncing()) {
      return Status.CHECKING;
    }
    var onlyOwners =
        Identifier.CODE_OWNERS_APPROVAL.known(instance) && approvals.onlyOwnersMissing();
    return Status.of(!approvals.approved() && !onlyOwners);
  }

  private Status owners() {
    var rule =
        approvals.rules().stream().filter(each -> each.type().equals("code_owner")).findAny();
    return rule.map(each -> Status.of(!each.approved())).orElse(Status.INACTIVE);
  }

  private boolean jiraMissing() {
    var key = settings.jiraKey();
    return key != null
        && !Pattern.compile("\\b" + Pattern.quote(key) + "-\\d+\\b")
            .matcher(pr.title() + " " + pr.body())
            .find();
  }

  private Optional<Outcome> statusChecks() {
    var outcomes = facts.statusChecks().values();
    if (outcomes.contains(Outcome.FAILED)) {
      return Optional.of(Outcome.FAILED);
    }
    return Optional.of(outcomes.contains(Outcome.PENDING) ? Outcome.PENDING : Outcome.PASSED);
  }

  private static Status outcome(Optional<Outcome> outcome) {
    return outcome
        .map(each ->
            switch (each) {
              case PASSED -> Status.SUCCESS;
              case PENDING, FAILED -> Status.FAILED;
            })
        .orElse(Status.INACTIVE);
  }

  private boolean pathLocked() {
    return settings.locks().entrySet().stream()
        .filter(each -> !each.getValue().equals(pr.author()))
        .map(Map.Entry::getKey)
        .anyMatch(path -> pr.files().stream().anyMatch(each -> each.path().startsWith(path)));
  }

  private Status mergeTime() {
    var time = facts.mergeAfter();
    return time == null ? Status.INACTIVE : Status.of(pr.repository().world().now().isBefore(time));
  }

  private boolean titleOff() {
    var regex = settings.titleRegex();
    return regex != null && !Pattern.compile(regex).matcher(facts.title()).find();
  }

  private boolean pipelinePasses() {
    return Pipeline.ofHead(pr)
        .map(Pipeline::status)
        .filter(
            each -> each.equals("success") || each.equals("skipped") && settings.skippedIsFine())
        .isPresent();
  }

  private boolean pipelineActive() {
    return Pipeline.ofHead(pr)
        .filter(each -> each.active() || each.status().equals("manual"))
        .isPresent();
  }

  /** The word for all of it: what is computed first, then the first failure, pipelines last. */
  String detailed() {
    if (facts.preparing()) {
      return "preparing";
    }
    if (pr.open() && told == PullRequest.Mergeability.UNKNOWN) {
      return asked ? "checking" : "unchecked";
    }
    if (facts.approvalsSyncing() && instance.paid()) {
      return "approvals_syncing";
    }
    var checks = checks();
    var failed =
        checks.stream()
            .filter(each -> each.failed() && each.identifier() != Identifier.CI_MUST_PASS)
            .findFirst();
    if (failed.isPresent()) {
      return word(failed.get().identifier());
    }
    var pipelineFailed =
        checks.stream()
            .anyMatch(each -> each.failed() && each.identifier() == Identifier.CI_MUST_PASS);
    if (!pipelineFailed) {
      return "mergeable";
    }
    return pipelineActive() ? "ci_still_running" : "ci_must_pass";
  }

  private String word(Identifier failed) {
    var policyRuns =
        failed == Identifier.SECURITY_POLICY_VIOLATIONS
            && facts.securityPolicy() == Outcome.PENDING;
    return policyRuns ? "security_policy_pipeline_check" : failed.word();
  }

  boolean mergeable() {
    return detailed().equals("mergeable");
  }

  /** Whether it would merge if its checks came round, so that it can be left to itself. */
  boolean couldMergeItself() {
    return pr.open() && !mergeable() && told == PullRequest.Mergeability.MERGEABLE;
  }

  Approvals approvals() {
    return approvals;
  }

  /** The older word of three. */
  String mergeStatus() {
    return switch (told) {
      case MERGEABLE -> "can_be_merged";
      case CONFLICTING -> "cannot_be_merged";
      case UNKNOWN -> asked ? "checking" : "unchecked";
    };
  }

  /** GraphQL has other names for five of the words. */
  static String enumName(String word) {
    return switch (word) {
      case "merge_request_blocked" -> "BLOCKED_STATUS";
      case "status_checks_must_pass" -> "EXTERNAL_STATUS_CHECKS";
      case "jira_association_missing" -> "JIRA_ASSOCIATION";
      case "security_policy_violations" -> "SECURITY_POLICIES_VIOLATIONS";
      case "title_regex" -> "TITLE_NOT_MATCHING";
      default -> word.toUpperCase(java.util.Locale.ROOT);
    };
  }
}
