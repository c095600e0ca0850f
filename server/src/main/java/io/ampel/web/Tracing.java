package io.ampel.web;

import io.ampel.platform.Trace;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request a number: its log lines carry it, and the answer tells it. One that comes from
 * outside does not count, as anybody could write into the log with it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class Tracing extends OncePerRequestFilter {
  static final String HEADER = "X-Trace-Id";

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try (var trace = Trace.begin()) {
      response.setHeader(HEADER, trace.id());
      chain.doFilter(request, response);
    }
  }
}
