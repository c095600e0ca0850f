package io.ampel.provider.gitlab;

import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.gitlab.GitLabNodes.JobNode;
import io.ampel.provider.gitlab.GitLabNodes.MergeCheck;
import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import io.ampel.provider.gitlab.GitLabNodes.PipelineNode;
import io.ampel.provider.gitlab.GitLabNodes.ProjectNode;
import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.Check.State;
import io.ampel.pullrequest.Checks;
import io.ampel.pullrequest.Checks.Reading;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a pipeline, and what others reported on its commit, as checks. Of equally named ones
 * only the newest counts. What the jobs do not explain the pipeline itself stands for.
 */
final class GitLabChecks {
  static final String PIPELINES = "read_pipeline";

  private GitLabChecks() {}

  /** What the project demands of pipelines. */
  record Demand(boolean pipelines, boolean skippedIsFine) {

    /** GitLab's own check knows best, because demands may come from elsewhere than the project. */
    static Demand of(@Nullable ProjectNode project, MergeRequestNode node) {
      var skippedIsFine =
          project != null && GitLabMapping.isTrue(project.allowMergeOnSkippedPipeline());
      var told = node.mergeabilityChecks();
      var check =
          told == null
              ? Optional.<MergeCheck>empty()
              : told.stream().filter(one -> "CI_MUST_PASS".equals(one.identifier())).findFirst();
      return check
          .map(one -> new Demand(!"INACTIVE".equals(one.status()), skippedIsFine))
          .orElseGet(() ->
              new Demand(
                  project != null
                      && GitLabMapping.isTrue(project.onlyAllowMergeIfPipelineSucceeds()),
                  skippedIsFine));
    }
  }

  /**
   * @param pipeline that of the head with all its jobs, null when there is none
   * @param hidden why the pipelines are not shown to this token, null where they are
   */
  static Checks of(
      URI baseUrl,
      MergeRequestNode node,
      @Nullable PipelineNode pipeline,
      Demand demand,
      @Nullable String hidden) {
    if (hidden != null) {
      return Checks.unreadable(hidden);
    }
    if (pipeline != null) {
      return new Checks(all(baseUrl, pipeline, demand), Reading.ALL, sha(node, pipeline), null);
    }
    var older = newest(node);
    if (older != null) {
      return new Checks(List.of(whole(baseUrl, older, demand)), Reading.ALL, older.sha(), null);
    }
    // Something was started for it once, and whoever owns this token is not shown what.
    return GitLabMapping.isTrue(node.hasCi()) ? Checks.unreadable(PIPELINES) : Checks.NO_CHECKS;
  }

  /** The newest pipeline of any commit; null when there is none, or none that is shown. */
  static @Nullable PipelineNode newest(MergeRequestNode node) {
    return Page.all(node.pipelines()).stream().findFirst().orElse(null);
  }

  /** A pipeline of the merged result has a commit of its own, made of this very head. */
  private static @Nullable String sha(MergeRequestNode node, PipelineNode pipeline) {
    return switch (GitLabMapping.text(pipeline.mergeRequestEventType())) {
      case "MERGED_RESULT", "MERGE_TRAIN" -> node.diffHeadSha();
      default -> pipeline.sha();
    };
  }

  private static List<Check> all(URI baseUrl, PipelineNode pipeline, Demand demand) {
    var state = state(pipeline.status());
    var checks =
        new ArrayList<>(
            newest(Page.all(pipeline.jobs())).stream()
                .map(job -> check(baseUrl, job, pipeline, demand))
                .toList());
    if (isUnexplained(state, checks, demand)) {
      checks.add(whole(baseUrl, pipeline, demand));
    }
    return checks;
  }

  private static List<JobNode> newest(List<JobNode> jobs) {
    return List.copyOf(
        jobs.stream()
            .filter(job -> job.name() != null)
            .collect(
                Collectors.toMap(
                    job -> List.of(stage(job), GitLabMapping.text(job.name())),
                    job -> job,
                    BinaryOperator.maxBy(Comparator.comparingLong(GitLabChecks::number)),
                    LinkedHashMap::new))
            .values());
  }

