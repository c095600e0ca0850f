package io.ampel.provider.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.Label;
import io.ampel.pullrequest.MergeRequirements.Source;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.Mergeability;
import io.ampel.pullrequest.PullRequest.State;
import io.ampel.pullrequest.Repository.Visibility;
import io.ampel.pullrequest.Waiting;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.type.TypeReference;

class GitLabMappingTests {

  @Test
  void aMergedOneOfAnOldServer() {
    var facts = Told.mapped(GitLabNodesOfRecording.node("merge-request-of-an-old-server"));
    assertThat(facts.externalId()).isEqualTo("91");
    assertThat(facts.number()).isEqualTo(7);
    assertThat(facts.state()).isEqualTo(State.MERGED);
    assertThat(facts.mergedAt()).isEqualTo(Instant.parse("2016-12-05T08:00:00.500Z"));
    assertThat(facts.closedAt()).isEqualTo(facts.mergedAt());
    assertThat(facts.author()).isEqualTo(Account.GHOST);
    assertThat(facts.fork()).isTrue();
    assertThat(facts.sourceRepository()).isNull();
    assertThat(facts.body()).isEmpty();
    assertThat(facts.changedFiles()).isEqualTo(1000);
    assertThat(facts.labels()).extracting(Label::name).containsExactly("bug", "startup");
    assertThat(facts.mergeability()).isEqualTo(Mergeability.MERGEABLE);
  }

  @Test
  void anOpenOneWhosePipelineIsOfTheMergedResult() {
    var node = GitLabNodesOfRecording.node("merge-request-that-waits");
    var facts = Told.mapped(node);
    assertThat(facts.draft()).isTrue();
    assertThat(facts.mergeability()).isEqualTo(Mergeability.UNKNOWN);
    assertThat(facts.verdict().raw()).isEqualTo("DRAFT_STATUS");
    assertThat(facts.author().avatar())
        .isEqualTo("https://git.acme.example/uploads/-/system/user/avatar/4155490/avatar.png");
    assertThat(facts.headSha()).isEqualTo("e82eb4a098e32c796079ca3915e07487fc4db24c");
    assertThat(facts.unresolvedConversations()).isEqualTo(1);
    assertThat(facts.reviews()).hasSize(1);
    assertThat(Told.checks(node, Told.NOTHING).all())
        .singleElement()
        .satisfies(check -> {
          assertThat(check.title()).isEqualTo("test / teaspoon");
          assertThat(check.state()).isEqualTo(Check.State.FAILED);
        });
  }

  @Test
  void conversationsAreThoseThatCanBeResolved() {
    var told = GitLabNodesOfRecording.mergeRequest("merge-request-that-waits");
    var talks =
        GitLabConversations.of(
            Told.BASE, GitLabRestTalks.of(told, GitLabNodesOfRecording.discussions()));
    assertThat(talks).hasSize(2);
    var open = talks.getFirst();
    assertThat(open.id()).isEqualTo("87805b7c09016a7058e91bdbe7b29d1f284a39e6");
    assertThat(open.resolved()).isFalse();
    assertThat(open.path()).isEqualTo("package.json");
    assertThat(open.excerpt()).isEqualTo("Why not simply x?");
    assertThat(open.startedBy()).isEqualTo(Account.user("lin"));
    assertThat(open.lastBy()).isEqualTo(Account.user("mrossi"));
    assertThat(open.url()).endsWith("/-/merge_requests/133#note_2");
    assertThat(talks.getLast().resolved()).isTrue();
  }

  @Test
  void aTokenEndsWhenItsDayBegins() {
    GitLabRecords.Token token = Told.recorded("token-that-ends-on-a-day", new TypeReference<>() {});
    assertThat(token.expiresAt()).isEqualTo(LocalDate.of(2027, 8, 15));
    assertThat(GitLabGrants.isGranular(token)).isFalse();
    assertThat(GitLabGrants.scopes(token)).containsExactly("read_api", "read_repository");
  }

  private static final TypeReference<GitLabRecords.Project> PROJECT = new TypeReference<>() {};

  @Test
  void aProjectInDeepGroupsThatFastForwards() {
    var project = Told.recorded("project-that-fast-forwards", PROJECT);
    var found = GitLabProjects.found(project).orElseThrow();
    assertThat(found.externalId()).isEqualTo("3");
    assertThat(found.fullName()).isEqualTo("tools/deep/launcher");
    assertThat(found.visibility()).isEqualTo(Visibility.INTERNAL);
    assertThat(found.fork()).isTrue();
    assertThat(found.deletesBranchOnMerge()).isTrue();
    assertThat(found.strategies())
        .containsExactlyInAnyOrder(MergeStrategy.FAST_FORWARD, MergeStrategy.SQUASH_FAST_FORWARD);
    var demanded = GitLabProjects.requirements(project);
    assertThat(demanded.source()).isEqualTo(Source.PROVIDER);
    assertThat(demanded.upToDate()).isTrue();
    assertThat(demanded.conversations()).isTrue();
    assertThat(demanded.queue()).isFalse();
    assertThat(demanded.approvals()).isZero();
    assertThat(demanded.strategies()).isEqualTo(found.strategies());
  }

