package io.ampel.provider.gitlab;

import io.ampel.provider.gitlab.GitLabNodes.MergeCheck;
import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import io.ampel.pullrequest.Mergeability;
import io.ampel.pullrequest.Obstacle;
import io.ampel.pullrequest.ProviderVerdict;
import io.ampel.pullrequest.ProviderVerdict.Word;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What GitLab makes of a merge request: one word, and since some releases a list of everything it
 * looked at. The word names only the first obstacle, so the list is believed where there is one.
 */
record GitLabMergeability(
    Mergeability mergeability, ProviderVerdict verdict, List<Obstacle> obstacles) {

  static final String FAILED = "FAILED";
  static final String CHECKING = "CHECKING";

  /**
   * @param servicesFailed one of the external status checks said no, null when not asked
   */
  static GitLabMergeability of(MergeRequestNode node, @Nullable Boolean servicesFailed) {
    var checks = checks(node);
    return new GitLabMergeability(
        mergeability(node, checks),
        verdict(node, checks),
        GitLabObstacles.of(node, checks, Boolean.TRUE.equals(servicesFailed)));
  }

  /** All that was looked at; where an older GitLab lists nothing, the one thing its word names. */
  static List<MergeCheck> checks(MergeRequestNode node) {
    var told = node.mergeabilityChecks();
    if (told != null) {
      return told;
    }
    var named = identifier(GitLabMapping.text(node.detailedMergeStatus()));
    return named.isEmpty() ? List.of() : List.of(new MergeCheck(named.get(), FAILED));
  }

  static boolean isFailed(List<MergeCheck> checks, String identifier) {
    return checks.stream().anyMatch(check -> is(check, identifier, FAILED));
  }

  private static boolean is(MergeCheck check, String identifier, String status) {
    return identifier.equals(check.identifier()) && status.equals(check.status());
  }

  /** GitLab will know within seconds. */
  static boolean isComputing(MergeRequestNode node) {
    return word(node.detailedMergeStatus()) == Word.COMPUTING
        || isBeingComputed(node.mergeStatusEnum())
        || checks(node).stream().anyMatch(check -> is(check, "CONFLICT", CHECKING));
  }

  /** Nobody asked since a branch moved, and GitLab waits to be asked. */
  static boolean wantsToBeAsked(MergeRequestNode node) {
    return "opened".equals(node.state())
        && ("UNCHECKED".equals(node.detailedMergeStatus())
            || "UNCHECKED".equals(node.mergeStatusEnum())
            || "CANNOT_BE_MERGED_RECHECK".equals(node.mergeStatusEnum()));
  }

  private static boolean isBeingComputed(@Nullable String word) {
    return switch (GitLabMapping.text(word)) {
      case "UNCHECKED",
          "CHECKING",
          "PREPARING",
          "CANNOT_BE_MERGED_RECHECK",
          "CANNOT_BE_MERGED_RECHECKING" ->
          true;
      default -> false;
    };
  }

  private static Mergeability mergeability(MergeRequestNode node, List<MergeCheck> checks) {
    if (isFailed(checks, "CONFLICT")) {
      return Mergeability.CONFLICTING;
    }
    if (isComputing(node)) {
      return Mergeability.UNKNOWN;
    }
    return switch (GitLabMapping.text(node.mergeStatusEnum())) {
      case "CANNOT_BE_MERGED" -> Mergeability.CONFLICTING;
      case "CAN_BE_MERGED" -> Mergeability.MERGEABLE;
      default ->
          checks.stream().anyMatch(check -> is(check, "CONFLICT", "SUCCESS"))
              ? Mergeability.MERGEABLE
              : Mergeability.UNKNOWN;
    };
  }

  private static ProviderVerdict verdict(MergeRequestNode node, List<MergeCheck> checks) {
    var raw = GitLabMapping.text(node.detailedMergeStatus());
    var unknown = checks.stream().filter(GitLabMergeability::isUnknown).findFirst();
    if (unknown.isPresent()) {
      return verdict(Word.UNKNOWN, GitLabMapping.text(unknown.get().identifier()));
    }
    if (isFailed(checks, "NEED_REBASE") || GitLabMapping.isTrue(node.shouldBeRebased())) {
      return verdict(Word.BEHIND, raw);
    }
    if (node.detailedMergeStatus() == null) {
      return verdict(isBeingComputed(node.mergeStatusEnum()) ? Word.COMPUTING : Word.NONE, raw);
    }
    var isSettled = checks.stream().noneMatch(check -> CHECKING.equals(check.status()));
    var word = word(raw);
    return verdict(word == Word.CLEAN && !isSettled ? Word.COMPUTING : word, raw);
  }

  private static ProviderVerdict verdict(Word word, String raw) {
    return new ProviderVerdict(word, raw, false);
  }

  /** Something stands in the way that this Ampel has never heard of. */
  private static boolean isUnknown(MergeCheck check) {
    var isOver =
        switch (GitLabMapping.text(check.status())) {
          case "SUCCESS", "INACTIVE", "WARNING" -> true;
          default -> false;
        };
    var isKnownWord = FAILED.equals(check.status()) || CHECKING.equals(check.status());
    return !isOver && (!isKnownWord || !GitLabObstacles.isKnown(check));
  }

  static Word word(@Nullable String detailed) {
    return switch (GitLabMapping.text(detailed)) {
      case "MERGEABLE" -> Word.CLEAN;
      case "UNCHECKED", "CHECKING", "PREPARING", "APPROVALS_SYNCING" -> Word.COMPUTING;
      case "CONFLICT", "BROKEN_STATUS" -> Word.CONFLICT;
      case "DRAFT_STATUS" -> Word.DRAFT;
      case "NEED_REBASE" -> Word.BEHIND;
      case "CI_MUST_PASS",
          "CI_STILL_RUNNING",
          "COMMITS_STATUS",
          "DISCUSSIONS_NOT_RESOLVED",
          "NOT_APPROVED",
          "NOT_OPEN",
          "CODE_OWNERS_APPROVAL",
          "REQUESTED_CHANGES",
          "BLOCKED_STATUS",
          "EXTERNAL_STATUS_CHECKS",
          "JIRA_ASSOCIATION",
          "LOCKED_PATHS",
          "LOCKED_LFS_FILES",
          "MERGE_TIME",
          "POLICIES_DENIED",
          "SECURITY_POLICIES_VIOLATIONS",
          "SECURITY_POLICY_PIPELINE_CHECK",
          "TITLE_NOT_MATCHING" ->
          Word.BLOCKED;
      default -> Word.UNKNOWN;
    };
  }

  /** The check behind a word, where it has another name than the word. */
  private static Optional<String> identifier(String detailed) {
    return switch (detailed) {
      case "", "MERGEABLE", "UNCHECKED", "CHECKING", "PREPARING", "APPROVALS_SYNCING" ->
          Optional.empty();
      case "BROKEN_STATUS" -> Optional.of("CONFLICT");
      case "BLOCKED_STATUS" -> Optional.of("MERGE_REQUEST_BLOCKED");
      case "EXTERNAL_STATUS_CHECKS" -> Optional.of("STATUS_CHECKS_MUST_PASS");
      case "JIRA_ASSOCIATION" -> Optional.of("JIRA_ASSOCIATION_MISSING");
      case "POLICIES_DENIED", "SECURITY_POLICIES_VIOLATIONS" ->
          Optional.of("SECURITY_POLICY_VIOLATIONS");
      case "TITLE_NOT_MATCHING" -> Optional.of("TITLE_REGEX");
      case "CI_STILL_RUNNING" -> Optional.of("CI_MUST_PASS");
      default -> Optional.of(detailed);
    };
  }
}
