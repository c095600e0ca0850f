package io.ampel.identity;

import gg.jte.models.runtime.JteModel;
import io.ampel.identity.Audit.Outcome;
import io.ampel.jte.Templates;
import io.ampel.web.Flash;
import io.ampel.web.Frame;
import io.ampel.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What somebody changes about their own account. */
@Controller
@RequestMapping("/settings/profile")
class ProfileController {
  private final People people;
  private final Sessions sessions;
  private final Passwords passwords;
  private final Attempts attempts;
  private final Doors doors;
  private final Forgetting forgetting;
  private final Audit audit;
  private final Templates templates;
  private final TransactionOperations transaction;

  ProfileController(
      People people,
      Sessions sessions,
      Passwords passwords,
      Attempts attempts,
      Doors doors,
      Forgetting forgetting,
      Audit audit,
      Templates templates,
      TransactionOperations transaction) {
    this.people = people;
    this.sessions = sessions;
    this.passwords = passwords;
    this.attempts = attempts;
    this.doors = doors;
    this.forgetting = forgetting;
    this.audit = audit;
    this.templates = templates;
    this.transaction = transaction;
  }

  @GetMapping
  JteModel page(Frame frame, SignedIn signedIn) {
    return page(frame, signedIn, signedIn.access().person().name(), Map.of());
  }

  @PostMapping
  @Nullable JteModel rename(
      Frame frame,
      SignedIn signedIn,
      @RequestParam(defaultValue = "") String name,
      HttpServletResponse response)
      throws IOException {
    var objection = NewPersonForm.nameObjection(name);
    if (objection.isPresent()) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return page(frame, signedIn, name, Map.of("name", frame.text(objection.get())));
    }
    var person = signedIn.access().person();
    people.rename(person.id(), name);
    forgetting.forget(person.id());
    Flash.success(response, "identity.profile.saved");
    response.sendRedirect("/settings/profile");
    return null;
  }

  @PostMapping("/password")
  @Nullable JteModel changePassword(
      Frame frame,
      SignedIn signedIn,
      @RequestParam(defaultValue = "") String present,
      @RequestParam(defaultValue = "") String password,
      HttpServletResponse response)
      throws IOException {
    var person = signedIn.access().person();
    var errors = objections(frame, person, present, password);
    if (!errors.isEmpty()) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return page(frame, signedIn, person.name(), errors);
    }
    setPassword(person.id(), passwords.hash(password));
    var ended = doors.endOthers(person.id(), signedIn.session().orElse(null));
    Flash.success(response, "identity.password.changed", ended);
    response.sendRedirect("/settings/profile");
    return null;
  }

  private Map<String, String> objections(
      Frame frame, Person person, String present, String password) {
    var objection = Passwords.objection(password, person.email());
    if (objection.isPresent()) {
      return Map.of("password", frame.text(objection.get(), Passwords.SHORTEST));
    }
    return isPresent(person, present)
        ? Map.of()
        : Map.of("present", frame.text("identity.password.wrong"));
  }

  /** Whoever finds an open browser may not guess without end. */
  private boolean isPresent(Person person, String present) {
    var key = "password:" + person.id();
    attempts
        .charge(key, SignIn.PER_ACCOUNT)
        .ifPresent(pause -> {
          throw Problem.tooManyRequests(pause);
        });
    var same = passwords.matches(present, people.passwordHash(person.id()).orElse(null));
    if (same) attempts.forget(key);
    return same;
  }

  private void setPassword(UUID person, String hash) {
    transaction.executeWithoutResult(_ -> {
      people.setPassword(person, hash);
      audit.record(person, "password.changed", "person", person, Outcome.DONE, Map.of());
    });
  }

  @PostMapping("/sessions/end-others")
  String endOthers(SignedIn signedIn, HttpServletResponse response) {
    var ended = doors.endOthers(signedIn.access().person().id(), signedIn.session().orElse(null));
    Flash.success(response, "identity.sessions.ended", ended);
    return "redirect:/settings/profile";
  }

  @PostMapping("/sessions/{id}/end")
  String end(SignedIn signedIn, @PathVariable UUID id, HttpServletResponse response) {
    var person = signedIn.access().person().id();
    if (sessions.end(person, id) == 0) {
      throw Problem.notFound();
    }
    forgetting.forget(person);
    Flash.success(response, "identity.sessions.ended", 1);
    return "redirect:/settings/profile";
  }

  private JteModel page(Frame frame, SignedIn signedIn, String name, Map<String, String> errors) {
    var person = signedIn.access().person();
    var here = signedIn.session().orElse(null);
    var rows =
        sessions.of(person.id()).stream()
            .map(session ->
                new ProfilePage.Row(
                    session.id(),
                    Browser.words(session.browser()),
                    session.address(),
                    session.createdAt(),
                    session.lastSeenAt(),
                    session.id().equals(here)))
            .toList();
    return templates.identityProfile(
        new ProfilePage(frame, name, person.email(), person.administrator(), rows, errors));
  }
}
