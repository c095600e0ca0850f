package io.ampel.provider.gitlab;

import static io.ampel.pullrequest.TrafficLight.BLOCKED;
import static io.ampel.pullrequest.TrafficLight.READY;
import static io.ampel.pullrequest.TrafficLight.UNKNOWN;
import static io.ampel.pullrequest.TrafficLight.WAITING;
import static io.ampel.simulator.CheckState.ACTION_REQUIRED;
import static io.ampel.simulator.CheckState.CANCELLED;
import static io.ampel.simulator.CheckState.FAILED;
import static io.ampel.simulator.CheckState.PASSED;
import static io.ampel.simulator.CheckState.RUNNING;
import static io.ampel.simulator.CheckState.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.pullrequest.Readiness;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.MergeMethod;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.QueueEntry;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Token;
import io.ampel.simulator.Token.Permission;
import io.ampel.simulator.Verdict;
import io.ampel.simulator.gitlab.MergeRequest;
import io.ampel.simulator.gitlab.MergeRequest.Outcome;
import io.ampel.simulator.gitlab.ProjectSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every situation that a merge request at GitLab can be in, told to the simulator and read back
 * through connector, mapping and rule: by GraphQL, and one by one by REST where that can tell.
 */
class SituationsTests {
  private static final String NO_PIPELINES = "glpat-mira0granularnopipeline";

  private static Simulator simulator;
  private static Lab lab;

  /**
   * @param code what must be among the reasons or, for READY, among the notes; empty for none
   */
  record Situation(
      String name,
      String token,
      Function<Repository, PullRequest> told,
      TrafficLight light,
      String code) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void open() {
    simulator = Simulator.start(0);
    var world = simulator.world(Forge.GITLAB);
    world.token(
        Token.fineGrained(NO_PIPELINES, world.person("mira"), world.organization("acme"))
            .read(Permission.PULL_REQUESTS, Permission.CONTENTS));
    lab = new Lab(simulator.gitlabBase());
  }

  @AfterAll
  static void close() {
    simulator.close();
  }

  private static final List<Situation> ALL = new ArrayList<>();

  private static void it(
      String name, TrafficLight light, String code, Function<Repository, PullRequest> told) {
    ALL.add(new Situation(name, GitLabTokens.DEVELOPER, told, light, code));
  }

  private static void with(
      String token,
      String name,
      TrafficLight light,
      String code,
      Function<Repository, PullRequest> told) {
    ALL.add(new Situation(name, token, told, light, code));
  }

  private static PullRequest open(Repository project) {
    return project.pullRequest("A change");
  }

  private static ProjectSettings settings(Repository project) {
    return ProjectSettings.of(project);
  }

  private static PullRequest mustSucceed(Repository project) {
    settings(project).pipelinesMustSucceed();
    return open(project);
  }

  private static MergeRequest only(PullRequest pullRequest) {
    return MergeRequest.of(pullRequest);
  }

  static Stream<Situation> all() {
    if (ALL.isEmpty()) {
      branches();
      obstacles();
      pipelines();
      reviews();
      fineGrained();
    }
    return ALL.stream();
  }

