package io.ampel.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Reads {@code .env} in the working directory. What the real environment says counts more. */
final class DotEnv implements EnvironmentPostProcessor, Ordered {
  private static final Pattern LINE =
      Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*=\\s*(.*?)\\s*");

  /** Before the configuration files are read, so that {@code SPRING_…} variables count there. */
  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE + 5;
  }

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    var file = Path.of(".env");
    if (!Files.isReadable(file)) return;
    environment
        .getPropertySources()
        .addAfter(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            new SystemEnvironmentPropertySource("dotenv-systemEnvironment", read(file)));
  }

  static Map<String, Object> read(Path file) {
    var variables = new LinkedHashMap<String, Object>();
    try (var lines = Files.lines(file)) {
      lines
          .filter(line -> !line.stripLeading().startsWith("#"))
          .map(LINE::matcher)
          .filter(matcher -> matcher.matches())
          .forEach(matcher -> variables.put(matcher.group(1), unquoted(matcher.group(2))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return variables;
  }

  private static String unquoted(String value) {
    var quoted =
        value.length() > 1
            && (value.startsWith("\"") || value.startsWith("'"))
            && value.charAt(0) == value.charAt(value.length() - 1);
    if (quoted) return value.substring(1, value.length() - 1);
    return value.replaceFirst("\\s+#.*$", "");
  }
}
