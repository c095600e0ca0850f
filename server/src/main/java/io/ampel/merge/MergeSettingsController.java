package io.ampel.merge;

import gg.jte.models.runtime.JteModel;
import io.ampel.identity.Audit;
import io.ampel.identity.Person;
import io.ampel.jte.Templates;
import io.ampel.web.Flash;
import io.ampel.web.Frame;
import io.ampel.web.NavEntry;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Whether people may merge past the light at all, which only administrators decide. */
@Controller
class MergeSettingsController {
  static final String PATH = "/settings/merging";
  private final MergePolicy policy;
  private final Audit audit;
  private final TransactionTemplate transaction;
  private final Templates templates;

  MergeSettingsController(
      MergePolicy policy, Audit audit, TransactionTemplate transaction, Templates templates) {
    this.policy = policy;
    this.audit = audit;
    this.transaction = transaction;
    this.templates = templates;
  }

  @Bean
  static NavEntry mergeSettingsEntry() {
    return new NavEntry(
        NavEntry.Group.ADMINISTRATION, 40, "merge.settings", PATH, "git-merge", "", true);
  }

  @GetMapping(PATH)
  JteModel show(Person person, Frame frame) {
    person.requireAdministrator();
    return templates.mergeSettings(new MergeSettingsPage(frame, policy.allowsBypass()));
  }

  @PostMapping(PATH)
  String decide(
      Person person,
      @RequestParam(defaultValue = "false") boolean bypass,
      HttpServletResponse response) {
    person.requireAdministrator();
    transaction.executeWithoutResult(_ -> {
      policy.allowBypass(bypass);
      audit.record(
          person.id(),
          "setting.changed",
          "setting",
          MergePolicy.BYPASS,
          Audit.Outcome.DONE,
          Map.of("value", bypass));
    });
    Flash.success(response, "merge.settings.saved");
    return "redirect:" + PATH;
  }
}
