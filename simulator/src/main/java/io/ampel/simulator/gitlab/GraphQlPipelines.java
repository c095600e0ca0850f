package io.ampel.simulator.gitlab;

import static io.ampel.simulator.gitlab.Words.gid;
import static io.ampel.simulator.gitlab.Words.plain;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import io.ampel.simulator.Json;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Token.Permission;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the fields of pipelines, stages and jobs are read: a table. */
final class GraphQlPipelines {
  private GraphQlPipelines() {}

  /** A stage of a pipeline. */
  record Stage(Pipeline pipeline, String name) {
    List<Job> jobs() {
      return pipeline.latestJobs().stream().filter(each -> each.stage().equals(name)).toList();
    }

    long id() {
      return pipeline.id() * 100 + pipeline.stages().indexOf(name);
    }
  }

  /** A job with its pipeline. */
  record JobOf(Pipeline pipeline, Job job) {}

  static void add(Map<String, Map<String, DataFetcher<?>>> types) {
    types.put("Pipeline", pipeline());
    types.put(
        "PipelinePermissions",
        GraphQlTypes.values(
            "adminPipeline", "cancelPipeline", "destroyPipeline", "updatePipeline"));
    types.put(
        "DetailedStatus",
        GraphQlTypes.values(
            "action",
            "detailsPath",
            "favicon",
            "group",
            "hasDetails",
            "icon",
            "id",
            "label",
            "name",
            "text",
            "tooltip"));
    types.put(
        "StatusAction", GraphQlTypes.values("buttonTitle", "icon", "method", "path", "title"));
    types.put("CiStage", stage());
    types.put("CiJob", job());
    types.put(
        "JobPermissions",
        GraphQlTypes.values("cancelBuild", "playJob", "readBuild", "retryJob", "updateBuild"));
  }

  // --- finding them
  // ---------------------------------------------------------------------------------------

  private static boolean readable(Repository project, Asking asking) {
    return asking.access(project).mayRead(Permission.ACTIONS);
  }

  /** Only the pipeline of the very head counts here; one of an older head is none. */
  static @Nullable Object ofHead(PullRequest pr, DataFetchingEnvironment env, Asking asking) {
    return readable(pr.repository(), asking)
        ? Pipeline.ofHead(pr).orElse(null)
        : GraphQlError.ungranted(env, "read_pipeline");
  }

  static @Nullable Object ofMergeRequest(
      PullRequest pr, DataFetchingEnvironment env, Asking asking) {
    if (!readable(pr.repository(), asking)) {
      return GraphQlError.ungranted(env, "read_pipeline");
    }
    String sha = env.getArgument("sha");
    String ref = env.getArgument("ref");
    String status = env.getArgument("status");
    var found =
        Pipeline.all(pr).stream()
            .filter(each -> sha == null || sha.equals(each.sha()))
            .filter(each -> ref == null || ref.equals(each.ref()))
            .filter(each -> status == null || status.equals(word(each.status())))
            .toList();
    return Page.of(env, found);
  }

  static @Nullable Object one(Repository project, DataFetchingEnvironment env, Asking asking) {
    if (!readable(project, asking)) {
      return GraphQlError.ungranted(env, "read_pipeline");
    }
    String id = env.getArgument("id");
    String iid = env.getArgument("iid");
    String sha = env.getArgument("sha");
    return pipelines(project)
        .filter(each -> id == null || id.equals(gid("Ci::Pipeline", each.id())))
        .filter(each -> iid == null || iid.equals(String.valueOf(each.id())))
        .filter(each -> sha == null || sha.equals(each.sha()))
        .findFirst()
        .orElse(null);
  }

  static Stream<Pipeline> pipelines(Repository project) {
    return project.pullRequests().stream().flatMap(each -> Pipeline.all(each).stream());
  }

  private static String word(String status) {
    return status.toUpperCase(Locale.ROOT);
  }

  // --- reading them
  // ---------------------------------------------------------------------------------------

  private static Repository project(Pipeline pipeline) {
    return pipeline.pullRequest().repository();
  }

  private static Person by(Pipeline pipeline) {
    return Words.orGhost(pipeline.pullRequest().lastPusher());
  }

  private static String path(Pipeline pipeline) {
    return Words.path(project(pipeline), "pipelines", pipeline.id());
  }

