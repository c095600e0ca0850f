package io.ampel.identity;

import gg.jte.models.runtime.JteModel;
import io.ampel.jte.Templates;
import io.ampel.web.Flash;
import io.ampel.web.Frame;
import io.ampel.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page where administrators add and remove people. */
@Controller
@RequestMapping("/people")
class PeoplePageController {
  private final People people;
  private final Membership membership;
  private final Templates templates;

  PeoplePageController(People people, Membership membership, Templates templates) {
    this.people = people;
    this.membership = membership;
    this.templates = templates;
  }

  @GetMapping
  JteModel page(Frame frame, Person by) {
    return page(frame, by, null, null, Map.of(), Map.of());
  }

  /** Answers with the page itself, not with a redirect: the link is shown now or never. */
  @PostMapping
  JteModel add(
      Frame frame,
      Person by,
      @RequestParam(defaultValue = "") String email,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "false") boolean administrator,
      HttpServletResponse response) {
    var form = new NewPersonForm(email, name, "");
    var errors = new TreeMap<>(form.objections(frame));
    errors.remove("password");
    if (people.byEmail(form.email()).isPresent()) {
      errors.put("email", frame.text("identity.email.taken"));
    }
    if (!errors.isEmpty()) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return page(
          frame, by, null, null, Map.of("email", form.email(), "name", form.name()), errors);
    }
    var added = membership.add(by, form.email(), form.name(), null, administrator);
    return page(frame, by, added.person().name(), added.invitation(), Map.of(), Map.of());
  }

  @PostMapping("/{id}/invitation")
  JteModel invite(Frame frame, Person by, @PathVariable UUID id) {
    var name = people.byId(id).map(Person::name).orElseThrow(Problem::notFound);
    return page(frame, by, name, membership.invite(by, id), Map.of(), Map.of());
  }

  @PostMapping("/{id}/administrator")
  String setAdministrator(Person by, @PathVariable UUID id, @RequestParam boolean value) {
    membership.setAdministrator(by, id, value);
    return "redirect:/people";
  }

  @PostMapping("/{id}/remove")
  String remove(Person by, @PathVariable UUID id, HttpServletResponse response) {
    membership.remove(by, id);
    Flash.success(response, "identity.people.removed");
    return "redirect:/people";
  }

  private JteModel page(
      Frame frame,
      Person by,
      @Nullable String invited,
      @Nullable String invitation,
      Map<String, String> typed,
      Map<String, String> errors) {
    var rows =
        people.listed().stream()
            .map(listed ->
                new PeoplePage.Row(
                    listed.person(),
                    listed.person().viewer().initials(),
                    listed.lastSeenAt(),
                    listed.invited(),
                    listed.person().id().equals(by.id())))
            .toList();
    return templates.identityPeople(
        new PeoplePage(frame, rows, invited, invitation, typed, errors));
  }
}
