package io.ampel.provider.gitlab;

import io.ampel.provider.GraphQlReplies.Answer;
import io.ampel.provider.GraphQlReplies.Question;
import io.ampel.provider.gitlab.GitLabNodes.Abilities;
import io.ampel.provider.gitlab.GitLabNodes.Deed;
import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import io.ampel.provider.gitlab.GitLabNodes.OneMergeRequest;
import io.ampel.provider.gitlab.GitLabNodes.Projects;
import io.ampel.provider.gitlab.GitLabRecords.Approvals;
import io.ampel.provider.gitlab.GitLabRecords.ClosedIssue;
import io.ampel.provider.gitlab.GitLabRecords.Commit;
import io.ampel.provider.gitlab.GitLabRecords.CommitStatus;
import io.ampel.provider.gitlab.GitLabRecords.Discussion;
import io.ampel.provider.gitlab.GitLabRecords.Job;
import io.ampel.provider.gitlab.GitLabRecords.MergeRequest;
import io.ampel.provider.gitlab.GitLabRecords.Note;
import io.ampel.provider.gitlab.GitLabRecords.Project;
import io.ampel.provider.gitlab.GitLabRecords.Reviewer;
import io.ampel.provider.gitlab.GitLabRecords.Rules;
import io.ampel.provider.gitlab.GitLabRecords.Something;
import io.ampel.provider.gitlab.GitLabRecords.StatusCheck;
import io.ampel.provider.gitlab.GitLabRecords.Token;
import io.ampel.provider.gitlab.GitLabRecords.User;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The endpoints of GitLab that Ampel uses. A project is named by its number or its whole path,
 * which is encoded here and nowhere else. An address given as URI is taken as it is.
 */
interface GitLabApi {

  @GetExchange("/personal_access_tokens/self")
  ResponseEntity<Token> token();

  @GetExchange("/user")
  ResponseEntity<User> user();

  @GetExchange("/projects?membership=true&order_by=id&sort=asc&pagination=keyset&per_page=100")
  ResponseEntity<List<Project>> projects();

  @GetExchange("/projects?membership=true&simple=true&per_page=1")
  ResponseEntity<List<Something>> oneProjectAPage();

  @GetExchange
  ResponseEntity<List<Project>> projects(URI page);

  @GetExchange("/projects/{project}")
  ResponseEntity<Project> project(@PathVariable String project);

  @GetExchange("/projects/{project}/merge_requests?state=opened&scope=all&per_page=1")
  ResponseEntity<List<Something>> anyMergeRequest(@PathVariable String project);

  @GetExchange("/projects/{project}/pipelines?per_page=1")
  ResponseEntity<List<Something>> anyPipeline(@PathVariable String project);

  @GetExchange(
      "/projects/{project}/merge_requests?state=opened&scope=all&order_by=created_at&sort=asc&per_page=100")
  ResponseEntity<List<MergeRequest>> open(@PathVariable String project);

  @GetExchange
  ResponseEntity<List<MergeRequest>> open(URI page);

  @GetExchange
  ResponseEntity<List<Something>> recheck(URI these);

  @GetExchange(
      "/projects/{project}/merge_requests/{iid}?include_diverged_commits_count=true&include_rebase_in_progress=true")
  ResponseEntity<MergeRequest> mergeRequest(@PathVariable String project, @PathVariable String iid);

  @GetExchange("/projects/{project}/merge_requests/{iid}/approvals")
  ResponseEntity<Approvals> approvals(@PathVariable String project, @PathVariable String iid);

  @GetExchange("/projects/{project}/merge_requests/{iid}/approval_state")
  ResponseEntity<Rules> approvalState(@PathVariable String project, @PathVariable String iid);

  @GetExchange("/projects/{project}/merge_requests/{iid}/reviewers")
  ResponseEntity<List<Reviewer>> reviewers(@PathVariable String project, @PathVariable String iid);

  @GetExchange("/projects/{project}/merge_requests/{iid}/status_checks?per_page=100")
  ResponseEntity<List<StatusCheck>> statusChecks(
      @PathVariable String project, @PathVariable String iid);

  @GetExchange("/projects/{project}/merge_requests/{iid}/discussions?per_page=100")
  ResponseEntity<List<Discussion>> discussions(
      @PathVariable String project, @PathVariable String iid);

  @GetExchange
  ResponseEntity<List<Discussion>> discussions(URI page);

  @GetExchange("/projects/{project}/merge_requests/{iid}/closes_issues?per_page=100")
  ResponseEntity<List<ClosedIssue>> closesIssues(
      @PathVariable String project, @PathVariable String iid);

