package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.CheckRun;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Commit;
import io.ampel.simulator.Json;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.WorkflowRun;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pipelines: what ran, and starting one anew. A single failed step is never run again. */
final class Pipelines {
  private static final String ALL = "/repositories/{workspace}/{repo_slug}/pipelines";

  private Pipelines() {}

  static List<Route> routes() {
    return List.of(
        Route.of("GET", ALL, Scope.PIPELINE, Pipelines::list),
        Route.of("POST", ALL, Scope.PIPELINE_WRITE, Pipelines::start));
  }

  /** One run of all pipelines of a pull request's head. */
  private record Run(PullRequest pr, WorkflowRun run, List<CheckRun> steps) {}

  private static Answer list(Call call) {
    var repository = call.repository();
    var runs =
        repository.pullRequests().stream()
            .flatMap(pr ->
                pr.head().runs().stream().map(each -> new Run(pr, each, steps(pr.head(), each))))
            .toList();
    return Listing.of(call).page(runs, each -> shape(call, repository, each));
  }

  private static List<CheckRun> steps(Commit commit, WorkflowRun run) {
    return commit.latestChecks().stream()
        .filter(each -> each.run() != null && each.run().id() == run.id())
        .toList();
  }

  private static Map<String, @Nullable Object> shape(Call call, Repository repository, Run run) {
    var pr = run.pr();
    return Json.object(
        "type",
        "pipeline",
        "uuid",
        Uuid.of(run.run().id()),
        "build_number",
        run.run().id(),
        "repository",
        new Shapes(call).reference(repository),
        "target",
        Json.object(
            "type",
            "pipeline_pullrequest_target",
            "source",
            pr.headRef(),
            "destination",
            pr.base(),
            "commit",
            Json.object("type", "commit", "hash", pr.headSha()),
            "pullrequest",
            new PullRequestShape(call).reference(pr)),
        "state",
        state(run.steps()),
        "created_on",
        Words.time(run.run().createdAt()));
  }

  private static Map<String, @Nullable Object> state(List<CheckRun> steps) {
    if (steps.stream().anyMatch(each -> !each.state().settled())) {
      return Json.object(
          "type",
          "pipeline_state_in_progress",
          "name",
          "IN_PROGRESS",
          "stage",
          Json.object("type", "pipeline_state_in_progress_running", "name", "RUNNING"));
    }
    return Json.object(
        "type",
        "pipeline_state_completed",
        "name",
        "COMPLETED",
        "result",
        Json.object("type", "pipeline_state_completed_result", "name", result(steps)));
  }

  private static String result(List<CheckRun> steps) {
    if (has(steps, CheckState.STARTUP_FAILED)) {
      return "ERROR";
    }
    if (has(steps, CheckState.CANCELLED) || has(steps, CheckState.STALE)) {
      return "STOPPED";
    }
    return steps.stream().anyMatch(each -> each.state().bad()) ? "FAILED" : "SUCCESSFUL";
  }

  private static boolean has(List<CheckRun> steps, CheckState state) {
    return steps.stream().anyMatch(each -> each.state() == state);
  }

  /** Starts everything again for the branch or pull request that is named. */
  private static Answer start(Call call) {
    var repository = call.writing(Role.WRITE);
    var target = call.body().path("target");
    var branch = target.path("source").asString(target.path("ref_name").asString(""));
    var pr =
        repository.pullRequests().stream()
            .filter(each -> each.open() && each.headRef().equals(branch))
            .findFirst()
            .orElseThrow(() -> Refusal.of(400, "There is nothing to run for \"" + branch + "\"."));
    pr.rerun(each -> each.run() != null);
    var run =
        pr.head().runs().stream()
            .reduce((_, last) -> last)
            .orElseThrow(() -> Refusal.of(400, "No pipeline is configured."));
    return call.tree(
        201, shape(call, repository, new Run(pr, run, steps(pr.head(), run))), Set.of());
  }
}
