package io.ampel.provider.bitbucket;

import static io.ampel.pullrequest.TrafficLight.BLOCKED;
import static io.ampel.pullrequest.TrafficLight.READY;
import static io.ampel.pullrequest.TrafficLight.UNKNOWN;
import static io.ampel.pullrequest.TrafficLight.WAITING;
import static io.ampel.simulator.BranchRule.Kind.ENFORCE_MERGE_CHECKS;
import static io.ampel.simulator.BranchRule.Kind.REQUIRE_ALL_COMMENTS_RESOLVED;
import static io.ampel.simulator.BranchRule.Kind.REQUIRE_APPROVALS_TO_MERGE;
import static io.ampel.simulator.BranchRule.Kind.REQUIRE_COMMITS_BEHIND;
import static io.ampel.simulator.BranchRule.Kind.REQUIRE_DEFAULT_REVIEWER_APPROVALS_TO_MERGE;
import static io.ampel.simulator.BranchRule.Kind.REQUIRE_PASSING_BUILDS_TO_MERGE;
import static io.ampel.simulator.BranchRule.Kind.RESET_PULLREQUEST_APPROVALS_ON_CHANGE;
import static io.ampel.simulator.CheckState.CANCELLED;
import static io.ampel.simulator.CheckState.FAILED;
import static io.ampel.simulator.CheckState.PASSED;
import static io.ampel.simulator.CheckState.RUNNING;
import static io.ampel.simulator.CheckState.SKIPPED;
import static io.ampel.simulator.CheckState.STARTUP_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.Access;
import io.ampel.pullrequest.Note;
import io.ampel.pullrequest.Readiness;
import io.ampel.pullrequest.Reason;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.simulator.BranchRule;
import io.ampel.simulator.Forge;
import io.ampel.simulator.MergeMethod;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every situation that a pull request at Bitbucket can be in, told to the simulator and read back
 * through connector, mapping and rule, by somebody who may read what branches demand.
 */
class SituationsTests {
  private static Simulator simulator;
  private static Lab lab;
  private static int number;

  /**
   * @param code what must be among the reasons or, for READY, among the notes; empty for none
   */
  record Situation(
      String name, Function<Repository, PullRequest> told, TrafficLight light, String code) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void open() {
    simulator = Simulator.start(0);
    lab = new Lab(simulator.bitbucketBase());
  }

  @AfterAll
  static void close() {
    simulator.close();
  }

  private static final List<Situation> ALL = new ArrayList<>();

  private static void it(
      String name, TrafficLight light, String code, Function<Repository, PullRequest> told) {
    ALL.add(new Situation(name, told, light, code));
  }

  private static PullRequest open(Repository repository) {
    return repository.pullRequest("A change");
  }

  private static Repository demands(Repository repository, BranchRule.Kind kind, int value) {
    return repository.branchRule(kind, value);
  }

  static Stream<Situation> all() {
    if (ALL.isEmpty()) {
      branches();
      builds();
      reviews();
      talks();
    }
    return ALL.stream();
  }

  private static void branches() {
    it("no builds, no rule", READY, "", r -> open(r));
    it(
        "conflict with green builds",
        BLOCKED,
        "CONFLICT",
        r -> open(r).status("build", PASSED).conflicting());
    it("draft with a conflict", BLOCKED, "CONFLICT", r -> open(r).draft().conflicting());
    it("draft, otherwise fine", WAITING, "DRAFT", r -> open(r).draft());
    it("conflicts not computed yet", UNKNOWN, "MERGEABILITY_COMPUTING", r -> open(r).computing());
    it(
        "behind where up to date is demanded",
        WAITING,
        "BEHIND",
        r -> open(demands(r, REQUIRE_COMMITS_BEHIND, 0)).behind(2));
    it(
        "as far behind as the branch lets pass",
        READY,
        "",
        r -> open(demands(r, REQUIRE_COMMITS_BEHIND, 2)).behind(2));
    it("behind where nobody minds", READY, "", r -> open(r).behind(2));
    it(
        "behind because the base moved",
        WAITING,
        "BEHIND",
        r -> {
          var pullRequest = open(demands(r, REQUIRE_COMMITS_BEHIND, 0));
          r.moveBase("main");
          return pullRequest;
        });
    it(
        "merges itself when its builds have passed",
        WAITING,
        "AUTO_MERGE",
        r -> open(r).armAutoMerge(r.world().person("ben"), MergeMethod.MERGE));
    it("author's account deleted", READY, "", r -> open(r).ghostAuthor());
    it("from a fork", READY, "", r -> open(r).fromForkOf("tariq").status("build", PASSED));
    it(
        "from a fork, build failing, approved",
        BLOCKED,
        "CHECK_FAILED",
        r -> open(r).fromForkOf("tariq").status("build", FAILED).approve("lena"));
    it("from a fork that is gone", READY, "", r -> open(r).fromForkOf("tariq").forkDeleted());
  }

