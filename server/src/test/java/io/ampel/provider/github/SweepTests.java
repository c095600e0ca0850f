package io.ampel.provider.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.ActOutcome;
import io.ampel.provider.Capabilities;
import io.ampel.provider.MergeOrder;
import io.ampel.provider.MergeOutcome;
import io.ampel.provider.PullRequestAnswer.Gone;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.RepositoryProbe;
import io.ampel.provider.RepositoryProbe.Failed;
import io.ampel.provider.RepositoryProbe.Glimpse;
import io.ampel.provider.RepositoryProbe.Lost;
import io.ampel.provider.RepositoryProbe.Seen;
import io.ampel.pullrequest.Checks.Reading;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.PullRequest.State;
import io.ampel.pullrequest.Readiness;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Review.Verdict;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Fault;
import io.ampel.simulator.MergeMethod;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a sweep over many repositories costs, and what it notices. */
class SweepTests {
  private final Simulator simulator = Simulator.start(0);
  private final Lab lab = new Lab(simulator.githubBase());

  @AfterEach
  void close() {
    simulator.close();
  }

  private List<Repository> repositories(int count, int pullRequests) {
    var access = lab.access(Tokens.WRITER);
    for (var i = 0; i < count; i++) {
      var repository = simulator.world().repository("acme/r" + i);
      for (var j = 0; j < pullRequests; j++) {
        repository.pullRequest("Change " + j).check("build", CheckState.PASSED);
      }
    }
    var found = new ArrayList<Repository>();
    for (String cursor = null; ; ) {
      var page = lab.connector.repositories(access, cursor);
      page.repositories()
          .forEach(each -> found.add(lab.repository(each.externalId(), each.fullName())));
      cursor = page.next();
      if (cursor == null) {
        return found;
      }
    }
  }

  private static Glimpse only(List<RepositoryProbe> probes) {
    return ((Seen) probes.getFirst()).open().getFirst();
  }

  @Test
  void aHundredRepositoriesWithTenPullRequestsEachCostAtMostTenCalls() {
    var all = repositories(100, 10);
    simulator.timeModel(Duration.ofMillis(4));
    simulator.calls().clear();

    var probes = lab.connector.probe(lab.access(Tokens.WRITER), all);

    assertThat(probes)
        .hasSize(100)
        .allSatisfy(probe -> assertThat(((Seen) probe).open()).hasSize(10));
    assertThat(simulator.calls().total()).isLessThanOrEqualTo(10);
  }

  @Test
  void oneChangedPullRequestCostsTwoMoreCalls() {
    var repository = repositories(1, 3).getFirst();
    simulator.world().repository("acme/r0").pullRequest(2).thread("lena", "Why?", false);
    var access = lab.access(Tokens.WRITER);
    var wanted = lab.wanted(access, repository, 2);
    simulator.calls().clear();

    var read = lab.read(access, wanted);

    assertThat(simulator.calls().total()).isLessThanOrEqualTo(2);
    assertThat(read.facts().conversations().getFirst().excerpt()).isEqualTo("Why?");
  }

  @Test
  void aQuestionThatIsTooHeavyIsHalvedUntilItIsAnswered() {
    var all = repositories(6, 3);
    simulator.github().heaviestQuery(160);

    assertThat(lab.connector.probe(lab.access(Tokens.WRITER), all))
        .hasSize(6)
        .hasOnlyElementsOfType(Seen.class);
  }

  @Test
  void aDeadTokenIsAskedWithOnce() {
    var all = repositories(30, 1);
    simulator.calls().clear();
    assertThat(lab.connector.probe(lab.access(Tokens.REVOKED), all))
        .hasSize(30)
        .allSatisfy(
            probe -> assertThat(((Failed) probe).problem().code()).isEqualTo(Code.INVALID_TOKEN));
    assertThat(simulator.calls().total()).isEqualTo(1);
  }

  @Test
  void rulesThatDidNotChangeAreOnlyConfirmed() {
    var repository = repositories(1, 1).getFirst();
    simulator.world().repository("acme/r0").ruleset(Rules.none().approvals(2));
    var access = lab.access(Tokens.WRITER);
    var first = lab.connector.requirements(access, repository, "main");
    assertThat(lab.connector.requirements(access, repository, "main")).isEqualTo(first);
    assertThat(first.approvals()).isEqualTo(2);
    assertThat(simulator.calls().recent())
        .filteredOn(call -> call.route().contains("/rules/"))
        .extracting("status")
        .containsExactly(200, 304);
  }

