package io.ampel.provider.bitbucket;

import io.ampel.provider.bitbucket.BitbucketNodes.Activity;
import io.ampel.provider.bitbucket.BitbucketNodes.Branch;
import io.ampel.provider.bitbucket.BitbucketNodes.BranchingModel;
import io.ampel.provider.bitbucket.BitbucketNodes.Comment;
import io.ampel.provider.bitbucket.BitbucketNodes.Commit;
import io.ampel.provider.bitbucket.BitbucketNodes.DefaultReviewer;
import io.ampel.provider.bitbucket.BitbucketNodes.FileConflict;
import io.ampel.provider.bitbucket.BitbucketNodes.FileStat;
import io.ampel.provider.bitbucket.BitbucketNodes.Hook;
import io.ampel.provider.bitbucket.BitbucketNodes.MergeTask;
import io.ampel.provider.bitbucket.BitbucketNodes.Page;
import io.ampel.provider.bitbucket.BitbucketNodes.Participant;
import io.ampel.provider.bitbucket.BitbucketNodes.PullRequestNode;
import io.ampel.provider.bitbucket.BitbucketNodes.Repo;
import io.ampel.provider.bitbucket.BitbucketNodes.RepositoryPermission;
import io.ampel.provider.bitbucket.BitbucketNodes.Restriction;
import io.ampel.provider.bitbucket.BitbucketNodes.Status;
import io.ampel.provider.bitbucket.BitbucketNodes.User;
import io.ampel.provider.bitbucket.BitbucketNodes.WorkspaceAccess;
import java.net.URI;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;

/**
 * The endpoints of Bitbucket that Ampel uses. An address given as URI is taken as it is. A
 * repository is asked for by its key, which survives renames and moves: {@code owner} is then a
 * pair of braces with nothing in it.
 */
interface BitbucketApi {
  String REPOSITORY = "/repositories/{owner}/{repository}";
  String PULL_REQUEST = REPOSITORY + "/pullrequests/{id}";

  @GetExchange("/user")
  ResponseEntity<User> user();

  @GetExchange("/user/workspaces?pagelen=100")
  ResponseEntity<Page<WorkspaceAccess>> workspaces();

  @GetExchange
  ResponseEntity<Page<WorkspaceAccess>> workspaces(URI page);

  @GetExchange("/user/workspaces/{workspace}/permissions/repositories?pagelen=100")
  ResponseEntity<Page<RepositoryPermission>> permissions(@PathVariable String workspace);

  @GetExchange
  ResponseEntity<Page<RepositoryPermission>> permissions(URI page);

  @GetExchange("/repositories/{workspace}?role=member&pagelen=100")
  ResponseEntity<Page<Repo>> repositories(
      @PathVariable String workspace, @RequestParam String fields);

  @GetExchange
  ResponseEntity<Page<Repo>> repositories(URI page);

  @GetExchange(REPOSITORY)
  ResponseEntity<Repo> repository(
      @PathVariable String owner, @PathVariable String repository, @RequestParam String fields);

  @GetExchange(REPOSITORY + "/pullrequests?state=OPEN&pagelen=50")
  ResponseEntity<Page<PullRequestNode>> pullRequests(
      @PathVariable String owner, @PathVariable String repository, @RequestParam String fields);

  @GetExchange
  ResponseEntity<Page<PullRequestNode>> pullRequests(URI page);

  @GetExchange(PULL_REQUEST)
  ResponseEntity<PullRequestNode> pullRequest(
      @PathVariable String owner,
      @PathVariable String repository,
      @PathVariable int id,
      @RequestParam String fields);

  @GetExchange(PULL_REQUEST + "/statuses?pagelen=100")
  ResponseEntity<Page<Status>> statuses(
      @PathVariable String owner,
      @PathVariable String repository,
      @PathVariable int id,
      @RequestParam String fields);

  @GetExchange
  ResponseEntity<Page<Status>> statuses(URI page);

  @GetExchange(PULL_REQUEST + "/comments?pagelen=100")
  ResponseEntity<Page<Comment>> comments(
      @PathVariable String owner,
      @PathVariable String repository,
      @PathVariable int id,
      @RequestParam String fields);

  @GetExchange(PULL_REQUEST + "/comments?pagelen=50&sort=-created_on")
  ResponseEntity<Page<Comment>> latestComments(
      @PathVariable String owner, @PathVariable String repository, @PathVariable int id);