  private static void builds() {
    it(
        "one failed where none is demanded",
        BLOCKED,
        "CHECK_FAILED",
        r -> open(r).status("b", FAILED));
    it(
        "one runs where none is demanded",
        WAITING,
        "CHECK_RUNNING",
        r -> open(r).status("b", RUNNING));
    it(
        "a pipeline that ended in an error",
        BLOCKED,
        "CHECK_FAILED",
        r -> open(r).check("build", STARTUP_FAILED));
    it("one was stopped", BLOCKED, "CHECK_FAILED", r -> open(r).status("b", CANCELLED));
    it(
        "demanded and failing, approved",
        BLOCKED,
        "CHECK_FAILED",
        r ->
            open(demands(
                    demands(r, REQUIRE_PASSING_BUILDS_TO_MERGE, 1), REQUIRE_APPROVALS_TO_MERGE, 1))
                .status("b", FAILED)
                .approve("lena"));
    it(
        "demanded and running, approved",
        WAITING,
        "CHECK_RUNNING",
        r ->
            open(demands(r, REQUIRE_PASSING_BUILDS_TO_MERGE, 1))
                .status("b", RUNNING)
                .approve("lena"));
    it(
        "fewer than demanded",
        WAITING,
        "BUILDS_MISSING",
        r -> open(demands(r, REQUIRE_PASSING_BUILDS_TO_MERGE, 2)).status("b", PASSED));
    it(
        "as many as demanded",
        READY,
        "",
        r ->
            open(demands(r, REQUIRE_PASSING_BUILDS_TO_MERGE, 2))
                .status("b", PASSED)
                .status("lint", SKIPPED));
    it(
        "an older failure replaced by a success",
        READY,
        "",
        r -> open(r).status("b", FAILED).status("b", PASSED));
    it(
        "an older success replaced by a failure",
        BLOCKED,
        "CHECK_FAILED",
        r -> open(r).status("b", PASSED).status("b", FAILED));
    it(
        "run again on the same head and failing",
        BLOCKED,
        "CHECK_FAILED",
        r -> open(r).check("b", PASSED).rerun("b").finish("b", FAILED));
    it(
        "two of the same name, one fails",
        BLOCKED,
        "CHECK_FAILED",
        r -> open(r).check("A", "build", PASSED).check("B", "build", FAILED));
    it(
        "the failing one stands on a later page",
        BLOCKED,
        "CHECK_FAILED",
        r -> {
          var pullRequest = open(r);
          for (var i = 0; i < 130; i++) {
            pullRequest.status("build " + i, i == 120 ? FAILED : PASSED);
          }
          return pullRequest;
        });
  }

