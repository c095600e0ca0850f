package io.ampel.sync;

import io.ampel.pullrequest.EndedPullRequests;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Lets go of what ended long ago, in small parts so that nothing else waits for it. */
@Component
class Retention {
  private static final Logger log = LoggerFactory.getLogger(Retention.class);
  private static final int AT_ONCE = 500;
  private static final int PARTS = 40;

  private final EndedPullRequests ended;
  private final RetentionProperties properties;
  private final Clock clock;

  Retention(EndedPullRequests ended, RetentionProperties properties, Clock clock) {
    this.ended = ended;
    this.properties = properties;
    this.clock = clock;
  }

  /** What is left over goes the next time. */
  void letGo() {
    if (properties.forEver()) return;
    var before = clock.instant().minus(properties.ended());
    var all = 0;
    for (var part = 0; part < PARTS; part++) {
      var some = ended.forget(before, AT_ONCE);
      all += some;
      if (some < AT_ONCE) break;
    }
    if (all > 0) {
      log.info("Forgot {} pull requests that ended before {}", all, before);
    }
  }
}
