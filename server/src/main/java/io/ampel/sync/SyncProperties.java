package io.ampel.sync;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled whether this process reads from the providers by itself
 * @param tick how often this process looks for what is due
 * @param floor how long after a look at the busiest repository the next one comes at the earliest
 * @param ceiling how long after a look at the quietest repository the next one comes, where the
 *     budget allows it
 */
@ConfigurationProperties("ampel.sync")
record SyncProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("2s") Duration tick,
    @DefaultValue("30s") Duration floor,
    @DefaultValue("30m") Duration ceiling) {

  SyncProperties {
    if (floor.toSeconds() < 1 || ceiling.compareTo(floor) < 0) {
      throw new IllegalArgumentException(
          "ampel.sync.floor is at least a second and not longer than ampel.sync.ceiling");
    }
  }
}
