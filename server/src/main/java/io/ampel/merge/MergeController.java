package io.ampel.merge;

import gg.jte.models.runtime.JteModel;
import io.ampel.identity.Person;
import io.ampel.jte.Templates;
import io.ampel.web.Frame;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Merging from the panel, which reads itself again when told of a change. */
@Controller
class MergeController {
  private final Merges merges;
  private final Templates templates;

  MergeController(Merges merges, Templates templates) {
    this.merges = merges;
    this.templates = templates;
  }

  @PostMapping("/pull-requests/{id}/merge")
  JteModel merge(
      Person person,
      @PathVariable String id,
      @ModelAttribute MergeApiController.Body body,
      @RequestParam(required = false) @Nullable String idempotencyKey,
      Frame frame,
      HttpServletResponse response) {
    var request = MergeApiController.request(body, frame);
    var answer = merges.merge(person, id, request, idempotencyKey);
    response.setHeader("HX-Trigger", "pull-request-changed");
    return templates.mergeOutcome(new MergeOutcomeView(frame, id, request, answer));
  }
}
