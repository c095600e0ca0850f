package io.ampel.sync;

import gg.jte.models.runtime.JteModel;
import io.ampel.identity.Person;
import io.ampel.jte.Templates;
import io.ampel.platform.Vault;
import io.ampel.web.Frame;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
class HealthController {
  private final HealthQueries queries;
  private final Vault vault;
  private final Templates templates;

  HealthController(HealthQueries queries, Vault vault, Templates templates) {
    this.queries = queries;
    this.vault = vault;
    this.templates = templates;
  }

  @GetMapping("/health")
  JteModel show(Frame frame, Person person) {
    person.requireAdministrator();
    var keyFile = vault.generatedKeyFile().map(String::valueOf).orElse(null);
    return templates.syncHealth(
        new HealthPage(frame, queries.figures(), queries.accounts(), queries.errors(), keyFile));
  }
}
