package io.ampel.provider;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Deliveries are remembered for as long as they may come again. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebhookProperties.class)
class WebhookTasks {

  @Bean
  RecurringTask<Void> forgetDeliveries(
      Webhooks webhooks, WebhookProperties properties, Clock clock) {
    return Tasks.recurring("forget-deliveries", FixedDelay.of(Duration.ofHours(1)))
        .execute((_, _) ->
            webhooks.forgetDeliveries(clock.instant().minus(properties.keepDeliveries())));
  }
}
