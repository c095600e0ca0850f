package io.ampel.sync;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param enabled whether this process reads from the providers by itself
 * @param interval how long after a look at a repository the next one comes
 * @param tick how often this process looks for what is due
 */
@ConfigurationProperties("ampel.sync")
record SyncProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("2m") Duration interval,
    @DefaultValue("2s") Duration tick) {}
