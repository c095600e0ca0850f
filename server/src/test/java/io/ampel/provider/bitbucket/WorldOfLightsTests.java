package io.ampel.provider.bitbucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ampel.provider.Access;
import io.ampel.provider.Errand;
import io.ampel.provider.PullRequestAnswer.Read;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.RepositoryProbe;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.Note;
import io.ampel.pullrequest.Readiness;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.simulator.Forge;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Truth;
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
  Stream<DynamicTest> theDemonstrationToAnAdministrator() {
    var simulator = Simulator.start(0);
    simulator.demoWorld();
    var lab = new Lab(simulator.bitbucketBase());
    return lights(simulator, lab, lab.mira()).onClose(simulator::close);
  }

  @TestFactory
  Stream<DynamicTest> aLargerGeneratedWorld() {
    var simulator = Simulator.start(0);
    simulator.generatedWorld(Forge.BITBUCKET, 11, 12, 25);
    simulator.bitbucket().hourlyBudget(10_000);
    var lab = new Lab(simulator.bitbucketBase());
    lab.budgets.told(lab.mira().account(), BitbucketManners.BUDGET, 20_000);
    return lights(simulator, lab, lab.mira()).onClose(simulator::close);
  }

  /** Somebody who may not read the rules sees greens that say so, and no other false ones. */
  @TestFactory
  Stream<DynamicTest> theDemonstrationToSomebodyWhoMayWrite() {
    var simulator = Simulator.start(0);
    simulator.demoWorld();
    var lab = new Lab(simulator.bitbucketBase());
    return lights(simulator, lab, lab.ben()).onClose(simulator::close);
  }

  private static Stream<DynamicTest> lights(Simulator simulator, Lab lab, Access access) {
    var requirements = new HashMap<String, MergeRequirements>();
    var tests = new ArrayList<DynamicTest>();
    for (var read : everything(lab, access.on(new Errand()))) {
      var repository = read.wanted().repository();
      var demanded =
          requirements.computeIfAbsent(
              repository.fullName() + " " + read.facts().targetBranch(),
              _ -> lab.connector.requirements(access, repository, read.facts().targetBranch()));
      var truth = truth(simulator, repository.fullName(), read.facts().number());
      tests.add(
          dynamicTest(
              repository.fullName() + "#" + read.facts().number() + " " + read.facts().title(),
              () ->
                  compare(
                      Readiness.of(read.facts(), repository, demanded, lab.clock.instant()),
                      truth)));
    }
    assertThat(tests).hasSizeGreaterThan(10);
    return tests.stream();
  }

  private static void compare(Readiness found, Truth truth) {
    if (found.light() == TrafficLight.READY
        && found.notBlocking().stream()
            .anyMatch(note -> note.code() == Note.Code.RULES_UNREADABLE)) {
      return;
    }
    assertThat(found.light().name())
        .as("ours %s\ntrue %s", found.reasons(), truth.reasons())
        .isEqualTo(truth.light());
  }

  private static Truth truth(Simulator simulator, String repository, int number) {
    var name = repository.split("/");
    return Truth.of(
        simulator
            .world(Forge.BITBUCKET)
            .findRepository(name[0], name[1])
            .orElseThrow()
            .pullRequest(number));
  }

  private static List<Read> everything(Lab lab, Access access) {
    var repositories = lab.all(access).stream().map(lab::repository).toList();
    var wanted = new ArrayList<Wanted>();
    var glimpses = new HashMap<String, String>();
    for (var probe : lab.connector.probe(access, repositories)) {
      var seen = (RepositoryProbe.Seen) probe;
      seen.open()
          .forEach(glimpse -> {
            wanted.add(new Wanted(seen.repository(), glimpse.externalId(), glimpse.number()));
            glimpses.put(
                seen.repository().fullName() + "#" + glimpse.number(), glimpse.fingerprint());
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
    reads.forEach(read ->
        all.put(
            read.wanted().repository().fullName() + "#" + read.facts().number(),
            read.fingerprint()));
    return all;
  }
}
