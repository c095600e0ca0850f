package io.ampel.provider.github;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ParseAndValidate;
import graphql.parser.Parser;
import io.ampel.provider.QueryText;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GitHubQueriesTests {

  static Stream<String> all() {
    return Stream.of(
        GitHubQueries.PROBE,
        GitHubQueries.DETAIL,
        GitHubQueries.MORE,
        GitHubQueries.RULE,
        GitHubQueries.VIEWER,
        GitHubQueries.looks(1, 0),
        GitHubQueries.looks(1, 1),
        GitHubQueries.looks(20, 7));
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyQuestionIsRightByGitHubsPublishedSchema(String query) {
    assertThat(
            ParseAndValidate.validate(PublishedSchema.get(), Parser.parse(query), Locale.ENGLISH))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aQuestionStaysRightWithoutWhatAnOldServerLacks(String query) {
    var shorter =
        QueryText.without(
            Set.of(
                "PullRequest.mergeQueueEntry",
                "PullRequest.autoMergeRequest",
                "PullRequest.viewerCanMergeAsAdmin",
                "Ref.refUpdateRule",
                "Ref.compare",
                "Repository.visibility",
                "CheckSuite.workflowRun",
                "ReviewRequest.asCodeOwner"),
            query);
    assertThat(shorter)
        .doesNotContain("mergeQueueEntry", "autoMergeRequest", "compare", "workflowRun");
    var faults =
        ParseAndValidate.validate(PublishedSchema.get(), Parser.parse(shorter), Locale.ENGLISH);
    assertThat(faults)
        .allSatisfy(fault ->
            assertThat(fault.getMessage()).containsAnyOf("Unused variable", "UnusedFragment"));
  }

  @Test
  void aFieldIsLeftOutWithItsArgumentsAndWhatItHolds() {
    assertThat(
            QueryText.without(
                Set.of("T.gone"), "{ a one: gone(x: 1) @include(if: $gone) { b { c } } gone d }"))
        .isEqualToIgnoringWhitespace("{ a d }");
  }

  @Test
  void whatHoldsNothingAnyMoreIsLeftOutToo() {
    assertThat(QueryText.without(Set.of("T.gone"), "{ a outer(first: 1) { inner { gone } } d }"))
        .isEqualToIgnoringWhitespace("{ a d }");
  }

  @Test
  void aLongerNameOrAVariableIsNotTheField() {
    var query = "{ state contextState: status(if: $state) states }";
    assertThat(QueryText.without(Set.of("T.state"), query))
        .isEqualToIgnoringWhitespace("{ contextState: status(if: $state) states }");
  }

  @Test
  void aLookAtManyNumbersFieldsAndVariables() {
    assertThat(GitHubQueries.looks(2, 1))
        .contains("look0: node(id: $id0)", "look1: node(id: $id1)", "$after1: String")
        .contains("talk0: node(id: $of0)", "$threads0: Int!")
        .doesNotContain("talk1");
  }
}
