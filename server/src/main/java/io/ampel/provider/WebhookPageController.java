package io.ampel.provider;

import gg.jte.models.runtime.JteModel;
import io.ampel.identity.Person;
import io.ampel.jte.Templates;
import io.ampel.provider.Hook.Scope;
import io.ampel.provider.WebhookKeeping.Result;
import io.ampel.pullrequest.Repositories;
import io.ampel.web.Flash;
import io.ampel.web.Frame;
import io.ampel.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The buttons about webhooks on a repository's page. */
@Controller
@RequestMapping("/repositories/{repository}/webhooks")
class WebhookPageController {
  private final WebhookKeeping keeping;
  private final Repositories repositories;
  private final Templates templates;

  WebhookPageController(WebhookKeeping keeping, Repositories repositories, Templates templates) {
    this.keeping = keeping;
    this.repositories = repositories;
    this.templates = templates;
  }

  @PostMapping
  Object create(
      Frame frame,
      Person person,
      HttpServletResponse response,
      @PathVariable UUID repository,
      @RequestParam(defaultValue = "REPOSITORY") Scope scope) {
    return answer(frame, response, repository, keeping.create(person, repository, scope));
  }

  @PostMapping("/{id}/repair")
  Object repair(
      Frame frame,
      Person person,
      HttpServletResponse response,
      @PathVariable UUID repository,
      @PathVariable UUID id) {
    return answer(frame, response, repository, keeping.repair(person, id));
  }

  @PostMapping("/{id}/delete")
  String delete(
      Person person,
      HttpServletResponse response,
      @PathVariable UUID repository,
      @PathVariable UUID id) {
    if (keeping.remove(person, id).atProvider()) {
      Flash.success(response, "webhook.deleted");
    } else {
      Flash.warning(response, "webhook.deleted.here");
    }
    return back(repository);
  }

  /** The secret is on the page itself, not behind a redirect: it is shown now or never. */
  private Object answer(Frame frame, HttpServletResponse response, UUID repository, Result result) {
    return switch (result) {
      case Result.Registered _ -> {
        Flash.success(response, "webhook.registered");
        yield back(repository);
      }
      case Result.ToPaste paste -> paste(frame, repository, paste);
    };
  }

  private JteModel paste(Frame frame, UUID id, Result.ToPaste paste) {
    var repository = repositories.find(id).orElseThrow(Problem::notFound);
    return templates.providerWebhookPaste(
        new WebhookPastePage(
            frame,
            id,
            repository.fullName(),
            ProviderName.of(repository.instance().provider()),
            repository.url().toString(),
            paste.address().toString(),
            paste.secret().reveal(),
            paste.events(),
            paste.why(),
            paste.missing()));
  }

  private static String back(UUID repository) {
    return "redirect:/repositories/" + repository;
  }
}
