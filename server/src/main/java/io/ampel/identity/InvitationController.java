package io.ampel.identity;

import gg.jte.models.runtime.JteModel;
import io.ampel.identity.Audit.Outcome;
import io.ampel.jte.Templates;
import io.ampel.web.Frame;
import io.ampel.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where the link of an invitation leads. */
@Controller
class InvitationController {
  private final Invitations invitations;
  private final People people;
  private final Passwords passwords;
  private final Doors doors;
  private final Audit audit;
  private final Templates templates;
  private final TransactionOperations transaction;

  InvitationController(
      Invitations invitations,
      People people,
      Passwords passwords,
      Doors doors,
      Audit audit,
      Templates templates,
      TransactionOperations transaction) {
    this.invitations = invitations;
    this.people = people;
    this.passwords = passwords;
    this.doors = doors;
    this.audit = audit;
    this.templates = templates;
    this.transaction = transaction;
  }

  @GetMapping("/invitations/{token}")
  JteModel form(Frame frame, @PathVariable String token) {
    return page(frame, invited(token), null);
  }

  @PostMapping("/invitations/{token}")
  @Nullable JteModel submit(
      Frame frame,
      @PathVariable String token,
      @RequestParam(defaultValue = "") String password,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    var person = invited(token);
    var objection = Passwords.objection(password, person.email());
    if (objection.isPresent()) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return page(frame, person, frame.text(objection.get(), Passwords.SHORTEST));
    }
    accept(person, new Token(token), passwords.hash(password));
    doors.letIn(person, request, response);
    response.sendRedirect("/");
    return null;
  }

  private Person invited(String token) {
    return invitations
        .find(new Token(token))
        .orElseThrow(() -> Problem.of(HttpStatus.NOT_FOUND, "INVITATION_OVER").url("/sign-in"));
  }

  private void accept(Person person, Token token, String hash) {
    transaction.executeWithoutResult(_ -> {
      if (!invitations.use(token)) {
        throw Problem.of(HttpStatus.NOT_FOUND, "INVITATION_OVER").url("/sign-in");
      }
      people.setPassword(person.id(), hash);
      audit.record(person.id(), "password.set", "person", person.id(), Outcome.DONE, Map.of());
    });
    doors.endOthers(person.id(), null);
  }

  private JteModel page(Frame frame, Person person, @Nullable String error) {
    return templates.identityInvitation(
        new InvitationPage(frame, frame.path(), person.email(), person.name(), error));
  }
}
