package io.ampel.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ampel.web.Problem;
import io.ampel.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;

/** Shows people the way to the sign-in, and tells programs what they lack. */
@Component
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
  private final Problems problems;
  private final People people;

  Refusals(Problems problems, People people) {
    this.problems = problems;
    this.people = people;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException refused)
      throws IOException {
    if (request.getHeader("HX-Request") != null) {
      response.setHeader("HX-Redirect", "/sign-in");
      problems.answer(Problem.notSignedIn(), request, response);
    } else if (wantsPage(request)) {
      response.sendRedirect(people.none() ? "/welcome" : "/sign-in" + next(request));
    } else {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Ampel\"");
      problems.answer(Problem.notSignedIn(), request, response);
    }
  }

  private static boolean wantsPage(HttpServletRequest request) {
    var path = request.getRequestURI();
    return request.getMethod().equals("GET")
        && !path.startsWith("/api/")
        && !path.startsWith("/actuator")
        && !path.equals("/events");
  }

  private static String next(HttpServletRequest request) {
    var query = request.getQueryString();
    var wanted = request.getRequestURI() + (query == null ? "" : "?" + query);
    return wanted.equals("/") ? "" : "?next=" + URLEncoder.encode(wanted, UTF_8);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException refused)
      throws IOException {
    var problem =
        refused instanceof CsrfException
            ? Problem.of(HttpStatus.FORBIDDEN, "CSRF")
            : Problem.forbidden();
    problems.answer(problem, request, response);
  }
}
