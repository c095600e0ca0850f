package io.ampel.sync;

import io.ampel.provider.AccountProblemView;
import io.ampel.provider.WebhookView;
import io.ampel.pullrequest.Policy;
import io.ampel.web.Frame;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One repository: how it is read and what Ampel demands of it.
 *
 * @param mayDecide whoever looks may set the requirements
 * @param cause the trouble in words, null when there is none
 * @param webhook who tells Ampel when something happens in it
 */
public record RepositoryPage(
    Frame frame,
    RepositoryView row,
    boolean mayDecide,
    @Nullable AccountProblemView cause,
    WebhookView webhook) {

  public Policy policy() {
    return row.policy();
  }

  public String checks() {
    return String.join("\n", policy().checks());
  }

  public String approvals() {
    return policy().approvals() == null ? "" : String.valueOf(policy().approvals());
  }

  public String minutes() {
    return String.valueOf(policy().neverStartedAfter().toMinutes());
  }

  /** How often it is read, and why not more often. */
  public String rhythm() {
    var every = inWords(row.interval());
    return row.stretched()
        ? frame.text("sync.rhythm.stretched", every)
        : frame.text("sync.rhythm", every);
  }

  private static String inWords(Duration time) {
    return time.toSeconds() < 120 ? time.toSeconds() + " s" : time.toMinutes() + " min";
  }

  /** The list's words, for the same row. */
  public RepositoriesPage words() {
    return new RepositoriesPage(
        frame, new Progress(1, 1, 0, 0, null), java.util.List.of(row), "", false, null);
  }
}
