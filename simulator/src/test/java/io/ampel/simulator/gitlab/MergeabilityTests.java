package io.ampel.simulator.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.simulator.CheckState;
import io.ampel.simulator.Forge;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Truth;
import io.ampel.simulator.gitlab.MergeRequest.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every word of GitLab's with the situation that brings it about, and the light that is right. */
class MergeabilityTests {
  private static Arguments row(String word, String light, Consumer<PullRequest> what) {
    return Arguments.of(word, light, what);
  }

  private static ProjectSettings settings(PullRequest pr) {
    return ProjectSettings.of(pr.repository());
  }

  private static MergeRequest facts(PullRequest pr) {
    return MergeRequest.of(pr);
  }

  private static void demand(PullRequest pr, Rules rules) {
    pr.repository().protect(rules);
  }

  private static void later(PullRequest pr, Duration time) {
    facts(pr).mergeAfter(pr.repository().world().now().plus(time));
  }

  private static void olderPipeline(PullRequest pr) {
    settings(pr).pipelinesMustSucceed();
    var before = pr.check("build", CheckState.PASSED).head();
    pr.push();
    facts(pr).pipelineOf(before);
  }

  static Stream<Arguments> situations() {
    return Stream.of(
        row("mergeable", "READY", _ -> {}),
        row("preparing", "UNKNOWN", pr -> facts(pr).preparing(true)),
        row("checking", "UNKNOWN", PullRequest::computing),
        row("approvals_syncing", "UNKNOWN", pr -> facts(pr).approvalsSyncing(true)),
        row("requested_changes", "BLOCKED", pr -> pr.requestChanges("lena", "No.")),
        row("mergeable", "READY", pr -> pr.requestChanges("lena", "No.").approve("lena")),
        row("mergeable", "WAITING", pr -> pr.requestChanges("lena", "No.").requestReview("lena")),
        row("mergeable", "READY", pr -> pr.requestChanges("noor", "No.")),
        row(
            "mergeable",
            "READY",
            pr -> {
              pr.requestChanges("lena", "No.");
              facts(pr).objectionsOverridden(true);
            }),
        row("not_approved", "WAITING", pr -> demand(pr, Rules.none().approvals(1))),
        row(
            "not_approved",
            "WAITING",
            pr -> {
              demand(pr, Rules.none().approvals(2));
              pr.approve("lena");
            }),
        row(
            "not_approved",
            "WAITING",
            pr -> {
              demand(pr, Rules.none().approvals(1).dismissStale());
              pr.approve("lena").push();
            }),
        row(
            "not_approved",
            "WAITING",
            pr -> {
              settings(pr).approvalRule("Security", 1, "tariq");
              pr.approve("lena");
            }),
        row(
            "mergeable",
            "READY",
            pr -> {
              settings(pr).approvalRule("Security", 1, "tariq");
              pr.approve("tariq");
            }),
        row(
            "code_owners_approval",
            "WAITING",
            pr -> {
              demand(pr, Rules.none().codeOwnersApprove());
              var group = (io.ampel.simulator.Organization) pr.repository().owner();
              group.team("owners", "Owners", "tariq");
              pr.requestTeam("owners", true);
            }),
        row(
            "merge_request_blocked",
            "WAITING",
            pr -> facts(pr).blockedBy(pr.repository().pullRequest(50))),
        row(
            "mergeable",
            "READY",
            pr -> facts(pr).blockedBy(pr.repository().pullRequest(50).merge("mira"))),
        row("jira_association_missing", "BLOCKED", pr -> settings(pr).jiraIssueRequired("OPS")),
        row(
            "mergeable",
            "READY",
            pr -> {
              settings(pr).jiraIssueRequired("OPS");
              pr.title("OPS-17 Rotate keys");
            }),
        row(
            "security_policy_violations",
            "BLOCKED",
            pr -> facts(pr).securityPolicy(Outcome.FAILED)),
        row(
            "security_policy_pipeline_check",
            "WAITING",
            pr -> facts(pr).securityPolicy(Outcome.PENDING)),
        row("mergeable", "READY", pr -> facts(pr).securityPolicy(Outcome.PASSED)),
        row(
            "status_checks_must_pass",
            "WAITING",
            pr -> {
              settings(pr).statusChecksMustPass();
              facts(pr).statusCheck("compliance", Outcome.PENDING);
            }),
        row(
            "status_checks_must_pass",
            "BLOCKED",
            pr -> {
              settings(pr).statusChecksMustPass();
              facts(pr).statusCheck("compliance", Outcome.FAILED);
            }),
        row("mergeable", "READY", pr -> facts(pr).statusCheck("compliance", Outcome.FAILED)),
        row("locked_paths", "BLOCKED", pr -> settings(pr).lock("src/", "tariq")),
        row("mergeable", "READY", pr -> settings(pr).lock("src/", "ben")),
        row("locked_lfs_files", "BLOCKED", pr -> facts(pr).lockedLfsFiles(true)),
        row("merge_time", "WAITING", pr -> later(pr, Duration.ofHours(1))),
        row("mergeable", "READY", pr -> later(pr, Duration.ofHours(-1))),
        row("title_regex", "BLOCKED", pr -> settings(pr).titleMustMatch("^(feat|fix): ")),
        row("draft_status", "WAITING", PullRequest::draft),
        row("commits_status", "BLOCKED", pr -> pr.repository().deleteBranch(pr.headRef())),
        row("commits_status", "BLOCKED", pr -> pr.fromForkOf("stranger").forkDeleted()),
        row(
            "discussions_not_resolved",
            "BLOCKED",
            pr -> {
              demand(pr, Rules.none().conversationsResolved());
              pr.thread("lena", "Why?", false);
            }),
        row("mergeable", "READY", pr -> pr.thread("lena", "Why?", false)),
        row("conflict", "BLOCKED", PullRequest::conflicting),
        row("draft_status", "BLOCKED", pr -> pr.draft().conflicting()),
        row(
            "need_rebase",
            "WAITING",
            pr -> {
              settings(pr).mergeMethod(ProjectSettings.MergeMethod.FF);
              pr.repository().moveBase("main");
            }),
        row("mergeable", "READY", pr -> pr.repository().moveBase("main")),
        row(
            "ci_must_pass",
            "BLOCKED",
            pr -> {
              settings(pr).pipelinesMustSucceed();
              pr.check("build", CheckState.FAILED);
            }),
        row(
            "ci_must_pass",
            "BLOCKED",
            pr -> {
              settings(pr).pipelinesMustSucceed();
              pr.check("build", CheckState.CANCELLED);
            }),
        row("ci_must_pass", "WAITING", pr -> settings(pr).pipelinesMustSucceed()),
        row(
            "ci_still_running",
            "WAITING",
            pr -> {
              settings(pr).pipelinesMustSucceed();
              pr.check("build", CheckState.RUNNING);
            }),
        row(
            "ci_still_running",
            "WAITING",
            pr -> {
              settings(pr).pipelinesMustSucceed().manualJob("deploy", true);
              pr.check("build", CheckState.PASSED).check("deploy", CheckState.QUEUED);
            }),
        row(
            "mergeable",
            "READY",
            pr -> {
              settings(pr).pipelinesMustSucceed().manualJob("deploy", false);
              pr.check("build", CheckState.PASSED).check("deploy", CheckState.QUEUED);
            }),
        row(
            "mergeable",
            "READY",
            pr -> {
              settings(pr).pipelinesMustSucceed().allowFailure("lint");
              pr.check("build", CheckState.PASSED).check("lint", CheckState.FAILED);
            }),
        row(
            "mergeable",
            "READY",
            pr -> {
              settings(pr).pipelinesMustSucceed();
              pr.check("build", CheckState.FAILED)
                  .rerun("build")
                  .finish("build", CheckState.PASSED);
            }),
        row(
            "mergeable",
            "READY",
            pr -> {
              settings(pr).allowFailure("lint");
              pr.check("build", CheckState.PASSED).check("lint", CheckState.RUNNING);
            }),
        row(
            "ci_still_running",
            "WAITING",
            pr -> {
              settings(pr).pipelinesMustSucceed().allowFailure("lint");
              pr.check("build", CheckState.PASSED).check("lint", CheckState.RUNNING);
            }),
        row(
            "mergeable",
            "READY",
            pr -> {
              settings(pr).manualJob("deploy", true);
              pr.check("build", CheckState.PASSED).check("deploy", CheckState.QUEUED);
            }),
        row(
            "ci_must_pass",
            "BLOCKED",
            pr -> {
              settings(pr).pipelinesMustSucceed();
              pr.check("build", CheckState.SKIPPED);
            }),
        row(
            "mergeable",
            "READY",
            pr -> {
              settings(pr).pipelinesMustSucceed().skippedPipelinesAreFine();
              pr.check("build", CheckState.SKIPPED);
            }),
        row("ci_must_pass", "UNKNOWN", MergeabilityTests::olderPipeline),
        row("mergeable", "BLOCKED", pr -> pr.check("build", CheckState.FAILED)),
        row("mergeable", "WAITING", pr -> pr.check("build", CheckState.RUNNING)),
        row("mergeable", "BLOCKED", pr -> pr.status("ci/legacy", CheckState.FAILED)),
        row(
            "not_approved",
            "BLOCKED",
            pr -> {
              demand(pr, Rules.none().approvals(1).checks("build"));
              pr.check("build", CheckState.FAILED);
            }),
        row("mergeable", "WAITING", pr -> pr.requestReview("lena")),
        row("mergeable", "READY", pr -> pr.requestReview("lena").approve("tariq")),
        row("not_open", "", pr -> pr.merge("mira")),
        row("not_open", "", PullRequest::close));
  }

