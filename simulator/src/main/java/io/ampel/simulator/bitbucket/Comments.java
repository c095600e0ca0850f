package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Comment;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.ReviewThread;
import io.ampel.simulator.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Comments, on the whole or on a line, and ending the conversation they begin. */
final class Comments {
  private static final String ALL = PullRequests.ONE + "/comments";
  private static final String RESOLVE = ALL + "/{comment_id}/resolve";

  private Comments() {}

  static List<Route> routes() {
    return List.of(
        Route.of("GET", ALL, Scope.PULL_REQUEST, Comments::list),
        Route.of("POST", ALL, Scope.PULL_REQUEST, Comments::write),
        Route.of("GET", ALL + "/{comment_id}", Scope.PULL_REQUEST, Comments::one),
        Route.of("DELETE", ALL + "/{comment_id}", Scope.PULL_REQUEST, Comments::delete),
        Route.of("POST", RESOLVE, Scope.PULL_REQUEST, Comments::resolve),
        Route.of("DELETE", RESOLVE, Scope.PULL_REQUEST, Comments::reopen));
  }

  private static Answer list(Call call) {
    return Listing.of(call)
        .page(new CommentShape(call).all(call.pullRequest()), CommentShape.Entry::shape);
  }

  private static Answer one(Call call) {
    var id = call.number("comment_id", "Comment");
    return new CommentShape(call)
        .all(call.pullRequest()).stream()
            .filter(each -> each.id() == id)
            .findFirst()
            .map(each -> call.tree(each.shape()))
            .orElseThrow(() -> Refusal.notFound("Comment " + id));
  }

  /** Also closed pull requests are talked about. */
  private static Answer write(Call call) {
    var pr = call.pullRequest(call.writing(Role.READ));
    var body = call.body();
    var raw = Call.text(body.path("content").path("raw"));
    if (raw == null || raw.isBlank()) {
      throw Refusal.fields(
          "Bad request", Map.of("content.raw", List.of("This field is required.")));
    }
    var shape = written(call, pr, body, raw);
    var id = String.valueOf(shape.get("id"));
    return call.tree(201, shape, java.util.Set.of())
        .header("Location", new PullRequestShape(call).url(pr) + "/comments/" + id);
  }

  private static Map<String, @Nullable Object> written(
      Call call, PullRequest pr, JsonNode body, String raw) {
    var shape = new CommentShape(call);
    var by = call.person();
    var path = Call.text(body.path("inline").path("path"));
    if (path != null) {
      var line = Math.max(1, body.path("inline").path("to").asInt(1));
      var thread = pr.discuss(by, path, line, raw);
      return shape.inline(thread, thread.comments().getFirst());
    }
    var parent = body.path("parent").path("id").asLong(0);
    var answered = thread(pr, parent);
    if (answered.isPresent()) {
      var reply = pr.reply(answered.get(), by, raw);
      return shape.inline(thread(pr, reply.id()).orElseThrow(), reply);
    }
    return shape.general(pr.comment(by, raw));
  }

  private static Optional<ReviewThread> thread(PullRequest pr, long comment) {
    return pr.threads().stream()
        .filter(each -> each.comments().stream().anyMatch(said -> said.id() == comment))
        .findFirst();
  }

  private static Comment named(Call call, PullRequest pr) {
    var id = call.number("comment_id", "Comment");
    return java.util.stream.Stream.concat(
            pr.comments().stream(), pr.threads().stream().flatMap(each -> each.comments().stream()))
        .filter(each -> each.id() == id)
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("Comment " + id));
  }

  private static Answer delete(Call call) {
    var pr = call.pullRequest(call.writing(Role.READ));
    var comment = named(call, pr);
    if (!call.person().equals(comment.author())
        && !call.role(pr.repository()).atLeast(Role.ADMIN)) {
      throw Refusal.of(403, "You do not have permission to delete this comment.");
    }
    pr.deleteComment(comment);
    return Answer.empty(204);
  }

  // --- resolving --------------------------------------------------------------------------------

  /** The conversation that this comment begins; only those on the diff can be ended. */
  private static ReviewThread begun(Call call, PullRequest pr) {
    var comment = named(call, pr);
    var thread =
        thread(pr, comment.id())
            .orElseThrow(() -> Refusal.of(403, "Only comments on the diff can be resolved."));
    if (!thread.comments().getFirst().equals(comment)) {
      throw Refusal.of(403, "Only top-level comments can be resolved.");
    }
    return thread;
  }

  private static Answer resolve(Call call) {
    var pr = call.pullRequest(call.writing(Role.READ));
    var thread = begun(call, pr);
    if (thread.resolved()) {
      throw Refusal.of(409, "This comment has already been resolved.");
    }
    pr.resolve(thread, true, call.person());
    var now = thread(pr, thread.comments().getFirst().id()).orElseThrow();
    return call.tree(new CommentShape(call).resolution(CommentShape.resolution(now).orElseThrow()));
  }

  private static Answer reopen(Call call) {
    var pr = call.pullRequest(call.writing(Role.READ));
    var thread = begun(call, pr);
    if (!thread.resolved()) {
      throw Refusal.of(404, "This comment has not been resolved.");
    }
    pr.resolve(thread, false, call.person());
    return Answer.empty(204);
  }
}
