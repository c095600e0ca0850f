package io.ampel.provider.bitbucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Capabilities.State;
import io.ampel.provider.Errand;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.PullRequestAnswer.Failed;
import io.ampel.provider.PullRequestAnswer.Gone;
import io.ampel.provider.RepositoryProbe;
import io.ampel.provider.RepositoryProbe.Glimpse;
import io.ampel.provider.RepositoryProbe.Lost;
import io.ampel.provider.RepositoryProbe.Seen;
import io.ampel.provider.TestClock;
import io.ampel.pullrequest.Mergeability;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.BranchRule;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Fault;
import io.ampel.simulator.Forge;
import io.ampel.simulator.MergeMethod;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a sweep over many repositories costs, and what it notices. */
class SweepTests {
  private final TestClock clock = new TestClock();
  private final Simulator simulator = Simulator.start(0, clock);
  private final Lab lab = new Lab(simulator.bitbucketBase(), Duration.ofSeconds(15), clock);
  private final Access ben = lab.ben();

  @AfterEach
  void close() {
    simulator.close();
  }

  private World world() {
    return simulator.world(Forge.BITBUCKET);
  }

  private io.ampel.simulator.PullRequest told(int number) {
    return world().repository("acme/r0").pullRequest(number);
  }

  private List<Repository> repositories(int count, int pullRequests) {
    for (var i = 0; i < count; i++) {
      var repository = world().repository("acme/r" + i);
      for (var j = 0; j < pullRequests; j++) {
        repository.pullRequest("Change " + j).check("build", CheckState.PASSED);
      }
    }
    return lab.all(ben).stream().map(lab::repository).toList();
  }

  private static Glimpse only(List<RepositoryProbe> probes) {
    return ((Seen) probes.getFirst()).open().getFirst();
  }

  private int calls(Runnable doing) {
    simulator.calls().clear();
    doing.run();
    return simulator.calls().total();
  }

  @Test
  void aHundredRepositoriesWithTenPullRequestsEachCostAHundredCalls() {
    var all = repositories(100, 10);
    var calls =
        calls(() ->
            assertThat(lab.connector.probe(ben, all))
                .hasSize(100)
                .allSatisfy(probe -> assertThat(((Seen) probe).open()).hasSize(10)));
    assertThat(calls).isEqualTo(100);
  }

  @Test
  void oneChangedPullRequestCostsFourMoreCalls() {
    var repository = repositories(1, 3).getFirst();
    told(2).thread("lena", "Why?", false);
    lab.swept(ben, repository, 1);
    var look = ben.on(new Errand());
    var calls =
        calls(() -> {
          lab.seen(look, repository);
          var read = lab.read(look, repository, 2);
          assertThat(read.facts().conversations().getFirst().excerpt()).isEqualTo("Why?");
          assertThat(read.facts().changedFiles()).isPositive();
          assertThat(read.facts().mergeability()).isEqualTo(Mergeability.MERGEABLE);
        });
    assertThat(calls).isEqualTo(1 + 4);
  }

  @Test
  void oneThatMustNotLagCostsFourToo() {
    world().repository("acme/r0").branchRule(BranchRule.Kind.REQUIRE_COMMITS_BEHIND, 0);
    var repository = repositories(1, 3).getFirst();
    told(2).thread("lena", "Why?", true).behind(3);
    var mira = lab.mira();
    lab.swept(mira, repository, 1);
    var look = mira.on(new Errand());
    var calls =
        calls(() -> {
          lab.seen(look, repository);
          assertThat(lab.read(look, repository, 2).facts().behindBy()).isEqualTo(3);
        });
    assertThat(calls).isEqualTo(1 + 4);
  }

  @Test
  void whatDidNotChangeIsReadAgainForOneCall() {
    var repository = repositories(1, 1).getFirst();
    lab.swept(ben, repository, 1);
    assertThat(calls(() -> lab.swept(ben, repository, 1))).isEqualTo(1 + 1);
    told(1).rerun("build").finish("build", CheckState.FAILED);
    assertThat(lab.swept(ben, repository, 1).facts().checks().all())
        .singleElement()
        .satisfies(
            check -> assertThat(check.state()).isEqualTo(io.ampel.pullrequest.Check.State.FAILED));
  }

