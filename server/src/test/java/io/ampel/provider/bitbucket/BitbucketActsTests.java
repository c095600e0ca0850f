package io.ampel.provider.bitbucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.ActOutcome;
import io.ampel.provider.Deed;
import io.ampel.provider.Feature;
import io.ampel.provider.MergeOrder;
import io.ampel.provider.MergeOutcome;
import io.ampel.provider.MergeOutcome.Merged;
import io.ampel.provider.ProviderFailure;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Review.Verdict;
import io.ampel.simulator.BitbucketTokens;
import io.ampel.simulator.BranchRule;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Fault;
import io.ampel.simulator.Forge;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.bitbucket.MergeEnding;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Ampel does at Bitbucket, and that it is never more than the person saw. */
class BitbucketActsTests {
  private final Simulator simulator = Simulator.start(0);
  private final Lab lab = new Lab(simulator.bitbucketBase());
  private final Access lena = lab.lena();
  private Repository repository = lab.repository("{}", "acme/api");
  private PullRequest told = pullRequest();

  private PullRequest pullRequest() {
    return simulator
        .world(Forge.BITBUCKET)
        .repository("acme/api")
        .pullRequest("A change")
        .author("ben")
        .headRef("feat/one");
  }

  @BeforeEach
  void open() {
    told = simulator.world(Forge.BITBUCKET).repository("acme/api").pullRequest(told.number());
    repository = lab.repository(lena, "acme/api");
  }

  @AfterEach
  void close() {
    simulator.close();
  }

  /** What the person saw: the first twelve digits, as pull requests name commits. */
  private String head() {
    return told.headSha().substring(0, 12);
  }

  private MergeOrder order(MergeStrategy strategy) {
    return new MergeOrder(head(), strategy, null, null, false);
  }

  private MergeOutcome merge(MergeOrder order) {
    return lab.connector.merge(lena, repository, told.number(), order);
  }

  private MergeOutcome merge() {
    return merge(order(MergeStrategy.MERGE));
  }

  private ActOutcome act(Deed deed) {
    return lab.connector.act(lena, repository, told.number(), deed);
  }

  private ActOutcome review(Verdict verdict, String body) {
    return lab.connector.review(lena, repository, told.number(), verdict, body, head());
  }

  private long asked(String method) {
    return simulator.calls().recent().stream()
        .filter(call -> call.route().startsWith(method) && call.path().endsWith("/merge"))
        .count();
  }

  @ParameterizedTest
  @EnumSource(MergeStrategy.class)
  void everyStrategyMerges(MergeStrategy strategy) {
    told.repository()
        .mergeStrategies(
            io.ampel.simulator.MergeStrategy.MERGE_COMMIT,
            io.ampel.simulator.MergeStrategy.values());
    assertThat(merge(order(strategy)))
        .isInstanceOfSatisfying(
            Merged.class,
            merged -> {
              assertThat(merged.commit()).isNotNull();
              assertThat(merged.otherHead()).isNull();
            });
    assertThat(told.state()).isEqualTo(PullRequest.State.MERGED);
  }

  @Test
  void aStrategyThatTheBranchDoesNotAllowIsRefusedInBitbucketsWords() {
    told.repository().mergeStrategies(io.ampel.simulator.MergeStrategy.SQUASH);
    assertThat(merge())
        .isInstanceOfSatisfying(
            MergeOutcome.Refused.class,
            no -> assertThat(no.message()).contains("merge_commit").contains("allowed"));
    assertThat(lab.connector.requirements(lena, repository, "main").strategies())
        .containsExactly(MergeStrategy.SQUASH);
  }

  @Test
  void aHeadThatMovedIsNotMergedAndNotAskedFor() {
    var order = order(MergeStrategy.MERGE);
    told.push();
    assertThat(merge(order)).isInstanceOf(MergeOutcome.HeadMoved.class);
    assertThat(told.open()).isTrue();
    assertThat(asked("POST")).isZero();
  }

