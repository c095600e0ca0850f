package io.ampel.identity;

import gg.jte.models.runtime.JteModel;
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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The very first page of an Ampel, until its first account exists. */
@Controller
class WelcomeController {
  private final FirstAccount firstAccount;
  private final People people;
  private final Doors doors;
  private final Templates templates;

  WelcomeController(FirstAccount firstAccount, People people, Doors doors, Templates templates) {
    this.firstAccount = firstAccount;
    this.people = people;
    this.doors = doors;
    this.templates = templates;
  }

  @GetMapping("/welcome")
  @Nullable JteModel form(Frame frame, HttpServletResponse response) throws IOException {
    if (people.none()) {
      return page(frame, new NewPersonForm("", "", ""), Map.of());
    }
    response.sendRedirect("/sign-in");
    return null;
  }

  @PostMapping("/welcome")
  @Nullable JteModel submit(
      Frame frame,
      @RequestParam(defaultValue = "") String email,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String code,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    if (!people.none()) {
      throw Problem.of(HttpStatus.CONFLICT, "ALREADY_SET_UP").url("/sign-in");
    }
    var form = new NewPersonForm(email, name, password);
    var errors = form.objections(frame);
    if (errors.isEmpty() && !firstAccount.accepts(code, request.getRemoteAddr())) {
      errors.put("code", frame.text("identity.welcome.code.wrong"));
    }
    if (!errors.isEmpty()) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return page(frame, form, errors);
    }
    doors.letIn(firstAccount.create(form.email(), form.name(), form.password()), request, response);
    response.sendRedirect("/");
    return null;
  }

  private JteModel page(Frame frame, NewPersonForm form, Map<String, String> errors) {
    return templates.identityWelcome(
        new WelcomePage(frame, form.email(), form.name(), firstAccount.needsCode(), errors));
  }
}
