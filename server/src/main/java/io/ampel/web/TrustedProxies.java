package io.ampel.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Believes {@code X-Forwarded-For}, {@code -Proto} and {@code -Host} only where the request comes
 * from a proxy that the installation names; from anybody else they are as if not there.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class TrustedProxies extends OncePerRequestFilter {
  private final List<IpAddressMatcher> proxies;

  TrustedProxies(io.ampel.platform.AmpelProperties properties) {
    this.proxies =
        properties.trustedProxies().stream()
            .map(String::strip)
            .filter(address -> !address.isEmpty())
            .map(IpAddressMatcher::new)
            .toList();
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(trusts(request.getRemoteAddr()) ? forwarded(request) : request, response);
  }

  private boolean trusts(String address) {
    return proxies.stream().anyMatch(proxy -> matches(proxy, address));
  }

  private static boolean matches(IpAddressMatcher proxy, String address) {
    try {
      return proxy.matches(address);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private HttpServletRequest forwarded(HttpServletRequest request) {
    var secure = last(request, "X-Forwarded-Proto").map("https"::equalsIgnoreCase);
    return new Forwarded(
        request, client(request), secure.orElse(request.isSecure()), host(request));
  }

  /** From the right: each proxy appends whom it heard from, and only ours are believed. */
  private String client(HttpServletRequest request) {
    var hops = values(request, "X-Forwarded-For").reversed();
    return hops.stream()
        .filter(hop -> !trusts(hop))
        .findFirst()
        .or(() -> hops.isEmpty() ? Optional.empty() : Optional.of(hops.getLast()))
        .orElse(request.getRemoteAddr());
  }

  private static @Nullable String host(HttpServletRequest request) {
    return last(request, "X-Forwarded-Host").orElse(request.getHeader("Host"));
  }

  private static Optional<String> last(HttpServletRequest request, String header) {
    var values = values(request, header);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
  }

  private static List<String> values(HttpServletRequest request, String header) {
    var lines = java.util.Collections.list(request.getHeaders(header));
    return lines.stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private static final class Forwarded extends HttpServletRequestWrapper {
    private final String client;
    private final boolean secure;
    private final String host;
    private final int port;

    Forwarded(HttpServletRequest request, String client, boolean secure, @Nullable String host) {
      super(request);
      this.client = client;
      this.secure = secure;
      var given = host == null ? request.getServerName() : host;
      var colon = given.lastIndexOf(':');
      var hasPort =
          colon > given.lastIndexOf(']') && given.substring(colon + 1).matches("\\d{1,5}");
      this.host = hasPort ? given.substring(0, colon) : given;
      this.port = hasPort ? Integer.parseInt(given.substring(colon + 1)) : (secure ? 443 : 80);
    }

    @Override
    public String getRemoteAddr() {
      return client;
    }

    @Override
    public String getRemoteHost() {
      return client;
    }

    @Override
    public boolean isSecure() {
      return secure;
    }

    @Override
    public String getScheme() {
      return secure ? "https" : "http";
    }

    @Override
    public String getServerName() {
      return host;
    }

    @Override
    public int getServerPort() {
      return port;
    }

    @Override
    public StringBuffer getRequestURL() {
      var usual = port == (secure ? 443 : 80);
      return new StringBuffer(getScheme())
          .append("://")
          .append(host)
          .append(usual ? "" : ":" + port)
          .append(getRequestURI());
    }
  }
}