  private static long number(JobNode job) {
    var key = GitLabMapping.key(job.id());
    return key.matches("\\d{1,18}") ? Long.parseLong(key) : 0;
  }

  private static String stage(JobNode job) {
    return job.stage() == null ? "" : GitLabMapping.text(job.stage().name());
  }

  private static Check check(URI baseUrl, JobNode job, PipelineNode pipeline, Demand demand) {
    var state = state(job.status());
    var stage = stage(job);
    return new Check(
        GitLabMapping.text(job.name()),
        stage,
        state,
        null,
        GitLabMapping.isTrue(job.allowFailure()) || isHeldByNobody(state, pipeline, demand),
        GitLabMapping.text(job.status()),
        url(baseUrl, job),
        job.startedAt(),
        isSettled(state) ? job.finishedAt() : null,
        isSettled(state) && GitLabMapping.isTrue(job.retryable())
            ? "jobs/" + GitLabMapping.key(job.id())
            : null,
        null);
  }

  /** What waits for a person, and what waits behind it, holds up nothing that is not demanded. */
  private static boolean isHeldByNobody(State state, PipelineNode pipeline, Demand demand) {
    var waits = state == State.MANUAL || state == State.QUEUED;
    return waits && !demand.pipelines() && state(pipeline.status()) == State.MANUAL;
  }

  /** What others report links to their own page. */
  private static @Nullable String url(URI baseUrl, JobNode job) {
    var details = job.detailedStatus() == null ? null : job.detailedStatus().detailsPath();
    var address = details == null || details.isBlank() ? job.webPath() : details;
    return address == null ? null : GitLabAddresses.absolute(baseUrl, address);
  }

  private static boolean isSettled(State state) {
    return switch (state) {
      case PASSED, FAILED, SKIPPED, CANCELLED -> true;
      case QUEUED, RUNNING, MANUAL, UNKNOWN -> false;
    };
  }

  /** The pipeline has no good word, and no job that counts says the same. */
  private static boolean isUnexplained(State state, List<Check> checks, Demand demand) {
    var counting = checks.stream().filter(check -> !check.mayFail()).map(Check::state).toList();
    return switch (state) {
      case PASSED -> false;
      case SKIPPED -> demand.pipelines() && !demand.skippedIsFine();
      case FAILED, CANCELLED ->
          !counting.contains(State.FAILED) && !counting.contains(State.CANCELLED);
      case QUEUED, RUNNING -> !counting.contains(State.QUEUED) && !counting.contains(State.RUNNING);
      case MANUAL -> demand.pipelines() && !counting.contains(State.MANUAL);
      case UNKNOWN -> true;
    };
  }

  /** The pipeline as one check. One that was skipped where a real one is demanded will not do. */
  private static Check whole(URI baseUrl, PipelineNode pipeline, Demand demand) {
    var state = state(pipeline.status());
    var path = pipeline.path();
    return new Check(
        "pipeline",
        "",
        state == State.SKIPPED && demand.pipelines() && !demand.skippedIsFine()
            ? State.FAILED
            : state,
        null,
        false,
        GitLabMapping.text(pipeline.status()),
        path == null ? null : GitLabAddresses.absolute(baseUrl, path),
        pipeline.createdAt(),
        isSettled(state) ? pipeline.finishedAt() : null,
        GitLabMapping.isTrue(pipeline.retryable())
            ? "pipelines/" + GitLabMapping.key(pipeline.id())
            : null,
        null);
  }

  /** The same words for pipelines and for jobs. */
  static State state(@Nullable String status) {
    return switch (GitLabMapping.text(status)) {
      case "SUCCESS" -> State.PASSED;
      case "SKIPPED" -> State.SKIPPED;
      case "FAILED" -> State.FAILED;
      case "CANCELED" -> State.CANCELLED;
      case "MANUAL" -> State.MANUAL;
      case "RUNNING", "CANCELING" -> State.RUNNING;
      case "CREATED",
          "PENDING",
          "PREPARING",
          "SCHEDULED",
          "WAITING_FOR_CALLBACK",
          "WAITING_FOR_RESOURCE" ->
          State.QUEUED;
      default -> State.UNKNOWN;
    };
  }
}