  private static void branches() {
    it("no pipeline, no rule", READY, "", r -> open(r));
    it(
        "conflict with a green pipeline",
        BLOCKED,
        "CONFLICT",
        r -> open(r).check("build", PASSED).conflicting());
    it("draft with a conflict", BLOCKED, "CONFLICT", r -> open(r).draft().conflicting());
    it("draft, otherwise fine", WAITING, "DRAFT", r -> open(r).draft());
    it("mergeability being computed", UNKNOWN, "MERGEABILITY_COMPUTING", r -> open(r).computing());
    it(
        "being prepared",
        UNKNOWN,
        "MERGEABILITY_COMPUTING",
        r -> {
          var pullRequest = open(r);
          only(pullRequest).preparing(true);
          return pullRequest;
        });
    it(
        "approvals being counted",
        UNKNOWN,
        "MERGEABILITY_COMPUTING",
        r -> {
          var pullRequest = open(r);
          only(pullRequest).approvalsSyncing(true);
          return pullRequest;
        });
    it(
        "behind where only fast-forwards are merged",
        WAITING,
        "BEHIND",
        r -> {
          settings(r).mergeMethod(ProjectSettings.MergeMethod.FF);
          return open(r).behind(2);
        });
    it(
        "behind where history is half linear, a draft, and an approval missing",
        WAITING,
        "BEHIND",
        r -> {
          settings(r)
              .mergeMethod(ProjectSettings.MergeMethod.REBASE_MERGE)
              .approvalRule("Everybody", 1);
          return open(r).behind(1).draft();
        });
    it(
        "only the target moved where up to date is demanded",
        WAITING,
        "BEHIND",
        r -> {
          settings(r).mergeMethod(ProjectSettings.MergeMethod.FF);
          var pullRequest = open(r).check("build", PASSED);
          r.moveBase("main");
          return pullRequest;
        });
    it(
        "behind where nobody minds",
        READY,
        "",
        r -> {
          r.moveBase("main");
          return open(r).behind(1);
        });
    it(
        "required conversation unresolved",
        BLOCKED,
        "CONVERSATIONS_UNRESOLVED",
        r -> open(r.protect(Rules.none().conversationsResolved())).thread("lena", "Why?", false));
    it(
        "a hundred and twenty resolved conversations and then an open one",
        BLOCKED,
        "CONVERSATIONS_UNRESOLVED",
        r -> {
          var pullRequest = open(r.protect(Rules.none().conversationsResolved()));
          for (var i = 0; i < 120; i++) {
            pullRequest.thread("lena", "Fine " + i, true);
          }
          return pullRequest.thread("lena", "Why?", false);
        });
    it(
        "conversation open where nobody demands",
        READY,
        "CONVERSATIONS_OPEN",
        r -> open(r).thread("lena", "Why?", false));
    it(
        "on the merge train",
        WAITING,
        "IN_QUEUE",
        r ->
            open(r.protect(Rules.none().mergeQueue()))
                .enqueue(QueueEntry.State.AWAITING_CHECKS, 2, r.world().person("ben")));
    it(
        "auto-merge armed",
        WAITING,
        "AUTO_MERGE",
        r ->
            mustSucceed(r)
                .check("build", RUNNING)
                .armAutoMerge(r.world().person("ben"), MergeMethod.SQUASH));
    it("author's account deleted", READY, "", r -> open(r).ghostAuthor());
    it(
        "archived",
        BLOCKED,
        "REPOSITORY_READ_ONLY",
        r -> {
          var pullRequest = open(r);
          r.archive(true);
          return pullRequest;
        });
  }

