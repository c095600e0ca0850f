package io.ampel.simulator.github;

import static io.ampel.simulator.Json.object;
import static io.ampel.simulator.github.Words.time;

import io.ampel.simulator.Answer;
import io.ampel.simulator.CheckRun;
import io.ampel.simulator.Commit;
import io.ampel.simulator.CommitStatus;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Token.Permission;
import io.ampel.simulator.WorkflowRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Statuses, check runs, workflow runs and their jobs. */
final class RestChecks {
  private RestChecks() {}

  static List<Route> routes() {
    return List.of(
        Route.of("GET", "/repos/{owner}/{repo}/commits/{ref}/status", RestChecks::combined),
        Route.of("GET", "/repos/{owner}/{repo}/commits/{ref}/statuses", RestChecks::statuses),
        Route.of("GET", "/repos/{owner}/{repo}/commits/{ref}/check-runs", RestChecks::checkRuns),
        Route.of("GET", "/repos/{owner}/{repo}/actions/runs", RestChecks::runs),
        Route.of("GET", "/repos/{owner}/{repo}/actions/runs/{id}/jobs", RestChecks::jobs),
        Route.of(
            "POST",
            "/repos/{owner}/{repo}/actions/runs/{id}/rerun",
            call -> rerunRun(call, _ -> true)),
        Route.of(
            "POST",
            "/repos/{owner}/{repo}/actions/runs/{id}/rerun-failed-jobs",
            call -> rerunRun(call, each -> each.state().bad())),
        Route.of("POST", "/repos/{owner}/{repo}/actions/jobs/{id}/rerun", RestChecks::rerunJob),
        Route.of("POST", "/repos/{owner}/{repo}/check-runs/{id}/rerequest", RestChecks::rerequest));
  }

  private static Commit commit(RestCall call, Repository repository) {
    var ref = call.name("ref");
    return repository
        .findCommit(ref.replaceFirst("^heads/", ""))
        .orElseThrow(() -> Refusal.invalid("No commit found for SHA: " + ref, null));
  }

  // --- statuses
  // -----------------------------------------------------------------------------------

  private static Answer combined(RestCall call) {
    var repository = call.reading(Permission.STATUSES);
    var commit = commit(call, repository);
    var latest = commit.latestStatuses();
    var json = new RestJson(call.caller());
    var url = json.url(repository) + "/commits/" + commit.sha();
    var sum =
        object(
            "state", together(latest),
            "statuses",
                latest.stream()
                    .limit(100)
                    .map(each -> simple(call, repository, commit, each))
                    .toList(),
            "sha", commit.sha(),
            "total_count", latest.size(),
            "repository", json.repository(repository),
            "commit_url", url,
            "url", url + "/status");
    return Answer.json(200, sum);
  }

  /** No status at all is "pending", as at GitHub. */
  private static String together(List<CommitStatus> latest) {
    var states = latest.stream().map(each -> Words.statusState(each.state())).toList();
    if (states.contains("FAILURE") || states.contains("ERROR")) {
      return "failure";
    }
    return states.isEmpty() || states.contains("PENDING") ? "pending" : "success";
  }

  private static Map<String, @Nullable Object> simple(
      RestCall call, Repository repository, Commit commit, CommitStatus status) {
    return object(
        "url", new RestJson(call.caller()).url(repository) + "/statuses/" + commit.sha(),
        "avatar_url", call.caller().base() + "/avatars/" + status.creator().login() + ".svg",
        "id", status.id(),
        "node_id", NodeId.of("SC", status.id()),
        "state", Words.statusState(status.state()).toLowerCase(Locale.ROOT),
        "description", status.description(),
        "target_url", status.targetUrl(),
        "context", status.context(),
        "created_at", time(status.createdAt()),
        "updated_at", time(status.createdAt()));
  }

  private static Answer statuses(RestCall call) {
    var repository = call.reading(Permission.STATUSES);
    var commit = commit(call, repository);
    var json = new RestJson(call.caller());
    return call.page(
        commit.statuses().reversed(),
        each -> {
          var status = simple(call, repository, commit, each);
          status.put("creator", json.owner(each.creator()));
          return status;
        });
  }

  // --- check runs
  // ---------------------------------------------------------------------------------

  private static Answer checkRuns(RestCall call) {
    var repository = call.reading(Permission.CHECKS);
    var commit = commit(call, repository);
    var request = call.request();
    var all = request.query("filter").orElse("latest").equals("all");
    var found =
        (all ? commit.checks() : commit.latestChecks())
            .stream()
                .filter(each -> request.query("check_name").map(each.name()::equals).orElse(true))
                .filter(each ->
                    request
                        .query("status")
                        .map(Words.status(each.state()).toLowerCase(Locale.ROOT)::equals)
                        .orElse(true))
                .toList()
                .reversed();
    return call.page(found, "check_runs", each -> checkRun(call, repository, commit, each));
  }

