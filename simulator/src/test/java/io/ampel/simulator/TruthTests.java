package io.ampel.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TruthTests {
  private static final Rules ONE = Rules.none().approvals(1).checks("build");

  private static Arguments row(
      String situation, Rules rules, String light, Consumer<PullRequest> what) {
    return Arguments.of(situation, rules, light, what);
  }

  static Stream<Arguments> situations() {
    return Stream.of(
        row("no checks, no rules", Rules.none(), "READY", pr -> {}),
        row("conflict", Rules.none(), "BLOCKED", pr -> pr.conflicting()),
        row("draft", Rules.none(), "WAITING", pr -> pr.draft()),
        row("draft with a conflict", Rules.none(), "BLOCKED", pr -> pr.draft().conflicting()),
        row("computing", Rules.none(), "UNKNOWN", pr -> pr.computing()),
        row(
            "required status fails",
            ONE,
            "BLOCKED",
            pr -> pr.status("build", CheckState.FAILED).approve("lena")),
        row(
            "required check runs",
            ONE,
            "WAITING",
            pr -> pr.check("build", CheckState.RUNNING).approve("lena")),
        row(
            "optional check fails",
            ONE,
            "READY",
            pr ->
                pr.check("build", CheckState.PASSED)
                    .check("lint", CheckState.FAILED)
                    .approve("lena")),
        row(
            "fails without rules",
            Rules.none(),
            "BLOCKED",
            pr -> pr.check("build", CheckState.FAILED)),
        row(
            "runs without rules",
            Rules.none(),
            "WAITING",
            pr -> pr.check("build", CheckState.RUNNING)),
        row(
            "failed, then passed",
            ONE,
            "READY",
            pr ->
                pr.check("build", CheckState.FAILED)
                    .check("build", CheckState.PASSED)
                    .approve("lena")),
        row(
            "passed, then failed",
            ONE,
            "BLOCKED",
            pr ->
                pr.check("build", CheckState.PASSED)
                    .check("build", CheckState.FAILED)
                    .approve("lena")),
        row(
            "equal names in two workflows",
            ONE,
            "BLOCKED",
            pr ->
                pr.check("A", "build", CheckState.PASSED)
                    .check("B", "build", CheckState.FAILED)
                    .approve("lena")),
        row(
            "required of an app, reported by another",
            Rules.none().checkOf("codecov", "build"),
            "WAITING",
            pr -> pr.check("build", CheckState.FAILED)),
        row(
            "required of an app, reported by it and by another",
            Rules.none().checkOf("codecov", "build"),
            "READY",
            pr ->
                pr.check("build", CheckState.FAILED)
                    .appCheck("codecov", "build", CheckState.PASSED)),
        row("never reported", ONE, "WAITING", pr -> pr.approve("lena")),
        row("asked, nobody answered", Rules.none(), "WAITING", pr -> pr.requestReview("lena")),
        row(
            "asked, another approved",
            Rules.none(),
            "READY",
            pr -> pr.requestReview("lena").approve("tariq")),
        row(
            "changes, then approved",
            ONE,
            "READY",
            pr -> pr.check("build", CheckState.PASSED).requestChanges("lena", "x").approve("lena")),
        row(
            "approved, then commented",
            ONE,
            "READY",
            pr ->
                pr.check("build", CheckState.PASSED)
                    .approve("lena")
                    .review("lena", Verdict.COMMENTED, "x")),
        row("changes by a reader", Rules.none(), "READY", pr -> pr.requestChanges("noor", "x")),
        row(
            "changes, asked again",
            Rules.none(),
            "WAITING",
            pr -> pr.requestChanges("lena", "x").requestReview("lena")),
        row("one of two", Rules.none().approvals(2), "WAITING", pr -> pr.approve("lena")),
        row(
            "approved by a bot",
            Rules.none().approvals(1),
            "WAITING",
            pr -> pr.approve("dependabot[bot]")),
        row(
            "pushed after approval",
            Rules.none().approvals(1).dismissStale(),
            "WAITING",
            pr -> pr.approve("lena").push()),
        row(
            "conversation open",
            Rules.none().conversationsResolved(),
            "BLOCKED",
            pr -> pr.thread("lena", "x", false)),
        row("behind", Rules.none().strict(), "WAITING", pr -> pr.repository().moveBase("main")),
        row(
            "behind where nobody minds",
            Rules.none(),
            "READY",
            pr -> pr.repository().moveBase("main")),
        row(
            "in the queue",
            Rules.none().mergeQueue(),
            "WAITING",
            pr -> pr.enqueue(QueueEntry.State.QUEUED, 1, pr.repository().world().person("mira"))),
        row(
            "thrown out of the queue",
            Rules.none().mergeQueue(),
            "BLOCKED",
            pr ->
                pr.enqueue(
                    QueueEntry.State.UNMERGEABLE, 1, pr.repository().world().person("mira"))),
        row(
            "auto-merge",
            Rules.none(),
            "WAITING",
            pr -> pr.armAutoMerge(pr.repository().world().person("mira"), MergeMethod.SQUASH)),
        row("ghost", Rules.none(), "READY", pr -> pr.ghostAuthor()),
        row(
            "fork with a failing check",
            ONE,
            "BLOCKED",
            pr -> pr.fromForkOf("stranger").check("build", CheckState.FAILED).approve("lena")));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("situations")
  void theLightIs(String situation, Rules rules, String light, Consumer<PullRequest> what) {
    try (var simulator = Simulator.start(0)) {
      var pr = simulator.world().repository("acme/api").protect(rules).pullRequest(1);
      what.accept(pr);
      assertThat(Truth.of(pr)).extracting(Truth::light).as(situation).isEqualTo(light);
    }
  }
}
