package io.ampel.simulator.github;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** GitHub's REST: finds the endpoint for a call and lets it answer. */
final class Rest {
  private final List<Route> routes = new ArrayList<>();

  Rest(Deliveries deliveries) {
    routes.addAll(RestRepositories.routes());
    routes.addAll(RestPullRequests.routes());
    routes.addAll(RestChecks.routes());
    routes.addAll(RestRules.routes());
    routes.addAll(new RestHooks(deliveries).routes());
  }

  List<Route> routes() {
    return routes;
  }

  Answer answer(Caller caller) {
    var request = caller.request();
    var path =
        request.path().isEmpty() ? new String[0] : request.path().substring(1).split("/", -1);
    for (var route : routes) {
      var names =
          route.method().equals(request.method())
              ? route.match(path)
              : java.util.Optional.<java.util.Map<String, String>>empty();
      if (names.isPresent()) {
        return perform(route, new RestCall(caller, names.get())).route(route.shown());
      }
    }
    return Refusal.body(404, "Not Found");
  }

  private static Answer perform(Route route, RestCall call) {
    Supplier<Answer> work = () -> refusing(route, call);
    Request request = call.request();
    var world = call.caller().world();
    return request.method().equals("GET") ? world.read(work) : world.change(work);
  }

  private static Answer refusing(Route route, RestCall call) {
    try {
      return route.handler().answer(call);
    } catch (Refusal refusal) {
      return refusal.answer();
    }
  }
}
