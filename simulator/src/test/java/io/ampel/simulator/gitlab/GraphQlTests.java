package io.ampel.simulator.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.simulator.CheckState;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.World;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GraphQlTests {
  private static final String OVERVIEW =
      """
      query Overview($ids: [ID!], $after: String) {
        projects(ids: $ids, first: 20) {
          nodes {
            id
            fullPath
            archived
            mergeRequests(state: opened, first: 20, after: $after, sort: UPDATED_DESC) {
              count
              pageInfo { hasNextPage endCursor }
              nodes {
                id
                iid
                updatedAt
                diffHeadSha
                detailedMergeStatus
                draft
                conflicts
                approved
                headPipeline { id sha status }
              }
            }
          }
        }
        queryComplexity { score limit }
      }
      """;

  private static final String DETAIL =
      """
      query Detail($path: ID!, $iid: String!) {
        project(fullPath: $path) {
          onlyAllowMergeIfPipelineSucceeds
          mergeRequest(iid: $iid) {
            title
            state
            webUrl
            mergeabilityChecks { identifier status }
            author { username avatarUrl }
            approvedBy { nodes { username } }
            approvalState { rules { name type approvalsRequired approved approvedBy { nodes { username } } } }
            reviewers { nodes { username mergeRequestInteraction { reviewState canMerge } } }
            diffStatsSummary { additions deletions fileCount }
            userPermissions { canMerge canApprove updateMergeRequest pushToSourceBranch }
            blockingMergeRequests { totalCount hiddenCount visibleMergeRequests { iid } }
            labels { nodes { title color } }
            headPipeline {
              status
              jobs(retried: false) {
                nodes { name status allowFailure manualJob retryable stage { name } }
              }
            }
            discussions {
              nodes { id resolvable resolved notes { nodes { body system author { username } } } }
            }
          }
        }
      }
      """;

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

  @Test
  void everyFieldOfTheSchemaIsReadFromTheModel() {
    var registry = new graphql.schema.idl.SchemaParser().parse(GraphQl.sdl());
    var fetchers = GraphQl.fetchers(registry);
    for (var type : registry.getTypes(graphql.language.ObjectTypeDefinition.class)) {
      var names =
          type.getFieldDefinitions().stream()
              .map(graphql.language.FieldDefinition::getName)
              .toList();
      assertThat(fetchers.getOrDefault(type.getName(), Map.of()).keySet())
          .as(type.getName())
          .containsAll(names);
    }
  }

  @Test
  void theOverviewTellsEveryOpenMergeRequestOfManyProjects() {
    var project = project().protect(Rules.none().approvals(1).checks("build"));
    project.pullRequest(7).check("build", CheckState.FAILED);
    project.pullRequest(8).merge("mira");
    var said =
        asker.query(OVERVIEW, Map.of("ids", List.of("gid://gitlab/Project/" + project.id())));
    assertThat(said.json().has("errors")).as(said.text()).isFalse();
    var node = said.json().path("data").path("projects").path("nodes").path(0);
    assertThat(node.path("fullPath").asString()).isEqualTo("acme/platform/api");
    assertThat(node.path("mergeRequests").path("count").asInt()).isEqualTo(1);
    var pr = node.path("mergeRequests").path("nodes").path(0);
    assertThat(pr.path("iid").asString()).isEqualTo("7");
    assertThat(pr.path("detailedMergeStatus").asString()).isEqualTo("NOT_APPROVED");
    assertThat(pr.path("headPipeline").path("status").asString()).isEqualTo("FAILED");
    var complexity = said.json().path("data").path("queryComplexity");
    assertThat(complexity.path("limit").asInt()).isEqualTo(250);
    assertThat(complexity.path("score").asInt()).isBetween(20, 60);
  }

  @Test
  void detailsOfOneCanBeRead() {
    var project = project().protect(Rules.none().approvals(2).checks("build"));
    ProjectSettings.of(project).allowFailure("lint");
    var pr =
        project
            .pullRequest(7)
            .check("build", CheckState.PASSED)
            .check("lint", CheckState.FAILED)
            .approve("lena")
            .requestReview("tariq")
            .label("bug")
            .thread("lena", "Why?", false);
    pr.appCheck("sonarqubecloud", "quality", CheckState.PASSED);
    var said = asker.query(DETAIL, Map.of("path", project.fullName(), "iid", "7"));
    assertThat(said.json().has("errors")).as(said.text()).isFalse();
    var found = said.json().path("data").path("project").path("mergeRequest");
    assertThat(found.path("author").path("avatarUrl").asString()).startsWith("/gitlab/uploads/");
    assertThat(found.path("reviewers").path("nodes").path(0).path("username").asString())
        .isEqualTo("tariq");
    assertThat(
            found
                .path("reviewers")
                .path("nodes")
                .path(0)
                .path("mergeRequestInteraction")
                .path("reviewState")
                .asString())
        .isEqualTo("UNREVIEWED");
    assertThat(found.path("headPipeline").path("status").asString()).isEqualTo("SUCCESS");
    assertThat(found.path("headPipeline").path("jobs").path("nodes").size()).isEqualTo(3);
    assertThat(found.path("approvalState").path("rules").path(0).path("approved").asBoolean())
        .isFalse();
    assertThat(found.path("discussions").path("nodes").toString()).contains("Why?");
  }

  @Test
  void whatIsHiddenIsNullWithoutAnError() {
    world.organization("other").members(io.ampel.simulator.Role.ADMIN, "stranger");
    world.repository("other/secret");
    var said = asker.query("{ project(fullPath: \"other/secret\") { id } }", Map.of());
    assertThat(said.json().path("data").path("project").isNull()).isTrue();
    assertThat(said.json().has("errors")).isFalse();
  }

  @Test
  void aDeadTokenIsRefusedBeforeAnything() {
    for (var token : List.of(GitLabTokens.REVOKED, GitLabTokens.EXPIRED, GitLabTokens.DEPLOY)) {
      var said = asker.with(token).query("{ currentUser { username } }", Map.of());
      assertThat(said.status()).isEqualTo(401);
      assertThat(said.text()).isEqualTo("{\"errors\":[{\"message\":\"Invalid token\"}]}");
    }
  }

  @Test
  void tooMuchIsRefused() {
    var field = "mergeRequests(first: 100) { nodes { iid title detailedMergeStatus diffHeadSha } }";
    var query = new StringBuilder("{");
    for (var i = 0; i < 30; i++) {
      query.append("p%d: project(fullPath: \"acme/platform/api\") { %s }".formatted(i, field));
    }
    var said = asker.query(query.append("}").toString(), Map.of());
    assertThat(said.status()).isEqualTo(200);
    assertThat(said.json().path("errors").path(0).path("message").asString())
        .matches("Query has complexity of \\d+, which exceeds max complexity of 250");
    assertThat(said.json().has("data")).isFalse();
    var long0 = asker.query("{ echo(text: \"" + "x".repeat(10_000) + "\") }", Map.of());
    assertThat(long0.status()).isEqualTo(422);
    assertThat(long0.text()).isEqualTo("{\"errors\":[{\"message\":\"Query too large\"}]}");
  }

  private int score(String query) {
    return asker
        .query("{ " + query + " queryComplexity { score } }", Map.of())
        .json()
        .path("data")
        .path("queryComplexity")
        .path("score")
        .asInt();
  }

  @Test
  void complexityIsCountedByGitLabsRules() {
    project().pullRequest(1);
    assertThat(score("")).isEqualTo(2);
    // One for each field.
    assertThat(score("currentUser { id name }")).isEqualTo(2 + 3);
    // The list counts its content and itself one percent more for each of twenty.
    assertThat(score("projects(first: 20) { nodes { id } }")).isEqualTo(2 + 3);
    assertThat(score("projects { nodes { id name path } }")).isEqualTo(2 + 10);
    // Looking up by number costs the same for one as for many; sorting is the default there.
    var project = "project(fullPath: \"acme/platform/api\") ";
    assertThat(score(project + "{ mergeRequests(iids: [\"1\"]) { nodes { iid } } }"))
        .isEqualTo(2 + 5);
    assertThat(score(project + "{ mergeRequests { nodes { iid } } }")).isEqualTo(2 + 9);
    // What asks the git server counts double, labels count five.
    assertThat(score(project + "{ mergeRequest(iid: \"1\") { diffHeadSha } }")).isEqualTo(2 + 4);
    assertThat(score(project + "{ mergeRequest(iid: \"1\") { labels { count } } }"))
        .isEqualTo(2 + 8);
  }

  @Test
  void whatIsAskedWronglyIsToldInGitLabsWords() {
    var argument =
        asker.query("{ currentUser(x: 1) { id } }", Map.of()).json().path("errors").path(0);
    assertThat(argument.path("message").asString())
        .isEqualTo("Field 'currentUser' doesn't accept argument 'x'");
    assertThat(argument.path("extensions").path("code").asString())
        .isEqualTo("argumentNotAccepted");
    assertThat(asker.query("", Map.of()).text()).contains("No query string was present");
    var deep = "parent { ".repeat(21) + "id" + " }".repeat(21);
    assertThat(asker.query("{ group(fullPath: \"acme\") { " + deep + " } }", Map.of()).text())
        .contains("Query has depth of 23, which exceeds max depth of 20");
  }

  @Test
  void severalQueriesMayComeInOnePostButShareItsLimit() {
    var one = "query A { currentUser { username } }";
    var said = asker.queries(List.of(one, "query B { metadata { version } }"));
    assertThat(said.json().size()).isEqualTo(2);
    assertThat(said.json().path(1).path("data").path("metadata").path("version").asString())
        .endsWith("-ee");
    assertThat(simulator.calls().count("POST /api/graphql A B")).isEqualTo(1);
    var many = asker.queries(Collections.nCopies(130, one));
    assertThat(many.json().path(0).path("errors").path(0).path("message").asString())
        .contains("complexity of 260");
  }

  @Test
  void aPageIsNeverLargerThanAHundred() {
    for (var i = 1; i <= 101; i++) {
      project().pullRequest(i);
    }
    var query =
        "query($after: String) { project(fullPath: \"acme/platform/api\") { mergeRequests(first: 500, after: $after) { nodes { iid } pageInfo { hasNextPage endCursor } } } }";
    var first =
        asker.query(query, Map.of()).json().path("data").path("project").path("mergeRequests");
    assertThat(first.path("nodes").size()).isEqualTo(100);
    assertThat(first.path("pageInfo").path("hasNextPage").asBoolean()).isTrue();
    var rest =
        asker
            .query(query, Map.of("after", first.path("pageInfo").path("endCursor").asString()))
            .json()
            .path("data")
            .path("project")
            .path("mergeRequests");
    assertThat(rest.path("nodes").size()).isEqualTo(1);
  }

  @Test
  void theFreeEditionAndOlderReleasesDoNotKnowSomeFields() {
    project().pullRequest(1);
    var query =
        "query Paid { project(fullPath: \"acme/platform/api\") { mergeRequest(iid: \"1\") { approvalsRequired } } }";
    assertThat(asker.query(query, Map.of()).json().has("errors")).isFalse();
    simulator.gitlab().instance().tier(Instance.Tier.FREE);
    var error = asker.query(query, Map.of()).json().path("errors").path(0);
    assertThat(error.path("message").asString())
        .isEqualTo("Field 'approvalsRequired' doesn't exist on type 'MergeRequest'");
    assertThat(error.path("extensions").path("code").asString()).isEqualTo("undefinedField");
    assertThat(error.path("path").path(0).asString()).isEqualTo("query Paid");
    simulator.gitlab().instance().tier(Instance.Tier.PREMIUM).version("16.4.0");
    var old =
        asker.query(
            "{ project(fullPath: \"acme/platform/api\") { mergeRequest(iid: \"1\") { mergeabilityChecks { status } } } }",
            Map.of());
    assertThat(old.text())
        .contains("Field 'mergeabilityChecks' doesn't exist on type 'MergeRequest'");
    assertThat(
            asker.query("{ __type(name: \"MergeRequest\") { fields { name } } }", Map.of()).text())
        .contains("detailedMergeStatus")
        .doesNotContain("mergeabilityChecks");
  }
}
