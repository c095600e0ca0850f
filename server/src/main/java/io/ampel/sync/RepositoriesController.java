package io.ampel.sync;

import gg.jte.models.runtime.JteModel;
import io.ampel.identity.Person;
import io.ampel.jte.Templates;
import io.ampel.provider.AccountProblemView;
import io.ampel.provider.WebhookPages;
import io.ampel.watchlist.Watchlist;
import io.ampel.web.Flash;
import io.ampel.web.Frame;
import io.ampel.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The Repositories page and the page of one of them. */
@Controller
class RepositoriesController {
  private static final String HERE = "redirect:/repositories";
  private final RepositoryQueries queries;
  private final Refreshing refreshing;
  private final Deciding deciding;
  private final Watchlist watchlist;
  private final Attending attending;
  private final WebhookPages webhooks;
  private final Templates templates;

  RepositoriesController(
      RepositoryQueries queries,
      Refreshing refreshing,
      Deciding deciding,
      Watchlist watchlist,
      Attending attending,
      WebhookPages webhooks,
      Templates templates) {
    this.queries = queries;
    this.refreshing = refreshing;
    this.deciding = deciding;
    this.watchlist = watchlist;
    this.attending = attending;
    this.webhooks = webhooks;
    this.templates = templates;
  }

  @GetMapping("/repositories")
  JteModel page(
      Frame frame,
      Person person,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "") String show,
      @RequestParam(defaultValue = "") String after) {
    return templates.syncRepositories(view(frame, person, q, show, after));
  }

  /** The list alone, as it looks again when something was read. */
  @GetMapping("/repositories/list")
  JteModel list(
      Frame frame,
      Person person,
      @RequestParam(defaultValue = "") String q,
      @RequestParam(defaultValue = "") String show,
      @RequestParam(defaultValue = "") String after) {
    return templates.syncRepositoryList(view(frame, person, q, show, after));
  }

  private RepositoriesPage view(
      Frame frame, Person person, String query, String show, String after) {
    var troubled = show.equals("trouble");
    var most = RepositoryQueries.Wish.PAGE;
    var found =
        queries.list(person.id(), new RepositoryQueries.Wish(query, troubled, after, most + 1));
    var rows = found.stream().limit(most).toList();
    var next = found.size() > most ? rows.getLast().fullName() : null;
    return new RepositoriesPage(frame, queries.progress(person.id()), rows, query, troubled, next);
  }

  @GetMapping("/repositories/{id}")
  JteModel one(Frame frame, Person person, @PathVariable UUID id) {
    var row = queries.find(person.id(), id).orElseThrow(Problem::notFound);
    attending.looked(id);
    var problem = row.mainProblem();
    var cause =
        problem == null ? null : AccountProblemView.later(frame.texts(), problem, row.provider());
    var mayDecide = person.administrator() || row.mayDecide();
    var hooks = webhooks.of(frame, id, row.provider(), row.fullName(), mayDecide);
    return templates.syncRepository(new RepositoryPage(frame, row, mayDecide, cause, hooks));
  }

  @PostMapping("/repositories/{id}/requirements")
  String decide(
      Person person,
      HttpServletResponse response,
      @PathVariable UUID id,
      @RequestParam(defaultValue = "") String checks,
      @RequestParam @Nullable Integer approvals,
      @RequestParam(defaultValue = "false") boolean waitForReviewers,
      @RequestParam(defaultValue = "60") long minutes) {
    deciding.decide(
        person,
        id,
        new Deciding.Wish(
            List.of(checks.split("\\R")),
            approvals,
            waitForReviewers,
            Duration.ofMinutes(Math.clamp(minutes, 0, 100_000))));
    Flash.success(response, "sync.requirements.saved");
    return HERE + "/" + id;
  }

  @PostMapping("/repositories/{id}/sync")
  String look(Person person, HttpServletResponse response, @PathVariable UUID id) {
    var row = queries.find(person.id(), id).orElseThrow(Problem::notFound);
    if (refreshing.look(person.id(), id)) {
      Flash.info(response, "sync.asked.one", row.fullName());
    } else {
      Flash.warning(response, "sync.asked.tooOften");
    }
    return HERE;
  }

  @PostMapping("/repositories/sync")
  String lookAtAll(Person person, HttpServletResponse response) {
    var asked = refreshing.lookAtAll(person.id());
    if (asked.isEmpty()) {
      Flash.warning(response, "sync.asked.tooOften");
    } else {
      var many = asked.getAsInt();
      Flash.info(response, many == 0 ? "sync.asked.none" : "sync.asked.all", many);
    }
    return HERE;
  }

  @PostMapping("/repositories/{id}/unwatch")
  String unwatch(Person person, HttpServletResponse response, @PathVariable UUID id) {
    var row = queries.find(person.id(), id).orElseThrow(Problem::notFound);
    watchlist.unwatch(person.id(), id);
    Flash.success(response, "sync.unwatched", row.fullName());
    return HERE;
  }
}