  private static void obstacles() {
    it(
        "another must be merged first",
        WAITING,
        "WAITS_FOR_OTHER",
        r -> {
          var pullRequest = open(r);
          only(pullRequest).blockedBy(r.pullRequest("The other"));
          return pullRequest;
        });
    it(
        "not before its time, and not approved either",
        WAITING,
        "NOT_BEFORE",
        r -> {
          settings(r).approvalRule("Everybody", 1);
          var pullRequest = open(r);
          only(pullRequest).mergeAfter(r.world().now().plus(Duration.ofHours(2)));
          return pullRequest;
        });
    it(
        "its time has come",
        READY,
        "",
        r -> {
          var pullRequest = open(r);
          only(pullRequest).mergeAfter(r.world().now().minus(Duration.ofHours(2)));
          return pullRequest;
        });
    it(
        "title of another form",
        BLOCKED,
        "TITLE_REFUSED",
        r -> {
          settings(r).titleMustMatch("^(feat|fix): ");
          return open(r);
        });
    it(
        "no Jira issue named",
        BLOCKED,
        "ISSUE_KEY_MISSING",
        r -> {
          settings(r).jiraIssueRequired("ACME");
          return open(r);
        });
    for (var outcome : Outcome.values()) {
      var light =
          switch (outcome) {
            case PENDING -> WAITING;
            case PASSED -> READY;
            case FAILED -> BLOCKED;
          };
      it(
          "security policy " + outcome,
          light,
          switch (outcome) {
            case PENDING -> "POLICY_RUNNING";
            case PASSED -> "";
            case FAILED -> "POLICY_VIOLATED";
          },
          r -> {
            var pullRequest = open(r);
            only(pullRequest).securityPolicy(outcome);
            return pullRequest;
          });
      it(
          "external status check " + outcome,
          light,
          switch (outcome) {
            case PENDING -> "SERVICE_RUNNING";
            case PASSED -> "";
            case FAILED -> "SERVICE_FAILED";
          },
          r -> {
            settings(r).statusChecksMustPass();
            var pullRequest = open(r);
            only(pullRequest).statusCheck("licences", outcome);
            return pullRequest;
          });
    }
    it(
        "a changed file is locked",
        BLOCKED,
        "FILES_LOCKED",
        r -> {
          settings(r).lock("", "tariq");
          return open(r);
        });
    it(
        "a large file is locked",
        BLOCKED,
        "FILES_LOCKED",
        r -> {
          var pullRequest = open(r);
          only(pullRequest).lockedLfsFiles(true);
          return pullRequest;
        });
  }

  private static void pipelines() {
    it(
        "required pipeline failed, approved",
        BLOCKED,
        "CHECK_FAILED",
        r -> {
          settings(r).approvalRule("Everybody", 1);
          return mustSucceed(r).check("build", FAILED).approve("lena");
        });
    it(
        "pipeline failed where GitLab would merge all the same",
        BLOCKED,
        "CHECK_FAILED",
        r -> open(r).check("build", FAILED));
    it("pipeline cancelled", BLOCKED, "CHECK_FAILED", r -> open(r).check("build", CANCELLED));
    it("pipeline running", WAITING, "CHECK_RUNNING", r -> open(r).check("build", RUNNING));
    it("all jobs skipped", READY, "", r -> open(r).check("build", SKIPPED));
    it(
        "pipeline skipped where one must succeed",
        BLOCKED,
        "CHECK_FAILED",
        r -> mustSucceed(r).check("build", SKIPPED));
    it(
        "pipeline skipped where that is fine",
        READY,
        "",
        r -> {
          settings(r).skippedPipelinesAreFine();
          return mustSucceed(r).check("build", SKIPPED);
        });
    it(
        "a job that may fail failed",
        READY,
        "OPTIONAL_CHECK_FAILED",
        r -> {
          settings(r).allowFailure("lint");
          return mustSucceed(r).check("build", PASSED).check("lint", FAILED);
        });
    it(
        "a manual job that holds nothing up",
        READY,
        "",
        r -> {
          settings(r).manualJob("deploy", false);
          return mustSucceed(r).check("build", PASSED).check("deploy", ACTION_REQUIRED);
        });
    it(
        "a manual job that holds the merge up",
        WAITING,
        "CHECK_NEEDS_PERSON",
        r -> {
          settings(r).manualJob("deploy", true);
          return mustSucceed(r).check("build", PASSED).check("deploy", ACTION_REQUIRED);
        });
    it(
        "a manual job in a pipeline that nobody demands",
        READY,
        "",
        r -> {
          settings(r).manualJob("deploy", true);
          return open(r).check("build", PASSED).check("deploy", ACTION_REQUIRED);
        });
    it(
        "pipeline of an older commit",
        UNKNOWN,
        "CHECKS_OUTDATED",
        r -> {
          var pullRequest = open(r).check("build", PASSED);
          var older = pullRequest.head();
          pullRequest.push();
          only(pullRequest).pipelineOf(older);
          return pullRequest;
        });
    it(
        "pipeline of the merged result",
        READY,
        "",
        r -> {
          settings(r).mergedResultPipelines();
          return mustSucceed(r).check("build", PASSED);
        });
    it(
        "pipeline of the merged result failed",
        BLOCKED,
        "CHECK_FAILED",
        r -> {
          settings(r).mergedResultPipelines();
          return mustSucceed(r).check("build", FAILED);
        });
    it("no pipeline where one must succeed", WAITING, "PIPELINE_MISSING", r -> mustSucceed(r));
    it(
        "no pipeline where one must succeed, for hours",
        BLOCKED,
        "CHECK_NEVER_STARTED",
        r -> {
          var opened = new PullRequest[1];
          r.world().ago(Duration.ofHours(5), () -> opened[0] = mustSucceed(r));
          return opened[0];
        });
    it("the failing one beyond thirty", BLOCKED, "CHECK_FAILED", r -> many(r, 34));
    it("the failing one beyond a hundred", BLOCKED, "CHECK_FAILED", r -> many(r, 230));
    it(
        "a failed job run again with success",
        READY,
        "",
        r -> open(r).check("build", FAILED).rerun("build").finish("build", PASSED));
    it(
        "a job that succeeded run again and failing",
        BLOCKED,
        "CHECK_FAILED",
        r -> open(r).check("build", PASSED).rerun("build").finish("build", FAILED));
    it(
        "reported from outside as failing",
        BLOCKED,
        "CHECK_FAILED",
        r -> open(r).check("build", PASSED).status("ci/licences", FAILED));
    it(
        "from a fork, pipeline failing, approved",
        BLOCKED,
        "CHECK_FAILED",
        r -> mustSucceed(r).fromForkOf("noor").check("build", FAILED).approve("lena"));
    it(
        "equally named jobs of two stages, one fails",
        BLOCKED,
        "CHECK_FAILED",
        r -> open(r).check("CI", "build", FAILED).check("Nightly", "build", PASSED));
  }

