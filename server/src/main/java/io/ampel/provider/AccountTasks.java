package io.ampel.provider;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Looks at every account at least once a day, and sooner at one that is in trouble. */
@Configuration(proxyBeanMethods = false)
class AccountTasks {
  private static final int AT_ONCE = 20;

  @Bean
  RecurringTask<Void> examineAccounts(AccountKeeping keeping, AccountChanges changes) {
    return Tasks.recurring("examine-accounts", FixedDelay.of(Duration.ofMinutes(1)))
        .execute((_, _) -> keeping.dueForExamination(AT_ONCE).forEach(changes::examine));
  }
}
