package io.ampel.merge;

import io.ampel.platform.Settings;
import io.ampel.pullrequest.PullRequests.Stored;
import io.ampel.pullrequest.TrafficLight;
import org.springframework.stereotype.Component;

/** Which lights a person may merge past, by an explicit second step. */
@Component
class MergePolicy {
  static final String BYPASS = "merge.bypass";
  private final Settings settings;

  MergePolicy(Settings settings) {
    this.settings = settings;
  }

  /**
   * What cannot be known may be confirmed; what is known to stand in the way only by permission.
   */
  boolean mayConfirm(Stored pullRequest) {
    return pullRequest.light() == TrafficLight.UNKNOWN || allowsBypass();
  }

  boolean allowsBypass() {
    return settings.read(BYPASS, Boolean.class).orElse(false);
  }

  void allowBypass(boolean allowed) {
    settings.write(BYPASS, allowed);
  }
}
