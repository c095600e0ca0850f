package io.ampel.simulator.bitbucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.Forge;
import io.ampel.simulator.Role;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.World;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BrowsingTests {
  private final Simulator simulator = Simulator.start(0);
  private final World world = simulator.world(Forge.BITBUCKET);
  private final Client client = new Client(simulator);

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  private static List<String> names(List<JsonNode> values, String path) {
    return values.stream().map(each -> each.at(path).asString()).toList();
  }

  @Test
  void theListsAcrossWorkspacesAreGone() {
    for (var each :
        List.of(
            "/repositories",
            "/workspaces",
            "/user/permissions/repositories",
            "/user/permissions/workspaces",
            "/pullrequests/mira")) {
      var gone = client.get(each);
      assertThat(gone.status()).as(each).isEqualTo(410);
      assertThat(gone.json().path("error").path("message").asString())
          .isEqualTo("CHANGE-2770 - Functionality has been deprecated");
    }
  }

  @Test
  void aPersonSeesTheWorkspacesItBelongsTo() {
    world.repository("acme/api");
    world.organization("harbor").members(Role.WRITE, "mira");
    world.repository("harbor/etl");
    world.organization("strangers").members(Role.ADMIN, "tariq");
    world.repository("strangers/thing");
    var mine = client.get("/user/workspaces").json();
    assertThat(mine.path("size").asInt()).isEqualTo(2);
    var first = mine.path("values").get(0);
    assertThat(first.path("type").asString()).isEqualTo("workspace_access");
    assertThat(first.path("administrator").asBoolean()).isTrue();
    assertThat(first.path("workspace").path("slug").asString()).isEqualTo("acme");
    assertThat(first.path("workspace").has("name")).isFalse();
    assertThat(
            client
                .get("/user/workspaces?administrator=false")
                .json()
                .path("values")
                .get(0)
                .path("workspace")
                .path("slug")
                .asString())
        .isEqualTo("harbor");
    assertThat(client.get("/workspaces/acme").json().path("name").asString()).isEqualTo("acme");
    assertThat(client.get("/workspaces/strangers").status()).isEqualTo(404);
    assertThat(client.get("/workspaces/nowhere").status()).isEqualTo(404);
    assertThat(
            client.get("/user/workspaces/harbor/permission").json().path("permission").asString())
        .isEqualTo("member");
  }

  @Test
  void repositoriesAreListedByWorkspaceAndRole() {
    IntStream.rangeClosed(1, 13).forEach(each -> world.repository("acme/svc-" + each));
    world.repository("acme/web").open();
    client.as("noor", BitbucketTokens.READER);
    assertThat(client.all("/repositories/acme?role=member")).hasSize(14);
    assertThat(client.get("/repositories/acme?role=contributor").json().path("size").asInt())
        .isZero();
    var page =
        client
            .get(
                "/repositories/acme?role=member&pagelen=100&sort=-updated_on&fields="
                    + "next,values.uuid,values.full_name,values.is_private,values.mainbranch.name,"
                    + "values.links.avatar.href&q="
                    + Client.encoded("name~\"SVC\""))
            .json();
    assertThat(page.propertyNames()).containsExactly("values");
    assertThat(page.path("values")).hasSize(13);
    var one = page.path("values").get(0);
    assertThat(one.propertyNames())
        .containsExactlyInAnyOrder("uuid", "full_name", "is_private", "mainbranch", "links");
    assertThat(one.path("mainbranch").propertyNames()).containsExactly("name");
    assertThat(one.path("links").propertyNames()).containsExactly("avatar");
    assertThat(client.get("/repositories/acme?pagelen=101").text()).contains("Invalid pagelen");
    assertThat(client.get("/repositories/acme?role=king").status()).isEqualTo(400);
    assertThat(client.get("/repositories/acme?q=" + Client.encoded("name ~")).status())
        .isEqualTo(400);
  }

  @Test
  void aRepositoryHasTheFieldsOfARecordedOne() {
    world.repository("acme/api").description("The interface");
    var repository = client.get("/repositories/acme/api").json();
    assertThat(repository.propertyNames())
        .contains(
            "scm",
            "website",
            "name",
            "links",
            "fork_policy",
            "uuid",
            "language",
            "created_on",
            "mainbranch",
            "full_name",
            "owner",
            "workspace",
            "project",
            "updated_on",
            "size",
            "type",
            "slug",
            "is_private",
            "description",
            "override_settings",
            "parent",
            "enforced_signed_commits")
        .doesNotContain("archived");
    assertThat(repository.path("links").propertyNames())
        .contains("self", "html", "avatar", "clone", "branches", "pullrequests", "commits");
    assertThat(repository.path("links").path("clone").isArray()).isTrue();
    assertThat(repository.path("parent").isNull()).isTrue();
    assertThat(repository.path("created_on").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00");
  }

  @Test
  void stableNamesOutliveARename() {
    var repository = world.repository("acme/api");
    var uuid = client.get("/repositories/acme/api").json().path("uuid").asString();
    var byUuid = "/repositories/acme/" + Client.encoded(uuid);
    assertThat(client.get(byUuid).json().path("slug").asString()).isEqualTo("api");
    assertThat(client.get("/repositories/%7B%7D/" + Client.encoded(uuid)).status()).isEqualTo(200);
    repository.rename("gateway");
    assertThat(client.get(byUuid).json().path("slug").asString()).isEqualTo("gateway");
    var moved = client.get("/repositories/acme/api/pullrequests?state=OPEN");
    assertThat(moved.status()).isEqualTo(301);
    assertThat(moved.header("Location"))
        .endsWith("/bitbucket/2.0/repositories/acme/gateway/pullrequests?state=OPEN");
    assertThat(client.follow(moved.header("Location")).status()).isEqualTo(200);
  }

  @Test
  void whatIsHiddenAndWhatIsAbsentLookAlike() {
    world.organization("strangers").members(Role.ADMIN, "tariq");
    world.repository("strangers/secret");
    assertThat(client.get("/repositories/strangers/secret").status()).isEqualTo(404);
    assertThat(
            client
                .get("/repositories/strangers/nothing")
                .json()
                .path("error")
                .path("message")
                .asString())
        .isEqualTo("Repository strangers/nothing not found");
    assertThat(client.nobody().get("/repositories/strangers/secret").status()).isEqualTo(404);
    world.repository("strangers/secret").open();
    assertThat(client.get("/repositories/strangers/secret").status()).isEqualTo(200);
  }

  @Test
  void permissionsAreTheStrongestWord() {
    world.repository("acme/api");
    world.repository("acme/web").collaborator("noor", Role.WRITE);
    client.as("noor", BitbucketTokens.READER);
    var permissions = client.all("/user/workspaces/acme/permissions/repositories");
    assertThat(names(permissions, "/repository/full_name")).containsExactly("acme/api", "acme/web");
    assertThat(names(permissions, "/permission")).containsExactly("read", "write");
  }

  @Test
  void branchesTellWhereTheyAreAndHowTheyMayBeMerged() {
    var repository = world.repository("acme/api");
    repository.pullRequest(1).headRef("feature/one");
    var branch = client.get("/repositories/acme/api/refs/branches/main").json();
    assertThat(branch.path("target").path("hash").asString())
        .isEqualTo(repository.branch("main").tip());
    assertThat(branch.path("merge_strategies")).hasSize(6);
    assertThat(branch.path("default_merge_strategy").asString()).isEqualTo("merge_commit");
    assertThat(names(client.all("/repositories/acme/api/refs/branches"), "/name"))
        .contains("main", "feature/one");
    assertThat(client.get("/repositories/acme/api/refs/branches/feature/one").status())
        .isEqualTo(200);
    assertThat(client.get("/repositories/acme/api/refs/branches/none").status()).isEqualTo(404);
    assertThat(client.delete("/repositories/acme/api/refs/branches/feature/one").status())
        .isEqualTo(204);
    assertThat(client.delete("/repositories/acme/api/refs/branches/main").status()).isEqualTo(400);
    assertThat(repository.findBranch("feature/one")).isEmpty();
  }

  @Test
  void restrictionsAreForAdministrators() {
    var repository =
        world
            .repository("acme/api")
            .branchRule(io.ampel.simulator.BranchRule.Kind.REQUIRE_APPROVALS_TO_MERGE, 2)
            .branchRule(io.ampel.simulator.BranchRule.Kind.RESTRICT_MERGES, "mira");
    for (var each : io.ampel.simulator.BranchRule.Kind.values()) {
      repository.branchRule(each, "release/*", null, 1);
    }
    repository.branchRule(
        io.ampel.simulator.BranchRule.Kind.REQUIRE_PASSING_BUILDS_TO_MERGE, "", "development", 1);
    var rules = client.all("/repositories/acme/api/branch-restrictions");
    assertThat(rules).hasSize(io.ampel.simulator.BranchRule.Kind.values().length + 3);
    var first = rules.getFirst();
    assertThat(first.propertyNames())
        .contains("kind", "branch_match_kind", "pattern", "value", "users", "groups", "id");
    assertThat(first.path("kind").asString()).isEqualTo("require_approvals_to_merge");
    assertThat(first.path("value").asInt()).isEqualTo(2);
    assertThat(rules.get(1).path("users").get(0).path("nickname").asString()).isEqualTo("mira");
    assertThat(rules.getLast().path("branch_match_kind").asString()).isEqualTo("branching_model");
    assertThat(rules.getLast().path("branch_type").asString()).isEqualTo("development");
    assertThat(rules.getLast().path("pattern").asString()).isEmpty();
    assertThat(names(rules, "/kind"))
        .contains(
            "require_default_reviewer_approvals_to_merge",
            "require_review_group_approvals_to_merge",
            "require_no_changes_requested",
            "require_passing_builds_to_merge",
            "require_tasks_to_be_completed",
            "require_all_comments_resolved",
            "require_commits_behind",
            "require_all_dependencies_merged",
            "reset_pullrequest_approvals_on_change",
            "smart_reset_pullrequest_approvals",
            "allow_auto_merge_when_builds_pass",
            "enforce_merge_checks",
            "push");
    assertThat(client.all("/repositories/acme/api/branch-restrictions?kind=push")).hasSize(1);
    world.token(
        io.ampel.simulator.Token.api(
            "ATATT3xFfben0admin", world.person("ben"), "admin:repository:bitbucket"));
    assertThat(
            client
                .as("ben", "ATATT3xFfben0admin")
                .get("/repositories/acme/api/branch-restrictions")
                .status())
        .isEqualTo(403);
  }

  @Test
  void protectionIsEnforcedAndARulesetSuggested() {
    world
        .repository("acme/api")
        .protect(
            io.ampel.simulator.Rules.none()
                .approvals(1)
                .checks("build")
                .strict()
                .dismissStale()
                .conversationsResolved());
    world.repository("acme/web").ruleset(io.ampel.simulator.Rules.none().approvals(1));
    assertThat(names(client.all("/repositories/acme/api/branch-restrictions"), "/kind"))
        .containsExactlyInAnyOrder(
            "require_approvals_to_merge",
            "require_passing_builds_to_merge",
            "require_commits_behind",
            "reset_pullrequest_approvals_on_change",
            "require_all_comments_resolved",
            "enforce_merge_checks");
    assertThat(names(client.all("/repositories/acme/web/branch-restrictions"), "/kind"))
        .containsExactly("require_approvals_to_merge");
  }

  @Test
  void defaultReviewersAreListed() {
    world.repository("acme/api").defaultReviewers("tariq", "lena");
    var reviewers = client.all("/repositories/acme/api/effective-default-reviewers");
    assertThat(names(reviewers, "/user/nickname")).containsExactly("tariq", "lena");
    assertThat(reviewers.getFirst().path("type").asString()).isEqualTo("default_reviewer");
    assertThat(world.repository("acme/api").pullRequest(1).asked())
        .extracting("login")
        .containsExactly("tariq", "lena");
  }

  @Test
  void olderPathsAreGone() {
    assertThat(client.follow(simulator.bitbucketBase() + "/1.0/user").status()).isEqualTo(410);
    assertThat(client.follow(simulator.bitbucketBase() + "/acme/api").header("Content-Type"))
        .startsWith("text/html");
    assertThat(client.get("/nothing").status()).isEqualTo(404);
  }
}
