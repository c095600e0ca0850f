package io.ampel.sync;

import io.ampel.platform.Figure;
import io.ampel.platform.FigureSource;
import io.ampel.provider.AccountProblem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What the Health page shows, for those who watch from outside; the same for every process. */
@Component
class SyncFigures implements FigureSource {
  private static final List<String> STATES = List.of("WORKING", "RESTS", "DEAD", "DISABLED");
  private final HealthQueries queries;

  SyncFigures(HealthQueries queries) {
    this.queries = queries;
  }

  @Override
  public List<Figure> figures() {
    var now = queries.figures();
    var figures = new ArrayList<Figure>();
    figures.add(
        gauge("ampel_sync_lag_seconds", "How late the latest due repository is", now.lag()));
    figures.add(
        gauge("ampel_repositories", "Repositories that somebody follows", now.repositories()));
    figures.add(gauge("ampel_repositories_due", "Those that should be read by now", now.due()));
    figures.add(gauge("ampel_repositories_leased", "Those that are being read", now.leased()));
    figures.add(
        gauge("ampel_repositories_stale", "Those that were read too long ago", now.stale()));
    figures.add(gauge("ampel_repositories_unread", "Those that were never read", now.never()));
    figures.add(gauge("ampel_repositories_failing", "Those that could not be read", now.failing()));
    figures.add(gauge("ampel_jobs_failing", "Background jobs that fail", now.jobsFailing()));
    figures.add(gauge("ampel_database_bytes", "Size of the database", now.databaseBytes()));
    errors(figures);
    accounts(figures);
    return figures;
  }

  private void errors(List<Figure> figures) {
    var byCode = new EnumMap<AccountProblem.Code, Integer>(AccountProblem.Code.class);
    queries.errors().forEach(one -> byCode.merge(one.code(), one.repositories(), Integer::sum));
    for (var code : AccountProblem.Code.values()) {
      figures.add(
          Figure.gauge(
              "ampel_repositories_in_trouble",
              "Repositories that could not be read, by kind of problem",
              Map.of("code", code.name()),
              byCode.getOrDefault(code, 0)));
    }
  }

  private void accounts(List<Figure> figures) {
    var byState = queries.states();
    for (var state : STATES) {
      figures.add(
          Figure.gauge(
              "ampel_accounts",
              "Provider accounts, by how they are",
              Map.of("state", state.toLowerCase(Locale.ROOT)),
              byState.getOrDefault(state, 0)));
    }
  }

  private static Figure gauge(String name, String help, long value) {
    return Figure.gauge(name, help, value);
  }
}
