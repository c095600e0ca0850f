package io.ampel.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;
import org.webjars.WebJarVersionLocator;

/** Tabler's outline icons as inline SVG, read once each. They decorate: a text always stands by. */
public final class Icons {
  /** Those that stand in every row of a list: a page refers to them and a browser keeps them. */
  private static final List<String> IN_ROWS =
      List.of(
          "brand-bitbucket",
          "brand-github",
          "brand-gitlab",
          "clock-exclamation",
          "external-link",
          "git-merge");

  private static final String WEBJAR = "tabler__icons";
  private static final Map<String, String> read = new ConcurrentHashMap<>();

  private Icons() {}

  public static String svg(String name) {
    return read.computeIfAbsent(name, Icons::load);
  }

  private static String load(String name) {
    var content =
        IN_ROWS.contains(name)
            ? "<use href=\"%s#%s\"/>".formatted(IconSheet.address(), name)
            : shapes(name);
    return "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">" + content + "</svg>";
  }

  /** The sheet of the icons that pages refer to. */
  static String sheet() {
    return IN_ROWS.stream()
        .map(name ->
            "<symbol id=\"%s\" viewBox=\"0 0 24 24\">%s</symbol>".formatted(name, shapes(name)))
        .collect(Collectors.joining("", "<svg xmlns=\"http://www.w3.org/2000/svg\">", "</svg>"));
  }

  private static String shapes(String name) {
    var version = new WebJarVersionLocator().version(WEBJAR);
    var path =
        "META-INF/resources/webjars/%s/%s/icons/outline/%s.svg".formatted(WEBJAR, version, name);
    try {
      return shapesOf(new ClassPathResource(path).getContentAsString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("There is no icon named " + name, e);
    }
  }

  private static String shapesOf(String svg) {
    return svg.substring(svg.indexOf('>') + 1, svg.lastIndexOf("</svg>"))
        .replace("<path stroke=\"none\" d=\"M0 0h24v24H0z\" fill=\"none\"/>", "")
        .replaceAll("\\s*\\R\\s*", "");
  }
}
