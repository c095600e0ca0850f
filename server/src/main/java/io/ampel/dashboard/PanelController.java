package io.ampel.dashboard;

import gg.jte.models.runtime.JteModel;
import io.ampel.act.Offers;
import io.ampel.jte.Templates;
import io.ampel.pullrequest.ReasonText;
import io.ampel.sync.Attending;
import io.ampel.web.Frame;
import io.ampel.web.Problem;
import io.ampel.web.Viewer;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;

/** One pull request: a page of its own, and beside the list the same as a panel. */
@Controller
class PanelController {
  private final PanelQueries queries;
  private final ReasonText words;
  private final Offers offers;
  private final Attending attending;
  private final Templates templates;

  PanelController(
      PanelQueries queries,
      ReasonText words,
      Offers offers,
      Attending attending,
      Templates templates) {
    this.queries = queries;
    this.words = words;
    this.offers = offers;
    this.attending = attending;
    this.templates = templates;
  }

  /**
   * Shows what is known, and has the provider asked behind the page.
   *
   * @param again the page itself looks again because something changed: nobody opened it
   */
  @GetMapping("/pull-requests/{id}")
  JteModel panel(
      Frame frame,
      Viewer viewer,
      @PathVariable UUID id,
      @RequestHeader(name = "Ampel-Part", defaultValue = "page") String part,
      @RequestHeader(name = "Ampel-Again", defaultValue = "false") boolean again) {
    var found =
        queries
            .find(id, viewer.id(), new RowReader(words, frame.texts()))
            .orElseThrow(Problem::notFound);
    if (!again) {
      attending.opened(viewer.id(), id);
    }
    var panel = Panel.of(frame, found, offers.at(found.instance()));
    return part.equals("panel") ? templates.dashboardPanel(panel) : templates.dashboardAlone(panel);
  }
}
