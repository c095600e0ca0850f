package io.ampel.simulator.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.simulator.Asker;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.Tokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GraphQlTests {
  private final Simulator simulator = Simulator.start(0);
  private final Asker asker = new Asker(simulator);

  @AfterEach
  void stop() {
    asker.close();
    simulator.close();
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
  void theProbeTellsEveryOpenPullRequestOfARepository() {
    var repository =
        simulator.world().repository("acme/api").protect(Rules.none().approvals(1).checks("build"));
    repository.pullRequest(7).check("build", CheckState.FAILED);
    repository.pullRequest(8).merge("mira");
    var said =
        asker.query(Queries.read("probe"), Map.of("ids", List.of(NodeId.of("R", repository.id()))));
    var found = said.json().path("data").path("nodes").path(0).path("pullRequests");
    assertThat(found.path("totalCount").asInt()).isEqualTo(1);
    var pr = found.path("nodes").path(0);
    assertThat(pr.path("number").asInt()).isEqualTo(7);
    assertThat(pr.path("statusCheckRollup").path("state").asString()).isEqualTo("FAILURE");
    assertThat(pr.path("mergeStateStatus").asString()).isEqualTo("BLOCKED");
    assertThat(pr.path("reviewDecision").asString()).isEqualTo("REVIEW_REQUIRED");
    assertThat(said.json().has("errors")).isFalse();
    assertThat(said.json().path("data").path("rateLimit").path("cost").asInt()).isEqualTo(1);
  }

  @Test
  void detailsAndChecksOfOnePullRequestCanBeRead() {
    var repository = simulator.world().repository("acme/api");
    var pr =
        repository
            .pullRequest(7)
            .check("build", CheckState.RUNNING)
            .approve("lena")
            .requestReview("tariq")
            .closes(repository.issue(3, "Slow"));
    pr.status("ci/legacy", CheckState.PASSED);
    var id = NodeId.of("PR", pr.id());
    var detail = asker.query(Queries.read("detail"), Map.of("ids", List.of(id))).json();
    assertThat(detail.has("errors")).as(detail.toString()).isFalse();
    var node = detail.path("data").path("nodes").path(0);
    assertThat(node.path("latestReviews").path("nodes").path(0).path("state").asString())
        .isEqualTo("APPROVED");
    assertThat(node.path("closingIssuesReferences").path("nodes").path(0).path("number").asInt())
        .isEqualTo(3);
    assertThat(
            node.path("reviewRequests")
                .path("nodes")
                .path(0)
                .path("requestedReviewer")
                .path("login")
                .asString())
        .isEqualTo("tariq");
    var checks = asker.query(Queries.read("checks"), Map.of("id", id, "n", 7)).json();
    assertThat(checks.has("errors")).as(checks.toString()).isFalse();
    var contexts = checks.path("data").path("node").path("statusCheckRollup").path("contexts");
    assertThat(contexts.path("totalCount").asInt()).isEqualTo(2);
    assertThat(
            contexts
                .path("nodes")
                .path(0)
                .path("checkSuite")
                .path("workflowRun")
                .path("workflow")
                .path("name")
                .asString())
        .isEqualTo("CI");
  }

  @Test
  void moreThanAHundredChecksComeInPages() {
    var pr = simulator.world().repository("acme/api").pullRequest(1);
    for (var i = 0; i < 130; i++) {
      pr.check("job " + i, CheckState.PASSED);
    }
    var id = NodeId.of("PR", pr.id());
    var seen = 0;
    var after = "";
    do {
      var page =
          asker
              .query(
                  Queries.read("checks"),
                  after.isEmpty()
                      ? Map.of("id", id, "n", 1)
                      : Map.of("id", id, "n", 1, "after", after))
              .json();
      var contexts = page.path("data").path("node").path("statusCheckRollup").path("contexts");
      seen += contexts.path("nodes").size();
      after =
          contexts.path("pageInfo").path("hasNextPage").asBoolean()
              ? contexts.path("pageInfo").path("endCursor").asString()
              : "";
    } while (!after.isEmpty());
    assertThat(seen).isEqualTo(130);
  }

  @Test
  void aFineGrainedTokenCannotReadChecksOfAPrivateRepository() {
    var repository = simulator.world().repository("acme/api");
    var pr = repository.pullRequest(1).check("build", CheckState.PASSED);
    pr.status("ci/legacy", CheckState.PASSED);
    asker.with(Tokens.FINE_GRAINED_READ);
    var said =
        asker.query(Queries.read("checks"), Map.of("id", NodeId.of("PR", pr.id()), "n", 1)).json();
    var rollup = said.path("data").path("node").path("statusCheckRollup");
    assertThat(rollup.path("state").asString()).isEqualTo("SUCCESS");
    assertThat(rollup.path("contexts").path("nodes").path(0).isNull()).isTrue();
    assertThat(rollup.path("contexts").path("nodes").path(1).path("context").asString())
        .isEqualTo("ci/legacy");
    var error = said.path("errors").path(0);
    assertThat(error.path("type").asString()).isEqualTo("FORBIDDEN");
    assertThat(error.path("path").toString())
        .isEqualTo("[\"node\",\"statusCheckRollup\",\"contexts\",\"nodes\",0]");
    asker.with(Tokens.FINE_GRAINED);
    var whole =
        asker.query(Queries.read("checks"), Map.of("id", NodeId.of("PR", pr.id()), "n", 1)).json();
    assertThat(whole.path("data").path("node").path("statusCheckRollup").isNull()).isTrue();
    repository.open();
    var open =
        asker.query(Queries.read("checks"), Map.of("id", NodeId.of("PR", pr.id()), "n", 1)).json();
    assertThat(open.has("errors")).as(open.toString()).isFalse();
  }

  @Test
  void whatCannotBeReachedIsNullWithItsReason() {
    var repository = simulator.world().repository("acme/api");
    var ids = Map.of("ids", List.of(NodeId.of("R", repository.id()), "R_nothing"));
    asker.with(Tokens.SSO_REQUIRED);
    var said = asker.query("query($ids:[ID!]!){nodes(ids:$ids){id}}", ids).json();
    assertThat(said.path("data").path("nodes").toString()).isEqualTo("[null,null]");
    assertThat(said.path("errors").path(0).path("extensions").path("saml_failure").asBoolean())
        .isTrue();
    assertThat(said.path("errors").path(1).path("type").asString()).isEqualTo("NOT_FOUND");
    assertThat(said.path("errors").path(1).path("path").toString()).isEqualTo("[\"nodes\",1]");
  }

  @Test
  void anEnterpriseServerDoesNotKnowTheMergeQueue() {
    simulator.github().enterprise("3.12.4");
    var said =
        asker.query(
            "query Detail($id:ID!){node(id:$id){... on PullRequest{isMergeQueueEnabled}}}",
            Map.of("id", "x"));
    assertThat(said.header("X-GitHub-Enterprise-Version")).isEqualTo("3.12.4");
    assertThat(said.json().path("errors").path(0).path("message").asString())
        .isEqualTo("Field 'isMergeQueueEnabled' doesn't exist on type 'PullRequest'");
    assertThat(said.json().path("errors").path(0).path("extensions").path("fieldName").asString())
        .isEqualTo("isMergeQueueEnabled");
    var fields =
        asker
            .query("{__type(name:\"PullRequest\"){fields{name}}}", Map.of())
            .json()
            .path("data")
            .path("__type")
            .path("fields")
            .toString();
    assertThat(fields).contains("mergeStateStatus").doesNotContain("isInMergeQueue");
  }

  @Test
  void pointsFollowThePublishedFormula() {
    var ids = java.util.Collections.nCopies(25, "x");
    assertThat(
            GraphQl.cost(
                    Queries.read("probe"),
                    null,
                    Map.of("ids", java.util.Collections.nCopies(100, "x")))
                .points())
        .isEqualTo(1);
    assertThat(GraphQl.cost(Queries.read("detail"), null, Map.of("ids", ids)).points())
        .isEqualTo(2);
    assertThat(GraphQl.cost(Queries.read("checks"), null, Map.of()).points()).isEqualTo(1);
    assertThat(
            GraphQl.cost(
                    "{viewer{repositories(first:100){nodes{pullRequests(first:50){nodes{labels(first:60){nodes{name}}}}}}}}",
                    null,
                    Map.of())
                .points())
        .isEqualTo(51);
  }

  @Test
  void anEmptyBudgetIsSaidInASuccessfulAnswer() {
    asker.with(Tokens.RATE_LIMITED);
    var said = asker.query("{viewer{login}}", Map.of());
    assertThat(said.status()).isEqualTo(200);
    assertThat(said.json().path("errors").path(0).path("type").asString())
        .isEqualTo("RATE_LIMITED");
    assertThat(said.header("X-RateLimit-Remaining")).isEqualTo("0");
  }

  @Test
  void aQueryThatIsTooHeavyComesBackInPart() {
    simulator.github().heaviestQuery(100);
    var said =
        asker
            .query(
                "{viewer{login repositories(first:100){nodes{id labels: pullRequests(first:10){totalCount}}}}}",
                Map.of())
            .json();
    assertThat(said.path("data").path("viewer").path("login").asString()).isEqualTo("mira");
    assertThat(said.path("errors").path(0).path("type").asString())
        .isEqualTo("RESOURCE_LIMITS_EXCEEDED");
  }
}
