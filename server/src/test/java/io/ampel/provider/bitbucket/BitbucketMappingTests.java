package io.ampel.provider.bitbucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ampel.provider.bitbucket.BitbucketComparisons.Size;
import io.ampel.provider.bitbucket.BitbucketMapping.Told;
import io.ampel.provider.bitbucket.BitbucketNodes.Comment;
import io.ampel.provider.bitbucket.BitbucketNodes.Page;
import io.ampel.provider.bitbucket.BitbucketNodes.PullRequestNode;
import io.ampel.provider.bitbucket.BitbucketNodes.Repo;
import io.ampel.provider.bitbucket.BitbucketNodes.Restriction;
import io.ampel.provider.bitbucket.BitbucketNodes.Status;
import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.ApprovalDemand;
import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.Check.State;
import io.ampel.pullrequest.Checks;
import io.ampel.pullrequest.LinkedIssue;
import io.ampel.pullrequest.Mergeability;
import io.ampel.pullrequest.Obstacle;
import io.ampel.pullrequest.ProviderVerdict;
import io.ampel.pullrequest.PullRequest;
import io.ampel.pullrequest.Review;
import io.ampel.pullrequest.Review.Verdict;
import io.ampel.pullrequest.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Bitbucket's words in ours, from answers in the shapes that Bitbucket was seen to give. */
class BitbucketMappingTests {
  private static final JsonMapper JSON = new JsonMapper();

