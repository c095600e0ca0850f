package io.ampel.dashboard;

import io.ampel.pullrequest.ReasonText;
import io.ampel.pullrequest.TrafficLight;
import io.ampel.search.QueryMistake;
import io.ampel.search.Search;
import io.ampel.web.Problem;
import io.ampel.web.Texts;
import io.ampel.web.Viewer;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Pull requests as JSON. */
@RestController
@RequestMapping("/api/v1/pull-requests")
class PullRequestsController {
  private final DashboardQueries queries;
  private final PanelQueries panels;
  private final ReasonText words;
  private final Clock clock;

  PullRequestsController(
      DashboardQueries queries, PanelQueries panels, ReasonText words, Clock clock) {
    this.queries = queries;
    this.panels = panels;
    this.words = words;
    this.clock = clock;
  }

  /**
   * @param nextCursor null at the end
   * @param counts by light, whatever light is filtered for
   */
  record PullRequestList(
      List<PullRequestRow> items, @Nullable String nextCursor, Map<TrafficLight, Long> counts) {}

  /** Open ones unless a state is named; values may be repeated, their case does not matter. */
  @GetMapping
  PullRequestList list(
      Viewer viewer,
      Texts texts,
      @RequestParam(defaultValue = "") List<String> light,
      @RequestParam(defaultValue = "") List<String> provider,
      @RequestParam(defaultValue = "") List<String> repository,
      @RequestParam(defaultValue = "") List<String> author,
      @RequestParam(defaultValue = "") List<String> state,
      @RequestParam(defaultValue = "") List<String> q,
      @RequestParam(defaultValue = "") String sort,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = "50") String limit) {
    var values = new LinkedHashMap<String, List<String>>();
    values.put("light", light);
    values.put("provider", provider);
    values.put("repository", repository);
    values.put("author", author);
    values.put("state", state);
    values.put("q", q);
    values.put("sort", List.of(sort));
    var search = search(new Filters(values), texts);
    var most = Limit.read(texts, limit);
    var found =
        queries.list(
            search,
            null,
            Limit.cursor(texts, cursor, search),
            viewer.id(),
            clock.instant(),
            most,
            new RowReader(words, texts));
    var goesOn = found.rows().size() > most;
    var items = goesOn ? found.rows().subList(0, most) : found.rows();
    return new PullRequestList(
        items,
        goesOn ? Cursor.behind(items.getLast(), search.sort()).word() : null,
        found.overview().counts());
  }

  private static Search search(Filters filters, Texts texts) {
    try {
      return filters.search(texts);
    } catch (QueryMistake mistake) {
      var said = texts.of(mistake.key(), mistake.details());
      throw Problem.invalid("q", texts.of("dashboard.bad.query", said, mistake.from() + 1))
          .with("from", mistake.from())
          .with("to", mistake.to());
    }
  }

  @GetMapping("/{id}")
  PullRequestDetail one(Viewer viewer, Texts texts, @PathVariable UUID id) {
    return panels
        .find(id, viewer.id(), new RowReader(words, texts))
        .map(PullRequestDetail::of)
        .orElseThrow(Problem::notFound);
  }
}
