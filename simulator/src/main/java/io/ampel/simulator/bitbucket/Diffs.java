package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.FileChange;
import io.ampel.simulator.Json;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.PullRequest.Mergeability;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a pull request changes and where it collides: asked of it, answered by a comparison. */
final class Diffs {
  private static final String COMPARED = "/repositories/{workspace}/{repo_slug}";

  private Diffs() {}

  static List<Route> routes() {
    return List.of(
        sentOn("/diffstat", "diffstat"),
        sentOn("/conflicts", "file-conflicts"),
        sentOn("/diff", "diff"),
        sentOn("/patch", "patch"),
        Route.of("GET", COMPARED + "/diffstat/{spec…}", Scope.REPOSITORY, Diffs::diffstat),
        Route.of("GET", COMPARED + "/file-conflicts/{spec…}", Scope.REPOSITORY, Diffs::conflicts),
        Route.of("GET", COMPARED + "/diff/{spec…}", Scope.REPOSITORY, Diffs::diff),
        Route.of("GET", COMPARED + "/patch/{spec…}", Scope.REPOSITORY, Diffs::diff));
  }

  private static Route sentOn(String from, String to) {
    return Route.of(
        "GET",
        PullRequests.ONE + from,
        Scope.PULL_REQUEST,
        call ->
            Answer.empty(302)
                .header("Location", new PullRequestShape(call).compared(call.pullRequest(), to)));
  }

  /** The pull request whose two commits are compared. */
  private static PullRequest compared(Call call) {
    var repository = call.repository();
    var spec = call.name("spec");
    var source = spec.substring(spec.lastIndexOf(':') + 1).split("\r", 2)[0];
    if (source.length() < 7) {
      throw Refusal.notFound("Commit " + source);
    }
    return repository.pullRequests().stream()
        .filter(each -> each.headSha().startsWith(source))
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("Commit " + source));
  }

  /** Some comparisons take longer than anybody waits. */
  private static boolean collides(PullRequest pr) {
    var answer = pr.open() ? pr.askMergeability() : Mergeability.MERGEABLE;
    if (answer == Mergeability.UNKNOWN) {
      throw Refusal.of(555, "The comparison took too long. Please try again later.");
    }
    return answer == Mergeability.CONFLICTING;
  }

  private static Answer diffstat(Call call) {
    var pr = compared(call);
    var collides = collides(pr);
    var shown = new ArrayList<Map<String, @Nullable Object>>();
    for (var each : pr.files()) {
      shown.add(stat(call, pr, each, collides && shown.isEmpty()));
    }
    return Listing.of(call).pagelen(500, 5_000).page(shown, each -> each);
  }

  private static Map<String, @Nullable Object> stat(
      Call call, PullRequest pr, FileChange file, boolean collides) {
    var there = file(call, pr, file.path());
    return Json.object(
        "type",
        "diffstat",
        "status",
        collides ? "merge conflict" : file.status(),
        "lines_added",
        file.additions(),
        "lines_removed",
        file.deletions(),
        "old",
        file.status().equals("added") ? null : there,
        "new",
        file.status().equals("removed") ? null : there);
  }

  private static Map<String, @Nullable Object> file(Call call, PullRequest pr, String path) {
    return Json.object(
        "path",
        path,
        "escaped_path",
        path.replace(" ", "%20"),
        "type",
        "commit_file",
        "links",
        Json.object(
            "self",
            Shapes.link(
                new Shapes(call).url(pr.repository())
                    + "/src/"
                    + pr.headSha()
                    + "/"
                    + path.replace(" ", "%20"))));
  }

  /** Empty when the branches fit together. */
  private static Answer conflicts(Call call) {
    var pr = compared(call);
    var collisions = collides(pr) ? pr.files().stream().limit(1).toList() : List.<FileChange>of();
    return Listing.of(call)
        .page(
            collisions,
            each ->
                Json.object(
                    "type",
                    "file_conflict",
                    "path",
                    each.path(),
                    "scenario",
                    "content",
                    "message",
                    "Both branches changed this file."));
  }

  private static Answer diff(Call call) {
    var pr = compared(call);
    var text = new StringBuilder();
    for (var each : pr.files()) {
      text.append("diff --git a/%s b/%s\n".formatted(each.path(), each.path()));
      text.append(
          "--- a/%s\n+++ b/%s\n@@ -1 +1 @@\n-before\n+after\n".formatted(each.path(), each.path()));
    }
    return Answer.of(
        200, "text/plain; charset=utf-8", text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
