package io.ampel.merge;

import gg.jte.models.runtime.JteModel;
import io.ampel.identity.Person;
import io.ampel.jte.Templates;
import io.ampel.web.Flash;
import io.ampel.web.Frame;
import io.ampel.web.NavEntry;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Whether people may merge past the light at all, which only administrators decide. */
@Controller
class MergeSettingsController {
  static final String PATH = "/settings/merging";
  private final MergePolicy policy;
  private final Templates templates;

  MergeSettingsController(MergePolicy policy, Templates templates) {
    this.policy = policy;
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
    policy.decide(person, bypass);
    Flash.success(response, "merge.settings.saved");
    return "redirect:" + PATH;
  }
}
