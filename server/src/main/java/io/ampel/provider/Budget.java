package io.ampel.provider;

import io.ampel.pullrequest.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the provider leaves to an account until the reset.
 *
 * @param name the provider's name of the budget, for example {@code graphql}
 * @param minutes for which the limit holds, null for as long as is usual at the provider
 */
public record Budget(
    String name, int limit, int remaining, @Nullable Instant resetAt, @Nullable Integer minutes) {

  public Budget(String name, int limit, int remaining, @Nullable Instant resetAt) {
    this(name, limit, remaining, resetAt, null);
  }

  /** These are counted by the hour; whatever else GitHub names, by the minute. */
  private static final Set<String> BY_THE_HOUR = Set.of("core", "graphql");

  /** The time for which the limit holds. */
  Duration window(Provider provider) {
    if (minutes != null) {
      return Duration.ofMinutes(minutes);
    }
    return switch (provider) {
      case GITHUB -> BY_THE_HOUR.contains(name) ? Duration.ofHours(1) : Duration.ofMinutes(1);
      case GITLAB -> Duration.ofMinutes(1);
      case BITBUCKET -> Duration.ofHours(1);
    };
  }

  /** Which part of what a whole hour allows so much is; nothing where nothing is limited. */
  double partOfAnHour(long spent, Provider provider) {
    return limit <= 0 ? 0 : (double) spent / limit * window(provider).toSeconds() / 3600;
  }
}