  @ParameterizedTest
  @CsvSource({
    "merge, never, MERGE",
    "merge, always, SQUASH",
    "merge, default_off, MERGE SQUASH",
    "rebase_merge, default_on, REBASE_MERGE SQUASH",
    "ff, never, FAST_FORWARD",
    "ff, always, SQUASH_FAST_FORWARD",
    "a_way_of_tomorrow, never, ''",
  })
  void theWayIsTheProjectsAndSquashingIsChosen(String method, String squash, String ours) {
    var project =
        new tools.jackson.databind.json.JsonMapper()
            .readValue(
                "{\"merge_method\": \"%s\", \"squash_option\": \"%s\"}".formatted(method, squash),
                GitLabRecords.Project.class);
    var expected =
        java.util.Arrays.stream(ours.split(" "))
            .filter(word -> !word.isEmpty())
            .map(MergeStrategy::valueOf)
            .toList();
    assertThat(GitLabProjects.strategies(project)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void settingsThatAreNotShownAreAGuess() {
    var silent =
        new tools.jackson.databind.json.JsonMapper()
            .readValue("{\"id\": 3}", GitLabRecords.Project.class);
    assertThat(GitLabProjects.requirements(silent).source()).isEqualTo(Source.GUESSED);
  }

  @ParameterizedTest
  @CsvSource({
    "ben, false, USER",
    "renovate, true, BOT",
    "project_12_bot_5f3a, false, BOT",
    "group_9_bot, false, BOT",
    "ghost, false, GHOST",
  })
  void whoIsAPersonAndWhoIsNot(String username, boolean bot, Account.Kind kind) {
    var user = new GitLabNodes.UserNode(null, username, null, bot);
    assertThat(GitLabMapping.account(Told.BASE, user).kind()).isEqualTo(kind);
    assertThat(GitLabMapping.account(Told.BASE, null)).isEqualTo(Account.GHOST);
  }

  @ParameterizedTest
  @CsvSource({"opened, OPEN", "locked, OPEN", "merged, MERGED", "closed, CLOSED"})
  void everyState(String word, State ours) {
    assertThat(GitLabMapping.state(word)).isEqualTo(ours);
  }

  @Test
  void closedWithItsTrueTimeOrTheLastThatIsKnown() {
    assertThat(
            Told.mapped(Told.with("'state': 'closed', 'closedAt': '2026-11-20T09:00:00Z'"))
                .closedAt())
        .isEqualTo(Instant.parse("2026-11-20T09:00:00Z"));
    assertThat(Told.mapped(Told.with("'state': 'closed'")).closedAt())
        .isEqualTo(Instant.parse("2026-11-21T08:00:00Z"));
    assertThat(Told.mapped(Told.with("'state': 'closed'")).mergedAt()).isNull();
  }

  @Test
  void aForkIsNamedWhereItIsShown() {
    var fork =
        Told.mapped(Told.with("'sourceProjectId': 9, 'sourceProject': {'fullPath': 'noor/api'}"));
    assertThat(fork.fork()).isTrue();
    assertThat(fork.sourceRepository()).isEqualTo("noor/api");
    var hidden = Told.mapped(Told.with("'sourceProjectId': 9, 'sourceProject': null"));
    assertThat(hidden.fork()).isTrue();
    assertThat(hidden.sourceRepository()).isNull();
    assertThat(Told.mapped(Told.with("'sourceProjectId': null")).fork()).isTrue();
    assertThat(Told.mapped(Told.fine()).fork()).isFalse();
  }

  @Test
  void whatMergesItself() {
    var train =
        Told.mapped(
            Told.with(
                "'autoMergeEnabled': true, 'mergeTrainIndex': 1, 'mergeTrainCar': {'status': 'FRESH', 'createdAt': '2026-11-21T08:00:00Z'}"));
    assertThat(train.waiting())
        .containsExactly(
            new Waiting(Waiting.Kind.QUEUED, 2, null, Instant.parse("2026-11-21T08:00:00Z"), null));
    var armed =
        Told.mapped(Told.with("'autoMergeEnabled': true, 'mergeUser': {'username': 'lena'}"));
    assertThat(armed.waiting())
        .containsExactly(new Waiting(Waiting.Kind.AUTO_MERGE, null, null, null, "lena"));
    assertThat(Told.mapped(Told.with("'state': 'locked'")).waiting()).hasSize(1);
    assertThat(Told.mapped(Told.with("'state': 'merged', 'autoMergeEnabled': true")).waiting())
        .isEmpty();
  }

  @Test
  void labelsWithColoursOfEitherAge() {
    var facts =
        Told.mapped(
            Told.with(
                "'labels': {'nodes': [{'title': 'bug', 'color': '#dc143c'}, {'title': 'old', 'color': 'red'}, {'title': null}]}"));
    assertThat(facts.labels())
        .containsExactly(new Label("bug", "dc143c"), new Label("old", "8c8c8c"));
  }

  @Test
  void whatLacksWhatItMustHaveIsNone() {
    var node = Told.with("'title': null");
    assertThat(
            GitLabMapping.pullRequest(
                new GitLabMapping.Told(
                    Told.BASE,
                    node,
                    io.ampel.pullrequest.Checks.NO_CHECKS,
                    java.util.List.of(),
                    null,
                    null,
                    null)))
        .isEmpty();
  }
}
