package io.ampel.identity;

import gg.jte.models.runtime.JteModel;
import io.ampel.jte.Templates;
import io.ampel.web.Flash;
import io.ampel.web.Frame;
import io.ampel.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of one's own API tokens. */
@Controller
@RequestMapping("/settings/api-tokens")
class ApiTokensPageController {
  private final ApiTokens tokens;
  private final ApiTokenKeeping keeping;
  private final Templates templates;

  ApiTokensPageController(ApiTokens tokens, ApiTokenKeeping keeping, Templates templates) {
    this.tokens = tokens;
    this.keeping = keeping;
    this.templates = templates;
  }

  @GetMapping
  JteModel page(Frame frame, Person person) {
    return page(frame, person, null, Map.of());
  }

  /** Answers with the page itself, not with a redirect: the token is shown now or never. */
  @PostMapping
  JteModel make(
      Frame frame,
      Person person,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "READ") Scope scope,
      @RequestParam(defaultValue = "90") int days,
      HttpServletResponse response) {
    if (name.isBlank() || name.strip().length() > ApiTokenKeeping.LONGEST_NAME) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return page(frame, person, null, Map.of("name", frame.text("identity.name.invalid")));
    }
    var expiry = days <= 0 ? null : frame.now().plus(Duration.ofDays(days));
    var made = keeping.make(person, name, scope, expiry);
    return page(frame, person, made.token().value(), Map.of());
  }

  @PostMapping("/{id}/revoke")
  String revoke(Person person, @PathVariable UUID id, HttpServletResponse response) {
    if (!keeping.revoke(person, id)) {
      throw Problem.notFound();
    }
    Flash.success(response, "identity.tokens.revoked");
    return "redirect:/settings/api-tokens";
  }

  private JteModel page(
      Frame frame, Person person, @Nullable String made, Map<String, String> errors) {
    return templates.identityApiTokens(
        new ApiTokensPage(frame, tokens.of(person.id()), made, errors));
  }
}