  private static PullRequest many(Repository project, int count) {
    var pullRequest = open(project);
    for (var i = 0; i < count; i++) {
      pullRequest.check("job-" + i, i == count - 1 ? FAILED : PASSED);
    }
    return pullRequest;
  }

  private static PullRequest needs(Repository project, int approvals) {
    settings(project).approvalRule("Everybody", approvals);
    return open(project);
  }

  private static void reviews() {
    it(
        "no rule, a review requested and not given",
        WAITING,
        "REVIEW_PENDING",
        r -> open(r).requestReview("lena"));
    it(
        "no rule, two asked, one approved",
        READY,
        "",
        r -> open(r).requestReview("lena", "tariq").approve("lena"));
    it(
        "no rule, asked and only commented",
        READY,
        "",
        r -> {
          var pullRequest = open(r).requestReview("lena");
          pullRequest.review("lena", Verdict.COMMENTED, "Hm");
          return pullRequest;
        });
    it(
        "changes requested, then approved by the same",
        READY,
        "",
        r -> needs(r, 1).requestChanges("lena", "No").approve("lena"));
    it(
        "approved, then only commented by the same",
        READY,
        "",
        r -> {
          var pullRequest = needs(r, 1).approve("lena");
          pullRequest.review("lena", Verdict.COMMENTED, "Nice");
          return pullRequest;
        });
    it(
        "changes requested by somebody who may push",
        BLOCKED,
        "CHANGES_REQUESTED",
        r -> needs(r, 1).approve("tariq").requestChanges("lena", "No"));
    it(
        "changes requested by a reporter",
        READY,
        "OBJECTION_WITHOUT_WEIGHT",
        r -> needs(r, 1).approve("lena").requestChanges("noor", "No"));
    it(
        "changes requested, then asked again",
        WAITING,
        "REVIEW_PENDING",
        r -> open(r).requestChanges("lena", "No").requestReview("lena"));
    it(
        "one of two approvals",
        WAITING,
        "GROUP_APPROVALS_MISSING",
        r -> needs(r, 2).approve("lena"));
    it(
        "one of two approvals by anybody, another asked",
        WAITING,
        "APPROVALS_MISSING",
        r -> open(r.protect(Rules.none().approvals(2))).approve("lena").requestReview("tariq"));
    it("the one approval given", READY, "", r -> needs(r, 1).approve("lena"));
    it(
        "the one approval given by a bot",
        WAITING,
        "NOBODY_ASKED",
        r -> {
          r.collaborator(r.world().person("approver[bot]"), io.ampel.simulator.Role.WRITE);
          return open(r.protect(Rules.none().approvals(1))).approve("approver[bot]");
        });
    it(
        "approval taken back",
        WAITING,
        "GROUP_APPROVALS_MISSING",
        r -> needs(r, 1).approve("lena").dismissReview("lena"));
    it(
        "approved, but not by those the rule names",
        WAITING,
        "GROUP_APPROVALS_MISSING",
        r -> {
          settings(r).approvalRule("Security", 1, "tariq");
          return open(r).approve("lena");
        });
    it(
        "approved by those the rule names",
        READY,
        "",
        r -> {
          settings(r).approvalRule("Security", 1, "tariq");
          return open(r).approve("tariq");
        });
    it(
        "a code owner is missing",
        WAITING,
        "GROUP_APPROVALS_MISSING",
        r -> {
          r.world().organization("acme").team("owners", "Owners", "tariq");
          return open(r.protect(Rules.none().approvals(1).codeOwnersApprove()))
              .requestTeam("owners", true)
              .approve("lena");
        });
  }

