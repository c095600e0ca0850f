package io.ampel.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.springframework.core.env.Environment;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;

/**
 * Recognises who reads metrics through the port of their own: on this machine, by its loopback
 * address, and not by a name that a web page could have made to mean it.
 */
@Component
class MetricsDoor implements RequestMatcher {
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
  private final Environment environment;

  MetricsDoor(Environment environment) {
    this.environment = environment;
  }

  @Override
  public boolean matches(HttpServletRequest request) {
    var own = environment.getProperty("local.management.port", Integer.class, -1);
    var usual = environment.getProperty("local.server.port", Integer.class, -1);
    return request.getLocalPort() == own
        && own.intValue() != usual
        && isLoopback(request.getLocalAddr())
        && isLoopback(request.getRemoteAddr())
        && NAMES.contains(request.getServerName());
  }

  /** An address, never a name, so nothing is looked up. */
  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
