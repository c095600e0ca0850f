package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the endpoint for a call, asks whether the token may use it, and lets it answer. */
final class Api {
  private final List<Route> routes = new ArrayList<>();

  Api(MergeDesk merges) {
    routes.addAll(Gone.routes());
    routes.addAll(Workspaces.routes());
    routes.addAll(Repositories.routes());
    routes.addAll(Commits.routes());
    routes.addAll(PullRequests.routes());
    routes.addAll(Reviews.routes());
    routes.addAll(Comments.routes());
    routes.addAll(Tasks.routes());
    routes.addAll(Diffs.routes());
    routes.addAll(Restrictions.routes());
    routes.addAll(Hooks.routes());
    routes.addAll(Pipelines.routes());
    routes.addAll(new Merging(merges).routes());
  }

  Answer answer(Caller caller) {
    var request = caller.request();
    var path = request.path().replaceFirst("^/", "").replaceFirst("/$", "").split("/", -1);
    for (var route : routes) {
      var names =
          route.method().equals(request.method())
              ? route.match(path)
              : Optional.<Map<String, String>>empty();
      if (names.isPresent()) {
        var call = new Call(caller, names.get());
        return scopes(perform(route, call).route(route.shown()), route, caller);
      }
    }
    return Refusal.body(404, "Resource not found");
  }

  private static Answer perform(Route route, Call call) {
    Supplier<Answer> work = () -> refusing(route, call);
    var world = call.caller().world();
    return call.request().method().equals("GET") ? world.read(work) : world.change(work);
  }

  private static Answer refusing(Route route, Call call) {
    try {
      admit(route, call.caller());
      return route.handler().answer(call);
    } catch (Refusal refusal) {
      return refusal.answer();
    }
  }

  private static void admit(Route route, Caller caller) {
    var token = caller.token();
    if (token == null) {
      if (route.personal() || !route.method().equals("GET")) {
        throw Refusal.silent(401);
      }
      return;
    }
    if (route.personal() && caller.byAccessToken()) {
      throw Refusal.of(403, "This API is not accessible by this authentication mechanism");
    }
    if (!route.scope().grantedTo(token)) {
      throw Refusal.missingScope(route.scope(), token);
    }
  }

  private static Answer scopes(Answer answer, Route route, Caller caller) {
    var token = caller.token();
    if (token != null) {
      answer.header("X-OAuth-Scopes", String.join(", ", token.scopes()));
      answer.header("X-Accepted-OAuth-Scopes", String.join(", ", route.scope().names(token)));
      answer.header("X-Credential-Type", caller.byAccessToken() ? "access_token" : "api_token");
    }
    return answer;
  }
}