  private static Map<String, DataFetcher<?>> pipeline() {
    return Fields.of(Pipeline.class)
        .with("id", each -> gid("Ci::Pipeline", each.id()))
        .with("iid", each -> String.valueOf(each.id()))
        .asking("sha", GraphQlPipelines::sha)
        .with("beforeSha", _ -> "0".repeat(40))
        .with("ref", Pipeline::ref)
        .with("refPath", each -> each.mergedResult() ? each.ref() : "refs/heads/" + each.ref())
        .with("source", Pipeline::source)
        .with("status", each -> word(each.status()))
        .with(
            "detailedStatus",
            each ->
                detailed(
                    gid("Ci::Pipeline", each.id()), each.status(), each.warnings(), path(each)))
        .with("mergeRequestEventType", each -> each.mergedResult() ? "MERGED_RESULT" : null)
        .with("mergeRequest", each -> each.mergedResult() ? each.pullRequest() : null)
        .with("active", Pipeline::active)
        .with("complete", Pipeline::complete)
        .with("cancelable", Pipeline::active)
        .with("retryable", Pipeline::retryable)
        .with("warnings", Pipeline::warnings)
        .with("latest", each -> each.commit() == each.pullRequest().head())
        .with("child", _ -> false)
        .with("stuck", _ -> false)
        .with("yamlErrors", _ -> false)
        .with("name", _ -> null)
        .with("type", each -> each.mergedResult() ? "merged_result" : "branch")
        .with("failureReason", _ -> null)
        .with("coverage", _ -> null)
        .with("totalJobs", each -> each.latestJobs().size())
        .with("createdAt", each -> plain(each.createdAt()))
        .with("updatedAt", each -> plain(each.updatedAt()))
        .with("startedAt", each -> plain(each.startedAt()))
        .with("finishedAt", each -> plain(each.finishedAt()))
        .with("duration", each -> seconds(each.seconds()))
        .with("queuedDuration", _ -> 1.0)
        .with("path", GraphQlPipelines::path)
        .with("commitPath", each -> Words.path(project(each)) + "/-/commit/" + each.commit().sha())
        .with("project", GraphQlPipelines::project)
        .with("user", GraphQlPipelines::by)
        .asking("jobs", GraphQlPipelines::jobs)
        .asking("job", GraphQlPipelines::oneJob)
        .asking(
            "stages",
            (each, env, _) ->
                Page.of(env, each.stages().stream().map(name -> new Stage(each, name)).toList()))
        .asking("userPermissions", GraphQlPipelines::permissions)
        .fetchers();
  }

  private static @Nullable Integer seconds(@Nullable Long seconds) {
    return seconds == null ? null : seconds.intValue();
  }

  private static String sha(Pipeline pipeline, DataFetchingEnvironment env, Asking asking) {
    return "SHORT".equals(env.getArgument("format"))
        ? pipeline.sha().substring(0, 8)
        : pipeline.sha();
  }

  private static Object permissions(Pipeline pipeline, DataFetchingEnvironment env, Asking asking) {
    var may = asking.access(project(pipeline)).mayMerge();
    return Json.object(
        "adminPipeline",
        may,
        "cancelPipeline",
        may,
        "destroyPipeline",
        false,
        "updatePipeline",
        may);
  }