  @Test
  void aGatewayThatGivesUpIsAskedForLess() {
    var all = repositories(4, 2);
    simulator.faults().add(Fault.of(Fault.Kind.HTML).on("/graphql").times(2));

    assertThat(lab.connector.probe(lab.access(Tokens.WRITER), all))
        .hasSize(4)
        .hasOnlyElementsOfType(Seen.class);
  }

  @Test
  void allPagesOfARepositoryAreSeen() {
    var repository = repositories(1, 123).getFirst();
    var access = lab.access(Tokens.WRITER);
    assertThat(lab.seen(access, repository).open())
        .extracting(Glimpse::number)
        .hasSize(123)
        .contains(1, 11, 51, 101, 123);
  }

  @Test
  void everyChangeThatMattersChangesTheFingerprint() {
    var repository = repositories(1, 1).getFirst();
    var told = simulator.world().repository("acme/r0");
    var pullRequest = told.pullRequest(1);
    var access = lab.access(Tokens.WRITER);
    var seen = new ArrayList<String>();
    Runnable look =
        () -> seen.add(only(lab.connector.probe(access, List.of(repository))).fingerprint());
    look.run();
    pullRequest.rerun("build").finish("build", CheckState.FAILED);
    look.run();
    told.moveBase("main");
    look.run();
    pullRequest.conflict(true);
    look.run();
    pullRequest.conflict(false).armAutoMerge(simulator.world().person("ben"), MergeMethod.SQUASH);
    look.run();
    pullRequest.push();
    look.run();
    assertThat(seen).doesNotHaveDuplicates();
    look.run();
    assertThat(seen.getLast()).isEqualTo(seen.get(seen.size() - 2));
  }

  @Test
  void mergeabilityThatIsBeingComputedIsUnsettled() {
    var repository = repositories(1, 1).getFirst();
    simulator.world().repository("acme/r0").pullRequest(1).computing(1);
    var access = lab.access(Tokens.WRITER);
    assertThat(only(lab.connector.probe(access, List.of(repository))).unsettled()).isTrue();
    assertThat(only(lab.connector.probe(access, List.of(repository))).unsettled()).isFalse();
  }

  @Test
  void whatEndedBetweenTwoLooksIsReadWithItsTrueEnd() {
    var repository = repositories(1, 3).getFirst();
    var access = lab.access(Tokens.WRITER);
    var first = lab.wanted(access, repository, 1);
    var second = lab.wanted(access, repository, 2);
    var told = simulator.world().repository("acme/r0");
    told.pullRequest(1).merge("ben");
    told.pullRequest(2).close();

    assertThat(lab.seen(access, repository).open()).hasSize(1);
    var merged = lab.read(access, first).facts();
    assertThat(merged.state()).isEqualTo(State.MERGED);
    assertThat(merged.mergedAt()).isNotNull();
    var closed = lab.read(access, second).facts();
    assertThat(closed.state()).isEqualTo(State.CLOSED);
    assertThat(closed.closedAt()).isNotNull();
    assertThat(closed.mergedAt()).isNull();
  }

  @Test
  void renamedArchivedAndDeletedRepositoriesAreNoticed() {
    var all = repositories(3, 1);
    var world = simulator.world();
    world.repository("acme/r0").rename("renamed");
    world.repository("acme/r1").archive(true);
    world.repository("acme/r2").delete();
    var probes = lab.connector.probe(lab.access(Tokens.WRITER), all);
    assertThat(((Seen) probes.get(0)).now().fullName()).isEqualTo("acme/renamed");
    assertThat(((Seen) probes.get(0)).now().externalId()).isEqualTo(all.get(0).externalId());
    assertThat(((Seen) probes.get(1)).now().archived()).isTrue();
    assertThat(probes.get(2)).isInstanceOf(Lost.class);
  }

  @Test
  void aRepositoryOutOfATokensReachIsLostToIt() {
    var all = repositories(1, 1);
    assertThat(lab.connector.probe(lab.access(Tokens.PUBLIC_ONLY), all).getFirst())
        .isInstanceOf(Lost.class);
    assertThat(lab.connector.probe(lab.access(Tokens.FINE_GRAINED_EMPTY), all).getFirst())
        .isInstanceOfSatisfying(
            Lost.class,
            lost -> assertThat(lost.problem().missing()).containsExactly("Pull requests: read"));
  }

