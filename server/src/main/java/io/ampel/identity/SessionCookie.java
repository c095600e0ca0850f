package io.ampel.identity;

import io.ampel.platform.AmpelProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/** Where a browser keeps its session token, out of reach of scripts. */
@Component
class SessionCookie {
  static final String NAME = "ampel_session";
  private final boolean alwaysSecure;

  SessionCookie(AmpelProperties properties) {
    var address = properties.publicUrl();
    this.alwaysSecure = address != null && "https".equals(address.getScheme());
  }

  Optional<Token> read(HttpServletRequest request) {
    return Optional.ofNullable(WebUtils.getCookie(request, NAME))
        .map(cookie -> cookie.getValue())
        .filter(value -> !value.isEmpty())
        .map(Token::new);
  }

  void set(Token token, HttpServletRequest request, HttpServletResponse response) {
    send(token.value(), Sessions.LONGEST, request, response);
  }

  void clear(HttpServletRequest request, HttpServletResponse response) {
    send("", Duration.ZERO, request, response);
  }

  private void send(
      String value, Duration age, HttpServletRequest request, HttpServletResponse response) {
    var cookie =
        ResponseCookie.from(NAME, value)
            .path("/")
            .httpOnly(true)
            .secure(alwaysSecure || request.isSecure())
            .sameSite("Lax")
            .maxAge(age)
            .build();
    response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
  }
}
