package io.ampel.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A short message for the next page, carried in a cookie of the browser that caused it.
 *
 * @param key of the text
 */
public record Flash(Kind kind, String key, List<String> arguments) {
  static final String COOKIE = "ampel_flash";

  /** How the message looks. */
  public enum Kind {
    SUCCESS,
    INFO,
    WARNING
  }

  public Flash {
    arguments = List.copyOf(arguments);
  }

  public static void success(HttpServletResponse response, String key, Object... arguments) {
    send(response, Kind.SUCCESS, key, arguments);
  }

  public static void info(HttpServletResponse response, String key, Object... arguments) {
    send(response, Kind.INFO, key, arguments);
  }

  public static void warning(HttpServletResponse response, String key, Object... arguments) {
    send(response, Kind.WARNING, key, arguments);
  }

  private static void send(
      HttpServletResponse response, Kind kind, String key, Object... arguments) {
    var parts = Stream.concat(Stream.of(kind, key), Arrays.stream(arguments));
    var value =
        parts
            .map(part -> URLEncoder.encode(part.toString(), UTF_8))
            .collect(Collectors.joining(":"));
    response.addCookie(cookie(value, 60));
  }

  static void forget(HttpServletResponse response) {
    response.addCookie(cookie("", 0));
  }

  private static Cookie cookie(String value, int seconds) {
    var cookie = new Cookie(COOKIE, value);
    cookie.setPath("/");
    cookie.setHttpOnly(true);
    cookie.setMaxAge(seconds);
    cookie.setAttribute("SameSite", "Lax");
    return cookie;
  }

  static Optional<Flash> read(String value) {
    try {
      var parts =
          Arrays.stream(value.split(":", -1)).map(part -> URLDecoder.decode(part, UTF_8)).toList();
      return Optional.of(
          new Flash(Kind.valueOf(parts.get(0)), parts.get(1), parts.subList(2, parts.size())));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Empty for a message that nobody of ours has written. */
  String words(Texts texts) {
    try {
      return texts.orElse(key, "", arguments.stream().map(Flash::value).toArray());
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** A text may choose by number, so a number has to be one again. */
  private static Object value(String argument) {
    return argument.matches("\\d{1,9}") ? (Object) Integer.valueOf(argument) : argument;
  }
}
