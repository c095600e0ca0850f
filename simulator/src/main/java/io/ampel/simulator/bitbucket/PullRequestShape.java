package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Comment;
import io.ampel.simulator.Json;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Review;
import io.ampel.simulator.Task;
import io.ampel.simulator.Verdict;
import io.ampel.simulator.Votes;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pull request as Bitbucket shows it: commits by twelve digits, open tasks as a number. */
final class PullRequestShape {
  private final Shapes shapes;
  private final Call call;

  PullRequestShape(Call call) {
    this.call = call;
    this.shapes = new Shapes(call);
  }

  String url(PullRequest pr) {
    return shapes.url(pr.repository()) + "/pullrequests/" + pr.number();
  }

  private String web(PullRequest pr) {
    return shapes.web(pr.repository()) + "/pull-requests/" + pr.number();
  }

  /** As a list shows it; reviewers and participants only where somebody asks for them. */
  Map<String, @Nullable Object> listed(PullRequest pr) {
    var wide = call.asksFor("participants") || call.asksFor("reviewers") || narrowsByReviewers();
    return wide ? whole(pr) : narrow(pr);
  }

  private boolean narrowsByReviewers() {
    return call.request().query("q").orElse("").contains("reviewers");
  }

  Map<String, @Nullable Object> whole(PullRequest pr) {
    var shape = narrow(pr);
    shape.put("reviewers", pr.asked().stream().map(shapes::user).toList());
    shape.put("participants", participants(pr));
    shape.put(
        "rendered",
        Json.object(
            "title", Shapes.rendered(pr.title()), "description", Shapes.rendered(pr.body())));
    return shape;
  }

  private Map<String, @Nullable Object> narrow(PullRequest pr) {
    var merged = pr.mergeCommit();
    return Json.object(
        "comment_count",
        comments(pr),
        "task_count",
        pr.tasks().stream().filter(Task::open).count(),
        "type",
        "pullrequest",
        "id",
        pr.number(),
        "title",
        pr.title(),
        "description",
        pr.body(),
        "state",
        Words.state(pr),
        "draft",
        pr.isDraft(),
        "queued",
        pr.autoMerge() != null || pr.queueEntry() != null,
        "merge_commit",
        merged == null ? null : commit(pr.repository(), merged),
        "close_source_branch",
        pr.closesSourceBranch(),
        "closed_by",
        shapes.user(pr.closedBy()),
        "author",
        shapes.user(pr.author()),
        "reason",
        pr.closingWords(),
        "created_on",
        Words.time(pr.createdAt()),
        "updated_on",
        Words.time(pr.updatedAt()),
        "destination",
        destination(pr),
        "source",
        source(pr),
        "links",
        links(pr),
        "summary",
        Shapes.rendered(pr.body()));
  }

  private static long comments(PullRequest pr) {
    return Stream.concat(
            pr.comments().stream(), pr.threads().stream().flatMap(each -> each.comments().stream()))
        .filter(each -> !pr.deleted(each))
        .count();
  }

  private Map<String, @Nullable Object> commit(Repository repository, String sha) {
    var hash = Words.abbreviated(sha);
    return Json.object(
        "hash",
        hash,
        "links",
        Json.object(
            "self",
            Shapes.link(shapes.url(repository) + "/commit/" + hash),
            "html",
            Shapes.link(shapes.web(repository) + "/commits/" + hash)),
        "type",
        "commit");
  }

  private Map<String, @Nullable Object> destination(PullRequest pr) {
    var repository = pr.repository();
    var strategies = Shapes.words(repository);
    var tip =
        pr.open()
            ? repository.findBranch(pr.base()).map(io.ampel.simulator.Branch::tip)
            : java.util.Optional.<String>empty();
    return Json.object(
        "branch",
        Json.object(
            "name",
            pr.base(),
            "merge_strategies",
            strategies,
            "default_merge_strategy",
            strategies.getFirst()),
        "commit",
        commit(repository, tip.orElse(pr.baseAtPush())),
        "repository",
        shapes.reference(repository));
  }