  private static @Nullable String lower(@Nullable String word) {
    return word == null ? null : word.toLowerCase(Locale.ROOT);
  }

  private static Map<String, @Nullable Object> checkRun(
      RestCall call, Repository repository, Commit commit, CheckRun check) {
    var json = new RestJson(call.caller());
    var url = json.url(repository) + "/check-runs/" + check.id();
    return object(
        "id", check.id(),
        "name", check.name(),
        "node_id", NodeId.of("CR", check.id()),
        "head_sha", commit.sha(),
        "external_id", "",
        "url", url,
        "html_url", GraphQlTypes.checkUrl(call.caller().web(), repository, check),
        "details_url", GraphQlTypes.checkUrl(call.caller().web(), repository, check),
        "status", lower(Words.status(check.state())),
        "conclusion", lower(Words.conclusion(check.state())),
        "started_at", time(check.startedAt()),
        "completed_at", time(check.completedAt()),
        "output",
            object(
                "title",
                null,
                "summary",
                null,
                "text",
                null,
                "annotations_count",
                0,
                "annotations_url",
                url + "/annotations"),
        "check_suite", object("id", check.suite()),
        "app", app(json, repository, check),
        "pull_requests", pullRequests(json, repository, commit));
  }

  private static Map<String, @Nullable Object> app(
      RestJson json, Repository repository, CheckRun check) {
    return object(
        "id", check.app().id(),
        "slug", check.app().slug(),
        "node_id", NodeId.of("A", check.app().id()),
        "owner", json.owner(repository.owner()),
        "name", check.app().name(),
        "description", "",
        "external_url", "https://example.com/" + check.app().slug(),
        "html_url", "https://example.com/apps/" + check.app().slug(),
        "created_at", "2018-07-30T09:30:17Z",
        "updated_at", "2026-01-10T19:04:12Z",
        "permissions", Map.of("checks", "write"),
        "events", List.of());
  }

  /** Empty for pull requests from forks, as at GitHub. */
  private static List<Object> pullRequests(RestJson json, Repository repository, Commit commit) {
    var found = new ArrayList<Object>();
    for (var each : repository.pullRequests()) {
      if (each.head() == commit && !each.crossRepository()) {
        var place =
            object("id", repository.id(), "url", json.url(repository), "name", repository.name());
        found.add(
            object(
                "id", each.id(),
                "number", each.number(),
                "url", json.url(each),
                "head", object("ref", each.headRef(), "sha", each.headSha(), "repo", place),
                "base", object("ref", each.base(), "sha", each.baseAtPush(), "repo", place)));
      }
    }
    return found;
  }

  // --- workflow runs
  // ------------------------------------------------------------------------------

  /** A workflow run with the pull request on whose head it runs. */
  private record Running(PullRequest pullRequest, WorkflowRun run) {
    List<CheckRun> jobs() {
      return pullRequest.head().latestChecks().stream()
          .filter(each -> each.run() != null && each.run().id() == run.id())
          .toList();
    }

    String status() {
      var jobs = jobs();
      if (jobs.stream().allMatch(each -> each.state().settled())) {
        return "completed";
      }
      return jobs.stream().anyMatch(each -> Words.status(each.state()).equals("IN_PROGRESS"))
          ? "in_progress"
          : "queued";
    }

    @Nullable String conclusion() {
      if (!status().equals("completed")) {
        return null;
      }
      var bad = jobs().stream().filter(each -> each.state().bad()).findFirst();
      return bad.isEmpty() ? "success" : lower(Words.conclusion(bad.get().state()));
    }
  }

  private static List<Running> all(Repository repository) {
    return repository.pullRequests().stream()
        .flatMap(each -> each.head().runs().stream().map(run -> new Running(each, run)))
        .toList();
  }

  private static Answer runs(RestCall call) {
    var repository = call.reading(Permission.ACTIONS);
    var request = call.request();
    var found =
        all(repository).stream()
            .filter(each ->
                request.query("head_sha").map(each.pullRequest().headSha()::equals).orElse(true))
            .filter(each ->
                request.query("branch").map(each.pullRequest().headRef()::equals).orElse(true))
            .filter(each -> request.query("event").map(each.run().event()::equals).orElse(true))
            .toList();
    return call.page(found, "workflow_runs", each -> run(call, repository, each));
  }

