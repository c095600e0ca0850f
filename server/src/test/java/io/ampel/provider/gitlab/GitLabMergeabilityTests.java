package io.ampel.provider.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.Mergeability;
import io.ampel.pullrequest.Obstacle;
import io.ampel.pullrequest.Obstacle.Kind;
import io.ampel.pullrequest.ProviderVerdict.Word;
import io.ampel.pullrequest.Readiness;
import io.ampel.pullrequest.TrafficLight;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every word GitLab has for whether it can be merged, every check behind it, and new ones. */
class GitLabMergeabilityTests {

  @ParameterizedTest
  @CsvSource({
    "UNCHECKED, COMPUTING",
    "CHECKING, COMPUTING",
    "PREPARING, COMPUTING",
    "APPROVALS_SYNCING, COMPUTING",
    "MERGEABLE, CLEAN",
    "CONFLICT, CONFLICT",
    "BROKEN_STATUS, CONFLICT",
    "DRAFT_STATUS, DRAFT",
    "NEED_REBASE, BEHIND",
    "CI_MUST_PASS, BLOCKED",
    "CI_STILL_RUNNING, BLOCKED",
    "COMMITS_STATUS, BLOCKED",
    "DISCUSSIONS_NOT_RESOLVED, BLOCKED",
    "NOT_OPEN, BLOCKED",
    "NOT_APPROVED, BLOCKED",
    "CODE_OWNERS_APPROVAL, BLOCKED",
    "REQUESTED_CHANGES, BLOCKED",
    "BLOCKED_STATUS, BLOCKED",
    "EXTERNAL_STATUS_CHECKS, BLOCKED",
    "JIRA_ASSOCIATION, BLOCKED",
    "LOCKED_PATHS, BLOCKED",
    "LOCKED_LFS_FILES, BLOCKED",
    "MERGE_TIME, BLOCKED",
    "POLICIES_DENIED, BLOCKED",
    "SECURITY_POLICIES_VIOLATIONS, BLOCKED",
    "SECURITY_POLICY_PIPELINE_CHECK, BLOCKED",
    "TITLE_NOT_MATCHING, BLOCKED",
    "A_WORD_OF_TOMORROW, UNKNOWN",
  })
  void everyDetailedStatus(String word, Word ours) {
    assertThat(GitLabMergeability.word(word)).isEqualTo(ours);
  }

  @ParameterizedTest
  @CsvSource({
    "merge_request_blocked, BLOCKED_STATUS",
    "status_checks_must_pass, EXTERNAL_STATUS_CHECKS",
    "jira_association_missing, JIRA_ASSOCIATION",
    "security_policy_violations, SECURITY_POLICIES_VIOLATIONS",
    "title_regex, TITLE_NOT_MATCHING",
    "not_approved, NOT_APPROVED",
    "a_word_of_tomorrow, A_WORD_OF_TOMORROW",
  })
  void restHasOtherNamesForFiveOfThem(String rest, String graphql) {
    assertThat(GitLabRestNodes.detailed(rest)).isEqualTo(graphql);
  }

  private static GitLabMergeability failing(String identifier, String status, String word) {
    return GitLabMergeability.of(
        Told.with(
            """
            'detailedMergeStatus': '%s',
            'mergeabilityChecks': [{'identifier': 'CONFLICT', 'status': 'SUCCESS'},
                                   {'identifier': '%s', 'status': '%s'}]
            """
                .formatted(word, identifier, status)),
        null);
  }

