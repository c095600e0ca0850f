package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Role;
import io.ampel.simulator.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Approving and objecting, taking both back, and what happened so far. */
final class Reviews {
  private Reviews() {}

  static List<Route> routes() {
    var approve = PullRequests.ONE + "/approve";
    var object = PullRequests.ONE + "/request-changes";
    return List.of(
        Route.of("POST", approve, Scope.PULL_REQUEST_WRITE, call -> review(call, Verdict.APPROVED)),
        Route.of(
            "DELETE",
            approve,
            Scope.PULL_REQUEST_WITHDRAW,
            call -> withdraw(call, Verdict.APPROVED)),
        Route.of(
            "POST",
            object,
            Scope.PULL_REQUEST_WRITE,
            call -> review(call, Verdict.CHANGES_REQUESTED)),
        Route.of(
            "DELETE",
            object,
            Scope.PULL_REQUEST_WITHDRAW,
            call -> withdraw(call, Verdict.CHANGES_REQUESTED)),
        Route.of("GET", PullRequests.ONE + "/activity", Scope.PULL_REQUEST, Reviews::activity));
  }

  private static PullRequest open(Call call) {
    var pr = call.pullRequest(call.writing(Role.READ));
    if (!pr.open()) {
      throw Refusal.of(400, "The pull request has already been merged or declined.");
    }
    return pr;
  }

  /** Authors may approve their own; it only counts for nothing. */
  private static Answer review(Call call, Verdict verdict) {
    var pr = open(call);
    pr.review(call.person(), verdict, "", pr.headSha());
    return call.tree(new PullRequestShape(call).participant(pr, call.person()));
  }

  private static Answer withdraw(Call call, Verdict verdict) {
    var pr = open(call);
    var opinion = io.ampel.simulator.Votes.of(pr).opinions().get(call.person());
    if (opinion != null && opinion.verdict() == verdict) {
      pr.withdrawReview(call.person());
    }
    return Answer.empty(204);
  }

  // --- activity ---------------------------------------------------------------------------------

  private record Event(Instant at, Map<String, @Nullable Object> shape) {}

  private static Answer activity(Call call) {
    var pr = call.pullRequest();
    var shape = new PullRequestShape(call);
    var shapes = new Shapes(call);
    var comments = new CommentShape(call);
    var events = new ArrayList<Event>();
    for (var each : pr.reviews()) {
      var word =
          switch (each.verdict()) {
            case APPROVED -> "approval";
            case CHANGES_REQUESTED -> "changes_requested";
            case COMMENTED, DISMISSED, PENDING -> "";
          };
      if (!word.isEmpty()) {
        var said =
            Json.object(
                "date",
                Words.time(each.submittedAt()),
                "user",
                shapes.user(each.author()),
                "pullrequest",
                shape.reference(pr));
        events.add(new Event(each.submittedAt(), entry(pr, shape, word, said)));
      }
    }
    for (var each : comments.all(pr)) {
      events.add(new Event(each.at(), entry(pr, shape, "comment", each.shape())));
    }
    events.add(
        new Event(
            pr.createdAt(), entry(pr, shape, "update", update(call, pr, "OPEN", pr.createdAt()))));
    var ended = pr.closedAt();
    if (ended != null) {
      events.add(
          new Event(ended, entry(pr, shape, "update", update(call, pr, Words.state(pr), ended))));
    }
    var newestFirst = events.stream().sorted(Comparator.comparing(Event::at).reversed()).toList();
    return Listing.of(call).pagelen(20, 50).uncounted().page(newestFirst, Event::shape);
  }

  private static Map<String, @Nullable Object> update(
      Call call, PullRequest pr, String state, Instant at) {
    var update = new PullRequestShape(call).listed(pr);
    return Json.object(
        "state",
        state,
        "title",
        pr.title(),
        "description",
        pr.body(),
        "reason",
        pr.closingWords(),
        "date",
        Words.time(at),
        "author",
        update.get("author"),
        "source",
        update.get("source"),
        "destination",
        update.get("destination"));
  }

  private static Map<String, @Nullable Object> entry(
      PullRequest pr, PullRequestShape shape, String word, Map<String, @Nullable Object> said) {
    return Json.object(word, said, "pull_request", shape.reference(pr));
  }
}
