package io.ampel.simulator;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is answered over HTTP. {@code route} and {@code points} are for the record of calls. */
public record Answer(
    int status, Map<String, String> headers, byte[] body, String route, int points) {

  public static Answer of(int status, String contentType, byte[] body) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", contentType);
    return new Answer(status, headers, body, "", 0);
  }

  public static Answer json(int status, Object value) {
    return of(status, "application/json; charset=utf-8", Json.bytes(value));
  }

  public static Answer html(int status, String text) {
    return of(status, "text/html; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  public static Answer empty(int status) {
    return new Answer(status, new LinkedHashMap<>(), new byte[0], "", 0);
  }

  public Answer header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public Answer route(String template) {
    return new Answer(status, headers, body, template, points);
  }

  public Answer points(int cost) {
    return new Answer(status, headers, body, route, cost);
  }
}
