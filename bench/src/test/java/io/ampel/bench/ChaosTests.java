package io.ampel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A minute of the chaos of which the bench makes ten. */
@Timeout(900)
class ChaosTests {

  @Test
  void noLightIsFalselyGreenAndInTheEndAllAreTrue() throws Exception {
    var findings = new ChaosBench(Duration.ofSeconds(60)).run(System.out::println);
    System.out.println(findings);
    assertThat(findings.results()).allMatch(Result::isMet, "met");
    assertThat(findings.results())
        .filteredOn(result -> result.name().matches("faults|changes|looks|greens"))
        .hasSize(4)
        .allMatch(result -> result.value() > 10);
  }
}
