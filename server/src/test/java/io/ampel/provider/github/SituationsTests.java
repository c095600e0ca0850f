package io.ampel.provider.github;

import static io.ampel.pullrequest.TrafficLight.BLOCKED;
import static io.ampel.pullrequest.TrafficLight.READY;
import static io.ampel.pullrequest.TrafficLight.UNKNOWN;
import static io.ampel.pullrequest.TrafficLight.WAITING;
import static io.ampel.simulator.CheckState.FAILED;
import static io.ampel.simulator.CheckState.PASSED;
import static io.ampel.simulator.CheckState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.pullrequest.Readiness;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.simulator.MergeMethod;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.QueueEntry;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import io.ampel.simulator.Verdict;
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
 * Every situation that a pull request at GitHub can be in, told to the simulator and read back
 * through connector, mapping and rule.
 */
class SituationsTests {
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
    lab = new Lab(simulator.githubBase());
  }

  @AfterAll
  static void close() {
    simulator.close();
  }

  private static final List<Situation> ALL = new ArrayList<>();

  private static void it(
      String name, TrafficLight light, String code, Function<Repository, PullRequest> told) {
    ALL.add(new Situation(name, Tokens.WRITER, told, light, code));
  }

  private static void with(
      String token,
      String name,
      TrafficLight light,
      String code,
      Function<Repository, PullRequest> told) {
    ALL.add(new Situation(name, token, told, light, code));
  }

  private static PullRequest open(Repository repository) {
    return repository.pullRequest("A change");
  }

  private static Repository demands(Repository repository, Rules rules) {
    return repository.protect(rules);
  }

  private static final Rules BUILD = Rules.none().checks("build");
  private static final Rules BUILD_AND_APPROVAL = Rules.none().checks("build").approvals(1);

  static Stream<Situation> all() {
    if (ALL.isEmpty()) {
      branches();
      checks();
      reviews();
      fineGrained();
    }
    return ALL.stream();
  }

  private static void branches() {
    it("no checks, no rule", READY, "", r -> open(r));
    it(
        "conflict with green checks",
        BLOCKED,
        "CONFLICT",
        r -> open(r).check("build", PASSED).conflicting());
    it("draft with a conflict", BLOCKED, "CONFLICT", r -> open(r).draft().conflicting());
    it("draft, otherwise fine", WAITING, "DRAFT", r -> open(r).draft());
    it("mergeability being computed", UNKNOWN, "MERGEABILITY_COMPUTING", r -> open(r).computing());
    it(
        "behind where up to date is demanded",
        WAITING,
        "BEHIND",
        r -> open(demands(r, BUILD.strict())).check("build", PASSED).behind(2));
    it(
        "behind, demanded by a ruleset, and an approval missing too",
        WAITING,
        "BEHIND",
        r -> {
          r.ruleset(BUILD_AND_APPROVAL.strict()).moveBase("main");
          return open(r).check("build", PASSED).behind(1);
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
        "only the base moved where up to date is demanded",
        WAITING,
        "BEHIND",
        r -> {
          var pullRequest = open(demands(r, BUILD.strict())).check("build", PASSED);
          r.moveBase("main");
          return pullRequest;
        });
    it(
        "required conversation unresolved",
        BLOCKED,
        "CONVERSATIONS_UNRESOLVED",
        r -> open(demands(r, Rules.none().conversationsResolved())).thread("lena", "Why?", false));
    it(
        "sixty resolved conversations and then an open one",
        BLOCKED,
        "CONVERSATIONS_UNRESOLVED",
        r -> {
          var pullRequest = open(demands(r, Rules.none().conversationsResolved()));
          for (var i = 0; i < 60; i++) {
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
        "in the merge queue",
        WAITING,
        "IN_QUEUE",
        r ->
            open(demands(r, Rules.none().mergeQueue()))
                .enqueue(QueueEntry.State.AWAITING_CHECKS, 2, r.world().person("ben")));
    it(
        "thrown out of the merge queue",
        BLOCKED,
        "QUEUE_REJECTED",
        r ->
            open(demands(r, Rules.none().mergeQueue()))
                .enqueue(QueueEntry.State.UNMERGEABLE, 1, r.world().person("ben")));
    it(
        "auto-merge armed",
        WAITING,
        "AUTO_MERGE",
        r ->
            open(demands(r, BUILD))
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

  private static void checks() {
    it(
        "required commit status failing, approved",
        BLOCKED,
        "CHECK_FAILED",
        r ->
            open(demands(r, Rules.none().checks("ci/build", "ci/lint").approvals(1)))
                .status("ci/build", FAILED)
                .status("ci/lint", PASSED)
                .approve("lena"));
    it(
        "from a fork, required check failing, approved",
        BLOCKED,
        "CHECK_FAILED",
        r ->
            open(demands(r, BUILD_AND_APPROVAL))
                .fromForkOf("noor")
                .check("build", FAILED)
                .approve("lena"));
    it("the failing one beyond thirty", BLOCKED, "CHECK_FAILED", r -> many(r, 34));
    it("the failing one beyond a hundred", BLOCKED, "CHECK_FAILED", r -> many(r, 130));
    it(
        "two workflows with equally named jobs",
        BLOCKED,
        "CHECK_FAILED",
        r ->
            open(demands(r, BUILD)).check("CI", "build", FAILED).check("Nightly", "build", PASSED));
    it(
        "a failed run replaced by a newer success",
        READY,
        "",
        r -> open(demands(r, BUILD)).check("build", FAILED).rerun("build").finish("build", PASSED));
    it(
        "a success replaced by a newer failed run",
        BLOCKED,
        "CHECK_FAILED",
        r -> open(demands(r, BUILD)).check("build", PASSED).rerun("build").finish("build", FAILED));
    it(
        "required check running, approved",
        WAITING,
        "CHECK_RUNNING",
        r -> open(demands(r, BUILD_AND_APPROVAL)).check("build", RUNNING).approve("lena"));
    it(
        "a check failing that is not required",
        READY,
        "OPTIONAL_CHECK_FAILED",
        r -> open(demands(r, BUILD)).check("build", PASSED).check("lint", FAILED));
    it(
        "a check failing where none is named",
        BLOCKED,
        "CHECK_FAILED",
        r -> open(r).check("lint", FAILED));
    it(
        "a check running where none is named",
        WAITING,
        "CHECK_RUNNING",
        r -> open(r).check("lint", RUNNING));
    it(
        "a third party's check failing",
        BLOCKED,
        "CHECK_FAILED",
        r ->
            open(r.ruleset(Rules.none().checks("scan")))
                .appCheck("sonarqubecloud", "scan", FAILED));
    it(
        "required of an app, reported by another app",
        WAITING,
        "CHECK_MISSING",
        r ->
            open(r.ruleset(Rules.none().checkOf("sonarqubecloud", "scan")))
                .check("scan", PASSED)
                .appCheck("codecov", "scan", PASSED));
    with(
        Tokens.ADMIN,
        "required of an app, reported by another app, asked by who may bypass",
        WAITING,
        "CHECK_MISSING",
        r ->
            open(r.ruleset(Rules.none().checkOf("sonarqubecloud", "scan").bypassedByAdmins()))
                .check("scan", PASSED));
    it(
        "required of an app, reported by it, another app's of that name failed",
        READY,
        "OPTIONAL_CHECK_FAILED",
        r ->
            open(r.ruleset(Rules.none().checkOf("sonarqubecloud", "scan")))
                .appCheck("sonarqubecloud", "scan", PASSED)
                .check("scan", FAILED));
    it(
        "required of an app, a commit status of that name",
        WAITING,
        "CHECK_MISSING",
        r ->
            open(r.ruleset(Rules.none().checkOf("sonarqubecloud", "scan"))).status("scan", PASSED));
    it("required check not reported yet", WAITING, "CHECK_MISSING", r -> open(demands(r, BUILD)));
    it(
        "required check never reported",
        BLOCKED,
        "CHECK_NEVER_STARTED",
        r -> {
          demands(r, BUILD);
          var opened = new PullRequest[1];
          r.world().ago(Duration.ofHours(5), () -> opened[0] = open(r));
          return opened[0];
        });
    it(
        "required check never reported, a comment just now",
        BLOCKED,
        "CHECK_NEVER_STARTED",
        r -> {
          demands(r, BUILD);
          var opened = new PullRequest[1];
          r.world().ago(Duration.ofHours(5), () -> opened[0] = open(r));
          opened[0].comment("lena", "Where is the build?");
          return opened[0];
        });
    it(
        "required check not reported yet, pushed just now to an old one",
        WAITING,
        "CHECK_MISSING",
        r -> {
          demands(r, BUILD);
          var opened = new PullRequest[1];
          r.world().ago(Duration.ofHours(5), () -> opened[0] = open(r));
          return opened[0].push();
        });
  }

  private static PullRequest many(Repository repository, int count) {
    var pullRequest = open(demands(repository, Rules.none().checks("check-" + (count - 1))));
    for (var i = 0; i < count; i++) {
      pullRequest.check("check-" + i, i == count - 1 ? FAILED : PASSED);
    }
    return pullRequest;
  }

  private static void reviews() {
    var one = Rules.none().approvals(1);
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
        "changes requested, then approved by the same",
        READY,
        "",
        r -> open(demands(r, one)).requestChanges("lena", "No").approve("lena"));
    it(
        "approved, then only commented by the same",
        READY,
        "",
        r -> {
          var pullRequest = open(demands(r, one)).approve("lena");
          pullRequest.review("lena", Verdict.COMMENTED, "Nice");
          return pullRequest;
        });
    it(
        "changes requested by somebody with write access",
        BLOCKED,
        "CHANGES_REQUESTED",
        r -> open(demands(r, one)).approve("tariq").requestChanges("lena", "No"));
    it(
        "changes requested by a reader",
        READY,
        "OBJECTION_WITHOUT_WEIGHT",
        r -> open(demands(r, one)).approve("lena").requestChanges("noor", "No"));
    it(
        "changes requested where no rule demands reviews",
        BLOCKED,
        "CHANGES_REQUESTED",
        r -> open(r).requestChanges("lena", "No"));
    it(
        "changes requested, then asked again",
        WAITING,
        "REVIEW_PENDING",
        r -> open(r).requestChanges("lena", "No").requestReview("lena"));
    it(
        "one of two approvals",
        WAITING,
        "NOBODY_ASKED",
        r -> open(demands(r, Rules.none().approvals(2))).approve("lena"));
    it(
        "one of two approvals, another asked",
        WAITING,
        "APPROVALS_MISSING",
        r -> open(r.ruleset(Rules.none().approvals(2))).approve("lena").requestReview("tariq"));
    it("the one approval given", READY, "", r -> open(demands(r, one)).approve("lena"));
    it(
        "the one approval given by a bot",
        WAITING,
        "NOBODY_ASKED",
        r -> open(demands(r, one)).approve("approver[bot]"));
    it(
        "the one approval given by a reader",
        WAITING,
        "NOBODY_ASKED",
        r -> open(demands(r, one)).approve("noor"));
    it(
        "approval of an older head where a push takes it back",
        WAITING,
        "NOBODY_ASKED",
        r -> open(demands(r, one.dismissStale())).approve("lena").push());
    it(
        "approval dismissed",
        WAITING,
        "NOBODY_ASKED",
        r -> open(demands(r, one)).approve("lena").dismissReview("lena"));
    it(
        "a code owner asked and enough approvals",
        WAITING,
        "CODE_OWNER_MISSING",
        r -> {
          r.world().organization("acme").team("owners", "Owners", "tariq");
          return open(r.ruleset(one.codeOwnersApprove()))
              .requestTeam("owners", true)
              .approve("lena");
        });
    it(
        "approved by the last pusher",
        WAITING,
        "LAST_PUSH_APPROVAL_MISSING",
        r ->
            open(r.ruleset(one.lastPushApproved())).push(r.world().person("lena")).approve("lena"));
    it(
        "two approvals needed, one of them the last pusher's",
        READY,
        "",
        r ->
            open(r.ruleset(Rules.none().approvals(2).lastPushApproved()))
                .check("build", PASSED)
                .push(r.world().person("lena"))
                .finish("build", PASSED)
                .approve("lena")
                .approve("tariq"));
    it(
        "seventy reviews",
        READY,
        "",
        r -> {
          var pullRequest = open(demands(r, one));
          for (var i = 0; i < 70; i++) {
            pullRequest.review("reader-" + i, Verdict.COMMENTED, "Nice");
          }
          return pullRequest.approve("lena");
        });
  }

  private static void fineGrained() {
    with(
        Tokens.FINE_GRAINED,
        "checks not readable, provider says clean",
        READY,
        "CHECKS_NOT_LISTED",
        r -> open(demands(r, BUILD)).check("build", PASSED));
    with(
        Tokens.FINE_GRAINED,
        "checks not readable, provider says anything else",
        UNKNOWN,
        "CHECKS_UNREADABLE",
        r -> open(demands(r, BUILD)).check("build", RUNNING));
    with(
        Tokens.FINE_GRAINED_READ,
        "fallback: a required job failed",
        BLOCKED,
        "CHECK_FAILED",
        r -> open(demands(r, BUILD)).check("build", FAILED));
    with(
        Tokens.FINE_GRAINED_READ,
        "fallback: a required status failed",
        BLOCKED,
        "CHECK_FAILED",
        r -> open(demands(r, Rules.none().checks("ci"))).status("ci", FAILED).check("x", PASSED));
    with(
        Tokens.FINE_GRAINED_READ,
        "fallback: a required job runs",
        WAITING,
        "CHECK_RUNNING",
        r -> open(demands(r, BUILD)).check("build", RUNNING));
    with(
        Tokens.FINE_GRAINED_READ,
        "fallback: all jobs passed, provider says clean",
        READY,
        "",
        r -> open(demands(r, BUILD)).check("build", PASSED));
    with(
        Tokens.FINE_GRAINED_READ,
        "fallback: the newer run of a job counts",
        READY,
        "",
        r -> open(demands(r, BUILD)).check("build", FAILED).rerun("build").finish("build", PASSED));
    with(
        Tokens.FINE_GRAINED_READ,
        "fallback: another app's required check, unseen and failing",
        UNKNOWN,
        "CHECKS_UNREADABLE",
        r ->
            open(demands(r, Rules.none().checks("scan")))
                .check("build", PASSED)
                .appCheck("sonarqubecloud", "scan", FAILED));
    with(Tokens.FINE_GRAINED, "not readable and no checks at all", READY, "", r -> open(r));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void theLightIsTrue(Situation situation) {
    var name = "acme/s" + ALL.indexOf(situation);
    var told = situation.told().apply(simulator.world().repository(name));
    var access = lab.access(situation.token());
    var repository = lab.repository(access, name);
    var requirements = lab.connector.requirements(access, repository, "main");
    var read = lab.read(access, repository, told.number());

    var found = Readiness.of(read.facts(), repository, requirements, lab.clock.instant());

    assertThat(found.light())
        .as(
            "reasons %s, notes %s, checks %s",
            found.reasons(), found.notBlocking(), read.facts().checks())
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