  @ParameterizedTest(name = "{index}: {0} is {1}")
  @MethodSource("situations")
  void theWordAndTheLightAre(String word, String light, Consumer<PullRequest> what) {
    try (var simulator = Simulator.start(0)) {
      var pr = simulator.world(Forge.GITLAB).repository("acme/platform/api").pullRequest(1);
      what.accept(pr);
      assertThat(Mergeability.of(pr, simulator.gitlab().instance()).detailed()).isEqualTo(word);
      var truth = Truth.of(pr);
      assertThat(truth.light()).as(truth.reasons().toString()).isEqualTo(light);
      assertThat(truth.provider()).isEqualTo("gitlab");
    }
  }

  @Test
  void everyWordOfGraphQlCanComeAbout() {
    var registry = new graphql.schema.idl.SchemaParser().parse(GraphQl.sdl());
    var known =
        registry
            .getType("DetailedMergeStatus", graphql.language.EnumTypeDefinition.class)
            .orElseThrow()
            .getEnumValueDefinitions()
            .stream()
            .map(graphql.language.EnumValueDefinition::getName)
            .filter(each -> !each.equals("UNCHECKED"))
            .collect(Collectors.toSet());
    Set<String> shown =
        situations()
            .map(each -> Mergeability.enumName(String.valueOf(each.get()[0])))
            .collect(Collectors.toSet());
    assertThat(shown).containsAll(known);
  }