  @GetExchange
  ResponseEntity<List<ClosedIssue>> closesIssues(URI page);

  @GetExchange("/projects/{project}/merge_requests/{iid}/notes?sort=desc&per_page=100")
  ResponseEntity<List<Note>> notes(@PathVariable String project, @PathVariable String iid);

  @GetExchange("/projects/{project}/pipelines/{pipeline}/jobs?per_page=100")
  ResponseEntity<List<Job>> jobs(@PathVariable String project, @PathVariable String pipeline);

  @GetExchange
  ResponseEntity<List<Job>> jobs(URI page);

  @GetExchange("/projects/{project}/repository/commits/{sha}/statuses?per_page=100")
  ResponseEntity<List<CommitStatus>> statuses(
      @PathVariable String project, @PathVariable String sha);

  @GetExchange
  ResponseEntity<List<CommitStatus>> statuses(URI page);

  @GetExchange("/projects/{project}/repository/commits/{sha}")
  ResponseEntity<Commit> commit(@PathVariable String project, @PathVariable String sha);

  @GetExchange
  ResponseEntity<List<Hook>> hooks(URI page);

  @PostExchange
  ResponseEntity<Hook> createHook(URI hooks, @RequestBody Map<String, Object> hook);

  @PutExchange
  ResponseEntity<Hook> changeHook(URI hook, @RequestBody Map<String, Object> change);

  @DeleteExchange
  ResponseEntity<Void> deleteHook(URI hook);

  @PostExchange("/projects/{project}/merge_requests/{iid}/notes")
  ResponseEntity<Note> say(
      @PathVariable String project,
      @PathVariable String iid,
      @RequestBody Map<String, String> note);

  @PutExchange("/projects/{project}/merge_requests/{iid}/discussions/{discussion}")
  ResponseEntity<Something> resolve(
      @PathVariable String project,
      @PathVariable String iid,
      @PathVariable String discussion,
      @RequestBody Map<String, Boolean> resolved);

  @PostExchange("/projects/{project}/merge_requests/{iid}/approve")
  ResponseEntity<Something> approve(
      @PathVariable String project, @PathVariable String iid, @RequestBody Map<String, String> sha);

  @PostExchange("/projects/{project}/merge_requests/{iid}/unapprove")
  ResponseEntity<Something> unapprove(@PathVariable String project, @PathVariable String iid);

  @PutExchange("/projects/{project}/merge_requests/{iid}/rebase")
  ResponseEntity<Something> rebase(@PathVariable String project, @PathVariable String iid);

  @PutExchange("/projects/{project}/merge_requests/{iid}")
  ResponseEntity<Something> change(
      @PathVariable String project,
      @PathVariable String iid,
      @RequestBody Map<String, String> what);

  @PutExchange("/projects/{project}/merge_requests/{iid}/merge")
  ResponseEntity<MergeRequest> merge(
      @PathVariable String project, @PathVariable String iid, @RequestBody Map<String, Object> how);

  @PostExchange("/projects/{project}/merge_trains/merge_requests/{iid}")
  ResponseEntity<Object> board(
      @PathVariable String project, @PathVariable String iid, @RequestBody Map<String, Object> how);

  @PostExchange("/projects/{project}/{kind}/{id}/retry")
  ResponseEntity<Something> retry(
      @PathVariable String project, @PathVariable String kind, @PathVariable String id);

  @DeleteExchange("/projects/{project}/repository/branches/{branch}")
  ResponseEntity<Void> deleteBranch(@PathVariable String project, @PathVariable String branch);

  @PostExchange
  ResponseEntity<Answer<Projects>> askProjects(URI graphql, @RequestBody Question question);

  @PostExchange
  ResponseEntity<Answer<OneMergeRequest>> askOne(URI graphql, @RequestBody Question question);

  @PostExchange
  ResponseEntity<Answer<Map<String, @Nullable MergeRequestNode>>> askSome(
      URI graphql, @RequestBody Question question);

  @PostExchange
  ResponseEntity<Answer<Abilities>> askAbilities(URI graphql, @RequestBody Question question);

  @PostExchange
  ResponseEntity<Answer<Deed>> act(URI graphql, @RequestBody Question question);

  @JsonNaming(SnakeCaseStrategy.class)
  record Hook(long id, @Nullable String url, @Nullable String alertStatus) {
    /** Old releases do not say and never switch one off. */
    boolean isOn() {
      return alertStatus == null || alertStatus.equals("executable");
    }
  }
}
