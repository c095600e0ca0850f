package io.ampel.platform;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.stereotype.Component;

/** Names, once a start, what an older set-up with OAuth still says and nobody reads any more. */
@Component
class FormerSettings implements ApplicationRunner {
  private static final Logger log = LoggerFactory.getLogger(FormerSettings.class);
  private static final Pattern FORMER =
      Pattern.compile(
          "(AMPEL_)?(GITHUB|GITLAB|BITBUCKET)_(OAUTH_)?"
              + "(CLIENT_ID|CLIENT_SECRET|REDIRECT_URI|REDIRECT_URL|CALLBACK_URL|KEY|SECRET)");

  private final ConfigurableEnvironment environment;

  FormerSettings(ConfigurableEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    var found = in(variables());
    if (found.isEmpty()) return;
    log.info(
        "No longer needed, Ampel works with personal access tokens: {}", String.join(", ", found));
  }

  static List<String> in(Collection<String> names) {
    return names.stream().filter(FORMER.asMatchPredicate()).sorted().toList();
  }

  private Collection<String> variables() {
    return environment.getPropertySources().stream()
        .filter(source -> source.getName().endsWith("systemEnvironment"))
        .filter(EnumerablePropertySource.class::isInstance)
        .flatMap(
            source -> List.of(((EnumerablePropertySource<?>) source).getPropertyNames()).stream())
        .distinct()
        .toList();
  }
}