  @Test
  void whatNobodyAskedForIsUnchecked() {
    try (var simulator = Simulator.start(0)) {
      var pr = simulator.world(Forge.GITLAB).repository("acme/platform/api").pullRequest(1);
      pr.computing();
      assertThat(Mergeability.known(pr, simulator.gitlab().instance()).detailed())
          .isEqualTo("unchecked");
    }
  }

  @Test
  void theFreeEditionDemandsLess() {
    try (var simulator = Simulator.start(0)) {
      simulator.gitlab().instance().tier(Instance.Tier.FREE);
      var pr =
          simulator
              .world(Forge.GITLAB)
              .repository("acme/platform/api")
              .protect(Rules.none().approvals(2))
              .pullRequest(1);
      assertThat(Truth.of(pr).light()).isEqualTo("READY");
      var mergeability = Mergeability.of(pr, simulator.gitlab().instance());
      assertThat(mergeability.mergeable()).isTrue();
      assertThat(mergeability.checks().stream().map(MergeCheck::identifier))
          .doesNotContain(
              MergeCheck.Identifier.NOT_APPROVED, MergeCheck.Identifier.REQUESTED_CHANGES)
          .contains(MergeCheck.Identifier.DRAFT_STATUS);
      // GitLab would merge it, but an objection is an objection.
      pr.requestChanges("lena", "No.");
      assertThat(Mergeability.of(pr, simulator.gitlab().instance()).mergeable()).isTrue();
      assertThat(Truth.of(pr).light()).isEqualTo("BLOCKED");
    }
  }

  @Test
  void checksComeInAllStates() {
    try (var simulator = Simulator.start(0)) {
      var pr = simulator.world(Forge.GITLAB).repository("acme/platform/api").pullRequest(1);
      pr.draft().requestChanges("lena", "No.").computing();
      facts(pr).objectionsOverridden(true);
      var states =
          Mergeability.of(pr, simulator.gitlab().instance()).checks().stream()
              .map(MergeCheck::status)
              .collect(Collectors.toSet());
      assertThat(states).containsAll(Arrays.asList(MergeCheck.Status.values()));
    }
  }

  @Test
  void aMergedResultPipelineRunsOnNoCommitOfTheBranch() {
    try (var simulator = Simulator.start(0)) {
      var pr = simulator.world(Forge.GITLAB).repository("acme/platform/api").pullRequest(1);
      settings(pr).mergedResultPipelines();
      pr.check("build", CheckState.PASSED);
      var pipeline = Pipeline.ofHead(pr).orElseThrow();
      assertThat(pipeline.sha()).isNotEqualTo(pr.headSha());
      assertThat(pipeline.ref()).isEqualTo("refs/merge-requests/1/merge");
      assertThat(pipeline.source()).isEqualTo("merge_request_event");
      assertThat(Truth.of(pr).light()).isEqualTo("READY");
    }
  }
}
