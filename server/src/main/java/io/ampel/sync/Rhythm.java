package io.ampel.sync;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountReplaced;
import io.ampel.provider.Budget;
import io.ampel.provider.Budgets;
import io.ampel.provider.Connectors;
import io.ampel.provider.Errand;
import io.ampel.pullrequest.Provider;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * How often an account may be asked: as often as Ampel is told and the provider likes, less often
 * when that would take more than half of its hourly budget, not at all while the provider or the
 * account is in trouble.
 */
@Component
class Rhythm {
  private static final Duration FIRST_REST = Duration.ofSeconds(30);
  private static final Duration LONGEST_REST = Duration.ofMinutes(30);
  private static final Duration LONGEST_INTERVAL = Duration.ofHours(6);
  private static final double SHARE = 0.5;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Budgets budgets;
  private final Clock clock;
  private final SyncProperties properties;
  private final Connectors connectors;

  Rhythm(
      JdbcClient jdbc,
      JsonMapper json,
      Budgets budgets,
      Clock clock,
      SyncProperties properties,
      Connectors connectors) {
    this.jdbc = jdbc;
    this.json = json;
    this.budgets = budgets;
    this.clock = clock;
    this.properties = properties;
    this.connectors = connectors;
  }

  List<Budget> left(UUID account) {
    return budgets.of(account);
  }

  /**
   * A look at so many repositories took the account from these budgets to what is left now, or took
   * what the errand counted by itself.
   */
  @Transactional
  public void learn(UUID account, List<Budget> before, Errand errand, int repositories) {
    var told = before.stream().mapToDouble(budget -> spentOf(budget, budgets.of(account))).max();
    var counted = errand.spent();
    if ((told.isEmpty() && counted == 0) || repositories == 0) {
      return;
    }
    var spent = counted > 0 ? counted : told.orElse(0);
    jdbc.sql(
            """
            insert into account_pace as pace (account_id, cost)
            values (:account, :cost)
            on conflict (account_id) do update set cost = pace.cost * 0.7 + excluded.cost * 0.3
            where abs(pace.cost - excluded.cost) > 0.05 * pace.cost
            """)
        .param("account", account)
        .param("cost", spent / repositories)
        .update();
  }

  /** Which part of a whole budget was spent; nothing when a new hour began meanwhile. */
  private static double spentOf(Budget before, List<Budget> now) {
    return now.stream()
        .filter(after -> after.name().equals(before.name()) && after.limit() > 0)
        .filter(after -> java.util.Objects.equals(after.resetAt(), before.resetAt()))
        .mapToDouble(
            after -> Math.max(0, before.remaining() - after.remaining()) / (double) after.limit())
        .findFirst()
        .orElse(0);
  }

  /** Seconds between two looks at what this account reads. */
  int interval(UUID account) {
    var share =
        jdbc.sql(
                """
                select coalesce((select cost from account_pace where account_id = :account), 0)
                       * (select count(*) from repository_sync where account_id = :account)
                """)
            .param("account", account)
            .query(Double.class)
            .single();
    var usual = provider(account).map(this::usual).orElse(properties.interval()).toSeconds();
    return (int) Math.clamp(Math.ceil(3600 * share / SHARE), usual, longest(usual));
  }

  private static long longest(long usual) {
    return Math.max(usual, LONGEST_INTERVAL.toSeconds());
  }

  /** Seldom enough for the provider, when no budget demands more. */
  Duration usual(Provider provider) {
    return connectors
        .of(provider)
        .map(connector -> connector.rounds().interval(properties.interval()))
        .orElse(properties.interval());
  }

  private Optional<Provider> provider(UUID account) {
    return jdbc.sql(
            """
            select i.provider
            from   provider_account a
            join   instance         i on i.id = a.instance_id
            where  a.id = :account
            """)
        .param("account", account)
        .query(String.class)
        .optional()
        .map(Provider::valueOf);
  }

  /** Lets the account rest: as long as the provider says, otherwise longer with each failure. */
  @Transactional
  public void stumbled(UUID account, AccountProblem problem) {
    jdbc.sql(
            """
            insert into account_pace as pace (account_id, paused_until, failures, problem)
            values (:account, cast(:until as timestamptz), 1, cast(:problem as jsonb))
            on conflict (account_id) do update
            set    failures     = pace.failures + 1,
                   problem      = excluded.problem,
                   paused_until = case when :told then excluded.paused_until
                                       else now() + least(make_interval(secs => :longest),
                                              make_interval(secs => :first * (1 << least(pace.failures, 10))))
                                  end
            """)
        .param("account", account)
        .param("told", told(account, problem) != null)
        .param("until", Timestamp.from(until(account, problem)))
        .param("first", FIRST_REST.toSeconds())
        .param("longest", LONGEST_REST.toSeconds())
        .param("problem", json.writeValueAsString(problem))
        .update();
  }

  private Instant until(UUID account, AccountProblem problem) {
    var told = told(account, problem);
    return told == null ? clock.instant().plus(FIRST_REST) : told;
  }

  private @Nullable Instant told(UUID account, AccountProblem problem) {
    return problem.until() != null ? problem.until() : budgets.blockedUntil(account).orElse(null);
  }

  /** What troubled the old token need not trouble the new one. */
  @EventListener
  void on(AccountReplaced replaced) {
    fine(replaced.account());
  }

  /** The account works: trouble is over. Writes nothing when there was none. */
  @Transactional
  public void fine(UUID account) {
    jdbc.sql(
            """
            update account_pace
            set    failures = 0, paused_until = null, problem = null
            where  account_id = :account
            and    (failures > 0 or paused_until is not null)
            """)
        .param("account", account)
        .update();
  }
}
