package io.ampel.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.pullrequest.Provider;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForecastTests {
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

  private static Forecast github(int remaining, @Nullable Duration untilReset) {
    return of("graphql", remaining, untilReset, Provider.GITHUB);
  }

  private static Forecast of(
      String name, int remaining, @Nullable Duration untilReset, Provider provider) {
    var reset = untilReset == null ? null : NOW.plus(untilReset);
    return Forecast.of(new Budget(name, 5000, remaining, reset), provider, NOW);
  }

  private static Instant in(int minutes) {
    return NOW.plus(Duration.ofMinutes(minutes));
  }

  @Test
  void halfSpentInAQuarterOfTheHourLastsForOneMore() {
    assertThat(github(2500, Duration.ofMinutes(45)))
        .isEqualTo(new Forecast.RunsOut(in(15), in(45)));
  }

  @Test
  void halfSpentInHalfTheHourLasts() {
    assertThat(github(2500, Duration.ofMinutes(30))).isEqualTo(new Forecast.Lasts(in(30)));
    assertThat(github(5000, Duration.ofMinutes(30))).isEqualTo(new Forecast.Lasts(in(30)));
  }

  @Test
  void nothingLeftIsSpentUntilTheReset() {
    assertThat(github(0, Duration.ofMinutes(30))).isEqualTo(new Forecast.Spent(in(30)));
  }

  @Test
  void afterTheResetItIsWholeWhateverWasTold() {
    assertThat(github(0, Duration.ofMinutes(-1))).isEqualTo(new Forecast.Whole());
  }

  @Test
  void tooLittleToSayAnything() {
    assertThat(github(100, null)).isEqualTo(new Forecast.Unknown());
    assertThat(github(4000, Duration.ofMinutes(60).minusSeconds(5)))
        .isEqualTo(new Forecast.Unknown());
    assertThat(Forecast.of(new Budget("core", 0, 0, in(5)), Provider.GITHUB, NOW))
        .isEqualTo(new Forecast.Unknown());
  }

  /** GitLab counts by the minute. */
  @Test
  void theWindowIsTheProviders() {
    assertThat(of("api", 2500, Duration.ofSeconds(45), Provider.GITLAB))
        .isEqualTo(new Forecast.RunsOut(NOW.plusSeconds(15), NOW.plusSeconds(45)));
    assertThat(of("search", 2500, Duration.ofSeconds(20), Provider.GITHUB))
        .isEqualTo(new Forecast.Lasts(NOW.plusSeconds(20)));
  }
}
