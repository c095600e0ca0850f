package io.ampel.provider;

import io.ampel.platform.Figure;
import io.ampel.platform.FigureSource;
import io.ampel.pullrequest.Provider;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What each account has left and used, by its id and never by a name. */
@Component
class AccountFigures implements FigureSource {
  private static final TypeReference<Map<String, Budget>> BUDGETS = new TypeReference<>() {};
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final AccountUse use;
  private final Budgets budgets;
  private final Clock clock;

  AccountFigures(JdbcClient jdbc, JsonMapper json, AccountUse use, Budgets budgets, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.use = use;
    this.budgets = budgets;
    this.clock = clock;
  }

  private record Row(
      UUID id,
      Provider provider,
      boolean dead,
      @Nullable Instant expiresAt,
      List<Budget> budgets) {}

  @Override
  public List<Figure> figures() {
    var now = clock.instant();
    var figures = new ArrayList<Figure>();
    for (var row : rows()) {
      ofToken(row, figures);
      ofUse(row, figures);
      row.budgets().forEach(budget -> ofBudget(row, budget, now, figures));
    }
    return figures;
  }

  private List<Row> rows() {
    return jdbc.sql(
            """
            select a.id, i.provider, a.died_at is not null as dead, a.budgets,
                   coalesce(a.expires_at, a.expires_typed) as expires_at
            from   provider_account a
            join   instance         i on i.id = a.instance_id
            where  a.enabled
            order  by a.id
            """)
        .query(this::row)
        .list();
  }

  private Row row(ResultSet row, int number) throws SQLException {
    Timestamp expiresAt = row.getTimestamp("expires_at");
    return new Row(
        row.getObject("id", UUID.class),
        Provider.valueOf(row.getString("provider")),
        row.getBoolean("dead"),
        expiresAt == null ? null : expiresAt.toInstant(),
        List.copyOf(json.readValue(row.getString("budgets"), BUDGETS).values()));
  }

  private static void ofToken(Row row, List<Figure> figures) {
    figures.add(
        Figure.gauge(
            "ampel_account_dead",
            "Whether the provider refuses the token",
            labels(row),
            row.dead() ? 1 : 0));
    var expiresAt = row.expiresAt();
    if (expiresAt != null) {
      figures.add(
          Figure.gauge(
              "ampel_account_token_expires_timestamp_seconds",
              "When the token ends, where that is known",
              labels(row),
              expiresAt.getEpochSecond()));
    }
  }

  private void ofUse(Row row, List<Figure> figures) {
    var total = use.of(row.id());
    figures.add(
        Figure.counter(
            "ampel_account_calls",
            "Calls to the provider by this process",
            labels(row),
            total.calls()));
    figures.add(
        Figure.counter(
            "ampel_account_call_seconds",
            "Time that the provider took for the calls of this process",
            labels(row),
            total.seconds()));
  }

  private void ofBudget(Row row, Budget budget, Instant now, List<Figure> figures) {
    if (budget.limit() <= 0) return;
    var labels = labels(row, budget);
    figures.add(
        Figure.gauge(
            "ampel_account_budget_limit",
            "What the provider allows until the reset",
            labels,
            budget.limit()));
    figures.add(
        Figure.gauge(
            "ampel_account_budget_remaining",
            "What is left until the reset, as last told",
            labels,
            left(budget, now)));
    figures.add(
        Figure.gauge(
            "ampel_account_budget_runs_out_seconds",
            "In how many seconds nothing is left if calls go on like this; infinite when it lasts",
            labels,
            runsOutIn(Forecast.of(budget, row.provider(), now), now)));
    figures.add(
        Figure.counter(
            "ampel_account_points",
            "Points of the budget that went while this process looked",
            labels,
            budgets.spent(row.id(), budget.name())));
  }

  /** After the reset it is whole again, even when nobody has asked since. */
  private static int left(Budget budget, Instant now) {
    var resetAt = budget.resetAt();
    return resetAt == null || resetAt.isAfter(now) ? budget.remaining() : budget.limit();
  }

  private static double runsOutIn(Forecast forecast, Instant now) {
    return switch (forecast) {
      case Forecast.Spent _ -> 0;
      case Forecast.RunsOut(var at, _) -> Duration.between(now, at).toSeconds();
      case Forecast.Lasts _, Forecast.Whole _, Forecast.Unknown _ -> Double.POSITIVE_INFINITY;
    };
  }

  private static Map<String, String> labels(Row row) {
    return Map.of("account", row.id().toString(), "provider", word(row.provider()));
  }

  private static Map<String, String> labels(Row row, Budget budget) {
    return Map.of(
        "account", row.id().toString(),
        "provider", word(row.provider()),
        "budget", budget.name());
  }

  private static String word(Provider provider) {
    return provider.name().toLowerCase(Locale.ROOT);
  }
}
