package io.ampel.provider.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ampel.provider.Access;
import io.ampel.provider.PullRequestAnswer.Read;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.RepositoryProbe;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.Readiness;
import io.ampel.pullrequest.Repository;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Truth;
import io.ampel.simulator.gitlab.Instance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * All pull requests of a world with every situation there is: the light that the connector and the
 * rule find together is the one that the simulator knows to be true.
 */
class WorldOfLightsTests {

  @TestFactory
  Stream<DynamicTest> theDemonstrationToSomebodyWhoMayWrite() {
    var simulator = Simulator.start(0);
    simulator.demoWorld();
    return lights(simulator, GitLabTokens.DEVELOPER).onClose(simulator::close);
  }

  @TestFactory
  Stream<DynamicTest> theDemonstrationToAnAdministrator() {
    var simulator = Simulator.start(0);
    simulator.demoWorld();
    return lights(simulator, GitLabTokens.ADMIN).onClose(simulator::close);
  }

  @TestFactory
  Stream<DynamicTest> theDemonstrationToSomebodyWhoOnlyReads() {
    var simulator = Simulator.start(0);
    simulator.demoWorld();
    return lights(simulator, GitLabTokens.READ_ONLY).onClose(simulator::close);
  }

  @TestFactory
  Stream<DynamicTest> theDemonstrationOneByOneWhereGraphQlTakesNoFineGrainedTokens() {
    var simulator = Simulator.start(0);
    simulator.demoWorld();
    simulator.gitlab().instance().granularTokensInGraphql(false);
    return lights(simulator, GitLabTokens.GRANULAR).onClose(simulator::close);
  }

  @TestFactory
  Stream<DynamicTest> aLargerGeneratedWorldOfTheFreeEdition() {
    var simulator = Simulator.start(0);
    simulator.gitlab().instance().tier(Instance.Tier.FREE);
    simulator.generatedWorld(Forge.GITLAB, 12, 8, 25);
    simulator.gitlab().instance().tier(Instance.Tier.FREE);
    return lights(simulator, GitLabTokens.DEVELOPER).onClose(simulator::close);
  }

  @TestFactory
  Stream<DynamicTest> aLargerGeneratedWorld() {
    var simulator = Simulator.start(0);
    simulator.generatedWorld(Forge.GITLAB, 11, 12, 25);
    return lights(simulator, GitLabTokens.DEVELOPER).onClose(simulator::close);
  }

  private static Stream<DynamicTest> lights(Simulator simulator, String token) {
    var lab = new Lab(simulator.gitlabBase());
    var access = lab.access(token);
    var requirements = new HashMap<String, MergeRequirements>();
    var tests = new ArrayList<DynamicTest>();
    for (var read : everything(lab, access)) {
      var repository = read.wanted().repository();
      var demanded =
          requirements.computeIfAbsent(
              repository.fullName() + " " + read.facts().targetBranch(),
              _ -> lab.connector.requirements(access, repository, read.facts().targetBranch()));
      var truth = truth(simulator, repository.fullName(), read.facts().number());
      tests.add(
          dynamicTest(
              repository.fullName() + "#" + read.facts().number() + " " + read.facts().title(),
              () -> {
                var found = Readiness.of(read.facts(), repository, demanded, lab.clock.instant());
                assertThat(found.light().name())
                    .as("ours %s\ntrue %s", found.reasons(), truth.reasons())
                    .isEqualTo(truth.light());
              }));
    }
    return tests.stream();
  }

  private static Truth truth(Simulator simulator, String repository, int number) {
    return Truth.of(
        simulator.world(Forge.GITLAB).findRepository(repository).orElseThrow().pullRequest(number));
  }

  private static List<Read> everything(Lab lab, Access access) {
    var repositories = new ArrayList<Repository>();
    for (String cursor = null; ; ) {
      var page = lab.connector.repositories(access, cursor);
      page.repositories()
          .forEach(found -> repositories.add(lab.repository(access, found.fullName())));
      cursor = page.next();
      if (cursor == null) {
        break;
      }
    }
    var wanted = new ArrayList<Wanted>();
    var glimpses = new HashMap<String, String>();
    for (var probe : lab.connector.probe(access, repositories)) {
      var seen = (RepositoryProbe.Seen) probe;
      seen.open()
          .forEach(glimpse -> {
            wanted.add(new Wanted(seen.repository(), glimpse.externalId(), glimpse.number()));
            glimpses.put(glimpse.externalId(), glimpse.fingerprint());
          });
    }
    var answers = lab.connector.details(access, wanted);
    assertThat(answers).hasSameSizeAs(wanted).hasOnlyElementsOfType(Read.class);
    var reads = answers.stream().map(Read.class::cast).toList();
    assertThat(fingerprints(reads)).isEqualTo(Map.copyOf(glimpses));
    return reads;
  }

  private static Map<String, String> fingerprints(List<Read> reads) {
    var all = new HashMap<String, String>();
    reads.forEach(read -> all.put(read.facts().externalId(), read.fingerprint()));
    return all;
  }
}
