package io.ampel.provider.gitlab;

import static org.assertj.core.api.Assertions.assertThat;

import io.ampel.provider.Access;
import io.ampel.provider.ActOutcome;
import io.ampel.provider.Deed;
import io.ampel.provider.MergeOrder;
import io.ampel.provider.MergeOutcome;
import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.MergeStrategy;
import io.ampel.pullrequest.Repository;
import io.ampel.pullrequest.Review.Verdict;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Forge;
import io.ampel.simulator.GitLabTokens;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.PullRequest.State;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.gitlab.Instance.Tier;
import io.ampel.simulator.gitlab.ProjectSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done at GitLab is done there. */
class GitLabDeedsTests {
  private final Simulator simulator = Simulator.start(0);
  private final Lab lab = new Lab(simulator.gitlabBase());
  private final PullRequest told =
      simulator.world(Forge.GITLAB).repository("acme/platform/api").pullRequest("A change");
  private final Access lena = lab.access(GitLabTokens.REVIEWER);
  private Repository repository = lab.repository("0", "acme/none");

  @BeforeEach
  void find() {
    repository = lab.repository(lena, "acme/platform/api");
  }

  @AfterEach
  void close() {
    simulator.close();
  }

  private static final ActOutcome DONE = new ActOutcome.Done(null);

  private String verdicts() {
    return lab.read(lena, repository, told.number()).facts().reviews().stream()
        .map(review -> review.reviewer().login() + " " + review.verdict())
        .reduce("", (one, two) -> (one + ", " + two).replaceFirst("^, ", ""));
  }

  private ActOutcome review(Verdict verdict, String body) {
    return lab.connector.review(lena, repository, told.number(), verdict, body, told.headSha());
  }

  @Test
  void approvingAndTakingItBack() {
    assertThat(review(Verdict.APPROVED, "")).isEqualTo(DONE);
    assertThat(verdicts()).isEqualTo("lena APPROVED");
    assertThat(lab.connector.act(lena, repository, told.number(), new Deed.Withdraw()))
        .isEqualTo(DONE);
    assertThat(verdicts()).isEqualTo("lena DISMISSED");
  }

  @Test
  void requestingChangesAndTakingItBack() {
    assertThat(review(Verdict.CHANGES_REQUESTED, "Please test it"))
        .isInstanceOf(ActOutcome.Done.class);
    assertThat(verdicts()).isEqualTo("lena CHANGES_REQUESTED");
    assertThat(told.comments()).extracting("body").contains("Please test it");
    assertThat(lab.connector.act(lena, repository, told.number(), new Deed.Withdraw()))
        .isEqualTo(DONE);
    assertThat(verdicts()).isEqualTo("lena DISMISSED");
  }

  @Test
  void changesAreNotRequestedOfACommitThatNobodySaw() {
    var seen = told.headSha();
    told.push();
    assertThat(
            lab.connector.review(
                lena, repository, told.number(), Verdict.CHANGES_REQUESTED, "No", seen))
        .isInstanceOf(ActOutcome.HeadMoved.class);
    assertThat(lab.connector.review(lena, repository, told.number(), Verdict.APPROVED, "", seen))
        .isInstanceOf(ActOutcome.HeadMoved.class);
  }

  @Test
  void aGitLabThatCannotBeAskedToRequestChangesRefuses() {
    simulator.gitlab().instance().tier(Tier.FREE);
    lab.connector.introduce(lena);
    assertThat(review(Verdict.CHANGES_REQUESTED, "No")).isInstanceOf(ActOutcome.Refused.class);
    assertThat(told.comments()).isEmpty();
  }

  @Test
  void aCommandIsSaidAndNotDone() {
    var begun = Instant.now().minusSeconds(5);
    var body = "/close\n```\n/merge\n```";
    assertThat(lab.connector.comment(lena, repository, told.number(), body))
        .isInstanceOf(ActOutcome.Done.class);
    assertThat(told.open()).isTrue();
    assertThat(told.comments()).extracting("body").containsExactly("\\/close\n```\n/merge\n```");
    assertThat(lab.connector.hasCommented(lena, repository, told.number(), body, begun)).isTrue();
    assertThat(
            lab.connector.hasCommented(
                lab.access(GitLabTokens.DEVELOPER), repository, told.number(), body, begun))
        .isFalse();
  }

  @Test
  void aConversationIsResolved() {
    told.thread("ben", "Why?", false);
    var talk = lab.read(lena, repository, told.number()).facts().conversations().getFirst();
    assertThat(
            lab.connector.act(
                lena,
                repository,
                told.number(),
                new Deed.Resolve(Objects.requireNonNull(talk.id()))))
        .isEqualTo(DONE);
    assertThat(lab.read(lena, repository, told.number()).facts().unresolvedConversations())
        .isZero();
  }