  @Test
  void forSomebodyWhoWaitsConflictsAreAskedForAnew() {
    var repository = repositories(1, 1).getFirst();
    assertThat(lab.read(ben, repository, 1).facts().mergeability())
        .isEqualTo(Mergeability.MERGEABLE);
    told(1).conflict(true);
    assertThat(lab.read(ben, repository, 1).facts().mergeability())
        .isEqualTo(Mergeability.CONFLICTING);
  }

  @Test
  void aThousandRepositoriesOnOneTokenKeepToHalfOfItsBudget() {
    var all = repositories(1000, 0);
    clock.pass(Duration.ofHours(2));
    for (var hour = 0; hour < 2; hour++) {
      simulator.calls().clear();
      var failures = 0;
      for (var minute = 0; minute < 60; minute += 10) {
        var probes = lab.connector.probe(ben.on(new Errand()), all);
        failures += (int) probes.stream().filter(RepositoryProbe.Failed.class::isInstance).count();
        clock.pass(Duration.ofMinutes(10));
      }
      assertThat(simulator.calls().total()).isBetween(450, 500);
      assertThat(failures).isPositive();
    }
    assertThat(lab.connector.probe(ben, all.subList(0, 100)))
        .as("people have the other half")
        .hasOnlyElementsOfType(Seen.class);
  }

  @Test
  void whatStandsInTheWayIsTheShareOfErrandsAndWhenItEnds() {
    var all = repositories(6, 0);
    lab.budgets.told(ben.account(), BitbucketManners.BUDGET, 12);
    clock.pass(Duration.ofHours(2));
    var probes = lab.connector.probe(ben.on(new Errand()), all);
    assertThat(probes.subList(0, 1)).hasOnlyElementsOfType(Seen.class);
    assertThat(probes)
        .filteredOn(RepositoryProbe.Failed.class::isInstance)
        .singleElement()
        .satisfies(failed -> {
          var problem = ((RepositoryProbe.Failed) failed).problem();
          assertThat(problem.code()).isEqualTo(Code.RATE_LIMITED);
          assertThat(problem.until()).isEqualTo(clock.instant().plus(Duration.ofHours(1)));
        });
  }

