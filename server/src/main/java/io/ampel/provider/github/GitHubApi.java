package io.ampel.provider.github;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ampel.provider.GraphQlReplies.Answer;
import io.ampel.provider.GraphQlReplies.Question;
import io.ampel.provider.github.GitHubNodes.OnePullRequest;
import io.ampel.provider.github.GitHubNodes.OneRepository;
import io.ampel.provider.github.GitHubNodes.PullRequestNode;
import io.ampel.provider.github.GitHubNodes.PullRequests;
import io.ampel.provider.github.GitHubNodes.Repositories;
import io.ampel.provider.github.GitHubNodes.Viewer;
import io.ampel.provider.github.GitHubRules.Rule;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PatchExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The endpoints of GitHub that Ampel uses. An address given as URI is taken as it is. */
interface GitHubApi {

  @GetExchange("/user")
  ResponseEntity<User> user();

  @GetExchange("/rate_limit")
  ResponseEntity<RateLimit> rateLimit();

  @GetExchange(
      "/user/repos?affiliation=owner,collaborator,organization_member&sort=full_name&per_page=100")
  ResponseEntity<List<Repo>> repositories();

  @GetExchange(
      "/user/repos?affiliation=owner,collaborator,organization_member&sort=full_name&per_page=1")
  ResponseEntity<List<Repo>> oneRepositoryAPage();

  @GetExchange
  ResponseEntity<List<Repo>> repositories(URI page);

  @GetExchange("/installation/repositories?per_page=100")
  ResponseEntity<Installed> installed();

  @GetExchange
  ResponseEntity<Installed> installed(URI page);

  @GetExchange("/user/orgs?per_page=20")
  ResponseEntity<List<Organization>> organizations();

  @GetExchange("/orgs/{organization}/repos?per_page=1")
  ResponseEntity<List<Something>> anyRepository(@PathVariable String organization);

  @GetExchange("/repos/{owner}/{name}")
  ResponseEntity<Repo> repository(@PathVariable String owner, @PathVariable String name);

  @GetExchange("/repos/{owner}/{name}/pulls?state=open&per_page=1")
  ResponseEntity<List<Something>> pulls(@PathVariable String owner, @PathVariable String name);

  @GetExchange("/repos/{owner}/{name}/commits?per_page=1")
  ResponseEntity<List<CommitName>> commits(@PathVariable String owner, @PathVariable String name);

  @GetExchange("/repos/{owner}/{name}/commits/{sha}/check-runs?per_page=1")
  ResponseEntity<Something> checkRuns(
      @PathVariable String owner, @PathVariable String name, @PathVariable String sha);

  @GetExchange("/repos/{owner}/{name}/commits/{sha}/status?per_page=100")
  ResponseEntity<CombinedStatus> status(
      @PathVariable String owner, @PathVariable String name, @PathVariable String sha);

  @GetExchange
  ResponseEntity<CombinedStatus> status(URI page);

  @GetExchange("/repos/{owner}/{name}/actions/runs?per_page=1")
  ResponseEntity<WorkflowRuns> anyRun(@PathVariable String owner, @PathVariable String name);

  @GetExchange("/repos/{owner}/{name}/actions/runs?head_sha={sha}&per_page=100")
  ResponseEntity<WorkflowRuns> runs(
      @PathVariable String owner, @PathVariable String name, @PathVariable String sha);

  @GetExchange
  ResponseEntity<WorkflowRuns> runs(URI page);

  @GetExchange("/repos/{owner}/{name}/actions/runs/{run}/jobs?filter=latest&per_page=100")
  ResponseEntity<Jobs> jobs(
      @PathVariable String owner, @PathVariable String name, @PathVariable long run);

  @GetExchange
  ResponseEntity<Jobs> jobs(URI page);

  @GetExchange("/repos/{owner}/{name}/rules/branches/{branch}?per_page=100")
  ResponseEntity<List<Rule>> rules(
      @PathVariable String owner, @PathVariable String name, @PathVariable String branch);

  @GetExchange
  ResponseEntity<List<Rule>> rules(URI page);

  @PostExchange("/repos/{owner}/{name}/issues/{number}/comments")
  ResponseEntity<Linked> comment(
      @PathVariable String owner,
      @PathVariable String name,
      @PathVariable int number,
      @RequestBody Map<String, String> comment);

  @GetExchange("/repos/{owner}/{name}/issues/{number}/comments?since={since}&per_page=100")
  ResponseEntity<List<IssueComment>> comments(
      @PathVariable String owner,
      @PathVariable String name,
      @PathVariable int number,
      @PathVariable String since);

  @PostExchange("/repos/{owner}/{name}/pulls/{number}/reviews")
  ResponseEntity<Linked> review(
      @PathVariable String owner,
      @PathVariable String name,
      @PathVariable int number,
      @RequestBody Map<String, String> review);

  @GetExchange("/repos/{owner}/{name}/pulls/{number}/reviews?per_page=100")
  ResponseEntity<List<GivenReview>> reviews(
      @PathVariable String owner, @PathVariable String name, @PathVariable int number);

  @GetExchange
  ResponseEntity<List<GivenReview>> reviews(URI page);

