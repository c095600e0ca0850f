package io.ampel.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is answered over HTTP. {@code route}, {@code points} and {@code took}, the time of the
 * provider, are for the record of calls.
 */
public record Answer(
    int status, Map<String, String> headers, byte[] body, String route, int points, Duration took) {

  public static Answer of(int status, String contentType, byte[] body) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", contentType);
    return new Answer(status, headers, body, "", 0, Duration.ZERO);
  }

  public static Answer json(int status, Object value) {
    return of(status, "application/json; charset=utf-8", Json.bytes(value));
  }

  public static Answer html(int status, String text) {
    return of(status, "text/html; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  public static Answer empty(int status) {
    return new Answer(status, new LinkedHashMap<>(), new byte[0], "", 0, Duration.ZERO);
  }

  public Answer header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public Answer route(String template) {
    return new Answer(status, headers, body, template, points, took);
  }

  public Answer points(int cost) {
    return new Answer(status, headers, body, route, cost, took);
  }

  public Answer took(Duration time) {
    return new Answer(status, headers, body, route, points, time);
  }

  /** As whole as its length says, but it ends in the middle. */
  Answer halved() {
    return new Answer(status, headers, Arrays.copyOf(body, body.length / 2), route, points, took);
  }

  /**
   * Without the last thing asked for, as GraphQL answers when it could not find that in time. What
   * is no answer of GraphQL stays whole.
   */
  Answer partial() {
    return Json.tree(body) instanceof ObjectNode whole
            && whole.path("data") instanceof ObjectNode data
            && !data.isEmpty()
        ? new Answer(status, headers, Json.bytes(without(whole, data)), route, points, took)
        : this;
  }

  private static ObjectNode without(ObjectNode whole, ObjectNode data) {
    var missing =
        data.propertyStream()
            .filter(field -> field.getValue().isObject())
            .map(Map.Entry::getKey)
            .reduce((_, last) -> last)
            .orElseGet(() -> data.propertyNames().iterator().next());
    data.putNull(missing);
    var error = whole.withArray("errors").addObject();
    error.put("message", "Something went wrong while executing your query.");
    error.putArray("path").add(missing);
    return whole;
  }
}