  @Test
  void aBranchIsClosedAlongWhereThatWasOrdered() {
    var order = new MergeOrder(head(), MergeStrategy.MERGE, "Title", "Words", true);
    assertThat(merge(order))
        .isInstanceOfSatisfying(
            Merged.class, merged -> assertThat(merged.branchDeleted()).isTrue());
    assertThat(told.repository().findBranch("feat/one")).isEmpty();
  }

  @Test
  void theBranchOfAForkIsLeftAlone() {
    told.fromForkOf("tariq");
    assertThat(merge(new MergeOrder(head(), MergeStrategy.MERGE, null, null, true)))
        .isInstanceOfSatisfying(
            Merged.class, merged -> assertThat(merged.branchDeleted()).isFalse());
  }

  @Test
  void aMergeThatBecameATaskIsFollowed() {
    simulator.bitbucket().nextMerge(MergeEnding.TASK).mergeTaskTakes(Duration.ofMillis(500));
    assertThat(merge()).isInstanceOf(Merged.class);
    assertThat(asked("POST")).isEqualTo(1);
  }

  @Test
  void aTaskThatTakesLongIsTakenOnAndNotDone() {
    simulator.bitbucket().nextMerge(MergeEnding.TASK).mergeTaskTakes(Duration.ofMinutes(2));
    assertThat(merge()).isInstanceOf(MergeOutcome.Accepted.class);
    assertThat(asked("POST")).isEqualTo(1);
  }

  @Test
  void aTaskThatFailsSaysWhy() {
    simulator.bitbucket().nextMerge(MergeEnding.TASK_REFS_MOVED);
    assertThat(merge())
        .isInstanceOfSatisfying(
            MergeOutcome.Refused.class, no -> assertThat(no.message()).contains("changed"));
    simulator.bitbucket().nextMerge(MergeEnding.TASK_FORBIDDEN);
    assertThat(merge()).isInstanceOf(MergeOutcome.NotPermitted.class);
    assertThat(told.open()).isTrue();
  }

  @Test
  void whatMovedMeanwhileIsSaid() {
    simulator.bitbucket().nextMerge(MergeEnding.REFS_MOVED);
    assertThat(merge()).as("only the target moved").isInstanceOf(MergeOutcome.Refused.class);
  }

  @Test
  void aMergeThatTimedOutIsVerifiedAndNeverSentAgain() {
    simulator.bitbucket().nextMerge(MergeEnding.TIMED_OUT);
    assertThat(merge()).isInstanceOf(MergeOutcome.Unknown.class);
    simulator.bitbucket().nextMerge(MergeEnding.TIMED_OUT_MERGED);
    assertThat(merge()).isInstanceOf(Merged.class);
    assertThat(asked("POST")).isEqualTo(2);
  }

  @Test
  void anAnswerThatIsLostIsVerifiedToo() {
    simulator.faults().add(Fault.of(Fault.Kind.CUT).on("/merge").times(1).afterTheWork());
    assertThat(merge()).isInstanceOf(Merged.class);
    assertThat(asked("POST")).isEqualTo(1);
  }

  @Test
  void whatStandsInTheWayIsSaidInBitbucketsWords() {
    told.conflict(true);
    assertThat(merge())
        .isInstanceOfSatisfying(
            MergeOutcome.Refused.class, no -> assertThat(no.message()).contains("conflict"));
    told.conflict(false);
    told.repository()
        .branchRule(BranchRule.Kind.REQUIRE_PASSING_BUILDS_TO_MERGE, 1)
        .branchRule(BranchRule.Kind.ENFORCE_MERGE_CHECKS);
    told.status("build", CheckState.FAILED);
    assertThat(merge())
        .isInstanceOfSatisfying(
            MergeOutcome.Refused.class, no -> assertThat(no.message()).contains("1 successful"));
  }