  @PutExchange("/repos/{owner}/{name}/pulls/{number}/reviews/{review}/dismissals")
  ResponseEntity<Linked> dismiss(
      @PathVariable String owner,
      @PathVariable String name,
      @PathVariable int number,
      @PathVariable long review,
      @RequestBody Map<String, String> dismissal);

  @PutExchange("/repos/{owner}/{name}/pulls/{number}/update-branch")
  ResponseEntity<Linked> updateBranch(
      @PathVariable String owner,
      @PathVariable String name,
      @PathVariable int number,
      @RequestBody Map<String, String> update);

  @PostExchange("/repos/{owner}/{name}/actions/runs/{run}/rerun-failed-jobs")
  ResponseEntity<Void> rerunFailed(
      @PathVariable String owner, @PathVariable String name, @PathVariable String run);

  @PatchExchange("/repos/{owner}/{name}/pulls/{number}")
  ResponseEntity<Linked> edit(
      @PathVariable String owner,
      @PathVariable String name,
      @PathVariable int number,
      @RequestBody Map<String, String> change);

  @PutExchange("/repos/{owner}/{name}/pulls/{number}/merge")
  ResponseEntity<Merged> merge(
      @PathVariable String owner,
      @PathVariable String name,
      @PathVariable int number,
      @RequestBody Map<String, String> merge);

  @DeleteExchange("/repos/{owner}/{name}/git/refs/heads/{branch}")
  ResponseEntity<Void> deleteBranch(
      @PathVariable String owner, @PathVariable String name, @PathVariable String branch);

  @GetExchange
  ResponseEntity<List<Hook>> hooks(URI page);

  @PostExchange
  ResponseEntity<Hook> createHook(URI hooks, @RequestBody Map<String, Object> hook);

  @PatchExchange
  ResponseEntity<Hook> changeHook(URI hook, @RequestBody Map<String, Object> change);

  @DeleteExchange
  ResponseEntity<Void> deleteHook(URI hook);

  @PostExchange
  ResponseEntity<Answer<Repositories>> askRepositories(URI graphql, @RequestBody Question question);

  @PostExchange
  ResponseEntity<Answer<PullRequests>> askPullRequests(URI graphql, @RequestBody Question question);

  @PostExchange
  ResponseEntity<Answer<OnePullRequest>> askOne(URI graphql, @RequestBody Question question);

  @PostExchange
  ResponseEntity<Answer<Map<String, @Nullable PullRequestNode>>> look(
      URI graphql, @RequestBody Question question);

  @PostExchange
  ResponseEntity<Answer<OneRepository>> askRule(URI graphql, @RequestBody Question question);

  @PostExchange
  ResponseEntity<Answer<Something>> change(URI graphql, @RequestBody Question question);

  @PostExchange
  ResponseEntity<Answer<Viewer>> askViewer(URI graphql, @RequestBody Question question);

  @JsonNaming(SnakeCaseStrategy.class)
  record User(
      @Nullable Long id,
      @Nullable String login,
      @Nullable String name,
      @Nullable String avatarUrl) {}

  record RateLimit(@Nullable Map<String, Resource> resources) {
    record Resource(@Nullable Integer limit, @Nullable Integer remaining, @Nullable Long reset) {}
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record Repo(
      @Nullable String nodeId,
      @Nullable String fullName,
      @Nullable String htmlUrl,
      @JsonProperty("private") @Nullable Boolean isPrivate,
      @Nullable String visibility,
      @Nullable Boolean archived,
      @Nullable Boolean fork,
      @Nullable String defaultBranch,
      @Nullable Boolean allowMergeCommit,
      @Nullable Boolean allowSquashMerge,
      @Nullable Boolean allowRebaseMerge,
      @Nullable Boolean deleteBranchOnMerge) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Installed(@Nullable Integer totalCount, @Nullable List<Repo> repositories) {}

  record Organization(@Nullable String login) {}

  /** An answer of which only the status counts. */
  record Something() {}

  record CommitName(@Nullable String sha) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record CombinedStatus(@Nullable Integer totalCount, @Nullable List<Status> statuses) {
    @JsonNaming(SnakeCaseStrategy.class)
    record Status(
        @Nullable String context,
        @Nullable String state,
        @Nullable String targetUrl,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt) {}
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record WorkflowRuns(@Nullable Integer totalCount, @Nullable List<WorkflowRun> workflowRuns) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record WorkflowRun(
      long id,
      @Nullable String name,
      @Nullable Long workflowId,
      @Nullable String event,
      @Nullable String status,
      @Nullable String conclusion,
      @Nullable Integer runAttempt,
      @Nullable String htmlUrl,
      @Nullable Instant runStartedAt,
      @Nullable Instant updatedAt) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Jobs(@Nullable Integer totalCount, @Nullable List<Job> jobs) {
    @JsonNaming(SnakeCaseStrategy.class)
    record Job(
        long id,
        @Nullable String name,
        @Nullable String status,
        @Nullable String conclusion,
        @Nullable String htmlUrl,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt) {}
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record Linked(@Nullable String htmlUrl) {}

  record Hook(long id, @Nullable Config config) {
    record Config(@Nullable String url) {}
  }

  record GivenReview(long id, @Nullable String state, @Nullable User user) {}

  record IssueComment(@Nullable String body, @Nullable User user) {}

  record Merged(@Nullable String sha, @Nullable Boolean merged, @Nullable String message) {}
}