  @GetExchange
  ResponseEntity<Page<Comment>> comments(URI page);

  @GetExchange(PULL_REQUEST + "/activity?pagelen=50")
  ResponseEntity<Page<Activity>> activity(
      @PathVariable String owner,
      @PathVariable String repository,
      @PathVariable int id,
      @RequestParam String fields);

  @GetExchange
  ResponseEntity<Page<FileConflict>> conflicts(URI comparison);

  @GetExchange
  ResponseEntity<Page<FileStat>> files(URI comparison);

  @GetExchange(REPOSITORY + "/commits/{commit}?pagelen=100")
  ResponseEntity<Page<Commit>> commits(
      @PathVariable String owner,
      @PathVariable String repository,
      @PathVariable String commit,
      @RequestParam String exclude,
      @RequestParam String fields);

  @GetExchange(REPOSITORY + "/branch-restrictions?pagelen=100")
  ResponseEntity<Page<Restriction>> restrictions(
      @PathVariable String owner, @PathVariable String repository, @RequestParam String fields);

  @GetExchange
  ResponseEntity<Page<Restriction>> restrictions(URI page);

  @GetExchange(REPOSITORY + "/effective-default-reviewers?pagelen=100")
  ResponseEntity<Page<DefaultReviewer>> defaultReviewers(
      @PathVariable String owner, @PathVariable String repository);

  @GetExchange
  ResponseEntity<Page<DefaultReviewer>> defaultReviewers(URI page);

  @GetExchange(REPOSITORY + "/effective-branching-model")
  ResponseEntity<BranchingModel> branchingModel(
      @PathVariable String owner, @PathVariable String repository);

  @GetExchange(REPOSITORY + "/refs/branches/{branch}")
  ResponseEntity<Branch> branch(
      @PathVariable String owner, @PathVariable String repository, @PathVariable String branch);

  @DeleteExchange(REPOSITORY + "/refs/branches/{branch}")
  ResponseEntity<Void> deleteBranch(
      @PathVariable String owner, @PathVariable String repository, @PathVariable String branch);

  @GetExchange
  ResponseEntity<Page<Hook>> hooks(URI page);

  @PostExchange
  ResponseEntity<Hook> createHook(URI hooks, @RequestBody Map<String, Object> hook);

  @PutExchange
  ResponseEntity<Hook> changeHook(URI hook, @RequestBody Map<String, Object> change);

  @DeleteExchange
  ResponseEntity<Void> deleteHook(URI hook);

  @PostExchange(PULL_REQUEST + "/comments")
  ResponseEntity<Comment> comment(
      @PathVariable String owner,
      @PathVariable String repository,
      @PathVariable int id,
      @RequestBody Map<String, Object> comment);

  @PostExchange(PULL_REQUEST + "/comments/{comment}/resolve")
  ResponseEntity<Void> resolve(
      @PathVariable String owner,
      @PathVariable String repository,
      @PathVariable int id,
      @PathVariable String comment);

  @PostExchange(PULL_REQUEST + "/approve")
  ResponseEntity<Participant> approve(
      @PathVariable String owner, @PathVariable String repository, @PathVariable int id);

  @DeleteExchange(PULL_REQUEST + "/approve")
  ResponseEntity<Void> unapprove(
      @PathVariable String owner, @PathVariable String repository, @PathVariable int id);

  @PostExchange(PULL_REQUEST + "/request-changes")
  ResponseEntity<Participant> requestChanges(
      @PathVariable String owner, @PathVariable String repository, @PathVariable int id);

  @DeleteExchange(PULL_REQUEST + "/request-changes")
  ResponseEntity<Void> withdrawChanges(
      @PathVariable String owner, @PathVariable String repository, @PathVariable int id);

  @PostExchange(PULL_REQUEST + "/decline")
  ResponseEntity<PullRequestNode> decline(
      @PathVariable String owner, @PathVariable String repository, @PathVariable int id);

  /** The answer is the pull request, or nothing where the merge became a task. */
  @PostExchange(PULL_REQUEST + "/merge")
  ResponseEntity<String> merge(
      @PathVariable String owner,
      @PathVariable String repository,
      @PathVariable int id,
      @RequestBody Map<String, Object> merge);

  @GetExchange
  ResponseEntity<MergeTask> mergeTask(URI status);
}
