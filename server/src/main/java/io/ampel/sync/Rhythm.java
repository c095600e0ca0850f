package io.ampel.sync;

import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountReplaced;
import io.ampel.provider.Budget;
import io.ampel.provider.Budgets;
import io.ampel.provider.Connectors;
import io.ampel.provider.Errand;
import io.ampel.provider.ProviderAccount;
import io.ampel.provider.Shares;
import io.ampel.pullrequest.Provider;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * How often an account may be asked: as often as its repositories want, less often when that would
 * take more than its share of the hourly budget, not at all while the account is in trouble.
 */
@Component
class Rhythm {
  private static final Duration BUDGET = Duration.ofHours(1);
  private static final Duration FIRST_REST = Duration.ofSeconds(30);
  private static final Duration LONGEST_REST = Duration.ofMinutes(30);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(80);
  private static final Duration LONGEST_INTERVAL = Duration.ofHours(6);

  /** What one look at one repository says about the next ones: two hundred say half of it. */
  private static final double WEIGHT = 0.0035;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Budgets budgets;
  private final Clock clock;
  private final SyncProperties properties;
  private final Connectors connectors;
  private final Shares shares;

  Rhythm(
      JdbcClient jdbc,
      JsonMapper json,
      Budgets budgets,
      Clock clock,
      SyncProperties properties,
      Connectors connectors,
      Shares shares) {
    this.jdbc = jdbc;
    this.json = json;
    this.budgets = budgets;
    this.clock = clock;
    this.properties = properties;
    this.connectors = connectors;
    this.shares = shares;
  }

  List<Budget> left(UUID account) {
    return budgets.of(account);
  }

  /** Takes account of what a look at so many repositories took. */
  @Transactional
  public void learn(UUID account, Errand errand, int repositories) {
    if (repositories == 0 || budgets.of(account).isEmpty()) {
      return;
    }
    jdbc.sql(
            """
            insert into account_pace as pace (account_id, cost)
            values (:account, :cost)
            on conflict (account_id) do update
              set   cost = pace.cost + (excluded.cost - pace.cost) * :weight
              where abs(excluded.cost - pace.cost) > 0.05 * pace.cost
            """)
        .param("account", account)
        .param("weight", 1 - Math.pow(1 - WEIGHT, repositories))
        .param("cost", errand.spent() / repositories)
        .update();
  }

  /** How often what this account reads is looked at, now that it is known what that takes. */
  @Transactional
  public Cadence cadence(ProviderAccount account) {
    var provider = account.instance().provider();
    var demand = demand(account.id());
    var stretch = Math.max(1, demand.part() / budgets.pace(account.id(), provider, share(account)));
    // Pages say when it is the budget that makes looks rare. Small differences are not news.
    if (Math.abs(stretch - demand.stretch()) > 0.05 * demand.stretch()) {
      remember(account.id(), stretch);
    }
    return new Cadence(
        least(provider),
        properties.floor().toSeconds(),
        properties.ceiling().toSeconds(),
        stretch,
        Math.max(properties.ceiling().toSeconds(), LONGEST_INTERVAL.toSeconds()));
  }

  /**
   * What an account would be asked.
   *
   * @param part of an hour's budget that all of it would take if it were read as often as is wanted
   * @param stretch by how much longer intervals are said to be
   */
  private record Demand(double part, double stretch) {}

  private Demand demand(UUID account) {
    return jdbc.sql(
            """
            select coalesce(max(p.cost) * :looks * sum(3600.0 / rs.wanted_s), 0) as part,
                   coalesce(max(p.stretch), 1)                                   as stretch
            from   repository_sync rs
            join   account_pace    p on p.account_id = rs.account_id
            where  rs.account_id = :account
            """)
        .param("looks", Cadence.LOOKS)
        .param("account", account)
        .query((row, _) -> new Demand(row.getDouble("part"), row.getDouble("stretch")))
        .single();
  }

  private void remember(UUID account, double stretch) {
    jdbc.sql("update account_pace set stretch = :stretch where account_id = :account")
        .param("account", account)
        .param("stretch", stretch)
        .update();
  }

  /** Which part of an hour's budget scheduled calls of this account may take. */
  private double share(ProviderAccount account) {
    return shares.scheduled(account.share());
  }

  Errand errand(ProviderAccount account) {
    return new Errand(share(account));
  }

  private long least(Provider provider) {
    return connectors
        .of(provider)
        .map(connector -> connector.rounds().interval(properties.floor()))
        .orElse(properties.floor())
        .toSeconds();
  }

  /** How much is left of its tightest budget, in steps, since work moves with it. */
  @Transactional
  public void room(UUID account) {
    budgets.of(account).stream()
        .filter(budget -> budget.limit() > 0 && isRunning(budget.resetAt()))
        .min(Comparator.comparingDouble(Rhythm::left))
        .ifPresent(budget -> room(account, budget));
  }

  private boolean isRunning(@Nullable Instant resetAt) {
    return resetAt != null && resetAt.isAfter(clock.instant());
  }

  private void room(UUID account, Budget budget) {
    jdbc.sql(
            """
            insert into account_pace as pace (account_id, room, room_until)
            values (:account, :room, :until)
            on conflict (account_id) do update
              set   room = excluded.room, room_until = excluded.room_until
              where pace.room <> excluded.room
              or    pace.room_until is null
              or    pace.room_until < excluded.room_until - interval '1 minute'
            """)
        .param("account", account)
        .param("room", Math.ceil(left(budget) * 4) / 4)
        .param("until", Timestamp.from(java.util.Objects.requireNonNull(budget.resetAt())))
        .update();
  }

  private static double left(Budget budget) {
    return Math.min(1, (double) budget.remaining() / budget.limit());
  }

  /** Lets the account rest: as long as the provider says, otherwise longer with each failure. */
  @Transactional
  public void stumbled(UUID account, AccountProblem problem) {
    var told = told(account, problem);
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
        .param("told", told != null)
        .param("until", Timestamp.from(told != null ? told : clock.instant().plus(FIRST_REST)))
        .param("first", FIRST_REST.toSeconds())
        .param("longest", (Silence.is(problem) ? LONGEST_SILENCE : LONGEST_REST).toSeconds())
        .param("problem", json.writeValueAsString(problem))
        .update();
  }

  /** The clock of who tells may be wrong: nothing is over already, and no budget lasts longer. */
  private @Nullable Instant told(UUID account, AccountProblem problem) {
    var now = clock.instant();
    var most = now.plus(BUDGET);
    var told =
        problem.until() != null ? problem.until() : budgets.blockedUntil(account).orElse(now);
    return told.isAfter(now) ? (told.isAfter(most) ? most : told) : null;
  }

  /** What troubled the old token need not trouble the new one. */
  @EventListener
  void on(AccountReplaced replaced) {
    fine(replaced.account());
  }

  /** The account works: trouble is over. */
  @Transactional
  public void fine(UUID account) {
    jdbc.sql(
            """
            update account_pace
            set    failures = 0, paused_until = null, problem = null
            where  account_id = :account
            """)
        .param("account", account)
        .update();
  }
}
