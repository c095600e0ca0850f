package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Role;
import io.ampel.simulator.Task;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tasks of a pull request. */
final class Tasks {
  private static final String ALL = PullRequests.ONE + "/tasks";

  private Tasks() {}

  static List<Route> routes() {
    return List.of(
        Route.of("GET", ALL, Scope.PULL_REQUEST, Tasks::list),
        Route.of("POST", ALL, Scope.PULL_REQUEST, Tasks::write),
        Route.of("GET", ALL + "/{task_id}", Scope.PULL_REQUEST, Tasks::one),
        Route.of("PUT", ALL + "/{task_id}", Scope.PULL_REQUEST, Tasks::edit));
  }

  private static Answer list(Call call) {
    return Listing.of(call).page(call.pullRequest().tasks(), each -> shape(call, each));
  }

  private static Task named(Call call, PullRequest pr) {
    var id = call.number("task_id", "Task");
    return pr.tasks().stream()
        .filter(each -> each.id() == id)
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("Task " + id));
  }

  private static Answer one(Call call) {
    return call.tree(shape(call, named(call, call.pullRequest())));
  }

  private static Answer write(Call call) {
    var pr = call.pullRequest(call.writing(Role.READ));
    var raw = Call.text(call.body().path("content").path("raw"));
    if (raw == null || raw.isBlank()) {
      throw Refusal.fields(
          "Bad request", Map.of("content.raw", List.of("This field is required.")));
    }
    return call.tree(201, shape(call, pr.task(call.person(), raw)), Set.of());
  }

  private static Answer edit(Call call) {
    var pr = call.pullRequest(call.writing(Role.READ));
    var task = named(call, pr);
    switch (call.body().path("state").asString("")) {
      case "RESOLVED" -> pr.resolveTask(task, call.person());
      case "UNRESOLVED" -> pr.resolveTask(task, null);
      case "" -> {}
      default ->
          throw Refusal.fields(
              "Bad request", Map.of("state", List.of("must be RESOLVED or UNRESOLVED")));
    }
    return call.tree(shape(call, named(call, pr)));
  }

  private static Map<String, @Nullable Object> shape(Call call, Task task) {
    var shapes = new Shapes(call);
    var pr = task.pullRequest();
    var resolved = task.resolvedAt();
    return Json.object(
        "id",
        task.id(),
        "created_on",
        Words.time(task.createdAt()),
        "updated_on",
        Words.time(resolved == null ? task.createdAt() : resolved),
        "state",
        task.open() ? "UNRESOLVED" : "RESOLVED",
        "content",
        Shapes.rendered(task.text()),
        "creator",
        shapes.user(task.creator()),
        "pending",
        false,
        "resolved_on",
        Words.time(resolved),
        "resolved_by",
        shapes.user(task.resolvedBy()),
        "links",
        Json.object(
            "self",
            Shapes.link(new PullRequestShape(call).url(pr) + "/tasks/" + task.id()),
            "html",
            Shapes.link(
                shapes.web(pr.repository())
                    + "/pull-requests/"
                    + pr.number()
                    + "/_/diff#task-"
                    + task.id())));
  }
}
