package io.ampel.simulator.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.simulator.Asker;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestTests {
  private final Simulator simulator = Simulator.start(0);
  private final Asker asker = new Asker(simulator);

  @AfterEach
  void stop() {
    asker.close();
    simulator.close();
  }

  @Test
  void everyDefectOfATokenIsSaidAsGitHubSaysIt() {
    simulator.world().repository("acme/api").pullRequest(1);
    assertThat(asker.get("/user").header("X-OAuth-Scopes")).isEqualTo("repo, read:org");
    assertThat(asker.with(Tokens.UNKNOWN).get("/user").text())
        .contains("Bad credentials", "\"status\":\"401\"");
    assertThat(asker.with(Tokens.EXPIRED).get("/user").status()).isEqualTo(401);
    assertThat(asker.with(Tokens.REVOKED).get("/user").status()).isEqualTo(401);
    assertThat(asker.with(Tokens.LOGIN_LOCKED).get("/user").text())
        .contains("Maximum number of login attempts exceeded");
    assertThat(
            asker
                .with(Tokens.EXPIRING)
                .get("/user")
                .header("github-authentication-token-expiration"))
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC");
    assertThat(
            asker
                .with(Tokens.EXPIRING_OFFSET)
                .get("/user")
                .header("github-authentication-token-expiration"))
        .endsWith("+0200");
    assertThat(asker.with(Tokens.NO_SCOPE).get("/repos/acme/api").status()).isEqualTo(404);
    assertThat(asker.with(Tokens.NO_SCOPE).get("/user").response().headers().map())
        .containsKey("x-oauth-scopes");
    assertThat(asker.with(Tokens.FINE_GRAINED).get("/user").response().headers().map())
        .doesNotContainKey("x-oauth-scopes");
    assertThat(asker.with(Tokens.SSO_REQUIRED).get("/repos/acme/api").header("X-GitHub-SSO"))
        .startsWith("required; url=");
    assertThat(asker.with(Tokens.SSO_REQUIRED).get("/user/repos").header("X-GitHub-SSO"))
        .startsWith("partial-results; organizations=");
    assertThat(asker.with(Tokens.IP_ALLOW_LIST).get("/repos/acme/api").text())
        .contains("IP allow list enabled");
    assertThat(asker.with(Tokens.LIFETIME_FORBIDDEN).get("/repos/acme/api").text())
        .contains("lifetime is greater than");
    assertThat(asker.with(Tokens.CLASSIC_FORBIDDEN).get("/repos/acme/api").text())
        .contains("forbids access via a personal access token (classic)");
    assertThat(asker.with(Tokens.PENDING_APPROVAL).get("/repos/acme/api").status()).isEqualTo(404);
    assertThat(asker.with(Tokens.INSTALLATION).get("/user").status()).isEqualTo(403);
    assertThat(asker.with("").get("/user").status()).isEqualTo(401);
    assertThat(
            asker
                .with(Tokens.READER)
                .call("PUT", "/repos/acme/api/pulls/1/merge", Map.of())
                .status())
        .isEqualTo(403);
  }

  @Test
  void aMissingPermissionIsNamed() {
    var pr =
        simulator.world().repository("acme/api").pullRequest(1).check("build", CheckState.PASSED);
    var checks =
        asker
            .with(Tokens.FINE_GRAINED_FULL)
            .get("/repos/acme/api/commits/" + pr.headSha() + "/check-runs");
    assertThat(checks.status()).isEqualTo(403);
    assertThat(checks.header("X-Accepted-GitHub-Permissions")).isEqualTo("checks=read");
    assertThat(
            asker
                .with(Tokens.FINE_GRAINED)
                .get("/repos/acme/api/commits/" + pr.headSha() + "/status")
                .header("X-Accepted-GitHub-Permissions"))
        .isEqualTo("statuses=read");
    var merge =
        asker.with(Tokens.FINE_GRAINED).call("PUT", "/repos/acme/api/pulls/1/merge", Map.of());
    assertThat(merge.text()).contains("Resource not accessible by personal access token");
    assertThat(merge.header("X-Accepted-GitHub-Permissions")).isEqualTo("contents=write");
    assertThat(asker.get("/repos/acme/api/pulls/1").status()).isEqualTo(200);
    simulator.world().repository("acme/api").open();
    assertThat(
            asker
                .get("/repos/acme/api/commits/" + pr.headSha() + "/check-runs")
                .json()
                .path("total_count")
                .asInt())
        .isEqualTo(1);
  }

  @Test
  void limitsAreCountedAndSaid() {
    simulator.github().hourlyBudget(3);
    assertThat(asker.get("/user").header("X-RateLimit-Remaining")).isEqualTo("2");
    assertThat(asker.get("/rate_limit").json().path("resources").path("core").path("used").asInt())
        .isEqualTo(1);
    asker.get("/user");
    asker.get("/user");
    var refused = asker.get("/user");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
    assertThat(refused.header("Retry-After")).isEmpty();
    assertThat(asker.with(Tokens.SECONDARY_LIMITED).get("/user").header("Retry-After"))
        .isEqualTo("60");
    assertThat(asker.with(Tokens.SECONDARY_LIMITED_WITHOUT_HINT).get("/user").status())
        .isEqualTo(429);
    simulator.github().enterprise("3.19.0");
    assertThat(asker.with(Tokens.ADMIN).get("/rate_limit").status()).isEqualTo(404);
    assertThat(asker.get("/user").header("X-RateLimit-Remaining")).isEmpty();
  }

  @Test
  void whatDidNotChangeCostsNothing() {
    var repository = simulator.world().repository("acme/api");
    var first = asker.get("/repos/acme/api/pulls");
    var again = asker.get("/repos/acme/api/pulls", "If-None-Match", first.header("ETag"));
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.header("X-RateLimit-Remaining"))
        .isEqualTo(first.header("X-RateLimit-Remaining"));
    assertThat(
            asker
                .with(Tokens.WRITER)
                .get("/repos/acme/api/pulls", "If-None-Match", first.header("ETag"))
                .status())
        .isEqualTo(200);
    repository.pullRequest(1);
    assertThat(
            asker
                .with(Tokens.ADMIN)
                .get("/repos/acme/api/pulls", "If-None-Match", first.header("ETag"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void listsComeInPagesOfAtMostAHundred() {
    var repository = simulator.world().repository("acme/api");
    for (var i = 1; i <= 205; i++) {
      repository.pullRequest(i);
    }
    var seen = new ArrayList<Integer>();
    var path = "/repos/acme/api/pulls?per_page=500";
    while (!path.isEmpty()) {
      var page = asker.get(path);
      page.json().forEach(each -> seen.add(each.path("number").asInt()));
      var next =
          List.of(page.header("Link").split(", ")).stream()
              .filter(each -> each.contains("rel=\"next\""))
              .findFirst();
      path =
          next.map(each ->
                  each.substring(1, each.indexOf('>'))
                      .replace(simulator.githubRest().toString(), ""))
              .orElse("");
    }
    assertThat(seen).hasSize(205).doesNotHaveDuplicates();
  }

  @Test
  void aMergeIsGuardedByTheHeadAndByTheRules() {
    var repository =
        simulator
            .world()
            .repository("acme/api")
            .protect(Rules.none().approvals(1).checks("build").strict());
    var issue = repository.issue(50, "Slow");
    var pr = repository.pullRequest(1).check("build", CheckState.PASSED).closes(issue);
    var other = repository.pullRequest(2).check("build", CheckState.PASSED).approve("lena");
    var seen = pr.headSha();
    assertThat(merge(1, seen).text()).contains("approving review is required");
    pr.approve("lena").push();
    assertThat(merge(1, seen).status()).isEqualTo(409);
    assertThat(merge(1, pr.headSha()).text()).contains("in progress");
    pr.finish("build", CheckState.PASSED);
    var merged = merge(1, pr.headSha());
    assertThat(merged.json().path("merged").asBoolean()).isTrue();
    assertThat(repository.branch("main").tip()).isEqualTo(merged.json().path("sha").asString());
    assertThat(pr.state()).isEqualTo(PullRequest.State.MERGED);
    assertThat(issue.closedAt()).isNotNull();
    assertThat(asker.get("/repos/acme/api/pulls/2").json().path("mergeable_state").asString())
        .isEqualTo("behind");
    assertThat(merge(2, other.headSha()).status()).isEqualTo(405);
    assertThat(merge(1, pr.headSha()).status()).isEqualTo(405);
    assertThat(asker.call("DELETE", "/repos/acme/api/git/refs/heads/change-1", Map.of()).status())
        .isEqualTo(204);
    assertThat(asker.call("DELETE", "/repos/acme/api/git/refs/heads/change-1", Map.of()).status())
        .isEqualTo(422);
  }

  private Asker.Said merge(int number, String sha) {
    return asker.call("PUT", "/repos/acme/api/pulls/" + number + "/merge", Map.of("sha", sha));
  }

  @Test
  void anAdministratorWhoMayBypassSeesAndDoesMore() {
    var repository =
        simulator
            .world()
            .repository("acme/api")
            .protect(Rules.none().approvals(1).bypassedByAdmins());
    var pr = repository.pullRequest(1);
    assertThat(asker.get("/repos/acme/api/pulls/1").json().path("mergeable_state").asString())
        .isEqualTo("clean");
    assertThat(
            asker
                .with(Tokens.WRITER)
                .get("/repos/acme/api/pulls/1")
                .json()
                .path("mergeable_state")
                .asString())
        .isEqualTo("blocked");
    assertThat(merge(1, pr.headSha()).status()).isEqualTo(405);
    asker.with(Tokens.ADMIN);
    assertThat(merge(1, pr.headSha()).status()).isEqualTo(200);
  }

  @Test
  void aRenamedRepositoryIsElsewhere() {
    var repository = simulator.world().repository("acme/api");
    repository.pullRequest(1);
    repository.rename("gateway");
    var moved = asker.get("/repos/acme/api/pulls/1");
    assertThat(moved.status()).isEqualTo(301);
    var place = moved.header("Location").replace(simulator.githubRest().toString(), "");
    assertThat(asker.get(place).json().path("number").asInt()).isEqualTo(1);
    assertThat(
            asker
                .query("{repository(owner:\"acme\",name:\"api\"){nameWithOwner}}", Map.of())
                .text())
        .contains("acme/gateway");
    repository.archive(true);
    assertThat(
            asker.call("POST", "/repos/acme/gateway/issues/1/comments", Map.of("body", "x")).text())
        .contains("archived so is read-only");
    repository.delete();
    assertThat(asker.get("/repos/acme/gateway").status()).isEqualTo(404);
  }

  @Test
  void mergeabilityIsUnknownUntilItWasAsked() {
    simulator.world().repository("acme/api").pullRequest(1).computing(1);
    assertThat(asker.get("/repos/acme/api/pulls/1").json().path("mergeable").isNull()).isTrue();
    assertThat(asker.get("/repos/acme/api/pulls/1").json().path("mergeable").asBoolean()).isTrue();
  }

  @Test
  void rollUpsTakeTheProvidersTime() {
    var repository = simulator.world().repository("acme/api");
    for (var i = 1; i <= 30; i++) {
      repository.pullRequest(i);
    }
    var query =
        "query($id:ID!){node(id:$id){... on Repository{pullRequests(first:100){nodes{mergeable}}}}}";
    var id = Map.of("id", NodeId.of("R", repository.id()));
    simulator.timeModel(Duration.ofMillis(10));
    var start = System.nanoTime();
    assertThat(asker.query(query, id).status()).isEqualTo(200);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
    simulator.timeModel(Duration.ofSeconds(1));
    var tooLong = asker.query(query, id);
    assertThat(tooLong.status()).isEqualTo(502);
    assertThat(tooLong.header("Content-Type")).startsWith("text/html");
  }
}
