package io.ampel.simulator;

import java.util.ArrayList;
import java.util.List;

/** A conversation on a line of code. */
public record ReviewThread(
    long id,
    PullRequest pullRequest,
    String path,
    int line,
    boolean resolved,
    boolean outdated,
    List<Comment> comments) {
  public ReviewThread {
    comments = List.copyOf(comments);
  }

  ReviewThread with(Comment reply) {
    var all = new ArrayList<>(comments);
    all.add(reply);
    return new ReviewThread(id, pullRequest, path, line, resolved, outdated, all);
  }

  ReviewThread resolved(boolean now) {
    return new ReviewThread(id, pullRequest, path, line, now, outdated, comments);
  }
}
