package io.ampel.platform;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Where {@code AMPEL_METRICS_PORT} is set, metrics have a port of their own on this machine. */
final class MetricsPort implements EnvironmentPostProcessor, Ordered {

  /** After all files are read, so that what they say counts too. */
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    var port = environment.getProperty("ampel.metrics-port", "");
    if (port.isBlank()) return;
    var defaults = new LinkedHashMap<String, Object>();
    defaults.put("management.server.port", port.strip());
    defaults.put("management.server.address", "127.0.0.1");
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("metrics port", Map.copyOf(defaults)));
  }
}
