package io.ampel.provider;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param keepDeliveries for how long a delivery that comes again is recognised
 */
@ConfigurationProperties("ampel.webhooks")
record WebhookProperties(@DefaultValue("7d") Duration keepDeliveries) {}
