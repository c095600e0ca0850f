package io.ampel.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.ClassPathResource;
import org.webjars.WebJarVersionLocator;

/** Tabler's outline icons as inline SVG, read once each. They decorate: a text always stands by. */
public final class Icons {
  private static final String WEBJAR = "tabler__icons";
  private static final Map<String, String> read = new ConcurrentHashMap<>();

  private Icons() {}

  public static String svg(String name) {
    return read.computeIfAbsent(name, Icons::load);
  }

  private static String load(String name) {
    var version = new WebJarVersionLocator().version(WEBJAR);
    var path =
        "META-INF/resources/webjars/%s/%s/icons/outline/%s.svg".formatted(WEBJAR, version, name);
    try {
      var svg = new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8);
      return "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">"
          + shapes(svg)
          + "</svg>";
    } catch (IOException e) {
      throw new UncheckedIOException("There is no icon named " + name, e);
    }
  }

  private static String shapes(String svg) {
    return svg.substring(svg.indexOf('>') + 1, svg.lastIndexOf("</svg>"))
        .replace("<path stroke=\"none\" d=\"M0 0h24v24H0z\" fill=\"none\"/>", "")
        .replaceAll("\\s*\\R\\s*", "");
  }
}
