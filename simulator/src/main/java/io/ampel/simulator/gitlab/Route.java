package io.ampel.simulator.gitlab;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One REST endpoint: method, path template, for which editions, which scopes, what it does. */
record Route(
    String method,
    String template,
    List<String> segments,
    boolean paid,
    String[] scopes,
    Handler handler) {
  /** What an endpoint does. */
  interface Handler {
    Answer answer(RestCall call);
  }

  static Route get(String template, Handler handler) {
    return of("GET", template, handler, "api", "read_api");
  }

  static Route of(String method, String template, Handler handler) {
    return of(method, template, handler, "api");
  }

  private static Route of(String method, String template, Handler handler, String... scopes) {
    return new Route(
        method, template, List.of(template.substring(1).split("/")), false, scopes, handler);
  }

  /** The same for whoever has one of these scopes. */
  Route scopes(String... others) {
    return new Route(method, template, segments, paid, others, handler);
  }

  /** Not there at all in the free edition. */
  Route premium() {
    return new Route(method, template, segments, true, scopes, handler);
  }

  Optional<Map<String, String>> match(String[] path) {
    if (path.length != segments.size()) {
      return Optional.empty();
    }
    var names = new HashMap<String, String>();
    for (var i = 0; i < path.length; i++) {
      var segment = segments.get(i);
      if (segment.startsWith(":")) {
        names.put(segment.substring(1), Request.decode(path[i].replace("+", "%2B")));
      } else if (!segment.equals(path[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(names);
  }
}
