package io.ampel.act;

import gg.jte.models.runtime.JteModel;
import io.ampel.identity.Person;
import io.ampel.jte.Templates;
import io.ampel.web.Frame;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Comments, reviews and other acts from the panel, which reads itself again when told of a change.
 */
@Controller
@RequestMapping("/pull-requests/{id}")
class ActController {
  private final Acts acts;
  private final Templates templates;

  ActController(Acts acts, Templates templates) {
    this.acts = acts;
    this.templates = templates;
  }

  @PostMapping("/comments")
  JteModel comment(
      Person person,
      @PathVariable String id,
      @RequestParam @Nullable String body,
      @RequestParam(required = false) @Nullable String idempotencyKey,
      Frame frame,
      HttpServletResponse response) {
    var request = new ActRequest.Comment(Objects.requireNonNullElse(body, ""));
    return shown(acts.send(person, id, request, idempotencyKey, frame.texts()), frame, response);
  }

  @PostMapping("/reviews")
  JteModel review(
      Person person,
      @PathVariable String id,
      @RequestParam String verdict,
      @RequestParam @Nullable String body,
      @RequestParam String headSha,
      @RequestParam(required = false) @Nullable String idempotencyKey,
      Frame frame,
      HttpServletResponse response) {
    var request =
        new ActRequest.ReviewOf(
            ActApiController.verdict(verdict, frame),
            Objects.requireNonNullElse(body, ""),
            ActRequest.head(headSha, frame));
    return shown(acts.send(person, id, request, idempotencyKey, frame.texts()), frame, response);
  }

  @PostMapping("/{deed:withdraw|update-branch|rerun|resolve|close|reopen}")
  JteModel deed(
      Person person,
      @PathVariable String id,
      @PathVariable String deed,
      @RequestParam(required = false) @Nullable String headSha,
      @RequestParam(required = false) @Nullable String conversation,
      @RequestParam(required = false) @Nullable String idempotencyKey,
      Frame frame,
      HttpServletResponse response) {
    var request = ActRequest.deed(deed, headSha, conversation, frame);
    return shown(acts.send(person, id, request, idempotencyKey, frame.texts()), frame, response);
  }

  private JteModel shown(ActAnswer answer, Frame frame, HttpServletResponse response) {
    response.setHeader("HX-Trigger", "pull-request-changed");
    return templates.actOutcome(new ActOutcomeView(frame, answer));
  }
}
