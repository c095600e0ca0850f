package io.ampel.sync;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblemView;
import io.ampel.provider.Budget;
import io.ampel.provider.Forecast;
import io.ampel.provider.ForecastText;
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
    Frame frame,
    Figures figures,
    List<Account> accounts,
    List<Error> errors,
    @Nullable String keyFile) {

  /**
   * @param due repositories that should have been read by now
   * @param lag how long the most overdue of them waits, in seconds
   * @param leased repositories that are being read
   * @param oldestAt when the repository was read that was read longest ago
   */
  public record Figures(
      int repositories,
      int due,
      long lag,
      int leased,
      int failing,
      int stale,
      int never,
      @Nullable Instant oldestAt,
      int jobsFailing,
      String database,
      long databaseBytes) {}

  /**
   * @param repositories how many it reads for everybody
   * @param interval seconds between two looks at the quietest of them
   * @param stretched its budget makes looks rarer than they should be
   * @param calls within the last hour, five minutes more or less
   */
  public record Account(
      String name,
      String person,
      Provider provider,
      String instance,
      String state,
      int repositories,
      int interval,
      boolean stretched,
      long calls,
      List<Budget> budgets,
      @Nullable Instant restsUntil,
      @Nullable AccountProblem problem,
      @Nullable Instant lastUsedAt) {
    public Account {
      budgets = List.copyOf(budgets);
    }
  }

  /** How many cannot be read for the same kind of reason. */
  public record Error(
      Provider provider, AccountProblem.Code code, int repositories, int accounts) {}

  public HealthPage {
    accounts = List.copyOf(accounts);
    errors = List.copyOf(errors);
  }

  public String title(Error error) {
    return AccountProblemView.later(
            frame.texts(), AccountProblem.of(error.code()), error.provider())
        .title();
  }

  public String tone(Error error) {
    return error.code().tokenIsDead() ? "blocked" : "waiting";
  }

  /** Empty when it made none. */
  public String calls(Account account) {
    return account.calls() == 0 ? "" : frame.text("sync.health.calls", account.calls());
  }

  public String forecast(Account account, Budget budget) {
    return ForecastText.of(frame.texts(), forecastOf(account, budget), frame.now());
  }

  public String forecastTone(Account account, Budget budget) {
    return ForecastText.tone(forecastOf(account, budget));
  }

  private Forecast forecastOf(Account account, Budget budget) {
    return Forecast.of(budget, account.provider(), frame.now());
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
    return frame.text(account.stretched() ? "sync.rhythm.stretched" : "sync.rhythm", every);
  }

  private static String inWords(Frame frame, Duration time) {
    if (time.isZero()) return frame.text("sync.health.none");
    return time.toSeconds() < 120 ? time.toSeconds() + " s" : time.toMinutes() + " min";
  }
}
