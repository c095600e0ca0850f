package io.ampel.pullrequest;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a pull request (GitLab: merge request), in our words, the same for everybody who
 * may read the repository.
 *
 * @param externalId the provider's stable key
 * @param sourceRepository full name of the fork it comes from, null when it is the repository
 *     itself or the fork is gone
 * @param targetTip the present tip of the target branch, null when not told
 * @param behindBy commits of the target branch that the source lacks, null when not known
 * @param push what brought the head; where nothing is told, the update with which it was first seen
 * @param issues what merging would close, null when nobody asked for that yet
 * @param obstacles what else stands in the way, in the provider's own words
 * @param demands approvals that the provider demands for this pull request in particular
 * @param comments number of comments
 */
public record PullRequest(
    String externalId,
    int number,
    String title,
    String body,
    String url,
    State state,
    boolean draft,
    Account author,
    String sourceBranch,
    @Nullable String sourceRepository,
    boolean fork,
    String targetBranch,
    String headSha,
    @Nullable String targetTip,
    Mergeability mergeability,
    ProviderVerdict verdict,
    ReviewDecision reviewDecision,
    @Nullable Integer behindBy,
    @Nullable Push push,
    Checks checks,
    List<Review> reviews,
    List<ReviewRequest> requested,
    List<Conversation> conversations,
    int unresolvedConversations,
    @Nullable List<LinkedIssue> issues,
    List<Label> labels,
    List<Account> assignees,
    List<Waiting> waiting,
    List<Obstacle> obstacles,
    List<ApprovalDemand> demands,
    int additions,
    int deletions,
    int changedFiles,
    int comments,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant mergedAt,
    @Nullable Instant closedAt) {

  public enum State {
    OPEN,
    MERGED,
    CLOSED
  }

  public PullRequest {
    push = push == null ? new Push(null, updatedAt) : push;
    reviews = List.copyOf(reviews);
    requested = List.copyOf(requested);
    conversations = List.copyOf(conversations);
    issues = issues == null ? null : List.copyOf(issues);
    labels = List.copyOf(labels);
    assignees = List.copyOf(assignees);
    waiting = List.copyOf(waiting);
    // Rows that were saved before there were any have none.
    obstacles = obstacles == null ? List.of() : List.copyOf(obstacles);
    demands = demands == null ? List.of() : List.copyOf(demands);
  }

  /**
   * These facts completed by what an earlier reading of the same commit knew better: checks that
   * this token cannot read, a verdict that was given to somebody who may not bypass the rules, and
   * the issues that only a closer look asks for.
   */
  public PullRequest completedBy(PullRequest earlier) {
    if (issues == null && earlier.issues != null) {
      return with(mergeability, verdict, checks, push, earlier.issues).completedBy(earlier);
    }
    if (!headSha.equals(earlier.headSha)) {
      return with(mergeability, verdict, checks, new Push(pusher(), updatedAt));
    }
    var best = bestKnown(earlier.checks);
    var known = new Push(pusher() == null ? earlier.pusher() : pusher(), earlier.headSince());
    var completed =
        with(isDoubtful(earlier) ? Mergeability.UNKNOWN : mergeability, verdict, best, known);
    var onlyTheVerdictDiffers =
        completed.with(earlier.mergeability, earlier.verdict, best).equals(earlier);
    return onlyTheVerdictDiffers && verdict.mayBypass() && !earlier.verdict.mayBypass()
        ? earlier
        : completed;
  }

  /** Who pushed the head, null when not told. */
  public @Nullable Account pusher() {
    return push == null ? null : push.by();
  }

  /** Since when the head is what it is: what happens to the pull request later does not move it. */
  public Instant headSince() {
    return push == null ? updatedAt : push.at();
  }

  /** Checks that another token read better, unless the provider's word shows them outdated. */
  private Checks bestKnown(Checks known) {
    if (checks.reading().compareTo(known.reading()) >= 0) {
      return checks;
    }
    var outdated =
        verdict.word() == ProviderVerdict.Word.CLEAN
            && !verdict.mayBypass()
            && known.all().size() != known.count(Check.State.PASSED, Check.State.SKIPPED);
    return outdated ? checks : known.renewedBy(checks);
  }

  /** Right after the target branch moved, a good word may still speak of the old one. */
  private boolean isDoubtful(PullRequest earlier) {
    var saysGood =
        verdict.word() == ProviderVerdict.Word.CLEAN
            || verdict.word() == ProviderVerdict.Word.UNSTABLE;
    return saysGood
        && targetTip != null
        && earlier.targetTip != null
        && !targetTip.equals(earlier.targetTip);
  }

  /** The same facts, over without a merge: what the provider does not know any more. */
  public PullRequest closed(Instant at) {
    return new PullRequest(
        externalId,
        number,
        title,
        body,
        url,
        State.CLOSED,
        draft,
        author,
        sourceBranch,
        sourceRepository,
        fork,
        targetBranch,
        headSha,
        targetTip,
        mergeability,
        verdict,
        reviewDecision,
        behindBy,
        push,
        checks,
        reviews,
        requested,
        conversations,
        unresolvedConversations,
        issues,
        labels,
        assignees,
        List.of(),
        List.of(),
        List.of(),
        additions,
        deletions,
        changedFiles,
        comments,
        createdAt,
        at,
        null,
        at);
  }

  /** The same facts with another word on whether the branches join. */
  public PullRequest with(Mergeability known, ProviderVerdict said, Checks read) {
    return with(known, said, read, push);
  }

  private PullRequest with(
      Mergeability known, ProviderVerdict said, Checks read, @Nullable Push pushed) {
    return with(known, said, read, pushed, issues);
  }

  private PullRequest with(
      Mergeability known,
      ProviderVerdict said,
      Checks read,
      @Nullable Push pushed,
      @Nullable List<LinkedIssue> closing) {
    return new PullRequest(
        externalId,
        number,
        title,
        body,
        url,
        state,
        draft,
        author,
        sourceBranch,
        sourceRepository,
        fork,
        targetBranch,
        headSha,
        targetTip,
        known,
        said,
        reviewDecision,
        behindBy,
        pushed,
        read,
        reviews,
        requested,
        conversations,
        unresolvedConversations,
        closing,
        labels,
        assignees,
        waiting,
        obstacles,
        demands,
        additions,
        deletions,
        changedFiles,
        comments,
        createdAt,
        updatedAt,
        mergedAt,
        closedAt);
  }
}
