package io.ampel.simulator.gitlab;

import io.ampel.simulator.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** GitLab's REST: finds the endpoint for a call and lets it answer. */
final class Rest {
  private final List<Route> routes = new ArrayList<>();

  Rest() {
    routes.addAll(RestPeople.routes());
    routes.addAll(RestProjects.routes());
    routes.addAll(RestHooks.routes());
    routes.addAll(RestMergeRequests.routes());
    routes.addAll(RestConversations.routes());
    routes.addAll(RestPipelines.routes());
    routes.addAll(RestActs.routes());
  }

  List<Route> routes() {
    return routes;
  }

  Answer answer(Caller caller) {
    var request = caller.request();
    var path =
        request.path().isEmpty() ? new String[0] : request.path().substring(1).split("/", -1);
    for (var route : routes) {
      var names = match(route, caller, path);
      if (names.isPresent()) {
        return perform(route, new RestCall(caller, names.get(), route)).route(route.template());
      }
    }
    return Refusal.noRoute();
  }

  private static Optional<Map<String, String>> match(Route route, Caller caller, String[] path) {
    return route.method().equals(caller.request().method())
            && (!route.paid() || caller.instance().paid())
        ? route.match(path)
        : Optional.empty();
  }

  private static Answer perform(Route route, RestCall call) {
    Supplier<Answer> work = () -> refusing(route, call);
    var world = call.caller().world();
    return route.method().equals("GET") ? world.read(work) : world.change(work);
  }

  private static Answer refusing(Route route, RestCall call) {
    try {
      if (!call.caller().anyScope(route.scopes())) {
        throw Refusal.insufficientScope(String.join(" ", route.scopes()));
      }
      return route.handler().answer(call);
    } catch (Refusal refusal) {
      return refusal.answer();
    }
  }
}
