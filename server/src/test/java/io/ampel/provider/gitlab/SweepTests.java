package io.ampel.provider.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.Capabilities.State;
import io.ampel.provider.PullRequestAnswer;
import io.ampel.provider.PullRequestAnswer.Gone;
import io.ampel.provider.PullRequestAnswer.Read;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.RepositoryProbe;
import io.ampel.provider.RepositoryProbe.Failed;
import io.ampel.provider.RepositoryProbe.Glimpse;
import io.ampel.provider.RepositoryProbe.Lost;
import io.ampel.provider.RepositoryProbe.Seen;
import io.ampel.pullrequest.Checks.Reading;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.Readiness;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.simulator.Calls;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Fault;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.MergeMethod;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.World;
import io.ampel.simulator.gitlab.Instance;
import io.ampel.simulator.gitlab.MergeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a sweep over many projects costs, and what it notices. */
class SweepTests {
  private static final int MOST_COMPLEX = 250;

  private final Simulator simulator = Simulator.start(0);
  private final Lab lab = new Lab(simulator.gitlabBase());

  @AfterEach
  void close() {
    simulator.close();
  }

  private World world() {
    return simulator.world(Forge.GITLAB);
  }

  private Instance instance() {
    return simulator.gitlab().instance();
  }

  private io.ampel.simulator.Repository told() {
    return world().repository("acme/r0");
  }

