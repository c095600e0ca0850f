package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One endpoint: method, path template, the scope it demands, what it does. A last segment {@code
 * {name…}} takes the rest. A personal one is closed to access tokens.
 */
record Route(
    String method,
    String template,
    List<String> segments,
    Scope scope,
    boolean personal,
    Handler handler) {
  /** What an endpoint does. */
  interface Handler {
    Answer answer(Call call);
  }

  static Route of(String method, String template, Scope scope, Handler handler) {
    return new Route(
        method, template, List.of(template.substring(1).split("/")), scope, false, handler);
  }

  static Route personal(String method, String template, Scope scope, Handler handler) {
    return new Route(
        method, template, List.of(template.substring(1).split("/")), scope, true, handler);
  }

  Optional<Map<String, String>> match(String[] path) {
    var names = new HashMap<String, String>();
    for (var i = 0; i < segments.size(); i++) {
      var segment = segments.get(i);
      if (segment.endsWith("…}") && path.length > i) {
        var rest = String.join("/", List.of(path).subList(i, path.length));
        names.put(segment.substring(1, segment.length() - 2), decode(rest));
        return Optional.of(names);
      }
      if (i >= path.length || !fits(segment, path[i], names)) {
        return Optional.empty();
      }
    }
    return path.length == segments.size() ? Optional.of(names) : Optional.empty();
  }

  private static boolean fits(String segment, String part, Map<String, String> names) {
    if (segment.startsWith("{")) {
      names.put(segment.substring(1, segment.length() - 1), decode(part));
      return !part.isEmpty();
    }
    return segment.equals(part);
  }

  /** In a path a plus is a plus. */
  private static String decode(String part) {
    return Request.decode(part.replace("+", "%2B"));
  }

  String shown() {
    return "/2.0" + template.replace("…", "");
  }
}
