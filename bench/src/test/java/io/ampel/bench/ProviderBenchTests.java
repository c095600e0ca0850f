package io.ampel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.bench.Measurement.Findings;
import io.ampel.simulator.Forge;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each bench with a provider in its smallest form: it measures what it says it does. */
@Timeout(180)
class ProviderBenchTests {

  private void tell(String sentence) {
    System.out.println(sentence);
  }

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
    var findings = new FirstLoadBench(20, 3).run(this::tell);
    System.out.println(findings);
    assertThat(targets(findings)).containsExactly("load.time");
    assertThat(value(findings, "load.time"))
        .isGreaterThan(value(findings, "load.choosing"))
        .isLessThan(60);
    assertThat(value(findings, "load.calls")).isBetween(4.0, 200.0);
    assertThat(value(findings, "load.points")).isBetween(5.0, 200.0);
    assertThat(value(findings, "load.refused")).isZero();
    assertThat(value(findings, "load.statements")).isGreaterThan(20);
    assertThat(value(findings, "cpu.server")).isPositive();
    assertThat(value(findings, "cpu.simulator")).isPositive();
    assertThat(value(findings, "token.share"))
        .isGreaterThan(value(findings, "token.points"))
        .isLessThan(1);
    assertThat(findings.remarks()).first().asString().contains("READY", "BLOCKED");
  }

  @Test
  void aLookAtEverythingIsCountedForAThousand() throws Exception {
    var findings =
        new IdleSweepBench(
                List.of(
                    IdleSweepBench.world(Forge.GITHUB, 40, 3),
                    IdleSweepBench.world(Forge.GITLAB, 40, 3),
                    IdleSweepBench.world(Forge.BITBUCKET, 10, 2)))
            .run(this::tell);
    System.out.println(findings);
    assertThat(targets(findings))
        .containsExactly(
            "github.40.calls", "github.40.points", "gitlab.40.calls", "bitbucket.10.calls");
    assertThat(value(findings, "github.40.calls")).isBetween(25.0, 100.0);
    assertThat(value(findings, "gitlab.40.calls")).isBetween(25.0, 100.0);
    assertThat(value(findings, "bitbucket.10.calls")).isEqualTo(1_000);
    assertThat(value(findings, "github.40.provider")).isPositive();
    assertThat(value(findings, "github.40.refused")).isZero();
    assertThat(value(findings, "gitlab.40.statements")).isPositive();
  }

  @Test
  void aPlainClientAsksThreeTimesForEachPullRequest() throws Exception {
    var findings = new NaiveBench(20, 3).run(this::tell);
    System.out.println(findings);
    assertThat(value(findings, "naive.calls")).isEqualTo(20 * (1 + 3 * 3));
    assertThat(value(findings, "ratio.calls"))
        .isEqualTo(value(findings, "naive.calls") / value(findings, "ampel.calls"));
    assertThat(value(findings, "ratio.calls")).isGreaterThan(20);
  }

  @Test
  void changesAreSeenByLooksAndByWebhooks() throws Exception {
    var size =
        new FreshnessBench.Size(
            20, 10, 10, Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofSeconds(15));
    var findings = new FreshnessBench(List.of(Forge.GITLAB), size).run(this::tell);
    System.out.println(findings);
    assertThat(value(findings, "gitlab.looks.changes")).isBetween(20.0, 30.0);
    assertThat(value(findings, "gitlab.hooks.changes")).isBetween(20.0, 30.0);
    assertThat(value(findings, "gitlab.hooks.all.p95")).isBetween(0.1, 5.0);
  }
}
