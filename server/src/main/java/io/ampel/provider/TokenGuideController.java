package io.ampel.provider;

import gg.jte.models.runtime.JteModel;
import io.ampel.jte.Templates;
import io.ampel.web.Frame;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
class TokenGuideController {
  private final TokenGuide guide;
  private final Templates templates;

  TokenGuideController(Connectors connectors, Templates templates) {
    this.guide = TokenGuide.read(connectors.offered());
    this.templates = templates;
  }

  @GetMapping(TokenGuide.PATH)
  JteModel show(Frame frame) {
    return templates.providerTokenGuide(new TokenGuideView(frame, guide.title(), guide.text()));
  }
}
