package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Comment;
import io.ampel.simulator.Json;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Resolution;
import io.ampel.simulator.ReviewThread;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Comments as Bitbucket shows them: in one row, replies naming what they answer. */
final class CommentShape {
  private final Shapes shapes;
  private final PullRequestShape pullRequests;

  CommentShape(Call call) {
    this.shapes = new Shapes(call);
    this.pullRequests = new PullRequestShape(call);
  }

  /** A comment, when it was written, and how it looks. */
  record Entry(long id, Instant at, Map<String, @Nullable Object> shape) {}

  /** Every comment, oldest first. */
  List<Entry> all(PullRequest pr) {
    var all = new ArrayList<Entry>();
    pr.comments().forEach(each -> all.add(entry(each, general(each))));
    for (var thread : pr.threads()) {
      for (var each : thread.comments()) {
        all.add(entry(each, inline(thread, each)));
      }
    }
    all.sort(Comparator.comparing(Entry::at).thenComparing(Entry::id));
    return all;
  }

  private static Entry entry(Comment comment, Map<String, @Nullable Object> shape) {
    return new Entry(comment.id(), comment.createdAt(), shape);
  }

  private String url(Comment comment) {
    return pullRequests.url(comment.pullRequest()) + "/comments/" + comment.id();
  }

  Map<String, @Nullable Object> general(Comment comment) {
    var pr = comment.pullRequest();
    var deleted = pr.deleted(comment);
    var time = Words.time(comment.createdAt());
    return Json.object(
        "id",
        comment.id(),
        "created_on",
        time,
        "updated_on",
        time,
        "content",
        Shapes.rendered(deleted ? "" : comment.body()),
        "user",
        shapes.user(comment.author()),
        "deleted",
        deleted,
        "pending",
        false,
        "type",
        "pullrequest_comment",
        "links",
        Json.object(
            "self",
            Shapes.link(url(comment)),
            "html",
            Shapes.link(
                shapes.web(pr.repository())
                    + "/pull-requests/"
                    + pr.number()
                    + "/_/diff#comment-"
                    + comment.id())),
        "pullrequest",
        pullRequests.reference(pr));
  }

  Map<String, @Nullable Object> inline(ReviewThread thread, Comment comment) {
    var shape = general(comment);
    shape.put(
        "inline",
        Json.object(
            "from",
            null,
            "to",
            thread.line(),
            "path",
            thread.path(),
            "context_lines",
            "",
            "outdated",
            thread.outdated()));
    var first = thread.comments().getFirst();
    if (first.equals(comment)) {
      shape.put("resolution", resolution(thread).map(this::resolution).orElse(null));
    } else {
      shape.put(
          "parent",
          Json.object("id", first.id(), "links", Json.object("self", Shapes.link(url(first)))));
    }
    return shape;
  }

  /** Who ended it; where nobody is known the author of the pull request is taken for it. */
  static Optional<Resolution> resolution(ReviewThread thread) {
    if (!thread.resolved()) {
      return Optional.empty();
    }
    var pr = thread.pullRequest();
    var last = thread.comments().getLast().createdAt();
    return pr.resolution(thread).or(() -> Optional.of(new Resolution(pr.author(), last)));
  }

  Map<String, @Nullable Object> resolution(Resolution resolution) {
    return Json.object(
        "type",
        "comment_resolution",
        "user",
        shapes.user(resolution.by()),
        "created_on",
        Words.time(resolution.at()));
  }
}
