package io.ampel.demo;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Keeps people waiting at the door until there is something to see. */
@Component
@ConditionalOnProperty("ampel.demo")
@Order(Ordered.HIGHEST_PRECEDENCE)
class DemoGate extends OncePerRequestFilter {
  private static final String WAIT =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta http-equiv="refresh" content="2">
      <title>Ampel</title>
      <p>The demo is being prepared. This page opens by itself.</p>
      </html>
      """;
  private volatile boolean open;

  void open() {
    open = true;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    var path = request.getRequestURI();
    return open
        || path.startsWith("/api/")
        || path.startsWith("/actuator/")
        || path.startsWith("/hooks/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
    response.setHeader("Retry-After", "2");
    response.setContentType("text/html;charset=UTF-8");
    response.getWriter().write(WAIT);
  }
}
