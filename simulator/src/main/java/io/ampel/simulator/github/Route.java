package io.ampel.simulator.github;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One REST endpoint: method, path template, what it does. A last segment {@code {name…}} takes the
 * rest.
 */
record Route(String method, String template, List<String> segments, Handler handler) {
  /** What an endpoint does. */
  interface Handler {
    Answer answer(RestCall call);
  }

  static Route of(String method, String template, Handler handler) {
    return new Route(method, template, List.of(template.substring(1).split("/")), handler);
  }

  Optional<Map<String, String>> match(String[] path) {
    var names = new HashMap<String, String>();
    for (var i = 0; i < segments.size(); i++) {
      var segment = segments.get(i);
      if (segment.endsWith("…}") && path.length > i) {
        var rest = String.join("/", List.of(path).subList(i, path.length));
        names.put(segment.substring(1, segment.length() - 2), Request.decode(rest));
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
      names.put(segment.substring(1, segment.length() - 1), Request.decode(part));
      return !part.isEmpty();
    }
    return segment.equals(part);
  }

  String shown() {
    return template.replace("…", "");
  }
}
