package io.ampel.demo;

import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Gives the demo an administrator and its faces, unless the environment names others. */
class DemoDefaults implements EnvironmentPostProcessor, Ordered {
  /** The password that was made here, which counts where nobody gave one. */
  static final String MADE = "ampel.demo-password";

  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (environment.getProperty("ampel.demo", Boolean.class, false)) {
      var made = password();
      environment
          .getPropertySources()
          .addLast(
              new MapPropertySource(
                  "demo defaults",
                  Map.of(
                      "ampel.admin-email",
                      "mira@demo.example",
                      "ampel.admin-password",
                      made,
                      MADE,
                      made,
                      "ampel.web.image-sources",
                      origin(environment),
                      // A little happens all the time, and nobody wants to wait for it.
                      "ampel.sync.floor",
                      "10s",
                      "ampel.sync.ceiling",
                      "20s")));
    }
  }

  /** The simulated provider shows its faces over plain http, which no real page may. */
  private static String origin(ConfigurableEnvironment environment) {
    var github = environment.getProperty("ampel.github-url", URI.class);
    return github == null ? "" : github.getScheme() + "://" + github.getAuthority();
  }

  private static String password() {
    var bytes = new byte[8];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