  @Test
  void aDeadTokenIsAskedWithOnce() {
    var all = repositories(30, 1);
    var revoked = lab.api(BitbucketTokens.REVOKED, BitbucketTokens.BEN_EMAIL);
    var calls =
        calls(() ->
            assertThat(lab.connector.probe(revoked, all))
                .hasSize(30)
                .allSatisfy(probe ->
                    assertThat(((RepositoryProbe.Failed) probe).problem().code())
                        .isEqualTo(Code.INVALID_TOKEN)));
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void allPagesOfARepositoryAreSeen() {
    var repository = repositories(1, 123).getFirst();
    assertThat(lab.seen(ben, repository).open())
        .extracting(Glimpse::number)
        .hasSize(123)
        .contains(1, 11, 51, 101, 123);
  }

  @Test
  void everyChangeThatAListShowsChangesTheFingerprint() {
    var repository = repositories(1, 1).getFirst();
    var seen = new ArrayList<String>();
    Runnable look =
        () -> seen.add(only(lab.connector.probe(ben, List.of(repository))).fingerprint());
    var world = world();
    look.run();
    world.repository("acme/r0").moveBase("main");
    look.run();
    told(1).requestReview("lena");
    look.run();
    told(1).approve("lena");
    look.run();
    told(1).requestChanges("lena", "No");
    look.run();
    told(1).task("lena", "Write a test");
    look.run();
    told(1).comment("tariq", "Hm");
    look.run();
    told(1).draft();
    look.run();
    told(1).ready().armAutoMerge(world.person("ben"), MergeMethod.SQUASH);
    look.run();
    told(1).push();
    look.run();
    assertThat(seen).doesNotHaveDuplicates();
    look.run();
    assertThat(seen.getLast()).isEqualTo(seen.get(seen.size() - 2));
  }

  @Test
  void aBuildThatEndsLeavesNoTraceInAList() {
    var repository = repositories(1, 1).getFirst();
    var before = only(lab.connector.probe(ben, List.of(repository))).fingerprint();
    told(1).rerun("build").finish("build", CheckState.FAILED);
    assertThat(only(lab.connector.probe(ben, List.of(repository))).fingerprint()).isEqualTo(before);
    assertThat(lab.connector.rounds().trust()).isEqualTo(Duration.ofMinutes(30));
    assertThat(lab.light(lab.mira(), repository, 1).light()).isEqualTo(TrafficLight.BLOCKED);
  }

  @Test
  void aComparisonThatTakesTooLongIsUnsettledAndAskedAgain() {
    var repository = repositories(1, 1).getFirst();
    told(1).computing(2);
    assertThat(lab.swept(ben, repository, 1).facts().mergeability())
        .isEqualTo(Mergeability.UNKNOWN);
    assertThat(lab.swept(ben, repository, 1).facts().mergeability())
        .isEqualTo(Mergeability.MERGEABLE);
  }

  @Test
  void aTokenThatMayNotReadConflictsFindsThemInATrialMerge() {
    var repository = repositories(1, 2).getFirst();
    told(1).conflict(true);
    simulator.faults().add(Fault.status(403).on("/file-conflicts/"));
    assertThat(lab.swept(ben, repository, 1).facts().mergeability())
        .isEqualTo(Mergeability.CONFLICTING);
    assertThat(lab.swept(ben, repository, 2).facts().mergeability())
        .isEqualTo(Mergeability.MERGEABLE);
    assertThat(
            simulator.calls().recent().stream()
                .filter(call -> call.path().contains("/file-conflicts/")))
        .as("refused once, it is not asked again for an hour")
        .hasSize(1);
  }

  @Test
  void aTokenThatDiesWhileItIsUsedIsDeadAndRemembersNoRefusal() {
    var repository = repositories(1, 1).getFirst();
    var errand = ben.on(new Errand());
    lab.seen(errand, repository);
    simulator.faults().add(Fault.status(401));
    assertThat(lab.connector.details(errand, List.of(Lab.wanted(repository, 1))).getFirst())
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> assertThat(failed.problem().code()).isEqualTo(Code.INVALID_TOKEN));
    assertThatThrownBy(() -> lab.connector.requirements(lab.mira(), repository, "main"))
        .isInstanceOfSatisfying(
            ProviderFailure.class,
            failure -> assertThat(failure.problem().code()).isEqualTo(Code.INVALID_TOKEN));
    simulator.faults().clear();
    assertThat(lab.swept(ben, repository, 1).facts().mergeability())
        .isEqualTo(Mergeability.MERGEABLE);
  }

  @Test
  void whatOneTokenWasRefusedSaysNothingOfTheNext() {
    var repository = repositories(1, 1).getFirst();
    var refusals =
        List.of(
            Fault.status(403).on("/file-conflicts/"),
            Fault.status(403).on("/diffstat/"),
            Fault.status(403).on("/branch-restrictions"));
    refusals.forEach(simulator.faults()::add);
    var mira = lab.mira();
    assertThat(lab.swept(mira, repository, 1).facts().mergeability())
        .isEqualTo(Mergeability.UNKNOWN);
    var rules = lab.connector.requirements(mira.on(new Errand()), repository, "main");
    simulator.faults().clear();
    assertThat(lab.swept(mira, repository, 1).facts().mergeability())
        .as("remembered for an hour")
        .isEqualTo(Mergeability.UNKNOWN);
    assertThat(lab.connector.requirements(mira.on(new Errand()), repository, "main"))
        .isEqualTo(rules);

    var next =
        new Access(
            mira.account(),
            mira.instance(),
            mira.username(),
            mira.workspace(),
            mira.token(),
            clock.instant(),
            null);
    assertThat(lab.swept(next, repository, 1).facts().mergeability())
        .isEqualTo(Mergeability.MERGEABLE);
    assertThat(lab.connector.requirements(next.on(new Errand()), repository, "main"))
        .isNotEqualTo(rules);
  }

  @Test
  void whereNothingTellsOfConflictsNobodySaysGreen() {
    var repository = repositories(1, 1).getFirst();
    var access = lab.api(BitbucketTokens.PULL_REQUESTS_ONLY, BitbucketTokens.MIRA_EMAIL);
    var read = lab.read(access, repository, 1);
    assertThat(read.facts().mergeability()).isEqualTo(Mergeability.UNKNOWN);
    assertThat(lab.light(access, repository, 1).light()).isEqualTo(TrafficLight.UNKNOWN);
  }

