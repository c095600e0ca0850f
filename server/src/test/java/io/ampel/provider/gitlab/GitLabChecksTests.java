package io.ampel.provider.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.Check.State;
import io.ampel.pullrequest.Checks.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitLabChecksTests {

  @ParameterizedTest
  @CsvSource({
    "SUCCESS, PASSED",
    "SKIPPED, SKIPPED",
    "FAILED, FAILED",
    "CANCELED, CANCELLED",
    "CANCELING, RUNNING",
    "RUNNING, RUNNING",
    "MANUAL, MANUAL",
    "CREATED, QUEUED",
    "PENDING, QUEUED",
    "PREPARING, QUEUED",
    "SCHEDULED, QUEUED",
    "WAITING_FOR_CALLBACK, QUEUED",
    "WAITING_FOR_RESOURCE, QUEUED",
    "A_WORD_OF_TOMORROW, UNKNOWN",
  })
  void everyStatusOfPipelinesAndJobs(String word, State ours) {
    assertThat(GitLabChecks.state(word)).isEqualTo(ours);
  }

  private static String pipeline(String status, String... jobs) {
    return """
    'hasCi': true,
    'headPipeline': {'id': 'gid://gitlab/Ci::Pipeline/5', 'sha': 'abc', 'status': '%s', 'retryable': true,
      'path': '/gitlab/acme/api/-/pipelines/5', 'jobs': {'nodes': [%s]}}
    """
        .formatted(status, String.join(",", jobs));
  }

  private static String job(int id, String name, String status, String more) {
    return "{'id': 'gid://gitlab/Ci::Build/%d', 'name': '%s', 'status': '%s', 'stage': {'name': 'test'}, 'webPath': '/gitlab/acme/api/-/jobs/%d'%s}"
        .formatted(id, name, status, id, more);
  }

  private static String job(int id, String name, String status) {
    return job(id, name, status, "");
  }

  @Test
  void aJobIsACheckOfItsStage() {
    var checks =
        Told.checks(
            Told.with(
                pipeline(
                    "FAILED",
                    job(
                        7,
                        "unit",
                        "FAILED",
                        ", 'retryable': true, 'finishedAt': '2026-11-21T08:00:00Z'"))),
            Told.NOTHING);
    assertThat(checks.reading()).isEqualTo(Reading.ALL);
    assertThat(checks.sha()).isEqualTo("abc");
    assertThat(checks.all())
        .singleElement()
        .satisfies(check -> {
          assertThat(check.title()).isEqualTo("test / unit");
          assertThat(check.state()).isEqualTo(State.FAILED);
          assertThat(check.raw()).isEqualTo("FAILED");
          assertThat(check.url()).isEqualTo("https://git.acme.example/gitlab/acme/api/-/jobs/7");
          assertThat(check.rerun()).isEqualTo("jobs/7");
        });
  }

  @Test
  void ofEquallyNamedJobsTheNewestCounts() {
    var node =
        Told.with(
            pipeline(
                "SUCCESS",
                job(7, "unit", "FAILED"),
                job(9, "unit", "SUCCESS"),
                job(8, "e2e", "SUCCESS")));
    assertThat(Told.checks(node, Told.NOTHING).all())
        .extracting(Check::state)
        .containsExactly(State.PASSED, State.PASSED);
  }

  @Test
  void aJobThatMayFailNeverCounts() {
    var node = Told.with(pipeline("SUCCESS", job(7, "lint", "FAILED", ", 'allowFailure': true")));
    assertThat(Told.checks(node, Told.NOTHING).all())
        .singleElement()
        .satisfies(check -> assertThat(check.mayFail()).isTrue());
  }

  @ParameterizedTest
  @CsvSource({"FAILED, FAILED", "CANCELED, CANCELLED", "RUNNING, RUNNING", "CREATED, QUEUED"})
  void whatTheJobsDoNotExplainThePipelineStandsFor(String status, State state) {
    var node = Told.with(pipeline(status, job(7, "unit", "SUCCESS")));
    assertThat(Told.checks(node, Told.NOTHING).all())
        .last()
        .satisfies(check -> {
          assertThat(check.title()).isEqualTo("pipeline");
          assertThat(check.state()).isEqualTo(state);
          assertThat(check.rerun()).isEqualTo("pipelines/5");
        });
    assertThat(Told.checks(Told.with(pipeline(status)), Told.NOTHING).all()).hasSize(1);
  }

  @Test
  void aManualJobCountsOnlyWhereThePipelineIsDemanded() {
    var node =
        Told.with(
            pipeline(
                "MANUAL",
                job(7, "unit", "SUCCESS"),
                job(8, "deploy", "MANUAL"),
                job(9, "smoke", "CREATED")));
    assertThat(Told.checks(node, Told.SUCCESS).all())
        .filteredOn(check -> !check.mayFail())
        .extracting(Check::state)
        .containsExactly(State.PASSED, State.MANUAL, State.QUEUED);
    assertThat(Told.checks(node, Told.NOTHING).all())
        .filteredOn(check -> !check.mayFail())
        .extracting(Check::state)
        .containsExactly(State.PASSED);
  }

  @Test
  void aSkippedPipelineIsNoneWhereOneMustSucceed() {
    var node = Told.with(pipeline("SKIPPED", job(7, "unit", "SKIPPED")));
    assertThat(Told.checks(node, Told.SUCCESS).all())
        .last()
        .satisfies(check -> assertThat(check.state()).isEqualTo(State.FAILED));
    assertThat(Told.checks(node, new GitLabChecks.Demand(true, true)).all()).hasSize(1);
    assertThat(Told.checks(node, Told.NOTHING).all()).hasSize(1);
  }

  @Test
  void aPipelineOfTheMergedResultIsOfThisHead() {
    var node =
        Told.with(
            "'headPipeline': {'id': 'gid://gitlab/Ci::Pipeline/5', 'sha': 'merged', 'status': 'SUCCESS', 'mergeRequestEventType': 'MERGED_RESULT'}");
    assertThat(Told.checks(node, Told.NOTHING).sha()).isEqualTo("abc");
    var older =
        Told.with(
            "'headPipeline': {'id': 'gid://gitlab/Ci::Pipeline/5', 'sha': 'older', 'status': 'FAILED', 'mergeRequestEventType': 'DETACHED'}");
    assertThat(Told.checks(older, Told.NOTHING).sha()).isEqualTo("older");
  }

  @Test
  void onlyAnOlderCommitHasAPipeline() {
    var checks =
        Told.checks(
            Told.with(
                "'hasCi': true, 'pipelines': {'nodes': [{'id': 'gid://gitlab/Ci::Pipeline/4', 'sha': 'older', 'status': 'SUCCESS'}]}"),
            Told.NOTHING);
    assertThat(checks.sha()).isEqualTo("older");
    assertThat(checks.all()).hasSize(1);
  }

  @Test
  void pipelinesThatAreNotShownAreNotNone() {
    assertThat(Told.checks(Told.with("'hasCi': true"), Told.NOTHING).reading())
        .isEqualTo(Reading.NONE);
    assertThat(Told.checks(Told.fine(), Told.NOTHING).reading()).isEqualTo(Reading.ALL);
    assertThat(
            GitLabChecks.of(Told.BASE, Told.fine(), null, Told.NOTHING, "read_pipeline")
                .missingPermission())
        .isEqualTo("read_pipeline");
  }

  @Test
  void whatGitLabChecksIsWhatIsDemanded() {
    var inactive =
        Told.with("'mergeabilityChecks': [{'identifier': 'CI_MUST_PASS', 'status': 'INACTIVE'}]");
    assertThat(GitLabChecks.Demand.of(null, inactive).pipelines()).isFalse();
    var failed =
        Told.with("'mergeabilityChecks': [{'identifier': 'CI_MUST_PASS', 'status': 'FAILED'}]");
    assertThat(GitLabChecks.Demand.of(null, failed).pipelines()).isTrue();
    assertThat(GitLabChecks.Demand.of(null, Told.with("'mergeabilityChecks': null")).pipelines())
        .isFalse();
  }

  @Test
  void whatIsReportedFromOutsideLinksThere() {
    var node =
        Told.with(
            pipeline(
                "FAILED",
                "{'id': 'gid://gitlab/GenericCommitStatus/9', 'name': 'licences', 'status': 'FAILED', 'stage': {'name': 'external'},"
                    + "'detailedStatus': {'detailsPath': 'https://licences.example/9'}}"));
    assertThat(Told.checks(node, Told.NOTHING).all().getFirst().url())
        .isEqualTo("https://licences.example/9");
  }
}
