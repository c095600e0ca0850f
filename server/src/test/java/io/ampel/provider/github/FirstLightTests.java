package io.ampel.provider.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.MergeOrder;
import io.ampel.provider.MergeOutcome;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.Readiness;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The one thin path: token, repositories, probe, details, light, merge. */
class FirstLightTests {
  private final Simulator simulator = Simulator.start(0);
  private final Lab lab = new Lab(simulator.githubBase());

  @AfterEach
  void close() {
    simulator.close();
  }

  @Test
  void fromATokenToAMerge() {
    var pullRequest =
        simulator
            .world()
            .repository("acme/api")
            .pullRequest("Say hello")
            .check("build", CheckState.PASSED)
            .approve("lena");
    var access = lab.access(Tokens.WRITER);

    assertThat(lab.connector.introduce(access).identity().login()).isEqualTo("ben");
    assertThat(lab.connector.repositories(access, null).repositories())
        .extracting(found -> found.fullName())
        .contains("acme/api");
    var repository = lab.repository(access, "acme/api");
    var glimpse = lab.seen(access, repository).open().getFirst();
    var read = lab.read(access, repository, pullRequest.number());
    assertThat(read.fingerprint()).isEqualTo(glimpse.fingerprint());
    var requirements = lab.connector.requirements(access, repository, "main");
    var readiness = Readiness.of(read.facts(), repository, requirements, lab.clock.instant());
    assertThat(readiness.light()).as("%s", readiness.reasons()).isEqualTo(TrafficLight.READY);
    var order = new MergeOrder(read.facts().headSha(), MergeStrategy.SQUASH, null, null, false);
    assertThat(lab.connector.merge(access, repository, pullRequest.number(), order))
        .isInstanceOf(MergeOutcome.Merged.class);
  }
}