  @Test
  void whatEndedBetweenTwoLooksIsReadWithItsTrueEnd() {
    var repository = repositories(1, 3).getFirst();
    clock.pass(Duration.ofMinutes(10));
    var end = clock.instant();
    told(1).merge("ben");
    told(2).close();
    clock.pass(Duration.ofMinutes(10));
    told(1).comment("lena", "Thank you");
    assertThat(lab.seen(ben, repository).open()).hasSize(1);
    var merged = lab.read(ben, repository, 1).facts();
    assertThat(merged.state()).isEqualTo(PullRequest.State.MERGED);
    assertThat(merged.mergedAt()).isEqualTo(end);
    var closed = lab.read(ben, repository, 2).facts();
    assertThat(closed.state()).isEqualTo(PullRequest.State.CLOSED);
    assertThat(closed.closedAt()).isEqualTo(end);
    assertThat(closed.mergedAt()).isNull();
  }

  @Test
  void renamedAndDeletedRepositoriesAreNoticed() {
    var all = repositories(2, 1);
    world().repository("acme/r0").rename("renamed");
    world().repository("acme/r1").delete();
    var probes = lab.connector.probe(ben, all);
    assertThat(((Seen) probes.get(0)).now().fullName()).isEqualTo("acme/renamed");
    assertThat(((Seen) probes.get(0)).now().externalId()).isEqualTo(all.get(0).externalId());
    assertThat(probes.get(1)).isInstanceOf(Lost.class);
    assertThat(lab.connector.repository(ben, "acme/r0").orElseThrow().fullName())
        .as("the old name leads to the new one")
        .isEqualTo("acme/renamed");
    assertThat(lab.connector.repository(ben, "acme/r1")).isEmpty();
  }

  @Test
  void aRepositoryOutOfATokensReachIsLostToItAndItsPullRequestsAreNotGone() {
    var repository = repositories(1, 1).getFirst();
    world().person("eve");
    var foreign =
        io.ampel.simulator.Token.api(
            "ATATT3xFfeve", world().person("eve"), BitbucketTokens.usualScopes());
    world().token(foreign);
    var eve = lab.api("ATATT3xFfeve", BitbucketTokens.email("eve"));
    assertThat(lab.connector.probe(eve, List.of(repository)).getFirst()).isInstanceOf(Lost.class);
    assertThat(lab.connector.details(eve, List.of(Lab.wanted(repository, 1))).getFirst())
        .isInstanceOf(Failed.class);
  }

  @Test
  void aPullRequestThatNeverWasIsGone() {
    var repository = repositories(1, 1).getFirst();
    assertThat(lab.connector.details(ben, List.of(Lab.wanted(repository, 99))).getFirst())
        .isInstanceOf(Gone.class);
  }

  @Test
  void whatSomebodyMayDoFollowsFromScopesAndRole() {
    world().repository("acme/r0");
    var repository = repositories(1, 1).getFirst();
    var writer = lab.read(ben, repository, 1).permissions();
    assertThat(writer.merge()).isEqualTo(State.YES);
    assertThat(writer.bypass()).isFalse();
    assertThat(writer.maintain()).isFalse();
    var reader = lab.read(lab.noor(), repository, 1).permissions();
    assertThat(reader.comment()).isEqualTo(State.YES);
    assertThat(reader.approve()).isEqualTo(State.YES);
    assertThat(reader.merge()).isEqualTo(State.NO);
    var readOnly =
        lab.read(lab.api(BitbucketTokens.READ_ONLY, BitbucketTokens.MIRA_EMAIL), repository, 1)
            .permissions();
    assertThat(readOnly.approve()).isEqualTo(State.NO);
    assertThat(readOnly.merge()).isEqualTo(State.NO);
    assertThat(lab.read(lab.mira(), repository, 1).permissions().maintain()).isTrue();
  }

  @Test
  void whoIsNotAmongThoseWhoMayMergeIntoABranchMayNot() {
    world().repository("acme/r0").branchRule(BranchRule.Kind.RESTRICT_MERGES, "lena");
    var repository = repositories(1, 1).getFirst();
    assertThat(lab.read(lab.mira(), repository, 1).permissions().merge()).isEqualTo(State.NO);
  }
}
