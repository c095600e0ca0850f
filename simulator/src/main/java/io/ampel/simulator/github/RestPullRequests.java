package io.ampel.simulator.github;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.MergeMethod;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Standing;
import io.ampel.simulator.Token.Permission;
import io.ampel.simulator.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Pull requests: reading, talking, reviewing, merging. */
final class RestPullRequests {
  private RestPullRequests() {}

  static List<Route> routes() {
    return List.of(
        Route.of("GET", "/repos/{owner}/{repo}/pulls", RestPullRequests::list),
        Route.of("GET", "/repos/{owner}/{repo}/pulls/{number}", RestPullRequests::one),
        Route.of("PATCH", "/repos/{owner}/{repo}/pulls/{number}", RestPullRequests::edit),
        Route.of("GET", "/repos/{owner}/{repo}/pulls/{number}/files", RestPullRequests::files),
        Route.of("GET", "/repos/{owner}/{repo}/pulls/{number}/reviews", RestPullRequests::reviews),
        Route.of("POST", "/repos/{owner}/{repo}/pulls/{number}/reviews", RestPullRequests::review),
        Route.of(
            "PUT",
            "/repos/{owner}/{repo}/pulls/{number}/reviews/{review}/dismissals",
            RestPullRequests::dismiss),
        Route.of("PUT", "/repos/{owner}/{repo}/pulls/{number}/merge", RestPullRequests::merge),
        Route.of(
            "PUT",
            "/repos/{owner}/{repo}/pulls/{number}/update-branch",
            RestPullRequests::updateBranch),
        Route.of(
            "GET", "/repos/{owner}/{repo}/issues/{number}/comments", RestPullRequests::comments),
        Route.of(
            "POST", "/repos/{owner}/{repo}/issues/{number}/comments", RestPullRequests::comment),
        Route.of(
            "DELETE",
            "/repos/{owner}/{repo}/git/refs/heads/{branch…}",
            RestPullRequests::deleteBranch));
  }

  private static Answer list(RestCall call) {
    var repository = call.reading(Permission.PULL_REQUESTS);
    var request = call.request();
    var state = request.query("state").orElse("open");
    var base = request.query("base");
    var found =
        repository.pullRequests().stream()
            .filter(each -> state.equals("all") || each.open() == state.equals("open"))
            .filter(each -> base.isEmpty() || base.get().equals(each.base()))
            .filter(each ->
                request.query("head").isEmpty()
                    || request.query("head").get().endsWith(":" + each.headRef()))
            .sorted(order(call))
            .toList();
    return call.page(found, new RestJson(call.caller())::simple);
  }

  private static Comparator<PullRequest> order(RestCall call) {
    var sort = call.request().query("sort").orElse("created");
    Comparator<PullRequest> by =
        sort.equals("updated")
            ? Comparator.comparing(PullRequest::updatedAt)
            : Comparator.comparing(PullRequest::createdAt);
    var whole = by.thenComparing(PullRequest::number);
    var descending =
        call.request()
            .query("direction")
            .orElse(sort.equals("created") ? "desc" : "asc")
            .equals("desc");
    return descending ? whole.reversed() : whole;
  }

  private static Answer one(RestCall call) {
    var repository = call.reading(Permission.PULL_REQUESTS, Permission.CONTENTS);
    return Answer.json(200, new RestJson(call.caller()).full(call.pullRequest(repository)));
  }

  private static Answer edit(RestCall call) {
    var repository = call.writing(Role.READ, Permission.PULL_REQUESTS);
    var pr = call.pullRequest(repository);
    var person = call.person();
    if (!person.equals(pr.author()) && !repository.role(person).atLeast(Role.TRIAGE)) {
      throw Refusal.of(403, "Must have push access to repository");
    }
    var body = call.body();
    var state = call.text(body, "state");
    if ("closed".equals(state) && pr.open()) {
      pr.close();
    } else if ("open".equals(state) && pr.state() == PullRequest.State.CLOSED) {
      pr.reopen();
    } else if ("open".equals(state) && pr.state() == PullRequest.State.MERGED) {
      throw Refusal.invalid(
          "Validation Failed",
          List.of(
              Json.object(
                  "resource",
                  "PullRequest",
                  "code",
                  "invalid",
                  "field",
                  "state",
                  "message",
                  "state cannot be changed. The pull request cannot be reopened.")));
    }
    var title = call.text(body, "title");
    if (title != null) {
      pr.title(title);
    }
    var text = call.text(body, "body");
    if (text != null) {
      pr.body(text);
    }
    return Answer.json(200, new RestJson(call.caller()).full(pr));
  }

