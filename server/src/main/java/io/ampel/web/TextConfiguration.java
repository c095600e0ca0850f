package io.ampel.web;

import java.io.IOException;
import java.util.Arrays;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Each room brings one message bundle; this finds them all. */
@Configuration(proxyBeanMethods = false)
class TextConfiguration {

  @Bean
  MessageSource messageSource() throws IOException {
    var source = new Messages();
    source.setBasenames(bundles());
    source.setDefaultEncoding("UTF-8");
    source.setFallbackToSystemLocale(false);
    return source;
  }

  private static String[] bundles() throws IOException {
    var files =
        new PathMatchingResourcePatternResolver().getResources("classpath*:messages/*.properties");
    return Arrays.stream(files)
        .map(Resource::getFilename)
        .filter(name -> name != null && !name.contains("_"))
        .map(name -> "messages." + name.substring(0, name.length() - ".properties".length()))
        .sorted()
        .toArray(String[]::new);
  }
}