  @Test
  void aBranchIsRebasedFromTheCommitThatWasSeen() {
    ProjectSettings.of(told.repository()).mergeMethod(ProjectSettings.MergeMethod.FF);
    told.behind(2);
    var seen = told.headSha();
    simulator.gitlab().instance().rebasesTake(Duration.ofMillis(60));
    assertThat(
            lab.connector.act(
                lena, repository, told.number(), new Deed.UpdateBranch("0".repeat(40))))
        .isInstanceOf(ActOutcome.HeadMoved.class);
    assertThat(lab.connector.act(lena, repository, told.number(), new Deed.UpdateBranch(seen)))
        .isEqualTo(DONE);
    assertThat(told.headSha()).isNotEqualTo(seen);
    assertThat(told.behindBy()).isZero();
  }

  @Test
  void aRebaseThatFailsSaysWhy() {
    told.conflicting();
    assertThat(
            lab.connector.act(
                lena, repository, told.number(), new Deed.UpdateBranch(told.headSha())))
        .isInstanceOfSatisfying(
            ActOutcome.Refused.class,
            refused -> assertThat(refused.message()).contains("Rebase failed"));
  }

  @Test
  void aFailedJobRunsAgain() {
    told.check("build", CheckState.FAILED);
    var check = lab.read(lena, repository, told.number()).facts().checks().all().getFirst();
    assertThat(check.rerun()).startsWith("jobs/");
    assertThat(
            lab.connector.act(
                lena,
                repository,
                told.number(),
                new Deed.Rerun(Objects.requireNonNull(check.rerun()))))
        .isEqualTo(DONE);
    assertThat(lab.read(lena, repository, told.number()).facts().checks().all())
        .extracting(Check::state)
        .doesNotContain(Check.State.FAILED);
  }

  @Test
  void closingAndReopening() {
    assertThat(lab.connector.act(lena, repository, told.number(), new Deed.Close()))
        .isEqualTo(DONE);
    assertThat(told.state()).isEqualTo(State.CLOSED);
    assertThat(lab.connector.act(lena, repository, told.number(), new Deed.Reopen()))
        .isEqualTo(DONE);
    assertThat(told.state()).isEqualTo(State.OPEN);
  }

  private MergeOutcome merge(MergeStrategy strategy, boolean deleteBranch) {
    return lab.connector.merge(
        lena,
        repository,
        told.number(),
        new MergeOrder(told.headSha(), strategy, null, null, deleteBranch));
  }

  @Test
  void mergingWithItsBranch() {
    assertThat(merge(MergeStrategy.SQUASH, true))
        .isInstanceOfSatisfying(
            MergeOutcome.Merged.class,
            merged -> {
              assertThat(merged.commit()).isEqualTo(told.mergeCommit());
              assertThat(merged.branchDeleted()).isTrue();
            });
    assertThat(told.state()).isEqualTo(State.MERGED);
    assertThat(told.repository().findBranch(told.headRef())).isEmpty();
  }

  @Test
  void aMergeThatTakesAWhileIsAwaited() {
    simulator.gitlab().instance().mergesTake(Duration.ofMillis(60));
    assertThat(merge(MergeStrategy.MERGE, false)).isInstanceOf(MergeOutcome.Merged.class);
  }

  @Test
  void aReporterMayNotAndADraftIsRefused() {
    var noor = lab.access(GitLabTokens.REPORTER);
    var order = new MergeOrder(told.headSha(), MergeStrategy.MERGE, null, null, false);
    assertThat(lab.connector.merge(noor, repository, told.number(), order))
        .isInstanceOf(MergeOutcome.NotPermitted.class);
    assertThat(
            lab.connector.merge(
                lab.access(GitLabTokens.READ_ONLY), repository, told.number(), order))
        .isInstanceOfSatisfying(
            MergeOutcome.NotPermitted.class, no -> assertThat(no.missing()).containsExactly("api"));
    told.draft();
    assertThat(merge(MergeStrategy.MERGE, false))
        .isInstanceOfSatisfying(
            MergeOutcome.Refused.class,
            refused -> assertThat(refused.message()).contains("draft status"));
  }

  @Test
  void aBranchIsDeletedOnce() {
    told.repository().branch("feat/old");
    assertThat(lab.connector.deleteBranch(lena, repository, "feat/old")).isEqualTo(DONE);
    assertThat(told.repository().findBranch("feat/old")).isEmpty();
    assertThat(lab.connector.deleteBranch(lena, repository, "feat/old")).isEqualTo(DONE);
  }
}