  private static Answer files(RestCall call) {
    var pr = call.pullRequest(call.reading(Permission.PULL_REQUESTS));
    var json = new RestJson(call.caller());
    return call.page(pr.files().stream().limit(3_000).toList(), each -> json.file(pr, each));
  }

  // --- reviews and comments
  // -----------------------------------------------------------------------

  private static Answer reviews(RestCall call) {
    var pr = call.pullRequest(call.reading(Permission.PULL_REQUESTS));
    var visible =
        pr.reviews().stream()
            .filter(each ->
                each.verdict() != Verdict.PENDING
                    || Objects.equals(each.author(), call.caller().person()))
            .toList();
    return call.page(visible, new RestJson(call.caller())::review);
  }

  private static Answer review(RestCall call) {
    var pr = call.pullRequest(call.writing(Role.READ, Permission.PULL_REQUESTS));
    var by = call.person();
    var body = call.body();
    var event = call.text(body, "event");
    var text = Objects.requireNonNullElse(call.text(body, "body"), "");
    var sha = Objects.requireNonNullElse(call.text(body, "commit_id"), pr.headSha());
    if (pr.repository().findCommit(sha).isEmpty()) {
      throw Refusal.invalid(
          "Unprocessable Entity", List.of("Commit SHA is not part of the pull request"));
    }
    var verdict = verdict(event);
    refuseReview(pr, by, verdict, text);
    return Answer.json(200, new RestJson(call.caller()).review(pr.review(by, verdict, text, sha)));
  }

  private static Verdict verdict(@org.jspecify.annotations.Nullable String event) {
    return switch (event) {
      case null -> Verdict.PENDING;
      case "APPROVE" -> Verdict.APPROVED;
      case "REQUEST_CHANGES" -> Verdict.CHANGES_REQUESTED;
      case "COMMENT" -> Verdict.COMMENTED;
      default ->
          throw Refusal.invalid(
              "Unprocessable Entity",
              List.of("Variable $event of type PullRequestReviewEvent was provided invalid value"));
    };
  }

  private static void refuseReview(PullRequest pr, Person by, Verdict verdict, String text) {
    if (by.equals(pr.author()) && verdict == Verdict.APPROVED) {
      throw Refusal.invalid(
          "Unprocessable Entity", List.of("Can not approve your own pull request"));
    }
    if (by.equals(pr.author()) && verdict == Verdict.CHANGES_REQUESTED) {
      throw Refusal.invalid(
          "Unprocessable Entity",
          List.of("Review Can not request changes on your own pull request"));
    }
    if (text.isBlank() && (verdict == Verdict.CHANGES_REQUESTED || verdict == Verdict.COMMENTED)) {
      throw Refusal.invalid(
          "Unprocessable Entity", List.of("Could not create a review with an empty body"));
    }
    var pending =
        pr.reviews().stream()
            .anyMatch(each -> each.verdict() == Verdict.PENDING && by.equals(each.author()));
    if (pending && verdict == Verdict.PENDING) {
      throw Refusal.invalid(
          "Unprocessable Entity",
          List.of("User can only have one pending review per pull request"));
    }
  }

  private static Answer dismiss(RestCall call) {
    var pr = call.pullRequest(call.writing(Role.WRITE, Permission.PULL_REQUESTS));
    var review =
        pr.reviews().stream()
            .filter(each -> String.valueOf(each.id()).equals(call.name("review")))
            .findFirst()
            .orElseThrow(Refusal::notFound);
    if (call.text(call.body(), "message") == null) {
      throw Refusal.invalid("Invalid request.\n\n\"message\" wasn't supplied.", null);
    }
    var author = review.author();
    if (author != null) {
      pr.dismissReview(Words.restLogin(author));
    }
    var now =
        pr.reviews().stream().filter(each -> each.id() == review.id()).findFirst().orElse(review);
    return Answer.json(200, new RestJson(call.caller()).review(now));
  }

  private static Answer comments(RestCall call) {
    var pr = call.pullRequest(call.reading(Permission.ISSUES, Permission.PULL_REQUESTS));
    return call.page(pr.comments(), new RestJson(call.caller())::comment);
  }

  private static Answer comment(RestCall call) {
    var pr = call.pullRequest(call.writing(Role.READ, Permission.ISSUES, Permission.PULL_REQUESTS));
    var text = call.text(call.body(), "body");
    if (text == null || text.isBlank()) {
      throw Refusal.invalid(
          "Validation Failed",
          List.of(
              Json.object(
                  "resource",
                  "IssueComment",
                  "code",
                  "unprocessable",
                  "field",
                  "data",
                  "message",
                  "Body can't be blank")));
    }
    var comment = pr.comment(call.person(), text);
    var json = new RestJson(call.caller()).comment(comment);
    return Answer.json(201, json).header("Location", String.valueOf(json.get("url")));
  }

