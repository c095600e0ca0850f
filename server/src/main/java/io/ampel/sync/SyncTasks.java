package io.ampel.sync;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.ampel.platform.Live;
import io.ampel.pullrequest.PullRequestChanged;
import io.ampel.pullrequest.PullRequests;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** What happens by itself, and that every change is said aloud. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SyncProperties.class, RetentionProperties.class})
class SyncTasks {
  private static final int REEVALUATED_AT_ONCE = 500;
  private final Live live;

  SyncTasks(Live live) {
    this.live = live;
  }

  /** Budgets and what accounts can read change slowly. */
  @Bean
  RecurringTask<Void> drawReaders(Readers readers, SyncProperties properties) {
    return Tasks.recurring("draw-readers", FixedDelay.of(Duration.ofSeconds(30)))
        .execute((instance, context) -> {
          if (properties.enabled()) readers.drawDue();
        });
  }

  @Bean
  RecurringTask<Void> proveSight(Proving proving, SyncProperties properties) {
    return Tasks.recurring("prove-sight", FixedDelay.of(Duration.ofSeconds(30)))
        .execute((instance, context) -> {
          if (properties.enabled()) proving.proveDue();
        });
  }

  @Bean
  RecurringTask<Void> reevaluateDue(PullRequests pullRequests) {
    return Tasks.recurring("reevaluate-due", FixedDelay.of(Duration.ofSeconds(15)))
        .execute((instance, context) -> pullRequests.reevaluateDue(REEVALUATED_AT_ONCE));
  }

  @Bean
  RecurringTask<Void> forgetEnded(Retention retention) {
    return Tasks.recurring("forget-ended", FixedDelay.of(Duration.ofHours(1)))
        .execute((instance, context) -> retention.letGo());
  }

  @EventListener
  void on(PullRequestChanged change) {
    live.publish("pull-request", change.pullRequest().toString());
  }
}
