package io.ampel.identity;

import gg.jte.models.runtime.JteModel;
import io.ampel.jte.Templates;
import io.ampel.web.Flash;
import io.ampel.web.Frame;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** In and out. */
@Controller
class SignInController {
  private final SignIn signIn;
  private final Doors doors;
  private final People people;
  private final Templates templates;

  SignInController(SignIn signIn, Doors doors, People people, Templates templates) {
    this.signIn = signIn;
    this.doors = doors;
    this.people = people;
    this.templates = templates;
  }

  @GetMapping("/sign-in")
  @Nullable JteModel form(
      Frame frame, @RequestParam(defaultValue = "/") String next, HttpServletResponse response)
      throws IOException {
    if (frame.viewer() == null && !people.none()) {
      return page(frame, "", next, null);
    }
    response.sendRedirect(frame.viewer() == null ? "/welcome" : inside(next));
    return null;
  }

  @PostMapping("/sign-in")
  @Nullable JteModel submit(
      Frame frame,
      @RequestParam(defaultValue = "") String email,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "/") String next,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    return switch (signIn.attempt(email, password, request.getRemoteAddr())) {
      case SignIn.Result.Admitted(var person) -> {
        doors.letIn(person, request, response);
        response.sendRedirect(inside(next));
        yield null;
      }
      case SignIn.Result.Refused() -> {
        response.setStatus(HttpStatus.UNAUTHORIZED.value());
        yield page(frame, email, next, frame.text("identity.sign-in.refused"));
      }
      case SignIn.Result.Throttled(var wait) -> {
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds() + 1));
        yield page(frame, email, next, throttled(frame, wait));
      }
    };
  }

  private static String throttled(Frame frame, Duration wait) {
    return frame.text("identity.sign-in.throttled", wait.plusSeconds(59).toMinutes());
  }

  private JteModel page(Frame frame, String email, String next, @Nullable String error) {
    return templates.identitySignIn(new SignInPage(frame, email, inside(next), error));
  }

  /** Only to a place of ours: a link to the sign-in must not lead to a stranger's site. */
  static String inside(String next) {
    return next.startsWith("/") && !next.matches("(?s)^/[/\\\\].*|.*[\\r\\n\\t\\\\].*")
        ? next
        : "/";
  }

  @PostMapping("/sign-out")
  String signOut(SignedIn signedIn, HttpServletRequest request, HttpServletResponse response) {
    doors.letOut(signedIn, request, response);
    Flash.info(response, "identity.signed-out");
    return "redirect:/sign-in";
  }
}