  @Test
  void whoMayNotMergeIsToldWhatLacks() {
    var readOnly = lab.api(BitbucketTokens.READ_ONLY, BitbucketTokens.MIRA_EMAIL);
    assertThat(lab.connector.merge(readOnly, repository, told.number(), order(MergeStrategy.MERGE)))
        .isInstanceOfSatisfying(
            MergeOutcome.NotPermitted.class,
            no -> assertThat(no.missing()).containsExactly("write:pullrequest:bitbucket"));
    assertThat(
            lab.connector.merge(lab.noor(), repository, told.number(), order(MergeStrategy.MERGE)))
        .isInstanceOf(MergeOutcome.NotPermitted.class);
  }

  @Test
  void whatIsOverIsNotMergedAgain() {
    told.merge("ben");
    assertThat(merge())
        .isInstanceOfSatisfying(
            MergeOutcome.Refused.class, no -> assertThat(no.message()).contains("MERGED"));
  }

  @Test
  void anApprovalIsOfTheCommitThatWasSeen() {
    assertThat(review(Verdict.APPROVED, "")).isInstanceOf(ActOutcome.Done.class);
    assertThat(lab.read(lena, repository, told.number()).facts().reviews())
        .singleElement()
        .satisfies(review -> assertThat(review.verdict()).isEqualTo(Verdict.APPROVED));
    var seen = head();
    told.push();
    assertThat(
            lab.connector.review(
                lena, repository, told.number(), Verdict.CHANGES_REQUESTED, "", seen))
        .isInstanceOf(ActOutcome.HeadMoved.class);
  }

  @Test
  void theWordsOfAVerdictFollowAsAComment() {
    assertThat(review(Verdict.CHANGES_REQUESTED, "Please not so"))
        .isInstanceOfSatisfying(
            ActOutcome.Done.class, done -> assertThat(done.url()).contains("#comment-"));
    assertThat(told.comments()).extracting("body").containsExactly("Please not so");
  }

  @Test
  void aVerdictWithoutItsWordsIsSaid() {
    simulator.faults().add(Fault.status(403).on("POST /bitbucket/2.0").on("/comments").times(1));
    assertThat(review(Verdict.APPROVED, "Nice"))
        .isInstanceOfSatisfying(
            ActOutcome.Refused.class,
            no -> assertThat(no.message()).startsWith("Your verdict was given"));
  }

  @Test
  void anApprovalOfWhichTheAnswerIsLostIsFoundAgain() {
    simulator.faults().add(Fault.of(Fault.Kind.CUT).on("/approve").times(1).afterTheWork());
    assertThat(review(Verdict.APPROVED, "")).isInstanceOf(ActOutcome.Done.class);
    simulator.faults().add(Fault.status(502).on("/request-changes").times(1));
    assertThat(review(Verdict.CHANGES_REQUESTED, "")).isInstanceOf(ActOutcome.Unknown.class);
  }

  @Test
  void verdictsAreTakenBack() {
    review(Verdict.APPROVED, "");
    assertThat(act(new Deed.Withdraw())).isInstanceOf(ActOutcome.Done.class);
    review(Verdict.CHANGES_REQUESTED, "");
    assertThat(act(new Deed.Withdraw())).isInstanceOf(ActOutcome.Done.class);
    assertThat(lab.read(lena, repository, told.number()).facts().reviews())
        .noneMatch(review -> review.verdict() == Verdict.CHANGES_REQUESTED);
    assertThat(act(new Deed.Withdraw())).isInstanceOf(ActOutcome.Refused.class);
  }

  @Test
  void anAccessTokenTakesBackWithoutKnowingItsOwnName() {
    var token = lab.bearer(BitbucketTokens.REPOSITORY_ACCESS, "acme/api");
    assertThat(lab.connector.review(token, repository, told.number(), Verdict.APPROVED, "", head()))
        .isInstanceOf(ActOutcome.Done.class);
    assertThat(lab.connector.act(token, repository, told.number(), new Deed.Withdraw()))
        .isInstanceOf(ActOutcome.Done.class);
    assertThat(lab.read(lena, repository, told.number()).facts().reviews())
        .noneMatch(review -> review.verdict() == Verdict.APPROVED);
  }

