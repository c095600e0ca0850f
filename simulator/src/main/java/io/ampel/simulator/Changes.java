package io.ampel.simulator;

import io.ampel.simulator.gitlab.GitLabChanges;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Things that happen, told as JSON: {@code {"what": "push", "repository": "acme/api", "number":
 * 7}}.
 */
final class Changes {
  private Changes() {}

  static Map<String, @Nullable Object> apply(World world, JsonNode change) {
    var what = change.path("what").asString("");
    return world.change(() ->
        switch (what) {
          case "revokeToken" -> token(world, change, Token.Defect.REVOKED);
          case "breakToken" ->
              token(
                  world,
                  change,
                  Token.Defect.valueOf(text(change, "defect").toUpperCase(Locale.ROOT)));
          case "rename",
              "transfer",
              "archive",
              "unarchive",
              "delete",
              "moveBase",
              "addPullRequest",
              "rules",
              "branchRule",
              "defaultReviewers" ->
              repository(world, what, change);
          default ->
              world.forge() == Forge.GITLAB
                  ? gitlab(world, what, change)
                  : pullRequest(world, what, change);
        });
  }

  private static String text(JsonNode change, String field) {
    var value = change.path(field).asString("");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("\"" + field + "\" is needed");
    }
    return value;
  }

  /** What only GitLab has a word for, and what has a word everywhere. */
  private static Map<String, @Nullable Object> gitlab(World world, String what, JsonNode change) {
    if (GitLabChanges.ofInstance(world, what, change)) {
      return Json.object("what", what);
    }
    var project = repository(world, change);
    if (GitLabChanges.ofProject(project, what, change)) {
      return Json.object("repository", project.fullName());
    }
    var found = project.findPullRequest(change.path("number").asInt(0));
    return found.isPresent() && GitLabChanges.ofMergeRequest(found.get(), what, change)
        ? told(found.get())
        : pullRequest(world, what, change);
  }

  private static Map<String, @Nullable Object> told(PullRequest pr) {
    return Json.object(
        "repository",
        pr.repository().fullName(),
        "number",
        pr.number(),
        "head",
        pr.headSha(),
        "truth",
        Truth.of(pr));
  }

  private static Map<String, @Nullable Object> token(
      World world, JsonNode change, Token.Defect defect) {
    var token =
        world
            .token(text(change, "token"))
            .orElseThrow(() -> new IllegalArgumentException("no such token"));
    token.broken(defect);
    return Json.object("token", token.toString(), "defect", defect.name());
  }

  private static Repository repository(World world, JsonNode change) {
    return world
        .findRepository(text(change, "repository"))
        .orElseThrow(() -> new IllegalArgumentException("no such repository"));
  }

  private static Map<String, @Nullable Object> repository(
      World world, String what, JsonNode change) {
    var repository = repository(world, change);
    switch (what) {
      case "rename" -> repository.rename(text(change, "name"));
      case "transfer" -> repository.transferTo(text(change, "owner"));
      case "archive" -> repository.archive(true);
      case "unarchive" -> repository.archive(false);
      case "delete" -> repository.delete();
      case "moveBase" ->
          repository.moveBase(change.path("branch").asString(repository.defaultBranch()));
      case "rules" -> rules(repository, change);
      case "branchRule" -> branchRule(repository, change);
      case "defaultReviewers" -> repository.defaultReviewers(logins(change));
      default -> {
        var added =
            repository
                .pullRequest(text(change, "title"))
                .author(change.path("author").asString("ben"));
        return Json.object(
            "repository", repository.fullName(), "number", added.number(), "head", added.headSha());
      }
    }
    return Json.object("repository", repository.fullName());
  }

  private static void branchRule(Repository repository, JsonNode change) {
    var kind = BranchRule.Kind.valueOf(text(change, "kind").toUpperCase(Locale.ROOT));
    var type = change.path("type").asString("");
    repository.branchRule(
        kind,
        change.path("pattern").asString(repository.defaultBranch()),
        type.isEmpty() ? null : type,
        change.has("value") ? change.path("value").asInt() : null,
        logins(change));
  }

  private static String[] logins(JsonNode change) {
    return change
        .path("logins")
        .valueStream()
        .map(each -> each.asString(""))
        .toArray(String[]::new);
  }

  private static void rules(Repository repository, JsonNode change) {
    var names =
        change.path("checks").valueStream().map(each -> each.asString("")).toArray(String[]::new);
    var rules = Rules.none().approvals(change.path("approvals").asInt(0)).checks(names);
    rules = change.path("strict").asBoolean(false) ? rules.strict() : rules;
    rules = change.path("conversations").asBoolean(false) ? rules.conversationsResolved() : rules;
    rules = change.path("dismissStale").asBoolean(false) ? rules.dismissStale() : rules;
    if (change.path("ruleset").asBoolean(false)) {
      repository.ruleset(rules);
    } else {
      repository.protect(rules);
    }
  }

  private static Map<String, @Nullable Object> pullRequest(
      World world, String what, JsonNode change) {
    var repository = repository(world, change);
    var pr =
        repository
            .findPullRequest(change.path("number").asInt(0))
            .orElseThrow(() -> new IllegalArgumentException("no such pull request"));
    var by = change.path("by").asString("lena");
    var said = change.path("text").asString("");
    switch (what) {
      case "push" -> pr.push();
      case "check" -> check(pr, change);
      case "finishCheck" -> pr.finish(text(change, "check"), state(change, CheckState.PASSED));
      case "failCheck" -> pr.finish(text(change, "check"), CheckState.FAILED);
      case "rerun" -> pr.rerun(text(change, "check"));
      case "status" -> pr.status(text(change, "context"), state(change, CheckState.PASSED));
      case "approve" -> pr.approve(by);
      case "requestChanges" ->
          pr.requestChanges(by, said.isEmpty() ? "Please look at this again." : said);
      case "reviewComment" -> pr.review(by, Verdict.COMMENTED, said);
      case "dismiss" -> pr.dismissReview(by);
      case "requestReview" -> pr.requestReview(by);
      case "comment" -> pr.comment(by, said.isEmpty() ? "Noted." : said);
      case "thread" -> pr.thread(by, said.isEmpty() ? "Is this right?" : said, false);
      case "resolve" -> pr.resolveThreads();
      case "task" -> pr.task(by, said.isEmpty() ? "Please do this too." : said);
      case "resolveTask" -> pr.resolveTasks();
      case "merge" -> pr.merge(by);
      case "close" -> pr.close();
      case "reopen" -> reopen(pr);
      case "draft" -> pr.draft();
      case "ready" -> pr.ready();
      case "conflict" -> pr.conflict(true);
      case "solve" -> pr.conflict(false);
      case "computing" -> pr.computing(change.path("reads").asInt(1));
      case "label" -> pr.label(text(change, "label"));
      case "title" -> pr.title(text(change, "title"));
      case "enqueue" ->
          pr.enqueue(QueueEntry.State.QUEUED, change.path("position").asInt(1), world.person(by));
      case "dequeue" -> pr.dequeue();
      case "armAutoMerge" -> pr.armAutoMerge(world.person(by), MergeMethod.SQUASH);
      case "disarmAutoMerge" -> pr.disarmAutoMerge();
      default -> throw new IllegalArgumentException("nothing known happens as \"" + what + "\"");
    }
    return told(pr);
  }

  /** What was declined stays so where nobody can take it back. */
  private static void reopen(PullRequest pr) {
    if (pr.repository().world().forge() == Forge.BITBUCKET) {
      throw new IllegalArgumentException("a declined pull request cannot be reopened here");
    }
    pr.reopen();
  }

  private static void check(PullRequest pr, JsonNode change) {
    pr.check(
        change.path("workflow").asString("CI"),
        text(change, "check"),
        state(change, CheckState.QUEUED));
  }

  private static CheckState state(JsonNode change, CheckState otherwise) {
    var word = change.path("state").asString(otherwise.name()).toUpperCase(Locale.ROOT);
    return switch (word) {
      case "SUCCESSFUL" -> CheckState.PASSED;
      case "INPROGRESS" -> CheckState.RUNNING;
      case "STOPPED" -> CheckState.CANCELLED;
      case "ERROR" -> CheckState.STARTUP_FAILED;
      default -> CheckState.valueOf(word);
    };
  }
}
