package io.ampel.sync;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblemView;
import io.ampel.provider.Budget;
import io.ampel.pullrequest.Provider;
import io.ampel.web.Frame;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether Ampel itself is well.
 *
 * @param keyFile where the key was made by Ampel itself, null when it came from outside
 */
public record HealthPage(
    Frame frame, Figures figures, List<Account> accounts, @Nullable String keyFile) {

  /**
   * @param due repositories that should have been read by now
   * @param lag how long the most overdue of them waits, in seconds
   * @param oldestAt when the repository was read that was read longest ago
   */
  public record Figures(
      int repositories,
      int due,
      long lag,
      int failing,
      int stale,
      int never,
      @Nullable Instant oldestAt,
      int jobsFailing,
      String database,
      long databaseBytes) {}

  /**
   * @param repositories how many it reads for everybody
   * @param interval seconds between two looks at each of them
   * @param usual what that would be if no budget stood against it
   */
  public record Account(
      String name,
      String person,
      Provider provider,
      String instance,
      String state,
      int repositories,
      int interval,
      long usual,
      List<Budget> budgets,
      @Nullable Instant restsUntil,
      @Nullable AccountProblem problem,
      @Nullable Instant lastUsedAt) {
    public Account {
      budgets = List.copyOf(budgets);
    }
  }

  public HealthPage {
    accounts = List.copyOf(accounts);
  }

  public String lag() {
    return inWords(frame, Duration.ofSeconds(figures.lag()));
  }

  public String size() {
    return figures.databaseBytes() / 1_048_576 + " MB";
  }

  public String tone(Account account) {
    return switch (account.state()) {
      case "WORKING" -> "ready";
      case "DEAD" -> "blocked";
      case "RESTS" -> "waiting";
      default -> "unknown";
    };
  }

  public String trouble(Account account) {
    return account.problem() == null
        ? ""
        : AccountProblemView.later(frame.texts(), account.problem(), account.provider()).title();
  }

  /** How often it looks, and why not more often. */
  public String rhythm(Account account) {
    var every = inWords(frame, Duration.ofSeconds(account.interval()));
    return frame.text(
        account.interval() > account.usual() ? "sync.rhythm.stretched" : "sync.rhythm", every);
  }

  private static String inWords(Frame frame, Duration time) {
    if (time.isZero()) return frame.text("sync.health.none");
    return time.toSeconds() < 120 ? time.toSeconds() + " s" : time.toMinutes() + " min";
  }
}