  @Test
  void aConversationIsResolvedOnceAndTwice() {
    told.thread("lena", "Why?", false);
    var talk = lab.read(lena, repository, told.number()).facts().conversations().getFirst();
    assertThat(act(new Deed.Resolve(String.valueOf(talk.id()))))
        .isInstanceOf(ActOutcome.Done.class);
    assertThat(lab.read(lena, repository, told.number()).facts().unresolvedConversations())
        .isZero();
    assertThat(act(new Deed.Resolve(String.valueOf(talk.id()))))
        .isInstanceOf(ActOutcome.Done.class);
  }

  @Test
  void aPullRequestIsDeclined() {
    assertThat(act(new Deed.Close())).isInstanceOf(ActOutcome.Done.class);
    assertThat(told.state()).isEqualTo(PullRequest.State.CLOSED);
    assertThat(act(new Deed.Close())).isInstanceOf(ActOutcome.Refused.class);
  }

  @Test
  void whatBitbucketCannotDoIsNoFeatureAndRefused() {
    assertThat(lab.connector.features(lab.instance))
        .containsExactlyInAnyOrder(
            Feature.COMMENT,
            Feature.APPROVE,
            Feature.REQUEST_CHANGES,
            Feature.WITHDRAW,
            Feature.RESOLVE,
            Feature.CLOSE,
            Feature.MERGE);
    assertThat(act(new Deed.UpdateBranch(head()))).isInstanceOf(ActOutcome.Refused.class);
    assertThat(act(new Deed.Rerun("1"))).isInstanceOf(ActOutcome.Refused.class);
    assertThat(act(new Deed.Reopen()))
        .isInstanceOfSatisfying(
            ActOutcome.Refused.class, no -> assertThat(no.message()).contains("reopen"));
  }

  @Test
  void aCommentIsThereAndFoundAgain() {
    var before = Instant.now().minusSeconds(60);
    assertThat(lab.connector.comment(lena, repository, told.number(), "Hello\n"))
        .isInstanceOfSatisfying(
            ActOutcome.Done.class, done -> assertThat(done.url()).contains("comment"));
    assertThat(lab.connector.hasCommented(lena, repository, told.number(), "Hello", before))
        .isTrue();
    assertThat(lab.connector.hasCommented(lab.ben(), repository, told.number(), "Hello", before))
        .as("somebody else's words")
        .isFalse();
    assertThat(lab.connector.hasCommented(lena, repository, told.number(), "Hullo", before))
        .isFalse();
  }

  @Test
  void aBranchIsDeletedOnceAndTwice() {
    assertThat(lab.connector.deleteBranch(lena, repository, "feat/one"))
        .isInstanceOf(ActOutcome.Done.class);
    assertThat(told.repository().findBranch("feat/one")).isEmpty();
    assertThat(lab.connector.deleteBranch(lena, repository, "feat/one"))
        .isInstanceOf(ActOutcome.Done.class);
  }

  @Test
  void aDeadTokenIsAFailureAndNoRefusal() {
    var revoked = lab.api(BitbucketTokens.REVOKED, BitbucketTokens.BEN_EMAIL);
    assertThatThrownBy(() -> lab.connector.comment(revoked, repository, told.number(), "Hello"))
        .isInstanceOfSatisfying(
            ProviderFailure.class,
            failure -> assertThat(failure.problem().code()).isEqualTo(Code.INVALID_TOKEN));
  }

  @Test
  void anEndpointThatIsClosedToAGoodTokenDoesNotMakeItADeadOne() {
    simulator.faults().add(Fault.status(401).on("/decline").times(1));
    assertThat(act(new Deed.Close())).isInstanceOf(ActOutcome.NotPermitted.class);
  }

  @Test
  void aReadOnlyRepositoryRefuses() {
    told.repository().archive(true);
    assertThat(lab.connector.comment(lena, repository, told.number(), "Hello"))
        .isInstanceOfSatisfying(
            ActOutcome.Refused.class, no -> assertThat(no.message()).contains("read-only"));
  }
}