  @ParameterizedTest
  @CsvSource({
    "COMMITS_STATUS, NO_COMMITS",
    "JIRA_ASSOCIATION_MISSING, ISSUE_KEY_MISSING",
    "LOCKED_LFS_FILES, FILES_LOCKED",
    "LOCKED_PATHS, FILES_LOCKED",
    "MERGE_REQUEST_BLOCKED, WAITS_FOR_OTHER",
    "MERGE_TIME, NOT_BEFORE",
    "SECURITY_POLICY_PIPELINE_CHECK, POLICY_RUNNING",
    "SECURITY_POLICY_VIOLATIONS, POLICY_VIOLATED",
    "STATUS_CHECKS_MUST_PASS, SERVICE_RUNNING",
    "TITLE_REGEX, TITLE_REFUSED",
    "CI_MUST_PASS, PIPELINE_MISSING",
  })
  void everyCheckThatIsAnObstacle(String identifier, Kind kind) {
    // Whatever GitLab's one word says of something else before it.
    var merging = failing(identifier, "FAILED", "DRAFT_STATUS");
    assertThat(merging.obstacles()).extracting(Obstacle::kind).containsExactly(kind);
    assertThat(merging.mergeability()).isEqualTo(Mergeability.MERGEABLE);
    for (var status : new String[] {"SUCCESS", "INACTIVE", "WARNING"}) {
      assertThat(failing(identifier, status, "MERGEABLE").obstacles()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CODE_OWNERS_APPROVAL",
        "CONFLICT",
        "DISCUSSIONS_NOT_RESOLVED",
        "DRAFT_STATUS",
        "NEED_REBASE",
        "NOT_APPROVED",
        "NOT_OPEN",
        "REQUESTED_CHANGES",
      })
  void everyCheckOfWhatIsReadOtherwise(String identifier) {
    var merging = failing(identifier, "FAILED", "NOT_APPROVED");
    assertThat(merging.obstacles()).isEmpty();
    assertThat(merging.verdict().word()).isIn(Word.BLOCKED, Word.BEHIND);
  }

  @Test
  void aConflictIsFoundBehindAnyWord() {
    assertThat(failing("CONFLICT", "FAILED", "NOT_APPROVED").mergeability())
        .isEqualTo(Mergeability.CONFLICTING);
    assertThat(failing("CONFLICT", "CHECKING", "NOT_APPROVED").mergeability())
        .isEqualTo(Mergeability.UNKNOWN);
  }

  @Test
  void mustBeRebasedIsFoundBehindAnyWord() {
    assertThat(failing("NEED_REBASE", "FAILED", "DRAFT_STATUS").verdict().word())
        .isEqualTo(Word.BEHIND);
  }

  @ParameterizedTest
  @CsvSource({
    "SECURITY_POLICY_VIOLATIONS, CHECKING, POLICY_RUNNING",
    "STATUS_CHECKS_MUST_PASS, CHECKING, SERVICE_RUNNING",
  })
  void whatIsStillLookedAtRuns(String identifier, String status, Kind kind) {
    assertThat(failing(identifier, status, "MERGEABLE").obstacles())
        .extracting(Obstacle::kind)
        .containsExactly(kind);
  }

  @Test
  void aPolicyWhosePipelineRunsIsNotViolatedYet() {
    var running = failing("SECURITY_POLICY_VIOLATIONS", "FAILED", "SECURITY_POLICY_PIPELINE_CHECK");
    assertThat(running.obstacles()).extracting(Obstacle::kind).containsExactly(Kind.POLICY_RUNNING);
  }

  @Test
  void aServiceThatSaidNoHasFailed() {
    var node =
        Told.with(
            "'mergeabilityChecks': [{'identifier': 'STATUS_CHECKS_MUST_PASS', 'status': 'FAILED'}]");
    assertThat(GitLabMergeability.of(node, true).obstacles())
        .extracting(Obstacle::kind)
        .containsExactly(Kind.SERVICE_FAILED);
  }

  @ParameterizedTest
  @CsvSource({
    "A_CHECK_OF_TOMORROW, FAILED",
    "A_CHECK_OF_TOMORROW, CHECKING",
    "DRAFT_STATUS, A_STATUS_OF_TOMORROW",
  })
  void whatAmpelNeverHeardOfIsNeverGreen(String identifier, String status) {
    var node =
        Told.with(
            "'mergeabilityChecks': [{'identifier': 'CONFLICT', 'status': 'SUCCESS'},"
                + "{'identifier': '%s', 'status': '%s'}]".formatted(identifier, status));
    var verdict = GitLabMergeability.of(node, null).verdict();
    assertThat(verdict.word()).isEqualTo(Word.UNKNOWN);
    assertThat(verdict.raw()).isEqualTo(identifier);
  }

  @Test
  void whatIsNotLookedAtAnyMoreIsNoObstacle() {
    var verdict = failing("A_CHECK_OF_TOMORROW", "INACTIVE", "MERGEABLE").verdict();
    assertThat(verdict.word()).isEqualTo(Word.CLEAN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UNCHECKED",
        "CHECKING",
        "CANNOT_BE_MERGED_RECHECK",
        "CANNOT_BE_MERGED_RECHECKING"
      })
  void whatIsBeingComputedIsUnknown(String status) {
    var node =
        Told.with("'mergeStatusEnum': '%s', 'detailedMergeStatus': 'CHECKING'".formatted(status));
    assertThat(GitLabMergeability.of(node, null).mergeability()).isEqualTo(Mergeability.UNKNOWN);
    assertThat(GitLabMergeability.isComputing(node)).isTrue();
  }

  @Test
  void gitLabIsAskedWhereItWaitsToBeAsked() {
    assertThat(GitLabMergeability.wantsToBeAsked(Told.with("'mergeStatusEnum': 'UNCHECKED'")))
        .isTrue();
    assertThat(GitLabMergeability.wantsToBeAsked(Told.with("'mergeStatusEnum': 'CHECKING'")))
        .isFalse();
    assertThat(
            GitLabMergeability.wantsToBeAsked(
                Told.with("'mergeStatusEnum': 'UNCHECKED', 'state': 'closed'")))
        .isFalse();
  }

  @Test
  void anOlderServerNamesOnlyTheFirstObstacle() {
    var node = Told.with("'mergeabilityChecks': null, 'detailedMergeStatus': 'JIRA_ASSOCIATION'");
    var merging = GitLabMergeability.of(node, null);
    assertThat(merging.mergeability()).isEqualTo(Mergeability.MERGEABLE);
    assertThat(merging.obstacles())
        .extracting(Obstacle::kind)
        .containsExactly(Kind.ISSUE_KEY_MISSING);
  }

  @Test
  void aMuchOlderServerHasNoWordAtAll() {
    var node = Told.with("'mergeabilityChecks': null, 'detailedMergeStatus': null");
    assertThat(GitLabMergeability.of(node, null).verdict().word()).isEqualTo(Word.NONE);
    var conflict =
        Told.with(
            "'mergeabilityChecks': null, 'detailedMergeStatus': null, 'mergeStatusEnum': 'CANNOT_BE_MERGED'");
    assertThat(GitLabMergeability.of(conflict, null).mergeability())
        .isEqualTo(Mergeability.CONFLICTING);
    var silent =
        Told.with(
            "'mergeabilityChecks': null, 'detailedMergeStatus': null, 'mergeStatusEnum': null");
    assertThat(GitLabMergeability.of(silent, null).mergeability()).isEqualTo(Mergeability.UNKNOWN);
  }

  @Test
  void whatBlocksInAnotherProjectIsNotNamed() {
    var node =
        Told.with(
            """
            'mergeabilityChecks': [{'identifier': 'MERGE_REQUEST_BLOCKED', 'status': 'FAILED'}],
            'blockingMergeRequests': {'totalCount': 2, 'visibleMergeRequests': [
              {'iid': '5', 'targetProjectId': 3}, {'iid': '6', 'targetProjectId': 99}]}
            """);
    assertThat(GitLabMergeability.of(node, null).obstacles().getFirst().details())
        .containsExactly("!5");
  }

  @Test
  void aTimeThatComesGoesByItself() {
    var node =
        Told.with(
            """
            'mergeabilityChecks': [{'identifier': 'CONFLICT', 'status': 'SUCCESS'}, {'identifier': 'MERGE_TIME', 'status': 'FAILED'}],
            'detailedMergeStatus': 'MERGE_TIME', 'mergeAfter': '2026-11-23T14:00:00Z'
            """);
    var before = light(node, "2026-11-23T13:00:00Z");
    assertThat(before.light()).isEqualTo(TrafficLight.WAITING);
    assertThat(before.changesAt()).contains(Instant.parse("2026-11-23T14:00:00Z"));
  }

  private static Readiness light(GitLabNodes.MergeRequestNode node, String now) {
    var lab = new Lab(Told.BASE);
    return Readiness.of(
        Told.mapped(node),
        lab.repository("3", "acme/api"),
        MergeRequirements.NONE,
        Instant.parse(now));
  }

  @Test
  void everythingFineIsGreen() {
    assertThat(light(Told.fine(), "2026-11-23T13:00:00Z").light()).isEqualTo(TrafficLight.READY);
  }
}
