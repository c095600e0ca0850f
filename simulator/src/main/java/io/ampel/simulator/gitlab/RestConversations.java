package io.ampel.simulator.gitlab;

import static io.ampel.simulator.gitlab.Words.time;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.ReviewThread;
import io.ampel.simulator.Role;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is said about a merge request: notes and conversations. */
final class RestConversations {
  private static final String ONE = "/projects/:id/merge_requests/:merge_request_iid";
  private static final int LONGEST = 1_000_000;

  private RestConversations() {}

  static List<Route> routes() {
    return List.of(
        Route.get(ONE + "/notes", RestConversations::notes),
        Route.get(ONE + "/notes/:note_id", RestConversations::note),
        Route.of("POST", ONE + "/notes", RestConversations::say),
        Route.get(ONE + "/discussions", RestConversations::discussions),
        Route.get(ONE + "/discussions/:discussion_id", RestConversations::discussion),
        Route.of("POST", ONE + "/discussions", RestConversations::start),
        Route.of("PUT", ONE + "/discussions/:discussion_id", RestConversations::resolve),
        Route.of("POST", ONE + "/discussions/:discussion_id/notes", RestConversations::reply));
  }

  private static Answer notes(RestCall call) {
    var notes = Discussion.notes(call.mergeRequest());
    var ascending = call.parameter("sort").orElse("desc").equals("asc");
    return call.page(ascending ? notes : notes.reversed(), each -> json(call, each));
  }

  private static Answer note(RestCall call) {
    var id = call.number("note_id");
    return Discussion.notes(call.mergeRequest()).stream()
        .filter(each -> each.id() == id)
        .findFirst()
        .map(each -> Answer.json(200, json(call, each)))
        .orElseThrow(() -> Refusal.notFound("Note"));
  }

  static Map<String, @Nullable Object> json(RestCall call, Discussion.Note note) {
    var pr = note.pullRequest();
    var object =
        Json.object(
            "id",
            note.id(),
            "type",
            note.type(),
            "body",
            note.body(),
            "author",
            call.json().person(note.author()),
            "created_at",
            time(note.createdAt()),
            "updated_at",
            time(note.createdAt()),
            "system",
            note.system(),
            "noteable_id",
            pr.id(),
            "noteable_type",
            "MergeRequest",
            "project_id",
            pr.repository().id(),
            "resolvable",
            note.resolvable(),
            "confidential",
            false,
            "internal",
            false,
            "imported",
            false,
            "imported_from",
            "none",
            "noteable_iid",
            pr.number(),
            "commands_changes",
            Map.of());
    var thread = note.thread();
    if (thread != null) {
      object.put("position", position(pr, thread));
      object.put("resolved", thread.resolved());
      object.put("resolved_by", null);
      object.put("resolved_at", null);
    }
    return object;
  }

  private static Map<String, @Nullable Object> position(PullRequest pr, ReviewThread thread) {
    return Json.object(
        "base_sha",
        pr.baseAtPush(),
        "start_sha",
        pr.baseAtPush(),
        "head_sha",
        pr.headSha(),
        "old_path",
        thread.path(),
        "new_path",
        thread.path(),
        "position_type",
        "text",
        "old_line",
        null,
        "new_line",
        thread.line());
  }

  // --- saying something
  // --------------------------------------------------------------------------------

  private static PullRequest open(RestCall call) {
    return call.changing("create_note");
  }

  private static String body(RestCall call) {
    var body = call.needed("body");
    if (body.isBlank()) {
      throw Refusal.because(400, "400 Bad request - Note {:note=>[\"can't be blank\"]}");
    }
    if (body.length() > LONGEST) {
      throw Refusal.because(
          400, "400 Bad request - Note {:note=>[\"is too long (maximum is 1000000 characters)\"]}");
    }
    return body;
  }

  /** What begins with a slash may be done instead of said. */
  private static Answer say(RestCall call) {
    var pr = open(call);
    var actions = QuickActions.run(pr, call.person(), body(call), call.instance());
    if (actions.text().isEmpty()) {
      return Answer.json(202, actions.json());
    }
    var said = pr.comment(call.person(), actions.text());
    var note =
        new Discussion.Note(
            pr, said.id(), said.author(), said.body(), false, said.createdAt(), null);
    var shown = json(call, note);
    shown.put("commands_changes", actions.changes());
    return Answer.json(201, shown);
  }

  private static Answer discussions(RestCall call) {
    return call.page(Discussion.of(call.mergeRequest()), each -> json(call, each));
  }

  static Map<String, @Nullable Object> json(RestCall call, Discussion discussion) {
    return Json.object(
        "id",
        discussion.hash(),
        "individual_note",
        discussion.thread() == null,
        "notes",
        discussion.notes().stream().map(each -> json(call, each)).toList());
  }

  private static Discussion found(RestCall call, PullRequest pr) {
    return Discussion.find(pr, call.name("discussion_id"))
        .orElseThrow(() -> Refusal.notFound("Discussion"));
  }

  private static Answer discussion(RestCall call) {
    return Answer.json(200, json(call, found(call, call.mergeRequest())));
  }

  private static Answer start(RestCall call) {
    var pr = open(call);
    var actions = QuickActions.run(pr, call.person(), body(call), call.instance());
    if (actions.text().isEmpty()) {
      return Answer.json(202, actions.json());
    }
    var thread = pr.thread(call.person(), actions.text(), false);
    return Answer.json(201, json(call, again(pr, thread)));
  }

  private static Discussion again(PullRequest pr, ReviewThread thread) {
    return Discussion.find(pr, Words.discussionId(thread.id())).orElseThrow();
  }

  private static Answer resolve(RestCall call) {
    var pr = open(call);
    var thread = found(call, pr).thread();
    if (thread == null) {
      throw Refusal.because(400, "400 Bad request - Discussion is not resolvable");
    }
    var person = call.person();
    if (!person.equals(pr.author()) && !call.caller().access(pr.repository()).atLeast(Role.WRITE)) {
      throw Refusal.forbidden();
    }
    pr.resolve(thread, call.needed("resolved").equals("true"));
    return Answer.json(200, json(call, again(pr, thread)));
  }

  private static Answer reply(RestCall call) {
    var pr = open(call);
    var discussion = found(call, pr);
    var body = body(call);
    var thread = discussion.thread();
    var said =
        thread == null ? pr.comment(call.person(), body) : pr.reply(thread, call.person(), body);
    var now =
        Objects.requireNonNullElse(thread == null ? null : again(pr, thread).thread(), thread);
    return Answer.json(
        201,
        json(
            call,
            new Discussion.Note(pr, said.id(), said.author(), body, false, said.createdAt(), now)));
  }
}