  // --- merging
  // ------------------------------------------------------------------------------------

  private static Answer merge(RestCall call) {
    var repository = call.writing(Role.WRITE, Permission.CONTENTS);
    var pr = call.pullRequest(repository);
    var body = call.body();
    var method = method(call.text(body, "merge_method"));
    var sha = call.text(body, "sha");
    var refusals = MergeState.refusals(pr, Standing.of(pr), repository.role(call.person()));
    if (pr.open() && sha != null && !sha.equals(pr.headSha())) {
      throw Refusal.of(409, "Head branch was modified. Review and try the merge again.");
    }
    if (!repository.mergeMethods().contains(method)) {
      throw Refusal.of(405, plural(method) + " are not allowed on this repository.");
    }
    if (!refusals.isEmpty()) {
      throw Refusal.of(405, wording(repository, pr, refusals));
    }
    refuseWorkflowEdit(call, pr);
    pr.merge(call.person(), method);
    return Answer.json(
        200,
        Json.object(
            "sha",
            pr.mergeCommit(),
            "merged",
            true,
            "message",
            "Pull Request successfully merged"));
  }

  private static String wording(Repository repository, PullRequest pr, List<String> refusals) {
    var ruleset =
        repository.findBranch(pr.base()).map(io.ampel.simulator.Branch::ruleset).isPresent()
            && pr.open();
    return ruleset
        ? "Repository rule violations found\n\n" + String.join("\n\n", refusals) + "\n\n"
        : refusals.getFirst();
  }

  private static void refuseWorkflowEdit(RestCall call, PullRequest pr) {
    var token = call.caller().token();
    var edits = pr.files().stream().anyMatch(each -> each.path().startsWith(".github/workflows/"));
    if (!edits || token == null) {
      return;
    }
    var may =
        token.limitedToOneOwner()
            ? token.grants(Permission.WORKFLOWS, io.ampel.simulator.Token.Level.WRITE)
            : token.scopes().contains("workflow");
    if (!may) {
      throw Refusal.of(
          403,
          "refusing to allow a Personal Access Token to create or update workflow `.github/workflows` without `workflow` scope");
    }
  }

  private static MergeMethod method(@org.jspecify.annotations.Nullable String word) {
    if (word == null) {
      return MergeMethod.MERGE;
    }
    try {
      return MergeMethod.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw Refusal.invalid(
          "Invalid request.\n\n"
              + word
              + " is not a member of [\"merge\", \"squash\", \"rebase\"].",
          null);
    }
  }

  private static String plural(MergeMethod method) {
    return switch (method) {
      case MERGE -> "Merge commits";
      case SQUASH -> "Squash merges";
      case REBASE -> "Rebase merges";
    };
  }

  private static Answer updateBranch(RestCall call) {
    var pr = call.pullRequest(call.writing(Role.READ, Permission.PULL_REQUESTS));
    var repository = pr.repository();
    var person = call.person();
    if (!repository.role(person).atLeast(Role.WRITE) && !person.equals(pr.author())) {
      throw Refusal.of(403, "Must have push access to repository");
    }
    var expected = call.text(call.body(), "expected_head_sha");
    if (expected != null && !expected.equals(pr.headSha())) {
      throw Refusal.invalid("expected head sha didn’t match current head ref.", null);
    }
    if (pr.mergeability() == PullRequest.Mergeability.CONFLICTING) {
      throw Refusal.invalid("merge conflict between base and head", null);
    }
    if (pr.behindBy() == 0) {
      throw Refusal.invalid("There are no new commits on the base branch.", null);
    }
    pr.updateBranch(person);
    return Answer.json(
        202,
        Json.object(
            "message",
            "Updating pull request branch.",
            "url",
            new RestJson(call.caller()).url(pr)));
  }

  private static Answer deleteBranch(RestCall call) {
    var repository = call.writing(Role.WRITE, Permission.CONTENTS);
    var branch =
        repository
            .findBranch(call.name("branch"))
            .orElseThrow(() -> Refusal.invalid("Reference does not exist", null));
    if (branch.name().equals(repository.defaultBranch()) || !branch.rules().empty()) {
      throw Refusal.invalid("Cannot delete this branch", null);
    }
    repository.deleteBranch(branch.name());
    return Answer.empty(204);
  }
}