  private static String text(String name) {
    try (var in = BitbucketMappingTests.class.getResourceAsStream("/bitbucket/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T read(String name, TypeReference<T> type) {
    return JSON.readValue(text(name), type);
  }

  private static PullRequestNode node(String name) {
    return read(name, new TypeReference<PullRequestNode>() {});
  }

  private static PullRequest mapped(PullRequestNode node, List<Comment> comments) {
    return mapped(node, comments, null);
  }

  private static PullRequest mapped(
      PullRequestNode node, List<Comment> comments, @Nullable Instant endedAt) {
    return BitbucketMapping.pullRequest(
            new Told(
                node,
                Checks.NO_CHECKS,
                Mergeability.MERGEABLE,
                new Size(3, 2, 1),
                null,
                comments,
                List.of(),
                endedAt))
        .orElseThrow();
  }

  @Test
  void aPullRequestWithEverything() {
    var facts = mapped(node("pull-request.json"), List.of());
    assertThat(facts.externalId()).isEqualTo("41");
    assertThat(facts.number()).isEqualTo(41);
    assertThat(facts.title()).isEqualTo("OPS-7 Count pallets twice");
    assertThat(facts.body()).isEqualTo("Because **once** was not enough.");
    assertThat(facts.url()).isEqualTo("https://bitbucket.org/quay/scales/pull-requests/41");
    assertThat(facts.state()).isEqualTo(PullRequest.State.OPEN);
    assertThat(facts.draft()).isTrue();
    assertThat(facts.author().login()).isEqualTo("iris");
    assertThat(facts.author().avatar()).isEqualTo("https://secure.gravatar.com/avatar/i");
    assertThat(facts.sourceBranch()).isEqualTo("feature/OPS-9-twice");
    assertThat(facts.fork()).isFalse();
    assertThat(facts.targetBranch()).isEqualTo("main");
    assertThat(facts.headSha()).isEqualTo("0a1b2c3d4e5f");
    assertThat(facts.targetTip()).isEqualTo("f5e4d3c2b1a0");
    assertThat(facts.verdict().word()).isEqualTo(ProviderVerdict.Word.NONE);
    assertThat(facts.waiting()).extracting(Waiting::kind).containsExactly(Waiting.Kind.AUTO_MERGE);
    assertThat(facts.obstacles())
        .containsExactly(Obstacle.of(Obstacle.Kind.TASKS_OPEN, 2).at(facts.url()));
    assertThat(facts.comments()).isEqualTo(5);
    assertThat(facts.createdAt()).isEqualTo(Instant.parse("2026-11-19T12:00:03.494356Z"));
    assertThat(facts.labels()).isEmpty();
    assertThat(facts.additions()).isEqualTo(3);
  }

  @Test
  void participantsAreReviewsAndRequests() {
    var facts = mapped(node("pull-request.json"), List.of());
    assertThat(facts.reviews())
        .extracting(review -> review.reviewer().login(), Review::verdict, Review::writer)
        .containsExactly(
            tuple("paul", Verdict.COMMENTED, true),
            tuple("vera", Verdict.APPROVED, true),
            tuple("otto", Verdict.CHANGES_REQUESTED, true));
    assertThat(facts.requested())
        .extracting(request -> request.reviewer().login())
        .containsExactly("nina");
  }

  @Test
  void aBotAGhostAndTwoOfTheSameNickname() {
    var facts = mapped(node("namesakes.json"), List.of());
    assertThat(facts.author()).isEqualTo(Account.GHOST);
    assertThat(facts.reviews())
        .extracting(review -> review.reviewer().login(), review -> review.reviewer().kind())
        .containsExactly(
            tuple("alex 11111111", Account.Kind.USER),
            tuple("Alex 22222222", Account.Kind.USER),
            tuple("deploy", Account.Kind.BOT));
    assertThat(facts.fork()).as("from a fork that is gone").isTrue();
    assertThat(facts.sourceRepository()).isNull();
  }

  @Test
  void howItEnded() {
    var end = Instant.parse("2026-11-20T09:00:00Z");
    assertThat(BitbucketMapping.state("MERGED")).isEqualTo(PullRequest.State.MERGED);
    assertThat(BitbucketMapping.state("DECLINED")).isEqualTo(PullRequest.State.CLOSED);
    assertThat(BitbucketMapping.state("SUPERSEDED")).isEqualTo(PullRequest.State.CLOSED);
    assertThat(BitbucketMapping.state("OPEN")).isEqualTo(PullRequest.State.OPEN);
    var declined = mapped(node("namesakes.json"), List.of(), end);
    assertThat(declined.state()).isEqualTo(PullRequest.State.CLOSED);
    assertThat(declined.closedAt()).isEqualTo(end);
    assertThat(declined.mergedAt()).isNull();
  }

  @Test
  void buildsAreTheNewestOfEachKeyAndOfTheHead() {
    var page = read("statuses.json", new TypeReference<Page<Status>>() {});
    var checks = BitbucketBuilds.checks(page.all(), "0a1b2c3d4e5f");
    assertThat(checks.reading()).isEqualTo(Checks.Reading.ALL);
    assertThat(checks.sha()).isEqualTo("0a1b2c3d4e5f");
    assertThat(checks.all())
        .extracting(Check::title, Check::state, Check::raw)
        .containsExactlyInAnyOrder(
            tuple("unit", State.PASSED, "SUCCESSFUL"),
            tuple("a1 / nightly", State.CANCELLED, "STOPPED"),
            tuple("a2 / nightly", State.RUNNING, "INPROGRESS"),
            tuple("pipeline", State.FAILED, "ERROR"),
            tuple("odd", State.UNKNOWN, "SULKING"));
  }

  @Test
  void buildsOfAnOlderCommitAreSaidToBeSo() {
    var page = read("statuses.json", new TypeReference<Page<Status>>() {});
    var checks = BitbucketBuilds.checks(page.all(), "999999999999");
    assertThat(checks.sha()).isEqualTo("0a1b2c3d4e5f");
    assertThat(checks.all()).isNotEmpty();
    assertThat(BitbucketBuilds.checks(List.of(), "999999999999").all()).isEmpty();
  }

  @Test
  void onlyWhatStandsAtALineAndAnswersNobodyBeginsAConversation() {
    var page = read("comments.json", new TypeReference<Page<Comment>>() {});
    var facts = mapped(node("pull-request.json"), page.all());
    assertThat(facts.conversations()).hasSize(2);
    assertThat(facts.unresolvedConversations()).isEqualTo(1);
    var open = facts.conversations().getFirst();
    assertThat(open.id()).isEqualTo("101");
    assertThat(open.resolved()).isFalse();
    assertThat(open.path()).isEqualTo("src/scale.c");
    assertThat(open.excerpt()).isEqualTo("Why twice?");
    assertThat(Objects.requireNonNull(open.startedBy()).login()).isEqualTo("vera");
    assertThat(Objects.requireNonNull(open.lastBy()).login()).isEqualTo("iris");
    assertThat(facts.conversations().getLast().resolved()).isTrue();
  }

  @Test
  void mergeChecksOfABranchAddUp() {
    var all = read("branch-restrictions.json", new TypeReference<Page<Restriction>>() {}).all();
    assertThat(BitbucketRules.speakOfKinds(all)).isTrue();
    assertThat(BitbucketRules.speakOfDefaultReviewers(all)).isTrue();
    var model =
        JSON.readValue(
            """
            {"development": {"name": "main"}, "production": null,
             "branch_types": [{"kind": "release", "prefix": "release/"}]}
            """,
            BitbucketNodes.BranchingModel.class);
    var vera = Account.user("vera");
    var rules = new BitbucketRules(all, model, List.of(vera));
    var main = rules.requirements("main", Set.of());
    assertThat(main.approvals()).isEqualTo(2);
    assertThat(main.builds()).isEqualTo(3);
    assertThat(main.upToDate()).isTrue();
    assertThat(main.conversations()).isTrue();
    assertThat(main.dismissesStale()).isTrue();
    assertThat(main.demands())
        .containsExactly(
            new ApprovalDemand("default reviewers", 1, List.of(vera)),
            new ApprovalDemand("Wharf", 1, List.of()));
    assertThat(main.unverified())
        .containsExactly(
            "require_review_group_approvals_to_merge", "require_all_dependencies_merged");
    assertThat(rules.behindAtMost("main")).hasValue(0);
    var release = rules.requirements("release/2", Set.of());
    assertThat(release.approvals()).isZero();
    assertThat(release.builds()).isEqualTo(1);
    assertThat(rules.requirements("feature/x", Set.of()).builds()).isZero();
    assertThat(rules.mergers("release/2").orElseThrow().people()).containsExactly("{u-vera}");
  }

  @Test
  void patternsKnowAsterisks() {
    assertThat(BitbucketRules.matches("*", "anything/at/all")).isTrue();
    assertThat(BitbucketRules.matches("release/*", "release/1.0")).isTrue();
    assertThat(BitbucketRules.matches("release/*", "releases/1.0")).isFalse();
    assertThat(BitbucketRules.matches("ma.n", "main")).isFalse();
    assertThat(BitbucketRules.matches(null, "main")).isFalse();
  }

  @Test
  void aRepository() {
    var found = BitbucketRepositories.found(read("repository.json", new TypeReference<Repo>() {}));
    assertThat(found)
        .hasValueSatisfying(repository -> {
          assertThat(repository.externalId()).isEqualTo("{d7f0c1aa-0000-4000-8000-000000000001}");
          assertThat(repository.fullName()).isEqualTo("quay/scales");
          assertThat(repository.url()).hasToString("https://bitbucket.org/quay/scales");
          assertThat(repository.defaultBranch()).isEqualTo("main");
          assertThat(repository.fork()).isFalse();
        });
  }

  @Test
  void strategiesGoBothWays() {
    for (var strategy : io.ampel.pullrequest.MergeStrategy.values()) {
      assertThat(BitbucketRepositories.strategy(BitbucketRepositories.word(strategy)))
          .contains(strategy);
    }
    assertThat(BitbucketRepositories.strategy("octopus")).isEmpty();
  }

  @Test
  void hashesAreComparedByTheirBeginning() {
    assertThat(BitbucketMapping.isSameCommit("0a1b2c3d4e5f", "0a1b2c3d4e5f6789")).isTrue();
    assertThat(BitbucketMapping.isSameCommit("0a1b2c3d4e5f6789", "0a1b2c3d4e5f")).isTrue();
    assertThat(BitbucketMapping.isSameCommit("0a1b2c3d4e5f", "0a1b2c3d4e50")).isFalse();
    assertThat(BitbucketMapping.isSameCommit("0a1b", "0a1b2c3d4e5f")).as("too short").isFalse();
    assertThat(BitbucketMapping.isSameCommit("", "")).isFalse();
  }

  @Test
  void keysOfJiraInTitleAndBranchBecomeLinksWhereASiteIsSet() {
    var issues = new BitbucketIssues(Lab.JIRA);
    assertThat(issues.of("quay/scales", "OPS-7 Count", "feature/OPS-9-and-OPS-7"))
        .containsExactly(
            new LinkedIssue(
                "quay/scales", "OPS-7", "OPS-7", "https://jira.example/browse/OPS-7", null),
            new LinkedIssue(
                "quay/scales", "OPS-9", "OPS-9", "https://jira.example/browse/OPS-9", null));
    assertThat(issues.of("quay/scales", "no utf-8, no OPS-0, no xOPS-1", "main")).isEmpty();
    assertThat(new BitbucketIssues(null).of("quay/scales", "OPS-7", "main")).isEmpty();
  }

  @Test
  void whereBitbucketAnswersPrograms() {
    assertThat(BitbucketAddresses.api(URI.create("https://bitbucket.org")))
        .hasToString("https://api.bitbucket.org/2.0");
    assertThat(BitbucketAddresses.api(URI.create("http://127.0.0.1:8090/bitbucket/")))
        .hasToString("http://127.0.0.1:8090/bitbucket/2.0");
    assertThat(BitbucketAddresses.api(URI.create("https://api.bitbucket.org/2.0")))
        .hasToString("https://api.bitbucket.org/2.0");
  }
}