  static Map<String, @Nullable Object> detailed(
      String id, String status, boolean warnings, String path) {
    var warned = status.equals("success") && warnings;
    var label = warned ? "passed with warnings" : status.equals("success") ? "passed" : status;
    return Json.object(
        "id",
        (warned ? "warning" : status) + "-" + id.replaceAll("\\D", ""),
        "name",
        warned ? "SUCCESS-WITH-WARNINGS" : word(status),
        "text",
        warned ? "Warning" : label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1),
        "label",
        label,
        "group",
        warned ? "success-with-warnings" : status,
        "icon",
        "status_" + (warned ? "warning" : status),
        "tooltip",
        label,
        "favicon",
        "favicon_status_" + status,
        "hasDetails",
        true,
        "detailsPath",
        path,
        "action",
        null);
  }

  /** Unless something else is asked for, runs that were replaced are among them. */
  private static Object jobs(Pipeline pipeline, DataFetchingEnvironment env, Asking asking) {
    Boolean retried = env.getArgument("retried");
    List<String> statuses = env.getArgument("statuses");
    String kind = env.getArgument("jobKind");
    var found =
        pipeline.jobs().reversed().stream()
            .filter(each -> retried == null || retried == each.retried())
            .filter(each -> GraphQlTypes.among(statuses, word(each.status())))
            .filter(_ -> kind == null || kind.equals("BUILD"))
            .map(each -> new JobOf(pipeline, each))
            .toList();
    return Page.of(env, found);
  }

  private static @Nullable Object oneJob(
      Pipeline pipeline, DataFetchingEnvironment env, Asking asking) {
    String id = env.getArgument("id");
    String name = env.getArgument("name");
    if (id == null && name == null) {
      return GraphQlError.at(env, "One of id or name is required");
    }
    return pipeline.jobs().reversed().stream()
        .map(each -> new JobOf(pipeline, each))
        .filter(each -> id == null ? each.job().name().equals(name) : id.equals(id(each)))
        .findFirst()
        .orElse(null);
  }

  private static Map<String, DataFetcher<?>> stage() {
    return Fields.of(Stage.class)
        .with("id", each -> gid("Ci::Stage", each.id()))
        .with("name", Stage::name)
        .with("status", each -> Pipeline.status(each.jobs()))
        .with(
            "detailedStatus",
            each ->
                detailed(
                    gid("Ci::Stage", each.id()),
                    Pipeline.status(each.jobs()),
                    false,
                    path(each.pipeline()) + "#" + each.name()))
        .asking(
            "jobs",
            (each, env, _) ->
                Page.of(
                    env, each.jobs().stream().map(job -> new JobOf(each.pipeline(), job)).toList()))
        .fetchers();
  }

  static String id(JobOf each) {
    return gid(
        each.job().external() == null ? "Ci::Build" : "GenericCommitStatus", each.job().id());
  }

  private static String jobPath(JobOf each) {
    return Words.path(project(each.pipeline()), "jobs", each.job().id());
  }

  private static boolean may(JobOf each, Asking asking) {
    return asking.access(project(each.pipeline())).mayMerge();
  }

  private static Map<String, DataFetcher<?>> job() {
    return Fields.of(JobOf.class)
        .with("id", GraphQlPipelines::id)
        .with("name", each -> each.job().name())
        .with("kind", _ -> "BUILD")
        .with("stage", each -> new Stage(each.pipeline(), each.job().stage()))
        .with("status", each -> word(each.job().status()))
        .with(
            "detailedStatus",
            each -> {
              var external = each.job().external();
              var path = external == null ? jobPath(each) : external.targetUrl();
              return detailed(id(each), each.job().status(), false, path);
            })
        .with("allowFailure", each -> each.job().allowFailure())
        .with("manualJob", each -> each.job().manual())
        .with("active", each -> each.job().active())
        .with("cancelable", each -> each.job().active() && each.job().external() == null)
        .with("playable", each -> each.job().playable())
        .asking("canPlayJob", (each, _, asking) -> each.job().playable() && may(each, asking))
        .with("retryable", each -> each.job().retryable())
        .with("retried", each -> each.job().retried())
        .with("createdAt", each -> plain(each.job().createdAt()))
        .with("queuedAt", each -> plain(each.job().createdAt()))
        .with("startedAt", each -> plain(each.job().startedAt()))
        .with("finishedAt", each -> plain(each.job().finishedAt()))
        .with("duration", each -> seconds(each.job().seconds()))
        .with("coverage", _ -> null)
        .with(
            "failureMessage",
            each -> each.job().status().equals("failed") ? "The script failed." : null)
        .with("pipeline", JobOf::pipeline)
        .with("project", each -> project(each.pipeline()))
        .with("refName", each -> each.pipeline().ref())
        .with("shortSha", each -> each.pipeline().sha().substring(0, 8))
        .with("schedulingType", _ -> "stage")
        .with("stuck", _ -> false)
        .with("tags", _ -> List.of())
        .with("triggered", _ -> null)
        .with("playPath", each -> each.job().playable() ? jobPath(each) + "/play" : null)
        .with("retryPath", each -> each.job().retryable() ? jobPath(each) + "/retry" : null)
        .with("webPath", GraphQlPipelines::jobPath)
        .asking(
            "userPermissions",
            (each, _, asking) -> {
              var may = may(each, asking);
              return Json.object(
                  "cancelBuild",
                  may,
                  "playJob",
                  may,
                  "readBuild",
                  true,
                  "retryJob",
                  may,
                  "updateBuild",
                  may);
            })
        .fetchers();
  }
}
