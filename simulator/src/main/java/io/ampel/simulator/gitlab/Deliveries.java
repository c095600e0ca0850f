package io.ampel.simulator.gitlab;

import static io.ampel.simulator.Json.object;

import io.ampel.simulator.Json;
import io.ampel.simulator.News;
import io.ampel.simulator.Postman;
import io.ampel.simulator.Postman.Delivery;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.WebHooks;
import io.ampel.simulator.WebHooks.Hook;
import io.ampel.simulator.World;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells the web hooks of projects what happened there, with their secret in a header. */
final class Deliveries {
  private final Postman postman;

  Deliveries(Postman postman) {
    this.postman = postman;
  }

  void happened(World world, List<News> news, URI base) {
    var hooks = WebHooks.of(world);
    var deliveries = new ArrayList<Delivery>();
    for (var each : news) {
      var event = event(each.kind());
      var wanted = hooks.hearing(each.repository(), event.flag);
      if (!wanted.isEmpty()) {
        var body = Json.bytes(world.read(() -> body(each, event, base)));
        wanted.forEach(hook -> deliveries.add(new Delivery(hook, headers(hook, event), body)));
      }
    }
    postman.send(hooks, deliveries);
  }

  /** Of a push, of a merge request, of a pipeline, of a comment. */
  private enum Event {
    PUSH("push", "push", "Push Hook"),
    MERGE_REQUEST("merge_requests", "merge_request", "Merge Request Hook"),
    PIPELINE("pipeline", "pipeline", "Pipeline Hook"),
    NOTE("note", "note", "Note Hook");

    /** As the API names the switch, the body the kind, and a header the event. */
    private final String flag;

    private final String kind;
    private final String header;

    Event(String flag, String kind, String header) {
      this.flag = flag;
      this.kind = kind;
      this.header = header;
    }
  }

  private static Event event(News.Kind kind) {
    return switch (kind) {
      case PUSH -> Event.PUSH;
      case SYNCHRONIZED, OPENED, CLOSED, EDITED, REVIEW -> Event.MERGE_REQUEST;
      case COMMENT, THREAD -> Event.NOTE;
      case CHECK, STATUS -> Event.PIPELINE;
    };
  }

  private static Map<String, String> headers(Hook hook, Event event) {
    var headers = new HashMap<String, String>();
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", "GitLab/19.5.0");
    headers.put("Idempotency-Key", UUID.randomUUID().toString());
    headers.put("X-Gitlab-Event", event.header);
    headers.put("X-Gitlab-Event-UUID", UUID.randomUUID().toString());
    if (hook.secret() != null) {
      headers.put("X-Gitlab-Token", hook.secret());
    }
    return headers;
  }

  private static Map<String, @Nullable Object> body(News news, Event event, URI base) {
    var project = news.repository();
    var mr = news.pullRequest();
    var it = object("object_kind", event.kind, "project", project(project, base));
    switch (event) {
      case PUSH -> {
        it.put("project_id", project.id());
        it.put("ref", "refs/heads/" + (mr == null ? project.defaultBranch() : mr.headRef()));
      }
      case MERGE_REQUEST -> {
        if (mr != null) it.put("object_attributes", mergeRequest(mr));
      }
      case PIPELINE -> {
        it.put("object_attributes", object("sha", mr == null ? null : mr.headSha()));
        if (mr != null) it.put("merge_request", mergeRequest(mr));
      }
      case NOTE -> {
        it.put("object_attributes", object("noteable_type", "MergeRequest"));
        if (mr != null) it.put("merge_request", mergeRequest(mr));
      }
    }
    return it;
  }

  private static Map<String, @Nullable Object> project(Repository project, URI base) {
    return object(
        "id", project.id(),
        "path_with_namespace", project.fullName(),
        "web_url", base + "/" + project.fullName());
  }

  private static Map<String, @Nullable Object> mergeRequest(PullRequest mr) {
    return object(
        "id", mr.id(),
        "iid", mr.number(),
        "target_project_id", mr.repository().id(),
        "title", mr.title(),
        "state", mr.open() ? "opened" : "closed",
        "last_commit", object("id", mr.headSha()));
  }
}