  private static void reviews() {
    it(
        "approval only suggested and missing",
        WAITING,
        "NOBODY_ASKED",
        r -> open(demands(r, REQUIRE_APPROVALS_TO_MERGE, 1)));
    it(
        "approval enforced and missing, somebody asked",
        WAITING,
        "APPROVALS_MISSING",
        r ->
            open(demands(r, REQUIRE_APPROVALS_TO_MERGE, 1).branchRule(ENFORCE_MERGE_CHECKS))
                .requestReview("lena"));
    it(
        "one of two",
        WAITING,
        "NOBODY_ASKED",
        r -> open(demands(r, REQUIRE_APPROVALS_TO_MERGE, 2)).approve("lena"));
    it(
        "one needed and given",
        READY,
        "",
        r -> open(demands(r, REQUIRE_APPROVALS_TO_MERGE, 1)).approve("lena"));
    it(
        "one needed, given by the author",
        WAITING,
        "NOBODY_ASKED",
        r -> open(demands(r, REQUIRE_APPROVALS_TO_MERGE, 1)).author("ben").approve("ben"));
    it(
        "one needed, given by an app",
        WAITING,
        "NOBODY_ASKED",
        r -> open(demands(r, REQUIRE_APPROVALS_TO_MERGE, 1)).approve("helper[bot]"));
    it(
        "approved, but by no default reviewer",
        WAITING,
        "GROUP_APPROVALS_MISSING",
        r ->
            open(demands(r, REQUIRE_DEFAULT_REVIEWER_APPROVALS_TO_MERGE, 1)
                    .defaultReviewers("tariq", "lena"))
                .approve("noor"));
    it(
        "approved by a default reviewer",
        READY,
        "",
        r ->
            open(demands(r, REQUIRE_DEFAULT_REVIEWER_APPROVALS_TO_MERGE, 1)
                    .defaultReviewers("tariq", "lena"))
                .approve("tariq"));
    it(
        "approvals go when something is pushed",
        WAITING,
        "NOBODY_ASKED",
        r ->
            open(demands(r, REQUIRE_APPROVALS_TO_MERGE, 1)
                    .branchRule(RESET_PULLREQUEST_APPROVALS_ON_CHANGE))
                .approve("lena")
                .push());
    it(
        "approved, and the approval taken back",
        WAITING,
        "NOBODY_ASKED",
        r -> open(demands(r, REQUIRE_APPROVALS_TO_MERGE, 1)).approve("lena").dismissReview("lena"));
    it(
        "no rule, asked and not given",
        WAITING,
        "REVIEW_PENDING",
        r -> open(r).requestReview("lena"));
    it(
        "no rule, asked, somebody else approved",
        READY,
        "",
        r -> open(r).requestReview("lena").approve("tariq"));
    it("no rule, nobody approved", READY, "", r -> open(r));
    it(
        "changes requested",
        BLOCKED,
        "CHANGES_REQUESTED",
        r -> open(r).requestChanges("lena", "Please not so"));
    it(
        "changes requested by a reader, whose word counts here",
        BLOCKED,
        "CHANGES_REQUESTED",
        r -> open(r).requestChanges("noor", "Hm"));
    it(
        "changes requested, then approved by the same person",
        READY,
        "",
        r -> open(r).requestChanges("lena", "Hm").approve("lena"));
    it(
        "approved, then only commented by the same person",
        READY,
        "",
        r -> {
          var pullRequest = open(demands(r, REQUIRE_APPROVALS_TO_MERGE, 1)).approve("lena");
          pullRequest.comment("lena", "By the way");
          return pullRequest;
        });
  }

  private static void talks() {
    it(
        "conversation open where all must be resolved",
        BLOCKED,
        "CONVERSATIONS_UNRESOLVED",
        r -> open(r.branchRule(REQUIRE_ALL_COMMENTS_RESOLVED)).thread("lena", "Why?", false));
    it(
        "conversation resolved where all must be",
        READY,
        "",
        r -> open(r.branchRule(REQUIRE_ALL_COMMENTS_RESOLVED)).thread("lena", "Why?", true));
    it(
        "conversation open where nobody minds",
        READY,
        "CONVERSATIONS_OPEN",
        r -> open(r).thread("lena", "Why?", false));
    it(
        "the open conversation stands on a later page",
        BLOCKED,
        "CONVERSATIONS_UNRESOLVED",
        r -> {
          var pullRequest = open(r.branchRule(REQUIRE_ALL_COMMENTS_RESOLVED));
          for (var i = 0; i < 120; i++) {
            pullRequest.comment("lena", "Number " + i);
          }
          return pullRequest.thread("tariq", "Why?", false);
        });
    it(
        "a task is open",
        BLOCKED,
        "TASKS_OPEN",
        r -> {
          var pullRequest = open(r);
          pullRequest.task("lena", "Write a test");
          return pullRequest;
        });
    it(
        "all tasks are done",
        READY,
        "",
        r -> {
          var pullRequest = open(r);
          pullRequest.task("lena", "Write a test");
          return pullRequest.resolveTasks();
        });
  }

  @ParameterizedTest
  @MethodSource("all")
  void light(Situation situation) {
    var name = "acme/s" + number++;
    var world = simulator.world(Forge.BITBUCKET);
    world.person("helper[bot]");
    var told = situation.told().apply(world.repository(name));
    simulator.bitbucket().hourlyBudget(100_000);
    lab.budgets.told(lab.mira().account(), BitbucketManners.BUDGET, 100_000);
    Access mira = lab.mira();
    var found = lab.light(mira, lab.repository(mira, name), told.number());
    assertThat(found.light()).as(found.reasons().toString()).isEqualTo(situation.light());
    assertThat(Truth.of(told).light()).isEqualTo(situation.light().name());
    if (!situation.code().isEmpty()) {
      assertThat(codes(found)).contains(situation.code());
    }
  }

  private static List<String> codes(Readiness readiness) {
    return Stream.concat(
            readiness.reasons().stream().map(Reason::code).map(Enum::name),
            readiness.notBlocking().stream().map(Note::code).map(Enum::name))
        .toList();
  }
}