  /** A deleted fork leaves the branch's name and the commit behind. */
  private Map<String, @Nullable Object> source(PullRequest pr) {
    var from = pr.headRepository();
    return Json.object(
        "branch",
        Json.object("name", pr.headRef(), "links", Json.object()),
        "commit",
        commit(from == null ? pr.repository() : from, pr.headSha()),
        "repository",
        from == null ? null : shapes.reference(from));
  }

  /** What is compared, in the form in which links carry it. */
  static String spec(PullRequest pr) {
    var from = pr.headRepository();
    var repository = from == null ? pr.repository() : from;
    var base =
        pr.repository()
            .findBranch(pr.base())
            .map(io.ampel.simulator.Branch::tip)
            .orElse(pr.baseAtPush());
    return repository.fullName()
        + ":"
        + Words.abbreviated(pr.headSha())
        + "%0D"
        + Words.abbreviated(base);
  }

  /** Where the changes themselves are found; one has to follow. */
  String compared(PullRequest pr, String what) {
    return shapes.url(pr.repository())
        + "/"
        + what
        + "/"
        + spec(pr)
        + "?from_pullrequest_id="
        + pr.number()
        + "&topic=true";
  }

  private Map<String, @Nullable Object> links(PullRequest pr) {
    var links = Json.object("self", Shapes.link(url(pr)), "html", Shapes.link(web(pr)));
    for (var each :
        List.of(
            "commits",
            "approve",
            "request-changes",
            "comments",
            "activity",
            "merge",
            "decline",
            "statuses")) {
      links.put(each, Shapes.link(url(pr) + "/" + each));
    }
    links.put("diff", Shapes.link(compared(pr, "diff")));
    links.put("diffstat", Shapes.link(compared(pr, "diffstat")));
    return links;
  }

  /** As comments, tasks and activities refer to it. */
  Map<String, @Nullable Object> reference(PullRequest pr) {
    return Json.object(
        "type",
        "pullrequest",
        "id",
        pr.number(),
        "title",
        pr.title(),
        "draft",
        pr.isDraft(),
        "links",
        Json.object("self", Shapes.link(url(pr)), "html", Shapes.link(web(pr))));
  }

  // --- participants -----------------------------------------------------------------------------

  /** Reviewers, and whoever else reviewed or commented. */
  List<Map<String, @Nullable Object>> participants(PullRequest pr) {
    var people = new LinkedHashSet<>(pr.asked());
    pr.reviews().stream().map(Review::author).filter(Objects::nonNull).forEach(people::add);
    said(pr).map(Comment::author).filter(Objects::nonNull).forEach(people::add);
    var votes = Votes.of(pr);
    return people.stream().map(each -> participant(pr, each, votes)).toList();
  }

  Map<String, @Nullable Object> participant(PullRequest pr, Person person) {
    return participant(pr, person, Votes.of(pr));
  }

  private Map<String, @Nullable Object> participant(PullRequest pr, Person person, Votes votes) {
    var opinion = votes.opinions().get(person);
    var verdict = opinion == null ? null : opinion.verdict();
    return Json.object(
        "type",
        "participant",
        "user",
        shapes.user(person),
        "role",
        pr.asked().contains(person) ? "REVIEWER" : "PARTICIPANT",
        "approved",
        verdict == Verdict.APPROVED,
        "state",
        state(verdict),
        "participated_on",
        Words.time(last(pr, person)));
  }

  private static @Nullable String state(@Nullable Verdict verdict) {
    return switch (verdict) {
      case APPROVED -> "approved";
      case CHANGES_REQUESTED -> "changes_requested";
      case COMMENTED, DISMISSED, PENDING -> null;
      case null -> null;
    };
  }

  private static @Nullable Instant last(PullRequest pr, Person person) {
    var reviewed =
        pr.reviews().stream().filter(each -> person.equals(each.author())).map(Review::submittedAt);
    var commented = said(pr).filter(each -> person.equals(each.author())).map(Comment::createdAt);
    return Stream.concat(reviewed, commented).max(Instant::compareTo).orElse(null);
  }

  private static Stream<Comment> said(PullRequest pr) {
    return Stream.concat(
        pr.comments().stream(), pr.threads().stream().flatMap(each -> each.comments().stream()));
  }
}
