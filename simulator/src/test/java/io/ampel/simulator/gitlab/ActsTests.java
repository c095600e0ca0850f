package io.ampel.simulator.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.simulator.Asker.Said;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Fault;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActsTests {
  private static final String API = "/projects/acme%2Fplatform%2Fapi";
  private static final String ONE = API + "/merge_requests/1";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final Simulator simulator = Simulator.start(0, clock);
  private final GitLabAsker asker = new GitLabAsker(simulator);
  private final World world = simulator.world(Forge.GITLAB);
  private final PullRequest pr = project().pullRequest(1);

  @AfterEach
  void stop() {
    asker.close();
    simulator.close();
  }

  private Repository project() {
    return world.repository("acme/platform/api");
  }

  private void passes(Duration time) {
    now.updateAndGet(each -> each.plus(time));
  }

  private Said merge(Object... more) {
    var body = new java.util.HashMap<String, Object>();
    body.put("sha", pr.headSha());
    for (var i = 0; i < more.length; i += 2) {
      body.put(String.valueOf(more[i]), more[i + 1]);
    }
    return asker.call("PUT", ONE + "/merge", body);
  }

  // --- merging
  // --------------------------------------------------------------------------------------------

  @Test
  void refusalsOfAMergeComeInGitLabsOrder() {
    assertThat(asker.call("PUT", API + "/merge_requests/2/merge", Map.of()).status())
        .isEqualTo(404);
    simulator.gitlab().instance().shaRequired(true);
    asker.with(GitLabTokens.REPORTER);
    var without = asker.call("PUT", ONE + "/merge", Map.of());
    assertThat(without.status()).isEqualTo(400);
    assertThat(without.text()).contains("SHA must be provided when merging");
    assertThat(merge("sha", "0".repeat(40)).status()).isEqualTo(401);
    asker.with(GitLabTokens.DEVELOPER);
    pr.draft();
    var moved = merge("sha", "0".repeat(40));
    assertThat(moved.status()).isEqualTo(409);
    assertThat(moved.json().path("message").asString())
        .isEqualTo("SHA does not match HEAD of source branch: " + pr.headSha());
    var draft = merge();
    assertThat(draft.status()).isEqualTo(405);
    assertThat(draft.text()).isEqualTo("{\"message\":\"405 Method Not Allowed\"}");
    pr.ready();
    MergeRequest.of(pr).failsToMerge("Something went wrong");
    assertThat(merge().status()).isEqualTo(422);
    assertThat(asker.get(ONE).json().path("merge_error").asString())
        .isEqualTo("Something went wrong");
    var merged = merge("squash", true, "squash_commit_message", "One thing");
    assertThat(merged.status()).isEqualTo(200);
    assertThat(merged.json().path("state").asString()).isEqualTo("merged");
    assertThat(merged.json().path("squash_commit_sha").asString()).hasSize(40);
    assertThat(
            project().findCommit(Objects.requireNonNull(pr.mergeCommit())).orElseThrow().message())
        .isEqualTo("One thing");
    assertThat(merge().status()).isEqualTo(405);
  }

  @Test
  void whoMayOnlyReadIsToldThatTheScopeIsTooSmall() {
    asker.with(GitLabTokens.READ_ONLY);
    assertThat(merge().json().path("error").asString()).isEqualTo("insufficient_scope");
    assertThat(pr.open()).isTrue();
  }

  @Test
  void aMergeMayTakeAWhileAndTheBranchLonger() {
    simulator
        .gitlab()
        .instance()
        .mergesTake(Duration.ofSeconds(3))
        .deletionsTake(Duration.ofSeconds(3));
    assertThat(merge("should_remove_source_branch", true).json().path("state").asString())
        .isEqualTo("locked");
    assertThat(asker.get(API + "/merge_requests?state=opened").json().size()).isZero();
    assertThat(merge().status()).isEqualTo(405);
    passes(Duration.ofSeconds(4));
    assertThat(asker.get(ONE).json().path("state").asString()).isEqualTo("merged");
    assertThat(asker.get(API + "/repository/branches/change-1").status()).isEqualTo(200);
    passes(Duration.ofSeconds(4));
    assertThat(asker.get(API + "/repository/branches/change-1").status()).isEqualTo(404);
  }

  @Test
  void aMergeMayFailAfterItWasAccepted() {
    simulator.gitlab().instance().mergesTake(Duration.ofSeconds(3));
    MergeRequest.of(pr).failsToMerge("Merge failed: hook declined");
    assertThat(merge().status()).isEqualTo(200);
    passes(Duration.ofSeconds(4));
    var after = asker.get(ONE).json();
    assertThat(after.path("state").asString()).isEqualTo("opened");
    assertThat(after.path("merge_error").asString()).contains("hook declined");
  }

  @Test
  void aMergeMayHappenAlthoughTheAnswerFails() {
    simulator.faults().add(Fault.status(502).on("PUT").times(1).afterTheWork());
    assertThat(merge().status()).isEqualTo(502);
    assertThat(pr.state()).isEqualTo(PullRequest.State.MERGED);
  }

  @Test
  void aMergeMayWaitForItsChecks() {
    project().protect(Rules.none().checks("build"));
    pr.check("build", CheckState.RUNNING);
    assertThat(merge().status()).isEqualTo(405);
    var armed = merge("auto_merge", true);
    assertThat(armed.json().path("state").asString()).isEqualTo("opened");
    assertThat(armed.json().path("merge_when_pipeline_succeeds").asBoolean()).isTrue();
    pr.finish("build", CheckState.PASSED);
    assertThat(asker.get(ONE).json().path("state").asString()).isEqualTo("merged");
  }

  @Test
  void waitingCanBeCalledOff() {
    project().protect(Rules.none().checks("build"));
    pr.check("build", CheckState.RUNNING);
    merge("auto_merge", true);
    var cancel = ONE + "/cancel_merge_when_pipeline_succeeds";
    assertThat(asker.call("POST", cancel, Map.of()).status()).isEqualTo(201);
    pr.finish("build", CheckState.PASSED);
    assertThat(asker.get(ONE).json().path("state").asString()).isEqualTo("opened");
  }

  @Test
  void aTrainTakesWhatIsReady() {
    project().protect(Rules.none().mergeQueue());
    var train = API + "/merge_trains/merge_requests/1";
    var boarded = asker.call("POST", train, Map.of("sha", pr.headSha()));
    assertThat(boarded.status()).isEqualTo(201);
    assertThat(boarded.json().path(0).path("status").asString()).isEqualTo("idle");
    assertThat(asker.get(train).json().path("merge_request").path("iid").asInt()).isEqualTo(1);
    var query =
        "{ project(fullPath: \"acme/platform/api\") { mergeRequest(iid: \"1\") { mergeTrainCar { index status } mergeTrainIndex } } }";
    assertThat(asker.query(query, Map.of()).text()).contains("\"index\":0").contains("IDLE");
  }

  // --- reviewing
  // ------------------------------------------------------------------------------------------

  @Test
  void approvalsAreGivenOnceAndNotByTheAuthor() {
    project().protect(Rules.none().approvals(1));
    var own = asker.with(GitLabTokens.DEVELOPER).call("POST", ONE + "/approve", Map.of());
    assertThat(own.status()).isEqualTo(401);
    assertThat(own.text()).isEqualTo("{\"message\":\"401 Unauthorized\"}");
    asker.with(GitLabTokens.REVIEWER);
    assertThat(asker.call("POST", ONE + "/approve", Map.of("sha", "1".repeat(40))).status())
        .isEqualTo(409);
    var given = asker.call("POST", ONE + "/approve", Map.of("sha", pr.headSha()));
    assertThat(given.status()).isEqualTo(201);
    assertThat(given.json().path("approved").asBoolean()).isTrue();
    assertThat(asker.call("POST", ONE + "/approve", Map.of()).status()).isEqualTo(401);
    assertThat(asker.call("POST", ONE + "/unapprove", Map.of()).status()).isEqualTo(201);
    assertThat(asker.call("POST", ONE + "/unapprove", Map.of()).status()).isEqualTo(404);
    assertThat(asker.with(GitLabTokens.REPORTER).call("POST", ONE + "/approve", Map.of()).status())
        .isEqualTo(401);
  }

  @Test
  void changesAreRequestedByGraphQlWhereTheEditionKnowsIt() {
    var mutation =
        "mutation { mergeRequestRequestChanges(input: {projectPath: \"acme/platform/api\", iid: \"1\"}) { errors mergeRequest { detailedMergeStatus changeRequesters { nodes { username } } } } }";
    var said = asker.with(GitLabTokens.REVIEWER).query(mutation, Map.of());
    assertThat(said.text()).contains("REQUESTED_CHANGES").contains("lena");
    assertThat(asker.with(GitLabTokens.REPORTER).query(mutation, Map.of()).text())
        .contains(GraphQlError.UNAVAILABLE.substring(0, 40));
    simulator.gitlab().instance().tier(Instance.Tier.FREE);
    assertThat(asker.query(mutation, Map.of()).text())
        .contains("Field 'mergeRequestRequestChanges' doesn't exist on type 'Mutation'");
    assertThat(asker.get(ONE).json().path("detailed_merge_status").asString())
        .isEqualTo("mergeable");
  }

  @Test
  void askingAgainStartsAReviewAnew() {
    pr.requestChanges("lena", "No.");
    var lena = "gid://gitlab/User/" + world.person("lena").id();
    var mutation =
        "mutation($user: UserID!) { mergeRequestReviewerRereview(input: {projectPath: \"acme/platform/api\", iid: \"1\", userId: $user}) { errors mergeRequest { detailedMergeStatus } } }";
    assertThat(asker.query(mutation, Map.of("user", lena)).text()).contains("MERGEABLE");
    assertThat(asker.get(ONE + "/reviewers").json().path(0).path("state").asString())
        .isEqualTo("unreviewed");
  }

  // --- talking
  // --------------------------------------------------------------------------------------------

  private Said say(String text) {
    return asker.call("POST", ONE + "/notes", Map.of("body", text));
  }

  @Test
  void whatBeginsWithASlashIsDoneInsteadOfSaid() {
    asker.with(GitLabTokens.REVIEWER);
    var said = say("Looks good, see /close to people who know.");
    assertThat(said.status()).isEqualTo(201);
    assertThat(pr.comments().getLast().body()).contains("/close");
    var done = say("/close");
    assertThat(done.status()).isEqualTo(202);
    assertThat(done.json().path("commands_changes").path("state_event").asString())
        .isEqualTo("close");
    assertThat(pr.state()).isEqualTo(PullRequest.State.CLOSED);
    say("/REOPEN\nSorry, that was the wrong one.");
    assertThat(pr.open()).isTrue();
    assertThat(pr.comments().getLast().body()).isEqualTo("Sorry, that was the wrong one.");
  }

  @Test
  void pathsAndCodeAndEscapedSlashesAreSaid() {
    asker.with(GitLabTokens.REVIEWER);
    for (var text :
        new String[] {
          "/usr/bin is missing", "\\/close", "```\n/close\n```", " /close", "/closer"
        }) {
      assertThat(say(text).status()).as(text).isEqualTo(201);
    }
    assertThat(pr.open()).isTrue();
  }

  @Test
  void unicodeAndLengthAreKeptAndLimited() {
    var text = "Ünïcode ✓ 👩‍💻 \u202Eright to left\u202C ".repeat(50).strip();
    assertThat(say(text).json().path("body").asString()).isEqualTo(text);
    assertThat(say("   ").status()).isEqualTo(400);
    assertThat(asker.call("POST", ONE + "/notes", Map.of()).text())
        .isEqualTo("{\"error\":\"body is missing\"}");
    assertThat(say("x".repeat(1_000_001)).text()).contains("too long");
    assertThat(say("x".repeat(1_000_000)).status()).isEqualTo(201);
  }

  @Test
  void conversationsAreStartedAnsweredAndResolved() {
    asker.with(GitLabTokens.REVIEWER);
    var started = asker.call("POST", ONE + "/discussions", Map.of("body", "Why?")).json();
    var path = ONE + "/discussions/" + started.path("id").asString();
    assertThat(asker.call("POST", path + "/notes", Map.of("body", "Because.")).status())
        .isEqualTo(201);
    assertThat(asker.get(path).json().path("notes").size()).isEqualTo(2);
    var resolved = asker.call("PUT", path, Map.of("resolved", true)).json();
    assertThat(resolved.path("notes").path(0).path("resolved").asBoolean()).isTrue();
    assertThat(pr.threads().getFirst().resolved()).isTrue();
  }

  // --- branches and jobs
  // ----------------------------------------------------------------------------------

  @Test
  void aRebaseTakesAWhile() {
    project().protect(Rules.none().strict()).moveBase("main");
    assertThat(asker.get(ONE).json().path("detailed_merge_status").asString())
        .isEqualTo("need_rebase");
    simulator.gitlab().instance().rebasesTake(Duration.ofSeconds(2));
    var head = pr.headSha();
    assertThat(asker.with(GitLabTokens.REPORTER).call("PUT", ONE + "/rebase", Map.of()).status())
        .isEqualTo(403);
    var started = asker.with(GitLabTokens.DEVELOPER).call("PUT", ONE + "/rebase", Map.of());
    assertThat(started.status()).isEqualTo(202);
    assertThat(started.json().path("rebase_in_progress").asBoolean()).isTrue();
    assertThat(asker.call("PUT", ONE + "/rebase", Map.of()).status()).isEqualTo(409);
    assertThat(
            asker
                .get(ONE + "?include_rebase_in_progress=true")
                .json()
                .path("rebase_in_progress")
                .asBoolean())
        .isTrue();
    passes(Duration.ofSeconds(3));
    var after = asker.get(ONE).json();
    assertThat(after.path("sha").asString()).isNotEqualTo(head);
    assertThat(after.path("detailed_merge_status").asString()).isEqualTo("mergeable");
  }

  @Test
  void aRebaseThatCannotBeDoneSaysSoAfterwards() {
    pr.conflicting();
    asker.call("PUT", ONE + "/rebase", Map.of());
    assertThat(asker.get(ONE).json().path("merge_error").asString()).startsWith("Rebase failed");
  }

  @Test
  void jobsAndPipelinesRunAgain() {
    pr.check("build", CheckState.FAILED).check("test", CheckState.PASSED);
    var pipeline = asker.get(ONE + "/pipelines").json().path(0).path("id").asLong();
    var retried = asker.call("POST", API + "/pipelines/" + pipeline + "/retry", Map.of());
    assertThat(retried.status()).isEqualTo(201);
    assertThat(retried.json().path("id").asLong()).isEqualTo(pipeline);
    assertThat(retried.json().path("status").asString()).isEqualTo("running");
    pr.finish("build", CheckState.PASSED);
    var job =
        asker
            .get(API + "/pipelines/" + pipeline + "/jobs")
            .json()
            .valueStream()
            .filter(each -> each.path("name").asString().equals("test"))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asLong();
    var again = asker.call("POST", API + "/jobs/" + job + "/retry", Map.of());
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json().path("id").asLong()).isNotEqualTo(job);
    assertThat(asker.call("POST", API + "/jobs/" + job + "/retry", Map.of()).status())
        .isEqualTo(403);
    var fresh = asker.call("POST", ONE + "/pipelines", Map.of());
    assertThat(fresh.status()).isEqualTo(201);
    assertThat(fresh.json().path("id").asLong()).isGreaterThan(pipeline);
    assertThat(
            asker
                .with(GitLabTokens.REPORTER)
                .call("POST", API + "/pipelines/" + pipeline + "/retry", Map.of())
                .status())
        .isEqualTo(403);
  }

  @Test
  void aManualJobIsPlayed() {
    ProjectSettings.of(project()).pipelinesMustSucceed().manualJob("deploy", true);
    pr.check("build", CheckState.PASSED).check("deploy", CheckState.QUEUED);
    assertThat(asker.get(ONE).json().path("detailed_merge_status").asString())
        .isEqualTo("ci_still_running");
    var jobs = asker.get(API + "/pipelines/" + pipeline() + "/jobs").json();
    assertThat(jobs.path(0).path("status").asString()).isEqualTo("manual");
    var played = API + "/jobs/" + jobs.path(0).path("id").asLong() + "/play";
    assertThat(asker.call("POST", played, Map.of()).json().path("status").asString())
        .isEqualTo("running");
    assertThat(asker.call("POST", played, Map.of()).status()).isEqualTo(400);
  }

  private long pipeline() {
    return asker.get(ONE + "/pipelines").json().path(0).path("id").asLong();
  }

  @Test
  void titlesMakeDraftsAndStatesChange() {
    asker.with(GitLabTokens.DEVELOPER);
    var changed = asker.call("PUT", ONE, Map.of("title", "Draft: Not yet"));
    assertThat(changed.json().path("draft").asBoolean()).isTrue();
    assertThat(changed.json().path("title").asString()).isEqualTo("Draft: Not yet");
    assertThat(pr.title()).isEqualTo("Not yet");
    assertThat(asker.call("PUT", ONE, Map.of("title", "Now")).json().path("draft").asBoolean())
        .isFalse();
    assertThat(
            asker.call("PUT", ONE, Map.of("state_event", "close")).json().path("state").asString())
        .isEqualTo("closed");
    assertThat(asker.get(ONE).json().path("detailed_merge_status").asString())
        .isEqualTo("not_open");
    assertThat(asker.call("PUT", ONE, Map.of()).json().path("error").asString())
        .contains("at least one parameter must be provided");
    assertThat(asker.call("PUT", ONE, Map.of("title", " ")).text())
        .isEqualTo("{\"message\":{\"title\":[\"can't be blank\"]}}");
  }

  @Test
  void whatIsArchivedCannotBeChanged() {
    project().archive(true);
    assertThat(say("Hello").status()).isEqualTo(403);
    assertThat(merge().status()).isEqualTo(401);
    assertThat(asker.get(ONE).status()).isEqualTo(200);
  }
}
