package io.ampel.simulator;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was asked over HTTP, already read. Header names are lower case. */
public record Request(
    String method,
    String path,
    String rawQuery,
    Map<String, String> headers,
    byte[] body,
    URI base) {

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  public Map<String, List<String>> query() {
    var values = new LinkedHashMap<String, List<String>>();
    for (var pair : rawQuery.split("&")) {
      if (!pair.isEmpty()) {
        var at = pair.indexOf('=');
        var key = at < 0 ? pair : pair.substring(0, at);
        var value = at < 0 ? "" : pair.substring(at + 1);
        values.computeIfAbsent(decode(key), _ -> new ArrayList<>(1)).add(decode(value));
      }
    }
    return values;
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(query().get(name)).map(List::getFirst);
  }

  public static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The same request for the part below a prefix. */
  public Request below(String prefix) {
    return new Request(method, path.substring(prefix.length()), rawQuery, headers, body, base);
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
