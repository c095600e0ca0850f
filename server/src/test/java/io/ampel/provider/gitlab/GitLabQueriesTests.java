package io.ampel.provider.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ParseAndValidate;
import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import io.ampel.provider.QueryText;
import io.ampel.simulator.gitlab.GitLab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The questions are right by the part of GitLab's schema that the simulator holds. */
class GitLabQueriesTests {
  private static final int LONGEST = 10_000;
  private static GraphQLSchema schema;

  @BeforeAll
  static void read() throws IOException {
    try (var in = GitLab.class.getResourceAsStream("schema.graphqls")) {
      var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      schema = UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().parse(text));
    }
  }

  static Stream<String> all() {
    return Stream.of(
        GitLabQueries.PROBE,
        GitLabQueries.DETAIL,
        GitLabQueries.JOBS,
        GitLabQueries.ABILITIES,
        GitLabQueries.OBJECTION,
        GitLabQueries.WITHDRAWAL,
        GitLabQueries.talks(1),
        GitLabQueries.talks(8));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyQuestionIsRightAndShortEnough(String query) {
    assertThat(ParseAndValidate.validate(schema, Parser.parse(query), Locale.ENGLISH)).isEmpty();
    assertThat(query.length()).isLessThan(LONGEST);
  }

  @ParameterizedTest
  @MethodSource("all")
  void aQuestionStaysRightWithoutWhatAnOldOrUnpaidServerLacks(String query) {
    var shorter =
        QueryText.without(
            Set.of(
                "MergeRequest.approvalState",
                "MergeRequest.approvalsLeft",
                "MergeRequest.approvalsRequired",
                "MergeRequest.blockingMergeRequests",
                "MergeRequest.mergeTrainCar",
                "MergeRequest.mergeTrainIndex",
                "MergeRequest.mergeabilityChecks",
                "MergeRequest.closedAt",
                "MergeRequest.mergeAfter",
                "Pipeline.mergeRequestEventType",
                "Project.isForked"),
            query);
    assertThat(shorter)
        .doesNotContain("approvalState", "RuleOfApproval", "mergeTrain", "closedAt", "Blocker");
    assertThat(ParseAndValidate.validate(schema, Parser.parse(shorter), Locale.ENGLISH)).isEmpty();
  }
}
