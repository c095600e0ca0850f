package io.ampel.merge;

import io.ampel.identity.Audit;
import io.ampel.identity.Person;
import io.ampel.platform.Settings;
import io.ampel.pullrequest.PullRequests.Stored;
import io.ampel.pullrequest.TrafficLight;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Which lights a person may merge past, by an explicit second step. */
@Component
class MergePolicy {
  static final String BYPASS = "merge.bypass";
  private final Settings settings;
  private final Audit audit;
  private final TransactionTemplate transaction;

  MergePolicy(Settings settings, Audit audit, TransactionTemplate transaction) {
    this.settings = settings;
    this.audit = audit;
    this.transaction = transaction;
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

  /** Only administrators decide, and it is written down who did. */
  void decide(Person person, boolean bypass) {
    person.requireAdministrator();
    transaction.executeWithoutResult(_ -> {
      allowBypass(bypass);
      audit.record(
          person.id(),
          "setting.changed",
          "setting",
          BYPASS,
          Audit.Outcome.DONE,
          Map.of("value", bypass));
    });
  }
}
