package io.ampel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ReportTests {

  /** A unit that ends in {@code /s} must reach its target, any other must not exceed it. */
  @ParameterizedTest
  @CsvSource({
    "pages/s, 500, 500, true",
    "pages/s, 499.9, 500, false",
    "pages/s, 612, 500, true",
    "ms, 25, 25, true",
    "ms, 25.1, 25, false",
    "ms, 3, 25, true",
    "statements, 4, 3, false",
    "calls, 0, 0, true"
  })
  void aTargetIsMetByReachingOrByNotExceeding(
      String unit, double value, double target, boolean met) {
    assertThat(Result.of("it", value, unit, target).isMet()).isEqualTo(met);
    assertThat(report(Result.of("it", value, unit, target)).isMet()).isEqualTo(met);
  }

  @Test
  void whatHasNoTargetOnlyInforms() {
    assertThat(Result.of("rss", 1e9, "MiB").isMet()).isTrue();
    assertThat(Result.of("rate", 0, "pages/s").isMet()).isTrue();
  }

  @Test
  void oneMissedTargetIsEnough() {
    assertThat(report(Result.of("a", 1, "ms", 2), Result.of("b", 3, "ms", 2)).isMet()).isFalse();
  }

  @Test
  void nothingMeasuredIsNoSuccess() {
    assertThatIllegalArgumentException().isThrownBy(ReportTests::report);
    assertThatIllegalArgumentException().isThrownBy(() -> Result.of("it", Double.NaN, "ms"));
  }

  @Test
  void theFileHasTheFieldsThatOthersRead() {
    var json =
        JsonMapper.shared()
            .readTree(
                report(Result.of("page.p95", 12.5, "ms", 25), Result.of("rss", 300, "MiB")).json());
    assertThat(json.propertyNames()).containsExactly("bench", "commit", "machine", "results");
    assertThat(json.get("bench").asString()).isEqualTo("some");
    var first = json.get("results").get(0);
    assertThat(first.propertyNames()).containsExactly("name", "value", "unit", "target");
    assertThat(first.get("value").asDouble()).isEqualTo(12.5);
    assertThat(first.get("target").asDouble()).isEqualTo(25);
    assertThat(json.get("results").get(1).get("target").isNull()).isTrue();
  }

  @Test
  void theTableSaysWhatWasMissed() {
    var table =
        report(
                Result.of("page.p95", 31.25, "ms", 25),
                Result.of("pages", 1612, "pages/s", 500),
                Result.of("rss", 300, "MiB"))
            .table();
    assertThat(table.lines())
        .contains(
            "some at 1a2b3c",
            "  page.p95       31.3 ms       at most 25      MISSED",
            "  pages         1,612 pages/s  at least 500     met",
            "  rss             300 MiB");
  }

  private static Report report(Result... results) {
    return new Report("some", "1a2b3c", "here", List.of(results));
  }
}
