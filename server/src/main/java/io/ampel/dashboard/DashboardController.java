package io.ampel.dashboard;

import gg.jte.models.runtime.JteModel;
import io.ampel.dashboard.DashboardPage.Mistake;
import io.ampel.dashboard.DashboardPage.Part;
import io.ampel.jte.Templates;
import io.ampel.provider.Connectors;
import io.ampel.pullrequest.ReasonText;
import io.ampel.search.QueryMistake;
import io.ampel.search.Search;
import io.ampel.web.Frame;
import io.ampel.web.NavEntry;
import io.ampel.web.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** The dashboard and the fragments that keep it fresh. */
@Controller
class DashboardController {
  private static final int PAGE = 50;
  private final DashboardQueries queries;
  private final Connectors connectors;
  private final ReasonText words;
  private final Templates templates;

  DashboardController(
      DashboardQueries queries, Connectors connectors, ReasonText words, Templates templates) {
    this.queries = queries;
    this.connectors = connectors;
    this.words = words;
    this.templates = templates;
  }

  @Bean
  static NavEntry dashboardEntry() {
    return new NavEntry(
        NavEntry.Group.MAIN, 10, "dashboard.nav", "/", "layout-dashboard", "g d", false);
  }

  /** The page; its list alone for a script that renews it, the rows alone for who asks for more. */
  @GetMapping("/")
  JteModel dashboard(
      Frame frame,
      Viewer viewer,
      @RequestParam MultiValueMap<String, String> parameters,
      @RequestHeader(name = "Ampel-Part", defaultValue = "page") String part) {
    var filters = new Filters(parameters);
    var page =
        page(frame, viewer, filters, parameters.getFirst("cursor"), limit(frame, parameters));
    return switch (part) {
      case "list" -> templates.dashboardList(page);
      case "rows" -> templates.dashboardRows(frame, page.parts().getFirst());
      default -> templates.dashboardPage(page);
    };
  }

  private static int limit(Frame frame, MultiValueMap<String, String> parameters) {
    var given = parameters.getFirst("limit");
    return given == null || given.isBlank() ? PAGE : Limit.read(frame.texts(), given);
  }

  private DashboardPage page(
      Frame frame, Viewer viewer, Filters filters, @Nullable String cursor, int limit) {
    try {
      return page(frame, viewer, filters, filters.search(frame.texts()), cursor, limit);
    } catch (QueryMistake mistake) {
      var found = find(frame, viewer, Search.ALL, null, null, 1);
      return new DashboardPage(
          frame,
          filters,
          found.overview(),
          List.of(),
          true,
          mistake(frame, filters, mistake),
          connectors.offered());
    }
  }

  private DashboardPage page(
      Frame frame,
      Viewer viewer,
      Filters filters,
      Search search,
      @Nullable String cursorWord,
      int limit) {
    var section = filters.section(frame.texts());
    var flat =
        section != null
            || cursorWord != null
            || search.order().isPresent()
            || search.choosesLight()
            || search.choosesState();
    if (!flat) {
      var found =
          queries.sections(
              search, viewer.id(), frame.now(), limit, new RowReader(words, frame.texts()));
      return new DashboardPage(
          frame,
          filters,
          found.overview(),
          parts(filters, search, found),
          false,
          null,
          connectors.offered());
    }
    var cursor = Limit.cursor(frame.texts(), cursorWord, search);
    var found = find(frame, viewer, search, section, cursor, limit);
    var part = part(filters, search, section, found, limit);
    return new DashboardPage(
        frame, filters, found.overview(), List.of(part), true, null, connectors.offered());
  }

  private DashboardQueries.Found find(
      Frame frame,
      Viewer viewer,
      Search search,
      @Nullable Section section,
      @Nullable Cursor cursor,
      int limit) {
    var reader = new RowReader(words, frame.texts());
    return queries.list(search, section, cursor, viewer.id(), frame.now(), limit, reader);
  }

  private static Part part(
      Filters filters,
      Search search,
      @Nullable Section section,
      DashboardQueries.Found found,
      int limit) {
    var goesOn = found.rows().size() > limit;
    var rows = goesOn ? found.rows().subList(0, limit) : found.rows();
    var count = section == null ? 0 : found.overview().count(section);
    return new Part(section, count, rows, goesOn ? more(filters, search, rows.getLast()) : null);
  }

  private static List<Part> parts(Filters filters, Search search, DashboardQueries.Found found) {
    var parts = new ArrayList<Part>();
    for (var section : Section.values()) {
      var rows = found.rows().stream().filter(row -> row.section() == section).toList();
      if (!rows.isEmpty()) {
        parts.add(part(filters, search, section, rows, found.overview().count(section)));
      }
    }
    return parts;
  }

  private static Part part(
      Filters filters, Search search, Section section, List<PullRequestRow> rows, long count) {
    if (section == Section.ENDED) {
      return new Part(section, 0, rows, null);
    }
    var only = filters.with("section", section.name().toLowerCase(java.util.Locale.ROOT));
    var goesOn = count > rows.size();
    return new Part(section, count, rows, goesOn ? more(only, search, rows.getLast()) : null);
  }

  private static String more(Filters filters, Search search, PullRequestRow last) {
    return filters.address(Map.of("cursor", Cursor.behind(last, search.sort()).word()));
  }

  private static Mistake mistake(Frame frame, Filters filters, QueryMistake mistake) {
    var query = filters.query();
    return new Mistake(
        query.substring(0, mistake.from()),
        query.substring(mistake.from(), mistake.to()),
        query.substring(mistake.to()),
        frame.text(mistake.key(), mistake.details()));
  }
}
