package io.ampel.watchlist;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Patterns keep picking up new repositories. */
@Configuration(proxyBeanMethods = false)
class WatchlistTasks {

  @Bean
  RecurringTask<Void> applyPatterns(Gathering gathering) {
    return Tasks.recurring("apply-patterns", FixedDelay.of(Duration.ofMinutes(1)))
        .execute((instance, context) -> gathering.applyDue());
  }
}
