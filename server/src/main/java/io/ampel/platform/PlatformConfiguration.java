package io.ampel.platform;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What every room takes for granted. */
@Configuration(proxyBeanMethods = false)
class PlatformConfiguration {

  /** The only clock; tests put their own in its place. */
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
