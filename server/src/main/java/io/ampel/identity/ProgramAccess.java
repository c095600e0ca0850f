package io.ampel.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ampel.web.Problem;
import io.ampel.web.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads the Authorization header: an API token, or e-mail and password where one makes a token. */
@Component
class ProgramAccess extends OncePerRequestFilter {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final String WHERE_PASSWORDS_COUNT = "/api/v1/api-tokens";

  private final ApiTokens tokens;
  private final SignIn signIn;
  private final Problems problems;

  ProgramAccess(ApiTokens tokens, SignIn signIn, Problems problems) {
    this.tokens = tokens;
    this.signIn = signIn;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      var access = access(request);
      var context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(new SignedIn(access, null));
      SecurityContextHolder.setContext(context);
    } catch (Problem problem) {
      if (problem.status() == HttpStatus.UNAUTHORIZED) {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Ampel\"");
      }
      problems.answer(problem, request, response);
      return;
    }
    chain.doFilter(request, response);
  }

  private Access access(HttpServletRequest request) {
    var header = String.valueOf(request.getHeader(HttpHeaders.AUTHORIZATION)).strip();
    var space = header.indexOf(' ');
    var scheme = header.substring(0, Math.max(0, space)).toLowerCase(Locale.ROOT);
    var shown = header.substring(space + 1).strip();
    return switch (scheme) {
      case "bearer" -> byToken(shown, request.getMethod());
      case "basic" -> byPassword(shown, request);
      default -> throw Problem.notSignedIn();
    };
  }

  private Access byToken(String shown, String method) {
    var access =
        tokens
            .find(new Token(shown))
            .orElseThrow(() -> Problem.of(HttpStatus.UNAUTHORIZED, "API_TOKEN_INVALID"));
    if (!access.mayAct() && !READING.contains(method)) {
      throw Problem.of(HttpStatus.FORBIDDEN, "API_TOKEN_READS_ONLY").url("/settings/api-tokens");
    }
    return access;
  }

  private Access byPassword(String shown, HttpServletRequest request) {
    if (!request.getMethod().equals("POST")
        || !request.getRequestURI().equals(WHERE_PASSWORDS_COUNT)) {
      throw Problem.of(HttpStatus.UNAUTHORIZED, "PASSWORD_NOT_HERE");
    }
    var pair = decoded(shown).split(":", 2);
    if (pair.length < 2) {
      throw Problem.notSignedIn();
    }
    return switch (signIn.attempt(pair[0], pair[1], request.getRemoteAddr())) {
      case SignIn.Result.Admitted(var person) -> new Access(person, Scope.ACT);
      case SignIn.Result.Refused() -> throw Problem.of(HttpStatus.UNAUTHORIZED, "SIGN_IN_REFUSED");
      case SignIn.Result.Throttled(var wait) -> throw Problem.tooManyRequests(wait);
    };
  }

  private static String decoded(String shown) {
    try {
      return new String(Base64.getDecoder().decode(shown), UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.notSignedIn();
    }
  }

  /** It belongs into one security chain only, not before every request. */
  @Configuration(proxyBeanMethods = false)
  static class OnlyInTheChain {
    @Bean
    FilterRegistrationBean<ProgramAccess> programAccessRegistration(ProgramAccess filter) {
      var registration = new FilterRegistrationBean<>(filter);
      registration.setEnabled(false);
      return registration;
    }
  }
}
