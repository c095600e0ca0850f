package io.ampel.simulator.bitbucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.FileChange;
import io.ampel.simulator.Forge;
import io.ampel.simulator.MergeMethod;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Simulator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PullRequestTests {
  private final Simulator simulator = Simulator.start(0);
  private final Repository repository = simulator.world(Forge.BITBUCKET).repository("acme/api");
  private final PullRequest pr = repository.pullRequest(1);
  private final Client client = new Client(simulator);

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  private JsonNode shown() {
    return client.get(Client.PR).json();
  }

  private JsonNode participant(String nickname) {
    for (var each : shown().path("participants")) {
      if (each.path("user").path("nickname").asString().equals(nickname)) {
        return each;
      }
    }
    throw new AssertionError(nickname + " takes no part");
  }

  @Test
  void theDetailHasTheFieldsOfARecordedOne() {
    pr.requestReview("lena")
        .armAutoMerge(pr.repository().world().person("mira"), MergeMethod.MERGE);
    var detail = shown();
    assertThat(detail.propertyNames())
        .contains("rendered", "participants", "reviewers", "summary", "links", "reason");
    assertThat(detail.path("links").propertyNames())
        .containsExactlyInAnyOrder(
            "self",
            "html",
            "commits",
            "approve",
            "request-changes",
            "comments",
            "activity",
            "merge",
            "decline",
            "statuses",
            "diff",
            "diffstat");
    assertThat(detail.path("author").propertyNames())
        .containsExactlyInAnyOrder(
            "display_name", "links", "type", "uuid", "account_id", "nickname");
    assertThat(detail.path("author").path("account_id").asString()).startsWith("712020:");
    assertThat(detail.path("queued").asBoolean()).isTrue();
    assertThat(detail.path("merge_commit").isNull()).isTrue();
    assertThat(
            client
                .get(
                    Client.PR
                        + "?fields="
                        + Client.encoded(
                            "+destination.branch.merge_strategies,+destination.branch.default_merge_strategy"))
                .json()
                .path("destination")
                .path("branch")
                .propertyNames())
        .containsExactlyInAnyOrder("name", "merge_strategies", "default_merge_strategy");
  }

  @Test
  void reviewersStayWhoeverElseTakesPartIsAParticipant() {
    pr.requestReview("lena", "tariq").approve("lena").approve("noor");
    pr.comment("mira", "Nice");
    assertThat(participant("lena").path("role").asString()).isEqualTo("REVIEWER");
    assertThat(participant("lena").path("approved").asBoolean()).isTrue();
    assertThat(participant("lena").path("state").asString()).isEqualTo("approved");
    assertThat(participant("tariq").path("state").isNull()).isTrue();
    assertThat(participant("tariq").path("participated_on").isNull()).isTrue();
    assertThat(participant("noor").path("role").asString()).isEqualTo("PARTICIPANT");
    assertThat(participant("mira").path("approved").asBoolean()).isFalse();
    assertThat(shown().path("reviewers")).hasSize(2);
  }

  @Test
  void approvingAndObjectingCanBeTakenBack() {
    client.as("lena", BitbucketTokens.SECOND_WRITER);
    var approved = client.post(Client.PR + "/approve");
    assertThat(approved.status()).isEqualTo(200);
    assertThat(approved.json().propertyNames())
        .contains("type", "user", "role", "approved", "state", "participated_on");
    assertThat(participant("lena").path("state").asString()).isEqualTo("approved");
    assertThat(client.post(Client.PR + "/request-changes").json().path("state").asString())
        .isEqualTo("changes_requested");
    assertThat(client.delete(Client.PR + "/approve").status()).isEqualTo(204);
    assertThat(participant("lena").path("state").asString()).isEqualTo("changes_requested");
    assertThat(client.delete(Client.PR + "/request-changes").status()).isEqualTo(204);
    assertThat(participant("lena").path("state").isNull()).isTrue();
    assertThat(client.as("ben", BitbucketTokens.WRITER).post(Client.PR + "/approve").status())
        .as("authors may approve")
        .isEqualTo(200);
    pr.merge("mira");
    assertThat(client.post(Client.PR + "/approve").status()).isEqualTo(400);
    assertThat(client.delete(Client.PR + "/approve").status()).isEqualTo(400);
    assertThat(client.post(Client.PR + "/request-changes").status()).isEqualTo(400);
  }

  @Test
  void buildsAreTheNewestOfEachKey() {
    pr.status("ci", CheckState.FAILED, "3 tests failed")
        .status("ci", CheckState.PASSED)
        .status("deploy", CheckState.CANCELLED)
        .check("A", "build", CheckState.RUNNING)
        .check("B", "build", CheckState.STARTUP_FAILED);
    var builds = client.all(Client.PR + "/statuses");
    assertThat(builds).hasSize(4);
    assertThat(builds).map(each -> each.path("key").asString()).doesNotHaveDuplicates();
    assertThat(builds)
        .map(each -> each.path("name").asString() + " " + each.path("state").asString())
        .containsExactlyInAnyOrder(
            "ci SUCCESSFUL", "deploy STOPPED", "build INPROGRESS", "build FAILED");
    assertThat(builds.toString()).contains("ERROR");
    assertThat(builds.getFirst().propertyNames())
        .containsExactlyInAnyOrder(
            "key",
            "type",
            "state",
            "name",
            "refname",
            "commit",
            "url",
            "repository",
            "description",
            "created_on",
            "updated_on",
            "links");
    assertThat(builds.getFirst().path("commit").path("hash").asString()).isEqualTo(pr.headSha());
    assertThat(client.all("/repositories/acme/api/commit/" + pr.headSha() + "/statuses"))
        .hasSize(4);
    pr.push();
    assertThat(client.all(Client.PR + "/statuses"))
        .extracting(each -> each.path("state").asString())
        .containsOnly("INPROGRESS");
  }

  @Test
  void manyBuildsHaveManyPages() {
    IntStream.rangeClosed(1, 130)
        .forEach(
            each -> pr.status("ci/" + each, each == 118 ? CheckState.FAILED : CheckState.PASSED));
    assertThat(client.get(Client.PR + "/statuses").json().path("values")).hasSize(30);
    assertThat(client.all(Client.PR + "/statuses?pagelen=100")).hasSize(130);
  }

  @Test
  void onlyOpenTasksAreCounted() {
    var first = pr.task("lena", "Write it down");
    pr.task("lena", "Ask Tariq");
    assertThat(shown().path("task_count").asInt()).isEqualTo(2);
    var resolved =
        client.call("PUT", Client.PR + "/tasks/" + first.id(), Map.of("state", "RESOLVED")).json();
    assertThat(resolved.propertyNames())
        .contains(
            "links",
            "creator",
            "resolved_on",
            "created_on",
            "content",
            "state",
            "resolved_by",
            "updated_on",
            "id");
    assertThat(resolved.path("resolved_by").path("nickname").asString()).isEqualTo("mira");
    assertThat(shown().path("task_count").asInt()).isEqualTo(1);
    assertThat(client.all(Client.PR + "/tasks"))
        .extracting(each -> each.path("state").asString())
        .containsExactly("RESOLVED", "UNRESOLVED");
    assertThat(
            client
                .get(Client.PR + "/tasks?q=" + Client.encoded("state=\"UNRESOLVED\""))
                .json()
                .path("size")
                .asInt())
        .isEqualTo(1);
    assertThat(
            client
                .call("POST", Client.PR + "/tasks", Map.of("content", Map.of("raw", "More")))
                .status())
        .isEqualTo(201);
    assertThat(client.call("POST", Client.PR + "/tasks", Map.of()).status()).isEqualTo(400);
  }

  @Test
  void commentsAreOneRowInWhichRepliesNameWhatTheyAnswer() {
    pr.comment("lena", "Looks good");
    var written =
        client.call(
            "POST",
            Client.PR + "/comments",
            Map.of("content", Map.of("raw", "Here?"), "inline", Map.of("path", "a.txt", "to", 4)));
    assertThat(written.status()).isEqualTo(201);
    assertThat(written.header("Location"))
        .endsWith("/comments/" + written.json().path("id").asLong());
    var id = written.json().path("id").asLong();
    var reply =
        client
            .call(
                "POST",
                Client.PR + "/comments",
                Map.of("content", Map.of("raw", "Yes"), "parent", Map.of("id", id)))
            .json();
    assertThat(reply.path("parent").path("id").asLong()).isEqualTo(id);
    var comments = client.all(Client.PR + "/comments");
    assertThat(comments).hasSize(3);
    assertThat(shown().path("comment_count").asInt()).isEqualTo(3);
    assertThat(comments.getFirst().has("inline")).isFalse();
    assertThat(comments.get(1).path("inline").path("to").asInt()).isEqualTo(4);
    assertThat(comments.get(1).path("resolution").isNull()).isTrue();
    assertThat(
            client
                .call("POST", Client.PR + "/comments", Map.of("content", Map.of("raw", " ")))
                .status())
        .isEqualTo(400);

    assertThat(
            client
                .post(Client.PR + "/comments/" + pr.comments().getFirst().id() + "/resolve")
                .status())
        .as("not on the diff")
        .isEqualTo(403);
    assertThat(
            client.post(Client.PR + "/comments/" + reply.path("id").asLong() + "/resolve").status())
        .as("not top level")
        .isEqualTo(403);
    var resolve = Client.PR + "/comments/" + id + "/resolve";
    assertThat(client.delete(resolve).status()).isEqualTo(404);
    var resolved = client.post(resolve);
    assertThat(resolved.status()).isEqualTo(200);
    assertThat(resolved.json().path("user").path("nickname").asString()).isEqualTo("mira");
    assertThat(client.post(resolve).status()).isEqualTo(409);
    assertThat(
            client
                .get(Client.PR + "/comments/" + id)
                .json()
                .path("resolution")
                .path("type")
                .asString())
        .isEqualTo("comment_resolution");
    assertThat(client.delete(resolve).status()).isEqualTo(204);
    assertThat(client.post(Client.PR + "/comments/999999/resolve").status()).isEqualTo(404);
    assertThat(client.delete(Client.PR + "/comments/" + id).status()).isEqualTo(204);
    assertThat(client.get(Client.PR + "/comments/" + id).json().path("deleted").asBoolean())
        .isTrue();
    assertThat(shown().path("comment_count").asInt()).isEqualTo(2);
  }

  @Test
  void changesAreFoundByFollowing() {
    pr.files(
        List.of(
            new FileChange("a.txt", 5, 2, "modified"),
            new FileChange("b c.txt", 7, 0, "added"),
            new FileChange("d.txt", 0, 9, "removed")));
    var sentOn = client.get(Client.PR + "/diffstat");
    assertThat(sentOn.status()).isEqualTo(302);
    assertThat(sentOn.header("Location"))
        .contains(
            "/2.0/repositories/acme/api/diffstat/acme/api:"
                + pr.headSha().substring(0, 12)
                + "%0D");
    assertThat(sentOn.header("Location"))
        .isEqualTo(shown().path("links").path("diffstat").path("href").asString());
    var stat = client.follow(sentOn.header("Location")).json();
    assertThat(stat.path("pagelen").asInt()).isEqualTo(500);
    assertThat(stat.path("values")).hasSize(3);
    assertThat(stat.path("values").get(1).path("old").isNull()).isTrue();
    assertThat(stat.path("values").get(2).path("new").isNull()).isTrue();
    assertThat(stat.path("values").get(0).path("new").path("path").asString()).isEqualTo("a.txt");
    assertThat(client.get(Client.PR + "/diff").status()).isEqualTo(302);
    pr.files(
        IntStream.range(0, 620).mapToObj(i -> new FileChange("f" + i, 1, 0, "modified")).toList());
    var first = client.follow(sentOn.header("Location")).json();
    assertThat(first.path("values")).hasSize(500);
    assertThat(client.follow(first.path("next").asString()).json().path("values")).hasSize(120);
  }

  @Test
  void collisionsAreFoundByFollowing() {
    var sentOn = client.get(Client.PR + "/conflicts");
    assertThat(sentOn.status()).isEqualTo(302);
    assertThat(sentOn.header("Location")).contains("/file-conflicts/acme/api:");
    assertThat(client.follow(sentOn.header("Location")).json().path("values").isEmpty()).isTrue();
    pr.conflict(true);
    var collision = client.follow(sentOn.header("Location")).json().path("values").get(0);
    assertThat(collision.path("type").asString()).isEqualTo("file_conflict");
    assertThat(collision.path("scenario").asString()).isEqualTo("content");
    var stat = client.follow(client.get(Client.PR + "/diffstat").header("Location")).json();
    assertThat(stat.path("values").get(0).path("status").asString()).isEqualTo("merge conflict");
    pr.computing(1);
    assertThat(client.follow(sentOn.header("Location")).status()).isEqualTo(555);
    assertThat(client.follow(sentOn.header("Location")).status()).isEqualTo(200);
  }

  @Test
  void commitsByThemselvesGoByFortyDigits() {
    repository.moveBase("main").moveBase("main");
    var short12 = pr.headSha().substring(0, 12);
    assertThat(
            client.get("/repositories/acme/api/commit/" + short12).json().path("hash").asString())
        .isEqualTo(pr.headSha());
    var missing = client.get("/repositories/acme/api/commits/main?exclude=" + short12).json();
    assertThat(missing.path("values")).hasSize(2);
    assertThat(missing.path("values").get(0).path("hash").asString())
        .isEqualTo(repository.branch("main").tip())
        .hasSize(40);
    assertThat(missing.has("size")).isFalse();
    var tip =
        client.get(Client.PR).json().path("destination").path("commit").path("hash").asString();
    assertThat(client.all("/repositories/acme/api/commits/" + tip + "?exclude=" + short12))
        .hasSize(2);
    assertThat(client.get("/repositories/acme/api/commits/none").status()).isEqualTo(404);
    pr.commits(3);
    var carried = client.all(Client.PR + "/commits");
    assertThat(carried).hasSize(3);
    assertThat(carried.getFirst().path("hash").asString()).isEqualTo(pr.headSha());
  }

  @Test
  void activityTellsWhatHappened() {
    pr.approve("lena").requestChanges("tariq", "Not yet").comment("mira", "Hm");
    var kinds =
        client.all(Client.PR + "/activity").stream()
            .flatMap(each -> each.propertyNames().stream())
            .toList();
    assertThat(kinds)
        .contains("approval", "changes_requested", "comment", "update", "pull_request");
  }

  @Test
  void editingDropsTheReviewersWhoAreNotSentAlong() {
    pr.requestReview("lena").draft();
    client.as("ben", BitbucketTokens.WRITER);
    var reviewers = shown().path("reviewers");
    var kept =
        client
            .call(
                "PUT", Client.PR, Map.of("title", "Better", "draft", false, "reviewers", reviewers))
            .json();
    assertThat(kept.path("draft").asBoolean()).isFalse();
    assertThat(kept.path("title").asString()).isEqualTo("Better");
    assertThat(kept.path("reviewers")).hasSize(1);
    assertThat(
            client
                .call("PUT", Client.PR, Map.of("title", "Best"))
                .json()
                .path("reviewers")
                .isEmpty())
        .isTrue();
    assertThat(
            client
                .call("PUT", Client.PR, Map.of("reviewers", List.of(Map.of("nickname", "lena"))))
                .text())
        .contains("Malformed reviewers list");
    assertThat(
            client
                .as("noor", BitbucketTokens.READER)
                .call("PUT", Client.PR, Map.of("title", "x"))
                .status())
        .isEqualTo(403);
    pr.close();
    assertThat(
            client
                .as("ben", BitbucketTokens.WRITER)
                .call("PUT", Client.PR, Map.of("title", "x"))
                .text())
        .contains("Can only update an open pull request.");
  }

  @Test
  void whatIsDeclinedStaysDeclined() {
    var declined = client.call("POST", Client.PR + "/decline", Map.of("message", "Not now"));
    assertThat(declined.status()).isEqualTo(200);
    assertThat(declined.json().path("state").asString()).isEqualTo("DECLINED");
    assertThat(declined.json().path("reason").asString()).isEqualTo("Not now");
    assertThat(declined.json().path("closed_by").path("nickname").asString()).isEqualTo("mira");
    var again = client.post(Client.PR + "/decline");
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.json().path("error").path("fields").path("newstatus").get(0).asString())
        .contains("already closed");
    assertThat(
            client
                .control(
                    "POST",
                    "change",
                    Map.of(
                        "provider",
                        "bitbucket",
                        "what",
                        "reopen",
                        "repository",
                        "acme/api",
                        "number",
                        1))
                .status())
        .isEqualTo(400);
    assertThat(
            client
                .call("POST", Client.PR + "/comments", Map.of("content", Map.of("raw", "Still")))
                .status())
        .isEqualTo(201);
  }

  @Test
  void aReadOnlyWorkspaceTakesNothing() {
    repository.archive(true);
    assertThat(client.get(Client.PR).status()).isEqualTo(200);
    assertThat(client.post(Client.PR + "/approve").status()).isEqualTo(402);
  }

  @Test
  void pipelinesEndInMoreWaysThanBuildsAndAreStartedAnew() {
    pr.check("Pipeline", "test", CheckState.STARTUP_FAILED);
    var pipelines = client.all("/repositories/acme/api/pipelines");
    assertThat(pipelines.getFirst().path("state").path("result").path("name").asString())
        .isEqualTo("ERROR");
    var started =
        client.call(
            "POST",
            "/repositories/acme/api/pipelines",
            Map.of("target", Map.of("type", "pipeline_ref_target", "ref_name", "change-1")));
    assertThat(started.status()).isEqualTo(201);
    assertThat(client.all(Client.PR + "/statuses").getFirst().path("state").asString())
        .isEqualTo("INPROGRESS");
  }

  @Test
  void callsAreCountedByTheirTemplate() {
    client.get(Client.PR);
    client.get("/user");
    assertThat(
            simulator
                .calls()
                .count(
                    "GET /2.0/repositories/{workspace}/{repo_slug}/pullrequests/{pull_request_id}"))
        .isEqualTo(1);
    assertThat(simulator.calls().count("GET /2.0/user")).isEqualTo(1);
    assertThat(client.control("GET", "calls", "").text()).doesNotContain(BitbucketTokens.ADMIN);
  }

  @Test
  void thingsHappenByTheControl() {
    for (var each :
        List.of(
            Map.of("what", "task", "by", "lena", "text", "Do it"),
            Map.of("what", "status", "context", "ci", "state", "STOPPED"),
            Map.of("what", "requestReview", "by", "lena"),
            Map.of("what", "approve", "by", "lena"),
            Map.of("what", "branchRule", "kind", "require_approvals_to_merge", "value", 2))) {
      var change = new java.util.HashMap<String, Object>(each);
      change.putAll(Map.of("provider", "bitbucket", "repository", "acme/api", "number", 1));
      assertThat(client.control("POST", "change", change).status())
          .as(each.toString())
          .isEqualTo(200);
    }
    var truth = client.control("GET", "truth", "").json().get(0);
    assertThat(truth.path("provider").asString()).isEqualTo("bitbucket");
    assertThat(truth.path("light").asString()).isEqualTo("BLOCKED");
    assertThat(truth.path("reasons").toString())
        .contains("open tasks", "failed", "1 of 2 approvals");
    client.control(
        "POST",
        "change",
        Map.of(
            "provider", "bitbucket", "what", "resolveTask", "repository", "acme/api", "number", 1));
    assertThat(shown().path("task_count").asInt()).isZero();
  }

  @Test
  void aGeneratedWorldHasBitbucketToo() {
    simulator.generatedWorld(Forge.BITBUCKET, 5, 3, 12);
    assertThat(client.all("/repositories/acme?pagelen=100")).hasSizeGreaterThanOrEqualTo(3);
    assertThat(client.all("/repositories/acme/web-2/pullrequests?state=OPEN&pagelen=50"))
        .hasSize(12);
  }
}
