package io.ampel.provider.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.github.GitHubApi.Jobs.Job;
import io.ampel.provider.github.GitHubApi.WorkflowRun;
import io.ampel.provider.github.GitHubNodes.Context;
import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.Check.State;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GitHubChecksTests {

  private static Context run(long id, String app, String workflow, String name, String conclusion) {
    return Recorded.JSON.readValue(
        """
        {"__typename": "CheckRun", "databaseId": %d, "name": "%s", "status": "COMPLETED",
         "conclusion": "%s", "startedAt": "2026-11-20T08:00:00Z", "completedAt": "2026-11-20T08:05:00Z",
         "detailsUrl": "https://github.com/acme/api/runs/%d", "isRequired": true,
         "checkSuite": {"app": {"databaseId": 57, "slug": "%s"}, "workflowRun": %s}}
        """
            .formatted(
                id,
                name,
                conclusion,
                id,
                app,
                workflow.isEmpty()
                    ? "null"
                    : "{\"databaseId\": 7, \"workflow\": {\"name\": \"" + workflow + "\"}}"),
        Context.class);
  }

  private static List<Check> checks(Context... contexts) {
    return GitHubChecks.newest(Stream.of(contexts).map(GitHubChecks::reported).toList());
  }

  @Test
  void ofEquallyNamedOnesOfAnAppAndWorkflowTheNewestCounts() {
    assertThat(
            checks(
                run(2, "github-actions", "CI", "build", "SUCCESS"),
                run(1, "github-actions", "CI", "build", "FAILURE")))
        .extracting(Check::state)
        .containsExactly(State.PASSED);
  }

  @Test
  void otherWorkflowsAndAppsAreOtherChecks() {
    assertThat(
            checks(
                run(1, "github-actions", "CI", "build", "FAILURE"),
                run(2, "github-actions", "Nightly", "build", "SUCCESS"),
                run(3, "circleci", "", "build", "SUCCESS")))
        .extracting(Check::title)
        .containsExactly("CI / build", "Nightly / build", "circleci / build");
  }

  @Test
  void aCheckRunTellsItsTimesItsPageAndHowToRunItAgain() {
    var check = checks(run(42, "github-actions", "CI", "build", "TIMED_OUT")).getFirst();
    assertThat(check.state()).isEqualTo(State.FAILED);
    assertThat(check.raw()).isEqualTo("TIMED_OUT");
    assertThat(check.required()).isTrue();
    assertThat(check.url()).isEqualTo("https://github.com/acme/api/runs/42");
    assertThat(check.completedAt()).isNotNull();
    assertThat(check.rerun()).isEqualTo("run/7");
    assertThat(check.app()).isEqualTo("57");
    assertThat(checks(run(3, "circleci", "", "build", "FAILURE")).getFirst().rerun()).isNull();
  }

  @Test
  void aCommitStatusIsACheckWithoutAGroup() {
    var status =
        Recorded.JSON.readValue(
            """
            {"__typename": "StatusContext", "context": "ci/jenkins", "contextState": "ERROR",
             "targetUrl": "https://ci.example/1", "createdAt": "2026-11-20T08:00:00Z", "isRequired": false}
            """,
            Context.class);
    assertThat(checks(status))
        .singleElement()
        .satisfies(check -> {
          assertThat(check.title()).isEqualTo("ci/jenkins");
          assertThat(check.state()).isEqualTo(State.FAILED);
          assertThat(check.required()).isFalse();
          assertThat(check.app()).isNull();
        });
  }

  @Test
  void jobsOfAWorkflowRunReadAsTheirChecksDo() {
    var run =
        new WorkflowRun(9, "CI", 1L, "pull_request", "completed", "failure", 1, null, null, null);
    var job = new Job(90, "build", "completed", "failure", "https://github.com/j/90", null, null);
    assertThat(GitHubChecks.newest(List.of(GitHubChecks.job(run, job))))
        .singleElement()
        .satisfies(check -> {
          assertThat(check.title()).isEqualTo("CI / build");
          assertThat(check.state()).isEqualTo(State.FAILED);
          assertThat(check.raw()).isEqualTo("FAILURE");
          assertThat(check.required()).isNull();
        });
  }

  @Test
  void aRunThatWaitsForAnApprovalIsOneManualCheck() {
    var run =
        new WorkflowRun(
            9, "CI", 1L, "pull_request", "completed", "action_required", 1, null, null, null);
    assertThat(GitHubChecks.newest(List.of(GitHubChecks.run(run))))
        .extracting(Check::state)
        .containsExactly(State.MANUAL);
  }

  @Test
  void ofTheRunsOfAWorkflowTheNewestForEachEventCounts() {
    var runs =
        List.of(
            new WorkflowRun(1, "CI", 1L, "push", "completed", "failure", 1, null, null, null),
            new WorkflowRun(2, "CI", 1L, "push", "completed", "success", 1, null, null, null),
            new WorkflowRun(3, "CI", 1L, "pull_request", "queued", null, 1, null, null, null));
    assertThat(GitHubChecks.newestRuns(runs)).extracting(WorkflowRun::id).containsExactly(2L, 3L);
  }
}
