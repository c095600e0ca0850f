package io.ampel.simulator.gitlab;

import io.ampel.simulator.Comment;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Review;
import io.ampel.simulator.ReviewThread;
import io.ampel.simulator.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A conversation as GitLab has them; a single remark and a system's notice are one too. */
record Discussion(
    PullRequest pullRequest, long id, @Nullable ReviewThread thread, List<Note> notes) {
  private static final long BODY = 900_000_000;

  /** Something somebody said, or something GitLab wrote down about what they did. */
  record Note(
      PullRequest pullRequest,
      long id,
      @Nullable Person author,
      String body,
      boolean system,
      Instant createdAt,
      @Nullable ReviewThread thread) {

    boolean resolvable() {
      return thread != null;
    }

    boolean resolved() {
      return thread != null && thread.resolved();
    }

    @Nullable String type() {
      return thread == null ? null : "DiffNote";
    }
  }

  static List<Discussion> of(PullRequest pr) {
    var all = new ArrayList<Discussion>();
    pr.comments().forEach(each -> all.add(single(pr, note(pr, each, null))));
    for (var each : pr.threads()) {
      var notes = each.comments().stream().map(said -> note(pr, said, each)).toList();
      all.add(new Discussion(pr, each.id(), each, notes));
    }
    pr.reviews().forEach(each -> review(pr, each, all));
    all.sort(Comparator.comparing(Discussion::startedAt).thenComparing(Discussion::id));
    return all;
  }

  private static Discussion single(PullRequest pr, Note note) {
    return new Discussion(pr, note.id(), null, List.of(note));
  }

  private static Note note(PullRequest pr, Comment said, @Nullable ReviewThread thread) {
    return new Note(pr, said.id(), said.author(), said.body(), false, said.createdAt(), thread);
  }

  /** What a review says in words is a remark; that it was given is noted by the system. */
  private static void review(PullRequest pr, Review review, List<Discussion> all) {
    var done = done(review.verdict());
    var at = review.submittedAt();
    if (!done.isEmpty()) {
      all.add(single(pr, new Note(pr, review.id(), review.author(), done, true, at, null)));
    }
    if (!review.body().isBlank() && review.verdict() != Verdict.PENDING) {
      var id = BODY + review.id();
      all.add(single(pr, new Note(pr, id, review.author(), review.body(), false, at, null)));
    }
  }

  private static String done(Verdict verdict) {
    return switch (verdict) {
      case APPROVED -> "approved this merge request";
      case CHANGES_REQUESTED -> "requested changes";
      case DISMISSED -> "unapproved this merge request";
      case COMMENTED, PENDING -> "";
    };
  }

  static Optional<Discussion> find(PullRequest pr, String id) {
    return of(pr).stream().filter(each -> each.hash().equals(id)).findFirst();
  }

  static List<Note> notes(PullRequest pr) {
    return of(pr).stream().flatMap(each -> each.notes().stream()).toList();
  }

  /** How many things people said, apart from the system's notices. */
  static int said(PullRequest pr) {
    return (int) notes(pr).stream().filter(each -> !each.system()).count();
  }

  String hash() {
    return Words.discussionId(id);
  }

  Instant startedAt() {
    return notes.getFirst().createdAt();
  }

  boolean resolvable() {
    return thread != null;
  }

  boolean resolved() {
    return thread != null && thread.resolved();
  }
}
