package io.ampel.simulator.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.simulator.CheckState;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Visibility;
import io.ampel.simulator.World;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RestTests {
  private static final String API = "/projects/acme%2Fplatform%2Fapi";

  private final Simulator simulator = Simulator.start(0);
  private final GitLabAsker asker = new GitLabAsker(simulator);
  private final World world = simulator.world(Forge.GITLAB);

  @AfterEach
  void stop() {
    asker.close();
    simulator.close();
  }

  private Repository project() {
    return world.repository("acme/platform/api");
  }

  private static Set<String> names(JsonNode object) {
    return new HashSet<>(object.propertyNames());
  }

  // --- tokens
  // ---------------------------------------------------------------------------------------------

  @Test
  void aTokenIsTakenInBothHeadersAndTellsOfItself() {
    var self = asker.get("/personal_access_tokens/self").json();
    assertThat(names(self))
        .contains("id", "name", "revoked", "created_at", "scopes", "user_id", "active", "granular");
    assertThat(self.path("expires_at").isNull()).isTrue();
    assertThat(asker.asBearer(true).get("/user").json().path("username").asString())
        .isEqualTo("mira");
    var soon = asker.with(GitLabTokens.EXPIRING).get("/personal_access_tokens/self").json();
    assertThat(soon.path("expires_at").asString())
        .isEqualTo(LocalDate.now(ZoneOffset.UTC).plusDays(5).toString());
    for (var token :
        new String[] {
          GitLabTokens.ROUTABLE,
          GitLabTokens.OTHER_PREFIX,
          GitLabTokens.NO_PREFIX,
          GitLabTokens.IMPERSONATION
        }) {
      assertThat(asker.with(token).get("/user").status()).isEqualTo(200);
    }
  }

  @Test
  void deadTokensDieInTwoWaysAndOtherKindsInAThird() {
    var revoked = asker.with(GitLabTokens.REVOKED).get("/user");
    assertThat(revoked.status()).isEqualTo(401);
    assertThat(revoked.json().path("error").asString()).isEqualTo("invalid_token");
    assertThat(revoked.json().path("error_description").asString()).contains("revoked");
    var expired = asker.with(GitLabTokens.EXPIRED).get("/user");
    assertThat(expired.status()).isEqualTo(401);
    assertThat(expired.json().path("error_description").asString()).contains("expired");
    for (var token :
        new String[] {
          GitLabTokens.UNKNOWN,
          GitLabTokens.DEPLOY,
          GitLabTokens.RUNNER,
          GitLabTokens.JOB,
          GitLabTokens.FEED,
          GitLabTokens.TRIGGER
        }) {
      var said = asker.with(token).get("/user");
      assertThat(said.status()).isEqualTo(401);
      assertThat(said.text()).isEqualTo("{\"message\":\"401 Unauthorized\"}");
    }
  }

  @Test
  void scopesNarrowWhatATokenMay() {
    project().pullRequest(1);
    asker.with(GitLabTokens.READ_ONLY);
    assertThat(asker.get(API + "/merge_requests/1").status()).isEqualTo(200);
    var refused = asker.call("POST", API + "/merge_requests/1/notes", Map.of("body", "Hello"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().path("error").asString()).isEqualTo("insufficient_scope");
    assertThat(refused.json().path("scope").asString()).isEqualTo("api");
    asker.with(GitLabTokens.READ_USER);
    assertThat(asker.get("/user").status()).isEqualTo(200);
    assertThat(asker.get("/personal_access_tokens/self").status()).isEqualTo(200);
    assertThat(asker.get(API).status()).isEqualTo(403);
  }

  @Test
  void aProjectTokenIsABotThatSeesOneProject() {
    GitLabTokens.projectOfToken(world);
    world.repository("acme/other");
    asker.with(GitLabTokens.PROJECT_TOKEN);
    assertThat(asker.get("/user").json().path("username").asString())
        .matches("project_.*_bot_[0-9a-f]+");
    var seen = asker.get("/projects?membership=true").json();
    assertThat(seen.size()).isEqualTo(1);
    assertThat(seen.path(0).path("path_with_namespace").asString()).isEqualTo("acme/platform/api");
    asker.with(GitLabTokens.GROUP_TOKEN);
    assertThat(asker.get("/projects?membership=true").json().size()).isEqualTo(2);
  }

  @Test
  void aFineGrainedTokenIsToldWhatItLacks() {
    project().pullRequest(1);
    world.repository("elsewhere/thing").collaborator("mira", Role.ADMIN);
    asker.with(GitLabTokens.GRANULAR);
    assertThat(asker.get("/personal_access_tokens/self").json().path("scopes").path(0).asString())
        .isEqualTo("granular");
    assertThat(asker.get(API + "/merge_requests/1").status()).isEqualTo(200);
    assertThat(asker.get("/projects/elsewhere%2Fthing").status()).isEqualTo(404);
    asker.with(GitLabTokens.GRANULAR_READ);
    var writing = asker.call("POST", API + "/merge_requests/1/approve", Map.of());
    assertThat(writing.status()).isEqualTo(403);
    assertThat(writing.text()).contains("approve_merge_request");
    asker.with(GitLabTokens.GRANULAR_EMPTY);
    assertThat(asker.get(API).status()).isEqualTo(200);
    var reading = asker.get(API + "/merge_requests/1");
    assertThat(reading.status()).isEqualTo(403);
    assertThat(reading.text()).isEqualTo("{\"message\":\"403 Forbidden\"}");
    var mutation =
        asker
            .with(GitLabTokens.GRANULAR)
            .query(
                "mutation { mergeRequestSetDraft(input: {projectPath: \"acme/platform/api\", iid: \"1\", draft: true}) { errors } }",
                Map.of());
    assertThat(mutation.text()).contains("doesn't support fine-grained personal access tokens");
    simulator.gitlab().instance().closeToGranularTokens("Query.projects");
    var query = asker.query("{ projects { nodes { id } } }", Map.of());
    assertThat(query.json().path("data").path("projects").isNull()).isTrue();
    assertThat(query.json().path("errors").path(0).path("path").path(0).asString())
        .isEqualTo("projects");
  }

  @Test
  void theInstanceTellsItsVersionButNotItsTier() {
    assertThat(asker.get("/version").json().path("version").asString()).isEqualTo("19.3.0-ee");
    assertThat(asker.get("/metadata").json().path("enterprise").asBoolean()).isTrue();
    var namespace = asker.get("/namespaces/acme").json();
    assertThat(namespace.path("plan").asString()).isEqualTo("premium");
    simulator.gitlab().instance().selfManaged(true);
    assertThat(asker.get("/namespaces/acme").json().has("plan")).isFalse();
    assertThat(asker.with("").get("/version").status()).isEqualTo(401);
  }

  @Test
  void associationsListWhatATokenReaches() {
    project();
    var said = asker.get("/personal_access_tokens/self/associations?min_access_level=40").json();
    assertThat(
            said.path("projects")
                .path(0)
                .path("access_levels")
                .path("project_access_level")
                .asInt())
        .isEqualTo(50);
    assertThat(said.path("groups").toString()).contains("acme/platform");
    simulator.gitlab().instance().version("17.3.0");
    assertThat(asker.get("/personal_access_tokens/self/associations").text())
        .isEqualTo("{\"error\":\"404 Not Found\"}");
  }

  // --- limits
  // ---------------------------------------------------------------------------------------------

  @Test
  void whoAsksTooMuchIsToldSoInPlainText() {
    assertThat(asker.get("/user").header("RateLimit-Limit")).isEqualTo("2000");
    var hinted = asker.with(GitLabTokens.RATE_LIMITED).get("/user");
    assertThat(hinted.status()).isEqualTo(429);
    assertThat(hinted.text()).isEqualTo("Retry later\n");
    assertThat(hinted.header("Content-Type")).isEqualTo("text/plain");
    assertThat(hinted.header("Retry-After")).isEqualTo("60");
    assertThat(hinted.header("RateLimit-Remaining")).isEqualTo("0");
    var silent = asker.with(GitLabTokens.RATE_LIMITED_WITHOUT_HINT).get("/user");
    assertThat(silent.status()).isEqualTo(429);
    assertThat(silent.header("Retry-After")).isEmpty();
    simulator.gitlab().callsPerMinute(2);
    asker.with(GitLabTokens.ADMIN);
    asker.get("/user");
    asker.get("/user");
    assertThat(asker.get("/user").status()).isEqualTo(429);
    simulator.gitlab().instance().selfManaged(true);
    assertThat(asker.get("/user").status()).isEqualTo(200);
    assertThat(asker.get("/user").header("RateLimit-Limit")).isEmpty();
  }

  @Test
  void faultsSpeakGitLab() {
    simulator
        .faults()
        .add(io.ampel.simulator.Fault.of(io.ampel.simulator.Fault.Kind.PRIMARY_LIMIT).times(1));
    assertThat(asker.get("/user").text()).isEqualTo("Retry later\n");
    simulator
        .faults()
        .add(io.ampel.simulator.Fault.of(io.ampel.simulator.Fault.Kind.SECONDARY_LIMIT).times(1));
    var own = asker.get("/user");
    assertThat(own.status()).isEqualTo(429);
    assertThat(own.json().path("message").path("error").asString()).contains("too many times");
  }

  // --- what is not there
  // ------------------------------------------------------------------------------------

  @Test
  void anUnknownRouteIsNotAHiddenProject() {
    world.organization("other").members(Role.ADMIN, "stranger");
    world.repository("other/secret");
    assertThat(asker.get("/projects/other%2Fsecret").text())
        .isEqualTo("{\"message\":\"404 Project Not Found\"}");
    project();
    assertThat(asker.get("/projects/acme/platform/api").text())
        .isEqualTo("{\"error\":\"404 Not Found\"}");
    assertThat(asker.get(API + "/merge_requests/9").text())
        .isEqualTo("{\"message\":\"404 Not found\"}");
    assertThat(asker.get(API + "/merge_requests/x").json().path("error").asString())
        .contains("is invalid");
    project().pullRequest(1);
    assertThat(asker.get(API + "/merge_requests/1/approval_state").status()).isEqualTo(200);
    simulator.gitlab().instance().tier(Instance.Tier.FREE);
    assertThat(asker.get(API + "/merge_requests/1/approval_state").text())
        .isEqualTo("{\"error\":\"404 Not Found\"}");
  }

  @Test
  void singleSignOnHidesWhatIsPrivate() {
    project();
    world.repository("acme/open").open();
    asker.with(GitLabTokens.SSO_REQUIRED);
    assertThat(asker.get(API).status()).isEqualTo(404);
    assertThat(asker.get("/projects/acme%2Fopen").status()).isEqualTo(200);
  }

  @Test
  void aMovedProjectIsFoundByItsNumberAndSentOnByItsPath() {
    var project = project();
    project.pullRequest(1);
    project.rename("gateway");
    var moved = asker.get(API + "/merge_requests?state=opened");
    assertThat(moved.status()).isEqualTo(301);
    assertThat(moved.header("Location"))
        .isEqualTo(
            simulator.gitlabBase()
                + "/api/v4/projects/"
                + project.id()
                + "/merge_requests?state=opened");
    assertThat(asker.url(moved.header("Location")).json().size()).isEqualTo(1);
    assertThat(asker.call("PUT", API + "/merge_requests/1", Map.of("title", "x")).status())
        .isEqualTo(405);
    var byPath = "{ project(fullPath: \"%s\") { fullPath } }";
    assertThat(asker.query(byPath.formatted("acme/platform/api"), Map.of()).text())
        .isEqualTo("{\"data\":{\"project\":null}}");
    assertThat(asker.query(byPath.formatted("acme/platform/gateway"), Map.of()).text())
        .contains("acme/platform/gateway");
  }

  @Test
  void internalProjectsAreForEverybodyWhoIsSignedIn() {
    world.organization("other").members(Role.ADMIN, "stranger");
    world.repository("other/shared").visibility(Visibility.INTERNAL);
    assertThat(asker.get("/projects/other%2Fshared").status()).isEqualTo(200);
    assertThat(asker.get("/projects?membership=true").json().size()).isZero();
    assertThat(asker.with("").get("/projects/other%2Fshared").status()).isEqualTo(404);
  }

  // --- lists
  // ---------------------------------------------------------------------------------------------

  @Test
  void projectsComeInPagesByTheirLastId() {
    for (var i = 0; i < 45; i++) {
      world.repository("acme/group-" + i % 3 + "/service-" + i);
    }
    var seen = new HashSet<Long>();
    var url =
        simulator.gitlabBase()
            + "/api/v4/projects?membership=true&order_by=id&sort=asc&pagination=keyset&per_page=20";
    var pages = 0;
    while (!url.isEmpty()) {
      var page = asker.url(url);
      page.json().forEach(each -> seen.add(each.path("id").asLong()));
      assertThat(page.header("X-Total")).isEmpty();
      var link = page.header("Link");
      url = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
      pages++;
    }
    assertThat(pages).isEqualTo(3);
    assertThat(seen).hasSize(45);
    assertThat(asker.get("/groups/acme/projects").json().size()).isZero();
    assertThat(asker.get("/groups/acme/projects?include_subgroups=true&per_page=100").json().size())
        .isEqualTo(45);
    assertThat(
            asker.get("/projects?search=service-7&simple=true").json().path(0).has("merge_method"))
        .isFalse();
  }

  @Test
  void otherListsComeInNumberedPages() {
    for (var i = 1; i <= 101; i++) {
      project().pullRequest(i);
    }
    var first = asker.get(API + "/merge_requests?state=opened");
    assertThat(first.json().size()).isEqualTo(20);
    assertThat(first.header("X-Total")).isEqualTo("101");
    assertThat(first.header("X-Next-Page")).isEqualTo("2");
    assertThat(first.header("Link")).contains("page=2").contains("rel=\"next\"");
    assertThat(asker.get(API + "/merge_requests?per_page=500").json().size()).isEqualTo(100);
    assertThat(asker.get(API + "/merge_requests?per_page=100&page=2").json().size()).isEqualTo(1);
    assertThat(asker.get("/merge_requests").json().size()).isZero();
    assertThat(asker.with(GitLabTokens.DEVELOPER).get("/merge_requests").json().size())
        .isEqualTo(20);
    assertThat(asker.get("/merge_requests?scope=nonsense").json().path("error").asString())
        .isEqualTo("scope does not have a valid value");
  }

  @Test
  void aboveTenThousandNobodyCounts() {
    for (var i = 1; i <= 10_001; i++) {
      project().pullRequest(i);
    }
    var page = asker.get(API + "/merge_requests?per_page=100");
    assertThat(page.header("X-Total")).isEmpty();
    assertThat(page.header("Link")).contains("rel=\"next\"").doesNotContain("rel=\"last\"");
  }

  // --- shapes, as recorded
  // ----------------------------------------------------------------------------------

  @Test
  void aMergeRequestHasTheRecordedFields() {
    var project = project().protect(Rules.none().checks("build"));
    project
        .pullRequest(7)
        .body("- [x] one\n- [ ] two")
        .check("build", CheckState.PASSED)
        .requestReview("lena")
        .assign("ben");
    var listed = asker.get(API + "/merge_requests").json().path(0);
    assertThat(names(listed))
        .contains(
            "id",
            "iid",
            "project_id",
            "title",
            "description",
            "state",
            "created_at",
            "updated_at",
            "target_branch",
            "source_branch",
            "author",
            "assignees",
            "reviewers",
            "draft",
            "sha",
            "detailed_merge_status",
            "has_conflicts",
            "blocking_discussions_resolved",
            "references",
            "task_completion_status",
            "merge_when_pipeline_succeeds",
            "user_notes_count",
            "web_url")
        .doesNotContain("head_pipeline", "changes_count", "diff_refs", "diverged_commits_count");
    assertThat(listed.path("reviewers").path(0).path("state").asString()).isEqualTo("active");
    assertThat(listed.path("task_completion_status").path("completed_count").asInt()).isEqualTo(1);
    var whole =
        asker
            .get(
                API
                    + "/merge_requests/7?include_diverged_commits_count=true&include_rebase_in_progress=true")
            .json();
    assertThat(whole.path("changes_count").isString()).isTrue();
    assertThat(whole.path("diverged_commits_count").asInt()).isZero();
    assertThat(whole.path("rebase_in_progress").asBoolean()).isFalse();
    assertThat(whole.path("head_pipeline").path("status").asString()).isEqualTo("success");
    assertThat(whole.path("head_pipeline").path("detailed_status").path("group").asString())
        .isEqualTo("success");
    assertThat(whole.path("diff_refs").path("head_sha").asString())
        .isEqualTo(whole.path("sha").asString());
    var reviewer = asker.get(API + "/merge_requests/7/reviewers").json().path(0);
    assertThat(reviewer.path("state").asString()).isEqualTo("unreviewed");
  }

  @Test
  void listsComputeNothingUnlessTheyAreAskedTo() {
    project().pullRequest(1).computing(1);
    var status = "detailed_merge_status";
    var list = API + "/merge_requests";
    assertThat(asker.get(list).json().path(0).path(status).asString()).isEqualTo("unchecked");
    assertThat(asker.get(list).json().path(0).path("merge_status").asString())
        .isEqualTo("unchecked");
    var rechecked = list + "?with_merge_status_recheck=true";
    assertThat(asker.get(rechecked).json().path(0).path(status).asString()).isEqualTo("checking");
    assertThat(asker.get(list).json().path(0).path(status).asString()).isEqualTo("mergeable");
  }

  @Test
  void approvalsTellWhatTheTierKnows() {
    project().protect(Rules.none().approvals(2)).pullRequest(1).approve("lena");
    var paid = asker.get(API + "/merge_requests/1/approvals").json();
    assertThat(paid.path("approvals_required").asInt()).isEqualTo(2);
    assertThat(paid.path("approvals_left").asInt()).isEqualTo(1);
    assertThat(paid.path("approved").asBoolean()).isFalse();
    assertThat(paid.path("approved_by").path(0).path("user").path("username").asString())
        .isEqualTo("lena");
    var rule = asker.get(API + "/merge_requests/1/approval_state").json().path("rules").path(0);
    assertThat(names(rule))
        .contains(
            "id",
            "name",
            "rule_type",
            "eligible_approvers",
            "approvals_required",
            "users",
            "groups",
            "contains_hidden_groups",
            "approved_by",
            "approved");
    simulator.gitlab().instance().tier(Instance.Tier.FREE);
    var free = asker.get(API + "/merge_requests/1/approvals").json();
    assertThat(names(free))
        .containsExactlyInAnyOrder(
            "user_has_approved", "user_can_approve", "approved", "approved_by");
    assertThat(free.path("approved").asBoolean()).isTrue();
  }

  @Test
  void jobsAndStatusesAreToldApart() {
    var project = project();
    ProjectSettings.of(project).allowFailure("lint").stage("verify", "lint");
    var pr =
        project.pullRequest(1).check("build", CheckState.FAILED).check("lint", CheckState.FAILED);
    pr.status("ci/legacy", CheckState.PASSED, "all fine");
    pr.rerun("build");
    var pipeline = asker.get(API + "/merge_requests/1/pipelines").json().path(0);
    var id = pipeline.path("id").asLong();
    var jobs = asker.get(API + "/pipelines/" + id + "/jobs").json();
    assertThat(jobs.size()).isEqualTo(2);
    assertThat(names(jobs.path(0)))
        .contains(
            "id",
            "status",
            "stage",
            "name",
            "ref",
            "allow_failure",
            "created_at",
            "started_at",
            "finished_at",
            "duration",
            "user",
            "commit",
            "pipeline",
            "web_url");
    assertThat(asker.get(API + "/pipelines/" + id + "/jobs?include_retried=true").json().size())
        .isEqualTo(3);
    var statuses = asker.get(API + "/repository/commits/" + pr.headSha() + "/statuses").json();
    assertThat(statuses.size()).isEqualTo(3);
    assertThat(statuses.toString()).contains("ci/legacy").contains("all fine");
  }

  @Test
  void conversationsHaveTheRecordedShape() {
    var pr = project().pullRequest(1);
    pr.comment("lena", "a single comment");
    pr.thread("ben", "diff comment", false).approve("lena");
    var discussions = asker.get(API + "/merge_requests/1/discussions").json();
    assertThat(discussions.size()).isEqualTo(3);
    var single = discussions.path(0);
    assertThat(single.path("individual_note").asBoolean()).isTrue();
    assertThat(single.path("id").asString()).matches("[0-9a-f]{40}");
    var thread = discussions.path(1).path("notes").path(0);
    assertThat(thread.path("type").asString()).isEqualTo("DiffNote");
    assertThat(thread.path("resolvable").asBoolean()).isTrue();
    assertThat(thread.path("resolved").asBoolean()).isFalse();
    assertThat(names(thread.path("position")))
        .contains("base_sha", "start_sha", "head_sha", "old_path", "new_path", "position_type");
    assertThat(discussions.path(2).path("notes").path(0).path("system").asBoolean()).isTrue();
  }

  @Test
  void whatWillBeClosedAndChangedIsListed() {
    var project = project();
    var pr = project.pullRequest(1).closes(project.issue(3, "Slow"));
    assertThat(
            asker.get(API + "/merge_requests/1/closes_issues").json().path(0).path("iid").asInt())
        .isEqualTo(3);
    ProjectSettings.of(project).jiraIssueRequired("OPS");
    pr.title("OPS-17 Rotate keys");
    assertThat(
            asker.get(API + "/merge_requests/1/closes_issues").json().path(1).path("id").asString())
        .isEqualTo("OPS-17");
    var diff = asker.get(API + "/merge_requests/1/diffs").json().path(0);
    assertThat(names(diff))
        .contains("old_path", "new_path", "diff", "new_file", "too_large", "collapsed");
    assertThat(asker.get(API + "/merge_requests/1/raw_diffs").text()).startsWith("diff --git");
    pr.ghostAuthor();
    assertThat(
            asker.get(API + "/merge_requests/1").json().path("author").path("username").asString())
        .isEqualTo("ghost");
  }

  @Test
  void picturesAreRelativeInGraphQlAndWholeInRest() {
    var whole = asker.get("/user").json().path("avatar_url").asString();
    var relative =
        asker
            .query("{ currentUser { avatarUrl } }", Map.of())
            .json()
            .path("data")
            .path("currentUser")
            .path("avatarUrl")
            .asString();
    assertThat(relative).startsWith("/gitlab/uploads/");
    assertThat(whole).isEqualTo(simulator.url() + relative);
    assertThat(asker.url(whole).header("Content-Type")).isEqualTo("image/svg+xml");
  }

  @Test
  void whatDidNotChangeIsNotSaidAgain() {
    project();
    var first = asker.get(API);
    var tag = first.header("ETag");
    assertThat(tag).startsWith("W/");
    assertThat(asker.unless(tag).get(API).status()).isEqualTo(304);
    project().description("Something else");
    assertThat(asker.get(API).status()).isEqualTo(200);
  }

  @Test
  void hooksAreForMaintainers() {
    project();
    var url = Map.of("url", "https://ampel.example.com/hook", "merge_requests_events", true);
    assertThat(asker.with(GitLabTokens.DEVELOPER).call("POST", API + "/hooks", url).status())
        .isEqualTo(403);
    var made = asker.with(GitLabTokens.MAINTAINER).call("POST", API + "/hooks", url);
    assertThat(made.status()).isEqualTo(201);
    assertThat(asker.get(API + "/hooks").json().size()).isEqualTo(1);
    var id = made.json().path("id").asLong();
    assertThat(asker.call("DELETE", API + "/hooks/" + id, "").status()).isEqualTo(204);
  }

  @Test
  void callsAreCountedByTheirTemplate() {
    project().pullRequest(1);
    asker.get(API + "/merge_requests/1");
    asker.get("/projects/" + project().id() + "/merge_requests/1");
    assertThat(simulator.calls().count("GET /projects/:id/merge_requests/:merge_request_iid"))
        .isEqualTo(2);
  }
}
