package io.ampel.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.simulator.BranchRule.Kind;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BitbucketTruthTests {
  private static Arguments row(String situation, String light, Consumer<PullRequest> what) {
    return Arguments.of(situation, light, what);
  }

  private static Repository demand(PullRequest pr, Kind kind, int value) {
    return pr.repository().branchRule(kind, value);
  }

  static Stream<Arguments> situations() {
    return Stream.of(
        row("nothing at all", "READY", pr -> {}),
        row(
            "conflict with green builds",
            "BLOCKED",
            pr -> pr.status("ci", CheckState.PASSED).conflicting()),
        row("draft", "WAITING", pr -> pr.draft()),
        row("draft with a conflict", "BLOCKED", pr -> pr.draft().conflicting()),
        row("comparison takes too long", "UNKNOWN", pr -> pr.computing()),
        row(
            "build failed where nothing is demanded",
            "BLOCKED",
            pr -> pr.status("ci", CheckState.FAILED)),
        row("build runs", "WAITING", pr -> pr.status("ci", CheckState.RUNNING)),
        row("build stopped", "BLOCKED", pr -> pr.status("ci", CheckState.CANCELLED)),
        row(
            "pipeline ended in ERROR",
            "BLOCKED",
            pr -> pr.check("build", CheckState.STARTUP_FAILED)),
        row(
            "failed, then passed under the same key",
            "READY",
            pr -> pr.status("ci", CheckState.FAILED).status("ci", CheckState.PASSED)),
        row(
            "passed, then failed under the same key",
            "BLOCKED",
            pr -> pr.status("ci", CheckState.PASSED).status("ci", CheckState.FAILED)),
        row(
            "equal names in two pipelines",
            "BLOCKED",
            pr -> pr.check("A", "build", CheckState.PASSED).check("B", "build", CheckState.FAILED)),
        row(
            "a build beyond those demanded fails",
            "BLOCKED",
            pr -> {
              demand(pr, Kind.REQUIRE_PASSING_BUILDS_TO_MERGE, 1);
              pr.status("ci", CheckState.PASSED).status("lint", CheckState.FAILED);
            }),
        row(
            "fewer builds than demanded",
            "WAITING",
            pr -> {
              demand(pr, Kind.REQUIRE_PASSING_BUILDS_TO_MERGE, 2);
              pr.status("ci", CheckState.PASSED);
            }),
        row(
            "as many builds as demanded",
            "READY",
            pr -> {
              demand(pr, Kind.REQUIRE_PASSING_BUILDS_TO_MERGE, 2);
              pr.status("ci", CheckState.PASSED).status("lint", CheckState.SKIPPED);
            }),
        row(
            "suggested approval missing",
            "WAITING",
            pr -> demand(pr, Kind.REQUIRE_APPROVALS_TO_MERGE, 1)),
        row(
            "one of two",
            "WAITING",
            pr -> {
              demand(pr, Kind.REQUIRE_APPROVALS_TO_MERGE, 2);
              pr.approve("lena");
            }),
        row(
            "approved by somebody who was not asked",
            "READY",
            pr -> {
              demand(pr, Kind.REQUIRE_APPROVALS_TO_MERGE, 1);
              pr.approve("noor");
            }),
        row(
            "approved by the author",
            "WAITING",
            pr -> {
              demand(pr, Kind.REQUIRE_APPROVALS_TO_MERGE, 1);
              pr.approve("ben");
            }),
        row(
            "approved by an app",
            "WAITING",
            pr -> {
              demand(pr, Kind.REQUIRE_APPROVALS_TO_MERGE, 1);
              pr.approve("helper[bot]");
            }),
        row(
            "approved, but by no default reviewer",
            "WAITING",
            pr -> {
              demand(pr, Kind.REQUIRE_DEFAULT_REVIEWER_APPROVALS_TO_MERGE, 1)
                  .defaultReviewers("tariq");
              pr.approve("lena");
            }),
        row(
            "approved by a default reviewer",
            "READY",
            pr -> {
              demand(pr, Kind.REQUIRE_DEFAULT_REVIEWER_APPROVALS_TO_MERGE, 1)
                  .defaultReviewers("tariq");
              pr.approve("tariq");
            }),
        row("asked, nobody answered", "WAITING", pr -> pr.requestReview("lena")),
        row(
            "asked, somebody else approved",
            "READY",
            pr -> pr.requestReview("lena").approve("tariq")),
        row(
            "approved and taken back",
            "WAITING",
            pr -> pr.requestReview("lena").approve("lena").dismissReview("lena")),
        row("changes requested, also by a reader", "BLOCKED", pr -> pr.requestChanges("noor", "x")),
        row(
            "changes requested, asked again",
            "BLOCKED",
            pr -> pr.requestChanges("lena", "x").requestReview("lena")),
        row(
            "changes requested, then approved",
            "READY",
            pr -> pr.requestChanges("lena", "x").approve("lena")),
        row(
            "approvals go when something is pushed",
            "WAITING",
            pr -> {
              demand(pr, Kind.REQUIRE_APPROVALS_TO_MERGE, 1)
                  .branchRule(Kind.RESET_PULLREQUEST_APPROVALS_ON_CHANGE);
              pr.approve("lena").push();
            }),
        row(
            "approvals stay when something is pushed",
            "READY",
            pr -> {
              demand(pr, Kind.REQUIRE_APPROVALS_TO_MERGE, 1);
              pr.approve("lena").push();
            }),
        row(
            "objections go when something is pushed",
            "READY",
            pr -> {
              pr.repository().branchRule(Kind.RESET_PULLREQUEST_CHANGES_REQUESTED_ON_CHANGE);
              pr.requestChanges("lena", "x").push();
            }),
        row("open task", "BLOCKED", pr -> pr.task("lena", "x")),
        row(
            "task done",
            "READY",
            pr -> {
              pr.task("lena", "x");
              pr.resolveTasks();
            }),
        row(
            "comment open where it matters",
            "BLOCKED",
            pr -> {
              pr.repository().branchRule(Kind.REQUIRE_ALL_COMMENTS_RESOLVED);
              pr.thread("lena", "x", false);
            }),
        row("comment open where nobody minds", "READY", pr -> pr.thread("lena", "x", false)),
        row(
            "open comment deleted",
            "READY",
            pr -> {
              pr.repository().branchRule(Kind.REQUIRE_ALL_COMMENTS_RESOLVED);
              pr.thread("lena", "x", false);
              pr.deleteComment(pr.threads().getFirst().comments().getFirst());
            }),
        row(
            "behind by more than allowed",
            "WAITING",
            pr -> {
              demand(pr, Kind.REQUIRE_COMMITS_BEHIND, 1).moveBase("main").moveBase("main");
            }),
        row(
            "behind by as much as allowed",
            "READY",
            pr -> demand(pr, Kind.REQUIRE_COMMITS_BEHIND, 1).moveBase("main")),
        row(
            "merges itself when builds pass",
            "WAITING",
            pr -> pr.armAutoMerge(pr.repository().world().person("mira"), MergeMethod.SQUASH)),
        row(
            "who may merge is no matter of the light",
            "READY",
            pr -> pr.repository().branchRule(Kind.RESTRICT_MERGES, "mira")),
        row(
            "a rule of another branch",
            "READY",
            pr ->
                pr.repository().branchRule(Kind.REQUIRE_APPROVALS_TO_MERGE, "release/*", null, 2)),
        row(
            "a rule of every branch",
            "WAITING",
            pr -> pr.repository().branchRule(Kind.REQUIRE_APPROVALS_TO_MERGE, "*", null, 2)),
        row(
            "a rule of the branch where people develop",
            "WAITING",
            pr ->
                pr.repository().branchRule(Kind.REQUIRE_APPROVALS_TO_MERGE, "", "development", 2)),
        row(
            "demands written as protection",
            "WAITING",
            pr -> pr.repository().protect(Rules.none().approvals(1).checks("build"))),
        row("ghost", "READY", pr -> pr.ghostAuthor()),
        row(
            "fork with a failed build",
            "BLOCKED",
            pr -> pr.fromForkOf("stranger").status("ci", CheckState.FAILED)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("situations")
  void theLightIs(String situation, String light, Consumer<PullRequest> what) {
    try (var simulator = Simulator.start(0)) {
      var pr = simulator.world(Forge.BITBUCKET).repository("acme/api").pullRequest(1);
      what.accept(pr);
      assertThat(Truth.of(pr).light()).as(situation).isEqualTo(light);
      assertThat(Truth.of(pr).provider()).isEqualTo("bitbucket");
    }
  }

  @Test
  void theDemoHasEveryLightAtBitbucketToo() {
    try (var simulator = Simulator.start(0)) {
      simulator.demoWorld();
      var world = simulator.world(Forge.BITBUCKET);
      var open =
          world.repositories().stream()
              .flatMap(each -> each.pullRequests().stream())
              .filter(PullRequest::open)
              .toList();
      assertThat(open.size()).isBetween(12, 20);
      for (var light : java.util.List.of("READY", "WAITING", "BLOCKED")) {
        assertThat(open.stream().filter(each -> Truth.of(each).light().equals(light)).count())
            .as(light)
            .isGreaterThanOrEqualTo(4);
      }
      assertThat(open).extracting(each -> Truth.of(each).light()).contains("UNKNOWN");
      var mira = world.person("mira");
      assertThat(
              open.stream()
                  .filter(each -> Truth.of(each).light().equals("READY"))
                  .filter(each -> each.repository().role(mira).atLeast(Role.WRITE)))
          .hasSizeGreaterThanOrEqualTo(2);
      assertThat(open)
          .extracting(each -> each.repository().owner().login())
          .contains("lumen-ops", "harbor-sea");
      var life = new Life(() -> java.util.List.of(world), java.time.Duration.ofSeconds(1));
      for (var i = 0; i < 100; i++) {
        life.beat(world);
      }
    }
  }
}
