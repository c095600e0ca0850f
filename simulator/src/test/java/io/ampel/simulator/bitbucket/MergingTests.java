package io.ampel.simulator.bitbucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.simulator.Asker.Said;
import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.BranchRule.Kind;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Fault;
import io.ampel.simulator.Forge;
import io.ampel.simulator.MergeStrategy;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.PullRequest.State;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MergingTests {
  private static final Map<String, String> PLAIN = Map.of("type", "pullrequest_merge");

  private final Simulator simulator = Simulator.start(0);
  private final Repository repository = simulator.world(Forge.BITBUCKET).repository("acme/api");
  private final PullRequest pr = repository.pullRequest(1);
  private final Client client = new Client(simulator);

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  private static String words(Said said) {
    return said.json().path("error").path("message").asString();
  }

  @Test
  void aMergeNamesNoCommitAndTakesWhatIsThere() {
    var seen = pr.headSha();
    pr.push();
    var merged =
        client.merge(
            Map.of(
                "type",
                "pullrequest_merge",
                "message",
                "All of it",
                "source",
                Map.of("commit", Map.of("hash", seen))));
    assertThat(merged.status()).isEqualTo(200);
    var answer = merged.json();
    assertThat(answer.path("state").asString()).isEqualTo("MERGED");
    assertThat(answer.path("merge_commit").path("hash").asString()).isEqualTo(pr.mergeCommit());
    assertThat(answer.path("source").path("commit").path("hash").asString())
        .isEqualTo(pr.headSha().substring(0, 12))
        .isNotEqualTo(seen.substring(0, 12));
    assertThat(answer.path("closed_by").path("nickname").asString()).isEqualTo("mira");
    assertThat(client.get(Client.PR).json().path("merge_commit").path("hash").asString())
        .hasSize(12);
    assertThat(repository.findCommit("main").orElseThrow().message()).isEqualTo("All of it");
  }

  @Test
  void theKindOfTheBodyIsNeeded() {
    var refused = client.merge(Map.of("merge_strategy", "squash"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("error").path("fields").path("type").get(0).asString())
        .isNotEmpty();
    assertThat(
            client
                .merge(Map.of("type", "pullrequest_merge", "message", "x".repeat(131_073)))
                .status())
        .isEqualTo(400);
    assertThat(pr.open()).isTrue();
  }

  @Test
  void onlyAllowedStrategiesAreTaken() {
    repository.mergeStrategies(MergeStrategy.SQUASH, MergeStrategy.FAST_FORWARD);
    for (var each : java.util.List.of("merge_commit", "rebase_merge", "octopus")) {
      var refused = client.merge(Map.of("type", "pullrequest_merge", "merge_strategy", each));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().path("error").path("fields").has("merge_strategy")).isTrue();
    }
    assertThat(client.merge(PLAIN).status())
        .as("merge_commit is what no word means")
        .isEqualTo(400);
    repository.moveBase("main");
    var behind =
        client.merge(Map.of("type", "pullrequest_merge", "merge_strategy", "fast_forward"));
    assertThat(words(behind)).contains("Unable to fast forward");
    assertThat(
            client.merge(Map.of("type", "pullrequest_merge", "merge_strategy", "squash")).status())
        .isEqualTo(200);
  }

  @Test
  void whatStandsInTheWayIsSaid() {
    pr.conflict(true);
    assertThat(words(client.merge(PLAIN))).contains("resolve all merge conflicts");
    pr.conflict(false).draft();
    assertThat(client.merge(PLAIN).status()).isEqualTo(400);
    pr.ready();
    assertThat(client.as("noor", BitbucketTokens.READER).merge(PLAIN).status()).isEqualTo(403);
    client.as("mira", BitbucketTokens.ADMIN);
    assertThat(client.merge(PLAIN).status()).isEqualTo(200);
    var again = client.merge(PLAIN);
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.json().path("error").path("fields").path("newstatus").get(0).asString())
        .contains("already closed");
  }

  @Test
  void enforcedChecksHoldItBackSuggestedOnesDoNot() {
    repository.branchRule(Kind.REQUIRE_APPROVALS_TO_MERGE, 2);
    repository.branchRule(Kind.REQUIRE_TASKS_TO_BE_COMPLETED);
    repository.branchRule(Kind.REQUIRE_PASSING_BUILDS_TO_MERGE, 1);
    repository.branchRule(Kind.REQUIRE_NO_CHANGES_REQUESTED);
    repository.branchRule(Kind.REQUIRE_ALL_COMMENTS_RESOLVED);
    repository.branchRule(Kind.REQUIRE_COMMITS_BEHIND, 0);
    repository.branchRule(Kind.REQUIRE_DEFAULT_REVIEWER_APPROVALS_TO_MERGE, 1);
    repository.defaultReviewers("tariq").branchRule(Kind.ENFORCE_MERGE_CHECKS);
    pr.task("lena", "First this");
    pr.status("ci", CheckState.RUNNING).thread("lena", "Why?", false).requestChanges("noor", "No");
    repository.moveBase("main");
    var refused = client.merge(PLAIN);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("error").path("fields").path("merge_checks")).hasSize(7);
    repository.branchRules().removeIf(each -> each.kind() == Kind.ENFORCE_MERGE_CHECKS);
    assertThat(client.merge(PLAIN).status()).isEqualTo(200);
  }

  @Test
  void protectionIsEnforced() {
    repository.protect(Rules.none().approvals(1).checks("ci"));
    assertThat(client.merge(PLAIN).status()).isEqualTo(400);
    pr.approve("lena").status("ci", CheckState.PASSED);
    assertThat(client.merge(PLAIN).status()).isEqualTo(200);
  }

  @Test
  void someBranchesAreMergedIntoByFewOnly() {
    repository.branchRule(Kind.RESTRICT_MERGES, "lena");
    assertThat(client.merge(PLAIN).status()).isEqualTo(403);
    assertThat(client.as("lena", BitbucketTokens.SECOND_WRITER).merge(PLAIN).status())
        .isEqualTo(200);
  }

  @Test
  void theSourceBranchGoesWhenItIsSaidNowOrBefore() {
    client.merge(Map.of("type", "pullrequest_merge", "close_source_branch", true));
    assertThat(repository.findBranch("change-1")).isEmpty();
    repository.pullRequest(2).closesSourceBranch(true);
    client.call("POST", "/repositories/acme/api/pullrequests/2/merge", PLAIN);
    assertThat(repository.findBranch("change-2")).isEmpty();
    repository.pullRequest(3).closesSourceBranch(true);
    client.call(
        "POST",
        "/repositories/acme/api/pullrequests/3/merge",
        Map.of("type", "pullrequest_merge", "close_source_branch", false));
    assertThat(repository.findBranch("change-3")).isPresent();
  }

  @Test
  void aTaskIsPendingAndThenDone() throws InterruptedException {
    simulator.bitbucket().mergeTaskTakes(Duration.ofMillis(150));
    var accepted = client.call("POST", Client.PR + "/merge?async=true", PLAIN);
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.text()).isEqualTo("\"\"");
    var task = accepted.header("Location");
    assertThat(task).contains(Client.PR + "/merge/task-status/");
    assertThat(client.follow(task).json().path("task_status").asString()).isEqualTo("PENDING");
    Thread.sleep(200);
    var done = client.follow(task);
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.json().path("task_status").asString()).isEqualTo("SUCCESS");
    assertThat(done.json().path("merge_result").path("state").asString()).isEqualTo("MERGED");
    assertThat(pr.state()).isEqualTo(State.MERGED);
    assertThat(
            client
                .get(Client.PR + "/merge/task-status/unknown")
                .json()
                .path("task_status")
                .asString())
        .isEqualTo("PENDING");
  }

  @Test
  void aMergeThatTakesLongBecomesATaskByItself() {
    simulator.bitbucket().mergeTaskTakes(Duration.ZERO).nextMerge(MergeEnding.TASK);
    var accepted = client.merge(PLAIN);
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(client.get(Client.PR).json().path("state").asString())
        .as("also when nobody asks for the task")
        .isEqualTo("MERGED");
  }

  @Test
  void aTaskFailsByTheStatusOfItsAnswer() {
    simulator.bitbucket().mergeTaskTakes(Duration.ZERO);
    pr.conflict(true);
    var conflict = client.call("POST", Client.PR + "/merge?async=true", PLAIN);
    assertThat(conflict.status()).isEqualTo(202);
    assertThat(client.follow(conflict.header("Location")).status()).isEqualTo(400);
    pr.conflict(false);
    simulator
        .bitbucket()
        .nextMerge(MergeEnding.TASK_REFS_MOVED)
        .nextMerge(MergeEnding.TASK_FORBIDDEN);
    assertThat(client.follow(client.merge(PLAIN).header("Location")).status()).isEqualTo(409);
    assertThat(client.follow(client.merge(PLAIN).header("Location")).status()).isEqualTo(403);
    assertThat(pr.open()).isTrue();
  }

  @Test
  void refsMayMoveAndTimeMayRunOut() {
    simulator
        .bitbucket()
        .nextMerge(MergeEnding.REFS_MOVED)
        .nextMerge(MergeEnding.TIMED_OUT)
        .nextMerge(MergeEnding.TIMED_OUT_MERGED);
    assertThat(client.merge(PLAIN).status()).isEqualTo(409);
    assertThat(client.merge(PLAIN).status()).isEqualTo(555);
    assertThat(pr.open()).isTrue();
    assertThat(client.merge(PLAIN).status()).isEqualTo(555);
    assertThat(pr.state()).isEqualTo(State.MERGED);
  }

  @Test
  void somebodyMayPushWhileAMergeIsOnItsWay() throws InterruptedException {
    var seen = pr.headSha();
    simulator.faults().add(Fault.latency(Duration.ofMillis(300)).on("/merge").times(1));
    var answer = new Said[1];
    var merging = Thread.ofVirtual().start(() -> answer[0] = client.merge(PLAIN));
    Thread.sleep(100);
    pr.push();
    merging.join();
    assertThat(answer[0].status()).isEqualTo(200);
    assertThat(answer[0].json().path("source").path("commit").path("hash").asString())
        .isNotEqualTo(seen.substring(0, 12));
  }
}
