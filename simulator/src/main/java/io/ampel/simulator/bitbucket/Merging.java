package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.MergeStrategy;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Merging, at once or as a task. There is no way to say which commit is meant. */
final class Merging {
  private static final String MERGE = PullRequests.ONE + "/merge";
  private static final int LONGEST_MESSAGE = 128 * 1024;

  private final MergeDesk desk;

  Merging(MergeDesk desk) {
    this.desk = desk;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", MERGE, Scope.PULL_REQUEST_WRITE, this::merge),
        Route.of("GET", MERGE + "/task-status/{task_id}", Scope.PULL_REQUEST, this::status));
  }

  static Refusal refsMoved() {
    return Refusal.of(409, "One of the branches changed while the pull request was being merged.");
  }

  static Refusal forbidden() {
    return Refusal.of(403, "You don't have permission to merge this pull request.");
  }

  private static Refusal timedOut() {
    return Refusal.of(555, "The merge took too long and timed out. Please try again later.");
  }

  private Answer merge(Call call) {
    var order = order(call);
    var ending = desk.ending();
    if (ending.later() || call.request().query("async").orElse("").equals("true")) {
      var id = desk.open(order, ending.later() ? ending : MergeEnding.TASK);
      return Answer.json(202, "").header("Location", taskUrl(call, order.pr(), id));
    }
    order.refuse();
    return switch (ending) {
      case REFS_MOVED -> throw refsMoved();
      case TIMED_OUT -> throw timedOut();
      case TIMED_OUT_MERGED -> {
        order.perform();
        throw timedOut();
      }
      case AT_ONCE, TASK, TASK_REFS_MOVED, TASK_FORBIDDEN -> {
        order.perform();
        yield merged(call, order.pr());
      }
    };
  }

  private static MergeOrder order(Call call) {
    var repository = call.writing(Role.READ);
    var pr = call.pullRequest(repository);
    if (!call.role(repository).atLeast(Role.WRITE)) {
      throw forbidden();
    }
    var body = call.body();
    if (!body.path("type").isString()) {
      throw Refusal.fields("Bad request", Map.of("type", List.of("required key not provided")));
    }
    var message = body.path("message").asString("");
    if (message.getBytes(StandardCharsets.UTF_8).length > LONGEST_MESSAGE) {
      throw Refusal.field("message", "The message is longer than 128 KiB.");
    }
    var close = body.path("close_source_branch");
    return new MergeOrder(
        pr,
        call.person(),
        strategy(pr, body),
        message,
        close.isBoolean() ? close.booleanValue() : pr.closesSourceBranch());
  }

  /** Without a word it is a merge commit, whatever the branch's own default is. */
  private static MergeStrategy strategy(PullRequest pr, JsonNode body) {
    var word = body.path("merge_strategy").asString("merge_commit");
    return pr.repository().mergeStrategies().stream()
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            Refusal.field(
                "merge_strategy", "\"" + word + "\" is not one of the allowed strategies."));
  }

  /** Only here does the new commit go by all its digits. */
  private static Answer merged(Call call, PullRequest pr) {
    var shape = new PullRequestShape(call).whole(pr);
    shape.put(
        "merge_commit",
        Json.object("type", "commit", "hash", Objects.requireNonNull(pr.mergeCommit())));
    return call.tree(
        200,
        shape,
        Set.of("destination.branch.merge_strategies", "destination.branch.default_merge_strategy"));
  }

  private static String taskUrl(Call call, PullRequest pr, String id) {
    return new PullRequestShape(call).url(pr) + "/merge/task-status/" + id;
  }

  /** A task that nobody knows is pending for ever. */
  private Answer status(Call call) {
    var pr = call.pullRequest();
    var id = call.name("task_id");
    var job = desk.job(id).orElse(null);
    if (job != null && job.order().pr() != pr) {
      throw Refusal.of(400, "The task does not belong to this pull request.");
    }
    var failed = job == null ? null : job.failed();
    if (failed != null) {
      throw Refusal.with(
          Answer.of(failed.status(), "application/json; charset=utf-8", failed.body()));
    }
    var done = job != null && job.done();
    var shape =
        Json.object(
            "task_status",
            done ? "SUCCESS" : "PENDING",
            "links",
            Json.object("self", Shapes.link(taskUrl(call, pr, id))));
    if (done) {
      shape.put("merge_result", new PullRequestShape(call).whole(pr));
    }
    return call.tree(shape);
  }
}
