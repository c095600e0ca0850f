package io.ampel.simulator.github;

import io.ampel.simulator.CheckState;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One call for each endpoint and status that is answered, in an order in which they work. */
record ContractCalls(
    String method, String template, String path, int status, String token, Object body) {
  private static final String REPO = "/repos/acme/contract";
  private static final String TEMPLATE = "/repos/{owner}/{repo}";

  static List<ContractCalls> of(Simulator simulator) {
    var world = simulator.world();
    var repository =
        world
            .repository("acme/contract")
            .protect(Rules.none().approvals(1).checks("build").strict());
    repository.ruleset(
        "release",
        Rules.none()
            .approvals(1)
            .checks("build")
            .checkOf("codecov", "coverage")
            .linear()
            .signed()
            .mergeQueue());
    var pr =
        repository
            .pullRequest(1)
            .check("build", CheckState.PASSED)
            .approve("lena")
            .label("bug")
            .assign("mira")
            .requestReview("tariq");
    pr.status("ci/legacy", CheckState.PASSED);
    pr.appCheck("codecov", "codecov/patch", CheckState.FAILED);
    pr.comment("lena", "Nice.");
    var ready = repository.pullRequest(2).check("build", CheckState.PASSED).approve("lena");
    var behind = repository.pullRequest(3).behind(1);
    var running = pr.head().runs().getFirst().id();
    var job = pr.head().checks().getFirst().id();
    var calls = new ArrayList<ContractCalls>();
    calls.add(get("/user", "/user", 200));
    calls.add(new ContractCalls("GET", "/user", "/user", 401, Tokens.REVOKED, ""));
    calls.add(get("/user/repos", "/user/repos?per_page=100", 200));
    calls.add(get("/user/repos", "/user/repos?type=all&visibility=all", 422));
    calls.add(get("/user/orgs", "/user/orgs", 200));
    calls.add(get("/rate_limit", "/rate_limit", 200));
    calls.add(get("/meta", "/meta", 200));
    calls.add(get("/orgs/{org}/repos", "/orgs/lumen-labs/repos", 200));
    calls.add(get(TEMPLATE, REPO, 200));
    calls.add(get(TEMPLATE, "/repos/mira/chart-kit", 200));
    calls.add(get(TEMPLATE, "/repos/acme/nothing", 404));
    calls.add(new ContractCalls("GET", TEMPLATE, REPO, 403, Tokens.SSO_REQUIRED, ""));
    calls.add(get(TEMPLATE + "/pulls", REPO + "/pulls?state=all", 200));
    calls.add(get(TEMPLATE + "/pulls/{pull_number}", REPO + "/pulls/1", 200));
    calls.add(get(TEMPLATE + "/pulls/{pull_number}", "/repos/lumen-labs/handbook/pulls/2", 200));
    calls.add(get(TEMPLATE + "/pulls/{pull_number}", "/repos/lumen-labs/infra/pulls/1", 200));
    calls.add(
        get(TEMPLATE + "/pulls/{pull_number}", "/repos/lumen-labs/data-pipeline/pulls/1", 200));
    calls.add(get(TEMPLATE + "/pulls/{pull_number}", "/repos/lumen-labs/web-shop/pulls/3", 200));
    calls.add(get(TEMPLATE + "/pulls/{pull_number}", REPO + "/pulls/99", 404));
    calls.add(get(TEMPLATE + "/pulls/{pull_number}/files", REPO + "/pulls/1/files", 200));
    calls.add(get(TEMPLATE + "/pulls/{pull_number}/reviews", REPO + "/pulls/1/reviews", 200));
    calls.add(
        post(
            TEMPLATE + "/pulls/{pull_number}/reviews",
            REPO + "/pulls/1/reviews",
            200,
            Map.of("event", "COMMENT", "body", "Looks good.")));
    calls.add(
        post(
            TEMPLATE + "/pulls/{pull_number}/reviews",
            REPO + "/pulls/1/reviews",
            422,
            Map.of("event", "COMMENT")));
    calls.add(get(TEMPLATE + "/issues/{issue_number}/comments", REPO + "/issues/1/comments", 200));
    calls.add(
        post(
            TEMPLATE + "/issues/{issue_number}/comments",
            REPO + "/issues/1/comments",
            201,
            Map.of("body", "Thanks.")));
    calls.add(
        post(
            TEMPLATE + "/issues/{issue_number}/comments",
            REPO + "/issues/1/comments",
            422,
            Map.of()));
    calls.add(
        get(
            TEMPLATE + "/commits/{ref}/status",
            REPO + "/commits/" + pr.headSha() + "/status",
            200));
    calls.add(
        get(
            TEMPLATE + "/commits/{ref}/statuses",
            REPO + "/commits/" + pr.headSha() + "/statuses",
            200));
    calls.add(
        get(
            TEMPLATE + "/commits/{ref}/check-runs",
            REPO + "/commits/" + pr.headSha() + "/check-runs",
            200));
    calls.add(
        get(TEMPLATE + "/actions/runs", REPO + "/actions/runs?head_sha=" + pr.headSha(), 200));
    calls.add(
        get(
            TEMPLATE + "/actions/runs/{run_id}/jobs",
            REPO + "/actions/runs/" + running + "/jobs",
            200));
    calls.add(get(TEMPLATE + "/rules/branches/{branch}", REPO + "/rules/branches/release", 200));
    calls.add(
        get(TEMPLATE + "/branches/{branch}/protection", REPO + "/branches/main/protection", 200));
    calls.add(
        get(
            TEMPLATE + "/branches/{branch}/protection",
            REPO + "/branches/release/protection",
            404));
    calls.add(
        post(
            TEMPLATE + "/hooks",
            REPO + "/hooks",
            201,
            Map.of(
                "name",
                "web",
                "config",
                Map.of("url", "https://ampel.example/hook", "content_type", "json"))));
    calls.add(
        post(
            TEMPLATE + "/hooks",
            REPO + "/hooks",
            422,
            Map.of("name", "web", "config", Map.of("url", "https://ampel.example/hook"))));
    calls.add(get(TEMPLATE + "/hooks", REPO + "/hooks", 200));
    calls.add(
        post(
            TEMPLATE + "/actions/jobs/{job_id}/rerun",
            REPO + "/actions/jobs/" + job + "/rerun",
            201,
            Map.of()));
    calls.add(
        put(
            TEMPLATE + "/pulls/{pull_number}/update-branch",
            REPO + "/pulls/" + behind.number() + "/update-branch",
            202,
            Map.of("expected_head_sha", behind.headSha())));
    calls.add(
        put(
            TEMPLATE + "/pulls/{pull_number}/update-branch",
            REPO + "/pulls/3/update-branch",
            422,
            Map.of("expected_head_sha", "0".repeat(40))));
    calls.add(
        put(
            TEMPLATE + "/pulls/{pull_number}/merge",
            REPO + "/pulls/2/merge",
            409,
            Map.of("sha", "0".repeat(40))));
    calls.add(put(TEMPLATE + "/pulls/{pull_number}/merge", REPO + "/pulls/3/merge", 405, Map.of()));
    calls.add(
        put(
            TEMPLATE + "/pulls/{pull_number}/merge",
            REPO + "/pulls/2/merge",
            200,
            Map.of("sha", ready.headSha(), "merge_method", "squash")));
    calls.add(get(TEMPLATE + "/pulls/{pull_number}", REPO + "/pulls/2", 200));
    calls.add(
        new ContractCalls(
            "DELETE",
            TEMPLATE + "/git/refs/{ref}",
            REPO + "/git/refs/heads/" + ready.headRef(),
            204,
            Tokens.ADMIN,
            Map.of()));
    calls.add(
        new ContractCalls(
            "DELETE",
            TEMPLATE + "/git/refs/{ref}",
            REPO + "/git/refs/heads/" + ready.headRef(),
            422,
            Tokens.ADMIN,
            Map.of()));
    calls.add(
        new ContractCalls(
            "PUT",
            TEMPLATE + "/pulls/{pull_number}/merge",
            REPO + "/pulls/1/merge",
            403,
            Tokens.FINE_GRAINED,
            Map.of()));
    return calls;
  }

  private static ContractCalls get(String template, String path, int status) {
    return new ContractCalls("GET", template, path, status, Tokens.ADMIN, "");
  }

  private static ContractCalls post(String template, String path, int status, Object body) {
    return new ContractCalls("POST", template, path, status, Tokens.ADMIN, body);
  }

  private static ContractCalls put(String template, String path, int status, Object body) {
    return new ContractCalls("PUT", template, path, status, Tokens.ADMIN, body);
  }
}