  private static Map<String, @Nullable Object> run(
      RestCall call, Repository repository, Running running) {
    var json = new RestJson(call.caller());
    var run = running.run();
    var pr = running.pullRequest();
    var url = json.url(repository) + "/actions/runs/" + run.id();
    var it =
        object(
            "id", run.id(),
            "name", run.workflow(),
            "node_id", NodeId.of("WFR", run.id()),
            "head_branch", pr.headRef(),
            "head_sha", pr.headSha(),
            "path",
                ".github/workflows/"
                    + run.workflow().toLowerCase(Locale.ROOT).replace(' ', '-')
                    + ".yml",
            "display_title", pr.title(),
            "run_number", run.number(),
            "event", run.event(),
            "status", running.status(),
            "conclusion", running.conclusion(),
            "workflow_id", run.workflowId(),
            "check_suite_id", run.suite(),
            "check_suite_node_id", NodeId.of("CS", run.suite()),
            "url", url,
            "html_url",
                call.caller().web() + "/" + repository.fullName() + "/actions/runs/" + run.id(),
            "pull_requests", pullRequests(json, repository, pr.head()),
            "created_at", time(run.createdAt()),
            "updated_at", time(run.createdAt()),
            "actor", json.owner(pr.author()),
            "run_attempt", run.attempt(),
            "referenced_workflows", List.of(),
            "run_started_at", time(run.createdAt()),
            "triggering_actor", json.owner(pr.author()));
    for (var each : List.of("jobs", "logs", "artifacts", "cancel", "rerun")) {
      it.put(each + "_url", url + "/" + each);
    }
    it.put("check_suite_url", json.url(repository) + "/check-suites/" + run.suite());
    it.put("previous_attempt_url", null);
    it.put("workflow_url", json.url(repository) + "/actions/workflows/" + run.workflowId());
    it.put("head_commit", headCommit(pr));
    it.put("repository", json.repository(repository));
    var head = pr.headRepository();
    it.put("head_repository", json.repository(head == null ? repository : head));
    return it;
  }

  private static Map<String, @Nullable Object> headCommit(PullRequest pr) {
    var author = pr.author();
    var name = author == null ? "ghost" : author.name();
    var who =
        object(
            "name",
            name,
            "email",
            name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@example.com");
    return object(
        "id",
        pr.headSha(),
        "tree_id",
        pr.headSha(),
        "message",
        pr.head().message(),
        "timestamp",
        time(pr.head().date()),
        "author",
        who,
        "committer",
        who);
  }

  private static Running running(RestCall call, Repository repository) {
    return all(repository).stream()
        .filter(each -> String.valueOf(each.run().id()).equals(call.name("id")))
        .findFirst()
        .orElseThrow(Refusal::notFound);
  }

  private static Answer jobs(RestCall call) {
    var repository = call.reading(Permission.ACTIONS);
    var running = running(call, repository);
    return call.page(running.jobs(), "jobs", each -> job(call, repository, running, each));
  }

  private static Map<String, @Nullable Object> job(
      RestCall call, Repository repository, Running running, CheckRun check) {
    var json = new RestJson(call.caller());
    var run = running.run();
    return object(
        "id", check.id(),
        "run_id", run.id(),
        "workflow_name", run.workflow(),
        "head_branch", running.pullRequest().headRef(),
        "run_url", json.url(repository) + "/actions/runs/" + run.id(),
        "run_attempt", run.attempt(),
        "node_id", NodeId.of("CR", check.id()),
        "head_sha", running.pullRequest().headSha(),
        "url", json.url(repository) + "/actions/jobs/" + check.id(),
        "html_url", GraphQlTypes.checkUrl(call.caller().web(), repository, check),
        "status", lower(Words.status(check.state())),
        "conclusion", lower(Words.conclusion(check.state())),
        "created_at", time(run.createdAt()),
        "started_at", time(check.startedAt() == null ? run.createdAt() : check.startedAt()),
        "completed_at", time(check.completedAt()),
        "name", check.name(),
        "steps", List.of(),
        "check_run_url", json.url(repository) + "/check-runs/" + check.id(),
        "labels", List.of("ubuntu-latest"),
        "runner_id", 1,
        "runner_name", "hosted-1",
        "runner_group_id", 1,
        "runner_group_name", "hosted");
  }

  // --- running again
  // ------------------------------------------------------------------------------

  private static Answer rerunRun(RestCall call, Predicate<CheckRun> which) {
    var repository = call.writing(Role.WRITE, Permission.ACTIONS);
    var running = running(call, repository);
    if (!running.status().equals("completed")) {
      throw Refusal.of(403, "The workflow run is already running");
    }
    running
        .pullRequest()
        .rerun(each ->
            each.run() != null && each.run().id() == running.run().id() && which.test(each));
    return Answer.json(201, Map.of());
  }

  private static Answer rerunJob(RestCall call) {
    var repository = call.writing(Role.WRITE, Permission.ACTIONS);
    var id = call.name("id");
    for (var pr : repository.pullRequests()) {
      for (var check : pr.head().latestChecks()) {
        if (String.valueOf(check.id()).equals(id) && check.run() != null) {
          return again(pr, check);
        }
      }
    }
    throw Refusal.notFound();
  }

  private static Answer again(PullRequest pr, CheckRun check) {
    if (!check.state().settled()) {
      throw Refusal.of(403, "This workflow job is already running");
    }
    pr.rerun(each -> each.id() == check.id());
    return Answer.json(201, Map.of());
  }

  private static Answer rerequest(RestCall call) {
    call.reading(Permission.METADATA);
    throw Refusal.of(403, "You must authenticate via a GitHub App.");
  }
}
