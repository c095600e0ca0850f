package io.ampel.sync;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param ended how long merged and closed pull requests are kept after their last change; nothing
 *     for ever
 */
@ConfigurationProperties("ampel.retention")
record RetentionProperties(@DefaultValue("365d") Duration ended) {
  private static final Duration LEAST = Duration.ofDays(14);

  RetentionProperties {
    if (!ended.isZero() && ended.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          "AMPEL_RETENTION_ENDED must be 0 or at least 14 days, as long as what was merged is shown");
    }
  }

  boolean forEver() {
    return ended.isZero();
  }
}