  @Test
  void aPullRequestThatNeverWasIsGone() {
    var repository = repositories(1, 1).getFirst();
    var access = lab.access(Tokens.WRITER);
    assertThat(
            lab.connector
                .details(access, List.of(new Wanted(repository, "PR_kwDOnothing", 99)))
                .getFirst())
        .isInstanceOf(Gone.class);
  }

  @Test
  void anEnterpriseServerIsNotAskedForWhatItDoesNotKnow() {
    simulator.github().enterprise("3.13.0");
    var repository = repositories(1, 1).getFirst();
    var access = lab.access(Tokens.WRITER);
    var read = lab.read(access, repository, 1);
    var requirements = lab.connector.requirements(access, repository, "main");
    assertThat(Readiness.of(read.facts(), repository, requirements, lab.clock.instant()).light())
        .isEqualTo(TrafficLight.READY);
    assertThat(lab.learned).contains("PullRequest.mergeQueueEntry");
    simulator.calls().clear();
    lab.seen(access, repository);
    assertThat(simulator.calls().total()).isEqualTo(1);
    assertThat(lab.connector.introduce(access).identity().login()).isEqualTo("ben");
  }

  @Test
  void whatATokenMayDoIsLearnedByTrying() {
    simulator.world().repository("acme/r0").protect(Rules.none());
    var repository = repositories(1, 1).getFirst();
    var access = lab.access(Tokens.FINE_GRAINED);
    var before = lab.read(access, repository, 1);
    assertThat(before.facts().checks().reading()).isEqualTo(Reading.NONE);
    assertThat(before.permissions().merge()).isEqualTo(Capabilities.State.UNKNOWN);
    var order = new MergeOrder(before.facts().headSha(), MergeStrategy.MERGE, null, null, false);
    assertThat(lab.connector.merge(access, repository, 1, order))
        .isInstanceOfSatisfying(
            MergeOutcome.NotPermitted.class,
            no -> assertThat(no.missing()).containsExactly("Contents: write"));
    assertThat(lab.read(access, repository, 1).permissions().merge())
        .isEqualTo(Capabilities.State.NO);
    assertThat(lab.connector.comment(access, repository, 1, "Hello"))
        .isInstanceOf(ActOutcome.Done.class);
    assertThat(lab.read(access, repository, 1).permissions().comment())
        .isEqualTo(Capabilities.State.YES);
  }

  @Test
  void aPersonsRoleLimitsWhatAClassicTokenMayAndOneOwnPullRequestDoesNot() {
    var repository = repositories(1, 1).getFirst();
    var reader = lab.read(lab.access(Tokens.READER), repository, 1).permissions();
    assertThat(reader.comment()).isEqualTo(Capabilities.State.YES);
    assertThat(reader.merge()).isEqualTo(Capabilities.State.NO);
    var author = lab.read(lab.access(Tokens.WRITER), repository, 1).permissions();
    // Kept for the whole repository, so the author's own pull request must not speak for the
    // others.
    assertThat(author.approve()).isEqualTo(Capabilities.State.YES);
    assertThat(author.merge()).isEqualTo(Capabilities.State.YES);
    var admin = lab.read(lab.access(Tokens.ADMIN), repository, 1).permissions();
    assertThat(admin.approve()).isEqualTo(Capabilities.State.YES);
  }

  @Test
  void actsHappenAtGitHub() {
    var repository = repositories(1, 1).getFirst();
    var pullRequest = simulator.world().repository("acme/r0").pullRequest(1).headRef("feat/one");
    var access = lab.access(Tokens.ADMIN);
    var head = pullRequest.headSha();
    assertThat(lab.connector.review(access, repository, 1, Verdict.APPROVED, "", head))
        .isInstanceOf(ActOutcome.Done.class);
    assertThat(
            lab.connector.merge(
                access,
                repository,
                1,
                new MergeOrder("0".repeat(40), MergeStrategy.MERGE, null, null, false)))
        .isInstanceOf(MergeOutcome.HeadMoved.class);
    assertThat(
            lab.connector.merge(
                access,
                repository,
                1,
                new MergeOrder(head, MergeStrategy.MERGE, null, null, false)))
        .isInstanceOf(MergeOutcome.Merged.class);
    assertThat(lab.connector.deleteBranch(access, repository, "feat/one"))
        .isInstanceOf(ActOutcome.Done.class);
    assertThat(lab.connector.deleteBranch(access, repository, "feat/one"))
        .isInstanceOf(ActOutcome.Done.class);
  }
}
