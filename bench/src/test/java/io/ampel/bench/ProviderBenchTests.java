package io.ampel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.bench.Measurement.Findings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each bench with a provider in its smallest form: it measures what it says it does. */
@Timeout(120)
class ProviderBenchTests {
  private final List<String> progress = new ArrayList<>();

  private static double value(Findings findings, String name) {
    return findings.results().stream()
        .filter(result -> result.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " among " + findings.results()))
        .value();
  }

  private static List<String> targets(Findings findings) {
    return findings.results().stream()
        .filter(result -> result.target() != null)
        .map(Result::name)
        .toList();
  }

  @Test
  void theFirstLoadEndsWithALightForEveryPullRequest() throws Exception {
    var findings = new FirstLoadBench(20, 3).run(progress::add);
    System.out.println(findings);
    assertThat(targets(findings)).containsExactly("load.time");
    assertThat(value(findings, "load.time"))
        .isGreaterThan(value(findings, "load.choosing"))
        .isLessThan(60);
    assertThat(value(findings, "load.calls")).isBetween(4.0, 200.0);
    assertThat(value(findings, "load.points")).isBetween(20.0, 500.0);
    assertThat(value(findings, "load.refused")).isZero();
    assertThat(value(findings, "load.statements")).isGreaterThan(20);
    assertThat(value(findings, "cpu.server")).isPositive();
    assertThat(value(findings, "cpu.simulator")).isPositive();
    assertThat(value(findings, "token.share"))
        .isGreaterThan(value(findings, "token.points"))
        .isLessThan(1);
    assertThat(findings.remarks()).first().asString().contains("READY", "BLOCKED");
  }
}
