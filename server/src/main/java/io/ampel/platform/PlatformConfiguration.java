package io.ampel.platform;

import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What every room takes for granted. */
@Configuration(proxyBeanMethods = false)
class PlatformConfiguration {

  /** The only clock; tests put their own in its place. */
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** The texts of all rooms: one bundle a room below {@code messages/}. */
  @Bean
  MessageSource messageSource() throws IOException {
    var texts = new ResourceBundleMessageSource();
    texts.setBasenames(bundles());
    texts.setDefaultEncoding("UTF-8");
    texts.setFallbackToSystemLocale(false);
    return texts;
  }

  private static String[] bundles() throws IOException {
    var files =
        new PathMatchingResourcePatternResolver().getResources("classpath*:messages/*.properties");
    return Stream.of(files)
        .map(Resource::getFilename)
        .filter(Objects::nonNull)
        .map(name -> name.replaceFirst("(_[a-z]{2}(_[A-Z]{2})?)?\\.properties$", ""))
        .distinct()
        .map(name -> "messages/" + name)
        .toArray(String[]::new);
  }
}