  private static void fineGrained() {
    with(
        GitLabTokens.GRANULAR_READ,
        "fine-grained: pipeline failed",
        BLOCKED,
        "CHECK_FAILED",
        r -> open(r).check("build", FAILED));
    with(
        GitLabTokens.GRANULAR_READ,
        "fine-grained: everything fine",
        READY,
        "",
        r -> needs(r, 1).check("build", PASSED).approve("lena"));
    with(
        NO_PIPELINES,
        "fine-grained: pipelines not readable",
        UNKNOWN,
        "CHECKS_UNREADABLE",
        r -> open(r).check("build", FAILED));
    with(
        NO_PIPELINES,
        "fine-grained: pipelines not readable, and a conflict",
        BLOCKED,
        "CONFLICT",
        r -> open(r).check("build", PASSED).conflicting());
    with(
        GitLabTokens.READ_ONLY,
        "reads and may not write: all the same",
        WAITING,
        "CHECK_RUNNING",
        r -> open(r).check("build", RUNNING));
  }

  private static int projects;

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void theLightIsTrue(Situation situation) {
    check(situation, situation.token());
  }

  private static void check(Situation situation, String token) {
    var name = "acme/s" + projects++;
    var told = situation.told().apply(simulator.world(Forge.GITLAB).repository(name));
    var access = lab.access(token);
    var repository = lab.repository(access, name);
    var requirements = lab.connector.requirements(access, repository, "main");
    var read = lab.read(access, repository, told.number());

    var found = Readiness.of(read.facts(), repository, requirements, lab.clock.instant());

    assertThat(found.light())
        .as(
            "reasons %s, notes %s, checks %s, verdict %s",
            found.reasons(), found.notBlocking(), read.facts().checks(), read.facts().verdict())
        .isEqualTo(situation.light());
    if (!situation.code().isEmpty()) {
      assertThat(
              Stream.concat(
                  found.reasons().stream().map(reason -> reason.code().name()),
                  found.notBlocking().stream().map(note -> note.code().name())))
          .contains(situation.code());
    }
  }
}