  private List<Repository> repositories(int count, int mergeRequests) {
    var access = lab.access(GitLabTokens.DEVELOPER);
    for (var i = 0; i < count; i++) {
      var repository = world().repository("acme/r" + i);
      for (var j = 0; j < mergeRequests; j++) {
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

  private int mostComplexOfAll() {
    return simulator.calls().recent().stream().mapToInt(Calls.Call::points).max().orElse(0);
  }

  @Test
  void aHundredProjectsWithTenMergeRequestsEachCostAtMostTenCalls() {
    var all = repositories(100, 10);
    simulator.timeModel(Duration.ofMillis(4));
    simulator.calls().clear();

    var probes = lab.connector.probe(lab.access(GitLabTokens.DEVELOPER), all);

    assertThat(probes)
        .hasSize(100)
        .allSatisfy(probe -> assertThat(((Seen) probe).open()).hasSize(10));
    assertThat(simulator.calls().total()).isLessThanOrEqualTo(10);
    assertThat(mostComplexOfAll()).isPositive().isLessThan(MOST_COMPLEX);
  }

  @Test
  void oneChangedMergeRequestCostsAtMostTwoMoreCalls() {
    var repository = repositories(1, 3).getFirst();
    told().pullRequest(2).thread("lena", "Why?", false);
    var access = lab.access(GitLabTokens.DEVELOPER);
    var wanted = lab.wanted(access, repository, 2);
    lab.read(access, wanted);
    simulator.calls().clear();

    var read = lab.read(access, wanted);

    assertThat(simulator.calls().total()).isLessThanOrEqualTo(2);
    assertThat(mostComplexOfAll()).isLessThan(MOST_COMPLEX);
    assertThat(read.facts().conversations().getFirst().excerpt()).isEqualTo("Why?");

    simulator.calls().clear();
    lab.read(access, lab.wanted(access, repository, 1));
    assertThat(simulator.calls().total()).as("a look and one question").isEqualTo(2);
  }

  @Test
  void manyOfOneProjectAreReadInFewCalls() {
    var repository = repositories(1, 30).getFirst();
    told().pullRequests().forEach(each -> each.thread("lena", "Why?", false));
    var access = lab.access(GitLabTokens.DEVELOPER);
    var wanted =
        lab.seen(access, repository).open().stream()
            .map(each -> new Wanted(repository, each.externalId(), each.number()))
            .toList();
    simulator.calls().clear();
    assertThat(lab.connector.details(access, wanted)).hasSize(30).hasOnlyElementsOfType(Read.class);
    assertThat(simulator.calls().total()).isLessThanOrEqualTo(10);
    assertThat(mostComplexOfAll()).isLessThan(MOST_COMPLEX);
  }

  @Test
  void aQuestionThatTakesTooLongIsHalvedUntilItIsAnswered() {
    var all = repositories(4, 3);
    simulator.faults().add(Fault.status(503).on("/graphql").times(2));
    assertThat(lab.connector.probe(lab.access(GitLabTokens.DEVELOPER), all))
        .hasSize(4)
        .hasOnlyElementsOfType(Seen.class);
  }

  @Test
  void whatGraphQlNeverAnswersIsReadOneByOne() {
    var repository = repositories(1, 3).getFirst();
    var access = lab.access(GitLabTokens.DEVELOPER);
    simulator.faults().add(Fault.of(Fault.Kind.HTML).on("/graphql"));
    assertThat(lab.seen(access, repository).open()).hasSize(3);
    assertThat(lab.read(access, repository, 2).facts().checks().all()).hasSize(1);
  }

  @Test
  void allPagesOfAProjectAreSeen() {
    var repository = repositories(1, 123).getFirst();
    var access = lab.access(GitLabTokens.DEVELOPER);
    assertThat(lab.seen(access, repository).open())
        .extracting(Glimpse::number)
        .hasSize(123)
        .contains(1, 11, 51, 101, 123);
  }

  @Test
  void everyChangeThatMattersChangesTheFingerprint() {
    var repository = repositories(1, 1).getFirst();
    var pullRequest = told().pullRequest(1);
    var access = lab.access(GitLabTokens.DEVELOPER);
    var seen = new ArrayList<String>();
    Runnable look =
        () -> seen.add(only(lab.connector.probe(access, List.of(repository))).fingerprint());
    look.run();
    pullRequest.rerun("build").finish("build", CheckState.FAILED);
    look.run();
    pullRequest.conflict(true);
    look.run();
    pullRequest.conflict(false).armAutoMerge(world().person("ben"), MergeMethod.SQUASH);
    look.run();
    pullRequest.approve("lena");
    look.run();
    pullRequest.draft();
    look.run();
    MergeRequest.of(pullRequest).mergeAfter(world().now().plusSeconds(3600));
    look.run();
    pullRequest.push();
    look.run();
    assertThat(seen).doesNotHaveDuplicates();
    look.run();
    assertThat(seen.getLast()).isEqualTo(seen.get(seen.size() - 2));
  }

  @Test
  void aMovedTargetIsNoticedWhereUpToDateIsDemanded() {
    told().protect(Rules.none().strict());
    var repository = repositories(1, 1).getFirst();
    var access = lab.access(GitLabTokens.DEVELOPER);
    var before = only(lab.connector.probe(access, List.of(repository))).fingerprint();
    told().moveBase("main");
    assertThat(only(lab.connector.probe(access, List.of(repository))).fingerprint())
        .isNotEqualTo(before);
  }

  @Test
  void mergeabilityThatIsBeingComputedIsUnsettled() {
    var repository = repositories(1, 1).getFirst();
    told().pullRequest(1).computing(1);
    var access = lab.access(GitLabTokens.DEVELOPER);
    assertThat(only(lab.connector.probe(access, List.of(repository))).unsettled()).isTrue();
    assertThat(only(lab.connector.probe(access, List.of(repository))).unsettled()).isFalse();
  }

  @Test
  void whatEndedBetweenTwoLooksIsReadWithItsTrueEnd() {
    var repository = repositories(1, 3).getFirst();
    var access = lab.access(GitLabTokens.DEVELOPER);
    var first = lab.wanted(access, repository, 1);
    var second = lab.wanted(access, repository, 2);
    told().pullRequest(1).merge("ben");
    told().pullRequest(2).close();

    assertThat(lab.seen(access, repository).open()).hasSize(1);
    var merged = lab.read(access, first).facts();
    assertThat(merged.state()).isEqualTo(PullRequest.State.MERGED);
    assertThat(merged.mergedAt()).isNotNull();
    var closed = lab.read(access, second).facts();
    assertThat(closed.state()).isEqualTo(PullRequest.State.CLOSED);
    assertThat(closed.closedAt()).isNotNull();
    assertThat(closed.mergedAt()).isNull();
  }

  @Test
  void renamedArchivedAndDeletedProjectsAreNoticed() {
    var all = repositories(3, 1);
    world().repository("acme/r0").rename("renamed");
    world().repository("acme/r1").archive(true);
    world().repository("acme/r2").delete();
    var probes = lab.connector.probe(lab.access(GitLabTokens.DEVELOPER), all);
    assertThat(((Seen) probes.get(0)).now().fullName()).isEqualTo("acme/renamed");
    assertThat(((Seen) probes.get(0)).now().externalId()).isEqualTo(all.get(0).externalId());
    assertThat(((Seen) probes.get(1)).now().archived()).isTrue();
    assertThat(probes.get(2)).isInstanceOf(Lost.class);
  }

  @Test
  void projectsInGroupsOfGroupsAreFoundByTheirWholePath() {
    world().repository("acme/platform/deep/core").pullRequest("A change");
    var access = lab.access(GitLabTokens.ADMIN);
    var repository = lab.repository(access, "acme/platform/deep/core");
    assertThat(repository.externalId()).matches("\\d+");
    assertThat(lab.seen(access, repository).open()).hasSize(1);
  }

  @Test
  void aProjectOutOfATokensReachIsLostToIt() {
    var all = repositories(1, 1);
    assertThat(lab.connector.probe(lab.access(GitLabTokens.SSO_REQUIRED), all).getFirst())
        .isInstanceOfSatisfying(
            Lost.class, lost -> assertThat(lost.problem().code()).isEqualTo(Code.NOT_FOUND));
    assertThat(lab.connector.probe(lab.access(GitLabTokens.GRANULAR_EMPTY), all).getFirst())
        .isInstanceOfSatisfying(
            Lost.class,
            lost -> assertThat(lost.problem().missing()).containsExactly("read_merge_request"));
    assertThat(lab.connector.probe(lab.access(GitLabTokens.READ_USER), all).getFirst())
        .isInstanceOfSatisfying(
            Lost.class, lost -> assertThat(lost.problem().missing()).containsExactly("read_api"));
  }

  @Test
  void anExpiredTokenIsToldFromARevokedOne() {
    var all = repositories(2, 1);
    assertThat(lab.connector.probe(lab.access(GitLabTokens.EXPIRED), all))
        .allSatisfy(
            probe -> assertThat(((Failed) probe).problem().code()).isEqualTo(Code.TOKEN_EXPIRED));
    assertThat(lab.connector.probe(lab.access(GitLabTokens.REVOKED), all))
        .allSatisfy(
            probe -> assertThat(((Failed) probe).problem().code()).isEqualTo(Code.INVALID_TOKEN));
  }

  @Test
  void aMergeRequestThatNeverWasIsGone() {
    var repository = repositories(1, 1).getFirst();
    var access = lab.access(GitLabTokens.DEVELOPER);
    var never = new Wanted(repository, "999999", 99);
    assertThat(lab.connector.details(access, List.of(never)).getFirst()).isInstanceOf(Gone.class);
    simulator.gitlab().instance().granularTokensInGraphql(false);
    var fineGrained = lab.access(GitLabTokens.GRANULAR_READ);
    assertThat(lab.connector.details(fineGrained, List.of(never)).getFirst())
        .isInstanceOf(Gone.class);
    var hidden = new Wanted(lab.repository("424242", "acme/hidden"), "1", 1);
    assertThat(lab.connector.details(access, List.of(hidden)).getFirst())
        .isInstanceOf(PullRequestAnswer.Failed.class);
  }

  @Test
  void anOlderServerIsNotAskedForWhatItDoesNotKnow() {
    instance().version("15.11.13");
    var repository = repositories(1, 1).getFirst();
    told().pullRequest(1).approve("lena").thread("lena", "Why?", false);
    var access = lab.access(GitLabTokens.DEVELOPER);
    var read = lab.read(access, repository, 1);
    var requirements = lab.connector.requirements(access, repository, "main");
    assertThat(Readiness.of(read.facts(), repository, requirements, lab.clock.instant()).light())
        .isEqualTo(TrafficLight.READY);
    assertThat(read.facts().unresolvedConversations()).isEqualTo(1);
    assertThat(lab.learned)
        .contains("MergeRequest.mergeabilityChecks", "MergeRequest.resolvableDiscussionsCount");
    simulator.calls().clear();
    lab.seen(access, repository);
    assertThat(simulator.calls().total()).isEqualTo(1);
    assertThat(lab.connector.introduce(access).identity().login()).isEqualTo("ben");
  }

  @Test
  void aCommunityEditionIsNotAskedForWhatIsPaid() {
    instance().tier(Instance.Tier.FREE);
    told().protect(Rules.none().approvals(2));
    var repository = repositories(1, 1).getFirst();
    var access = lab.access(GitLabTokens.DEVELOPER);
    var read = lab.read(access, repository, 1);
    assertThat(read.facts().demands()).isEmpty();
    var requirements = lab.connector.requirements(access, repository, "main");
    assertThat(Readiness.of(read.facts(), repository, requirements, lab.clock.instant()).light())
        .isEqualTo(TrafficLight.READY);
    assertThat(lab.learned).contains("MergeRequest.approvalState", "MergeRequest.mergeTrainIndex");
  }

  @Test
  void whatGraphQlDoesNotTellAFineGrainedTokenRestDoes() {
    var repository = repositories(1, 2).getFirst();
    told().pullRequest(1).status("ci/licences", CheckState.FAILED).requestChanges("lena", "No");
    told().pullRequest(1).thread("lena", "Why?", false);
    instance().granularTokensInGraphql(false);
    var access = lab.access(GitLabTokens.GRANULAR_READ);

    var seen = lab.seen(access, repository);
    assertThat(seen.open()).hasSize(2);
    var read = lab.read(access, repository, 1);

    var facts = read.facts();
    assertThat(facts.checks().all()).hasSize(2);
    assertThat(facts.reviews()).hasSize(1);
    assertThat(facts.conversations().getFirst().excerpt()).isEqualTo("Why?");
    assertThat(read.permissions().maintain()).isTrue();
    assertThat(read.fingerprint())
        .isEqualTo(
            lab.seen(access, repository).open().stream()
                .filter(glimpse -> glimpse.number() == 1)
                .findFirst()
                .orElseThrow()
                .fingerprint());
    var refusals =
        simulator.calls().recent().stream().filter(call -> call.path().endsWith("/graphql"));
    assertThat(refusals).as("each question is tried once").hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void checksThatAFineGrainedTokenMayNotReadAreNotNone() {
    var repository = repositories(1, 1).getFirst();
    var token = "glpat-mira0granularnopipeline";
    world()
        .token(
            io.ampel.simulator.Token.fineGrained(
                    token, world().person("mira"), world().organization("acme"))
                .read(
                    io.ampel.simulator.Token.Permission.PULL_REQUESTS,
                    io.ampel.simulator.Token.Permission.CONTENTS));
    var byGraphQl = lab.read(lab.access(token), repository, 1);
    assertThat(byGraphQl.facts().checks().reading()).isEqualTo(Reading.NONE);
    assertThat(byGraphQl.facts().checks().missingPermission()).isEqualTo("read_pipeline");
    assertThat(byGraphQl.permissions().readChecks()).isEqualTo(State.NO);
  }

  @Test
  void aPersonsRoleAndATokensScopesLimitWhatItMay() {
    var repository = repositories(1, 1).getFirst();
    var developer = lab.read(lab.access(GitLabTokens.DEVELOPER), repository, 1).permissions();
    // The author's own merge request must not speak for the others.
    assertThat(developer.approve()).isEqualTo(State.YES);
    assertThat(developer.merge()).isEqualTo(State.YES);
    assertThat(developer.comment()).isEqualTo(State.YES);
    assertThat(developer.maintain()).isFalse();
    var maintainer = lab.read(lab.access(GitLabTokens.MAINTAINER), repository, 1).permissions();
    assertThat(maintainer.maintain()).isTrue();
    var reporter = lab.read(lab.access(GitLabTokens.REPORTER), repository, 1).permissions();
    assertThat(reporter.comment()).isEqualTo(State.YES);
    assertThat(reporter.merge()).isEqualTo(State.NO);
    var reading = lab.read(lab.access(GitLabTokens.READ_ONLY), repository, 1).permissions();
    assertThat(reading.comment()).isEqualTo(State.NO);
    assertThat(reading.approve()).isEqualTo(State.NO);
    assertThat(reading.merge()).isEqualTo(State.NO);
    var fineGrained = lab.read(lab.access(GitLabTokens.GRANULAR), repository, 1).permissions();
    assertThat(fineGrained.merge()).isEqualTo(State.UNKNOWN);
    told().archive(true);
    assertThat(lab.read(lab.access(GitLabTokens.DEVELOPER), repository, 1).permissions().comment())
        .isEqualTo(State.NO);
  }

  @Test
  void picturesAreAddressedWhole() {
    var repository = repositories(1, 1).getFirst();
    var read = lab.read(lab.access(GitLabTokens.DEVELOPER), repository, 1);
    assertThat(read.facts().author().avatar()).startsWith(simulator.url() + "/gitlab/uploads/");
  }

  @Test
  void whatIsBeingMergedIsNeitherOpenToTheLookNorGone() {
    var repository = repositories(1, 1).getFirst();
    var access = lab.access(GitLabTokens.DEVELOPER);
    var wanted = lab.wanted(access, repository, 1);
    instance().mergesTake(Duration.ofSeconds(60));
    var order =
        new io.ampel.provider.MergeOrder(
            told().pullRequest(1).headSha(),
            io.ampel.pullrequest.MergeStrategy.MERGE,
            null,
            null,
            false);
    assertThat(lab.connector.merge(access, repository, 1, order))
        .isInstanceOf(io.ampel.provider.MergeOutcome.Accepted.class);
    assertThat(lab.seen(access, repository).open()).isEmpty();
    var read = lab.read(access, wanted).facts();
    assertThat(read.state()).isEqualTo(PullRequest.State.OPEN);
    assertThat(read.waiting()).hasSize(1);
  }
}
