package io.ampel.simulator.gitlab;

import io.ampel.simulator.Answer;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Token.Permission;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Pipelines, their jobs, and what others report on commits. */
final class RestPipelines {
  private static final String PIPELINE = "/projects/:id/pipelines/:pipeline_id";
  private static final String OF_MERGE_REQUEST =
      "/projects/:id/merge_requests/:merge_request_iid/pipelines";

  private RestPipelines() {}

  static List<Route> routes() {
    return List.of(
        Route.get(OF_MERGE_REQUEST, RestPipelines::ofMergeRequest),
        Route.of("POST", OF_MERGE_REQUEST, RestPipelines::start),
        Route.get("/projects/:id/pipelines", RestPipelines::ofProject),
        Route.get(PIPELINE, RestPipelines::one),
        Route.get(PIPELINE + "/jobs", RestPipelines::jobs),
        Route.of("POST", PIPELINE + "/retry", RestPipelines::retry),
        Route.get("/projects/:id/jobs/:job_id", RestPipelines::job),
        Route.of("POST", "/projects/:id/jobs/:job_id/retry", RestPipelines::retryJob),
        Route.of("POST", "/projects/:id/jobs/:job_id/play", RestPipelines::play),
        Route.get("/projects/:id/repository/commits/:sha/statuses", RestPipelines::statuses));
  }

  /** A job with the pipeline it belongs to. */
  private record Found(Pipeline pipeline, Job job) {}

  private static Repository readable(RestCall call) {
    return call.reading(Permission.ACTIONS, "read_pipeline");
  }

  private static Stream<Pipeline> pipelines(Repository project) {
    return project.pullRequests().stream()
        .flatMap(each ->
            Stream.concat(Pipeline.all(each).stream(), Pipeline.shown(each).stream()).distinct());
  }

  private static Pipeline pipeline(RestCall call, Repository project) {
    var id = call.number("pipeline_id");
    return pipelines(project)
        .filter(each -> each.id() == id)
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("Pipeline"));
  }

  private static Answer ofMergeRequest(RestCall call) {
    return call.page(Pipeline.all(call.mergeRequest()), call.json()::pipeline);
  }

  private static Answer ofProject(RestCall call) {
    var sha = call.parameter("sha");
    var ref = call.parameter("ref");
    var status = call.parameter("status");
    var found =
        pipelines(readable(call))
            .filter(each -> sha.isEmpty() || sha.get().equals(each.sha()))
            .filter(each -> ref.isEmpty() || ref.get().equals(each.ref()))
            .filter(each -> status.isEmpty() || status.get().equals(each.status()))
            .sorted(java.util.Comparator.comparing(Pipeline::id).reversed())
            .toList();
    return call.page(found, call.json()::pipeline);
  }

  private static Answer one(RestCall call) {
    return Answer.json(200, call.json().wholePipeline(pipeline(call, readable(call))));
  }

  /** Only what GitLab runs itself is a job here; what others report is not. */
  private static Answer jobs(RestCall call) {
    var pipeline = pipeline(call, readable(call));
    var jobs = call.flag("include_retried") ? pipeline.jobs() : pipeline.latestJobs();
    var own = jobs.stream().filter(each -> each.external() == null).toList();
    return call.page(own.reversed(), each -> call.json().job(pipeline, each));
  }

  private static Found found(RestCall call, Repository project) {
    var id = call.number("job_id");
    return pipelines(project)
        .flatMap(each -> each.jobs().stream().map(job -> new Found(each, job)))
        .filter(each -> each.job().id() == id && each.job().external() == null)
        .findFirst()
        .orElseThrow(() -> Refusal.because(404, "404 Not found"));
  }

  private static Answer job(RestCall call) {
    var found = found(call, readable(call));
    return Answer.json(200, call.json().job(found.pipeline(), found.job()));
  }

  private static Answer statuses(RestCall call) {
    var project = call.reading(Permission.STATUSES, "read_commit_status");
    var sha = call.name("sha");
    var pipeline =
        pipelines(project)
            .filter(each -> each.sha().equals(sha) || each.commit().sha().equals(sha))
            .findFirst();
    if (pipeline.isEmpty() && project.findCommit(sha).isEmpty()) {
      throw Refusal.notFound("Commit");
    }
    var jobs =
        pipeline.map(each -> call.flag("all") ? each.jobs() : each.latestJobs()).orElse(List.of());
    return call.page(jobs, each -> call.json().status(pipeline.orElseThrow(), each));
  }

  // --- running again
  // -----------------------------------------------------------------------------------

  private static Repository runnable(RestCall call, String permission) {
    var project = call.writing(Permission.ACTIONS, permission);
    if (project.archived() || !call.caller().access(project).atLeast(Role.WRITE)) {
      throw Refusal.forbidden();
    }
    return project;
  }

  private static Answer retry(RestCall call) {
    var project = runnable(call, "retry_pipeline");
    var pipeline = pipeline(call, project);
    if (pipeline.commit() == pipeline.pullRequest().head()) {
      Acts.retry(pipeline.pullRequest(), pipeline);
    }
    return Answer.json(201, call.json().wholePipeline(pipeline(call, project)));
  }

  private static Answer retryJob(RestCall call) {
    var project = runnable(call, "retry_job");
    var found = found(call, project);
    var pr = found.pipeline().pullRequest();
    if (!found.job().retryable() || found.pipeline().commit() != pr.head()) {
      throw Refusal.because(403, "403 Forbidden - Job is not retryable");
    }
    return Acts.retry(pr, found.job())
        .map(each -> Answer.json(201, call.json().job(now(pr), each)))
        .orElseThrow(Refusal::forbidden);
  }

  private static Pipeline now(PullRequest pr) {
    return Pipeline.ofHead(pr).orElseThrow();
  }

  private static Answer play(RestCall call) {
    var project = runnable(call, "play_job");
    var found = found(call, project);
    if (!found.job().playable()) {
      throw Refusal.because(400, "400 Bad request - Unplayable Job");
    }
    var pr = found.pipeline().pullRequest();
    pr.finish(found.job().name(), CheckState.RUNNING);
    Optional<Job> now =
        now(pr).latestJobs().stream().filter(each -> each.id() == found.job().id()).findFirst();
    return Answer.json(200, call.json().job(now(pr), now.orElseThrow()));
  }

  /** A whole new pipeline for the head, with new runs of everything. */
  private static Answer start(RestCall call) {
    var project = runnable(call, "create_pipeline");
    var pr = call.mergeRequest(project);
    if (pr.head().checks().isEmpty()) {
      throw Refusal.of(Refusal.fields(400, "base", "No stages / jobs for this pipeline."));
    }
    pr.startPipelineAgain();
    MergeRequest.of(pr).pipelineOf(null).noPipelineYet(false);
    return Answer.json(201, call.json().wholePipeline(now(pr)));
  }
}
