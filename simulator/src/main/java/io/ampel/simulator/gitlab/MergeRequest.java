package io.ampel.simulator.gitlab;

import io.ampel.simulator.Commit;
import io.ampel.simulator.PullRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What only GitLab knows of a pull request, which it calls a merge request. */
public final class MergeRequest {
  /** How far a check outside the pipeline has come. */
  public enum Outcome {
    PENDING,
    PASSED,
    FAILED
  }

  private final PullRequest pullRequest;
  private final List<PullRequest> blockedBy = new ArrayList<>(0);
  private final Map<String, Outcome> statusChecks = new LinkedHashMap<>(0);
  private boolean preparing;
  private boolean approvalsSyncing;
  private boolean objectionsOverridden;
  private boolean noPipelineYet;
  private boolean merging;
  private boolean rebasing;
  private boolean removesSourceBranch;
  private @Nullable Boolean squashes;
  private @Nullable Commit olderPipeline;
  private @Nullable Instant mergeAfter;
  private @Nullable Outcome securityPolicy;
  private @Nullable String mergeError;
  private @Nullable String failsWith;
  private boolean lockedLfsFiles;

  private MergeRequest(PullRequest pullRequest) {
    this.pullRequest = pullRequest;
  }

  public static MergeRequest of(PullRequest pr) {
    return pr.extra(MergeRequest.class, () -> new MergeRequest(pr));
  }

  /** The title as everybody sees it: drafts are drafts because it says so. */
  String title() {
    return pullRequest.isDraft() ? "Draft: " + pullRequest.title() : pullRequest.title();
  }

  public MergeRequest preparing(boolean now) {
    preparing = now;
    return this;
  }

  boolean preparing() {
    return preparing;
  }

  public MergeRequest approvalsSyncing(boolean now) {
    approvalsSyncing = now;
    return this;
  }

  boolean approvalsSyncing() {
    return approvalsSyncing;
  }

  /** Somebody decided that requested changes do not hold this up: a warning is left of them. */
  public MergeRequest objectionsOverridden(boolean now) {
    objectionsOverridden = now;
    return this;
  }

  boolean objectionsOverridden() {
    return objectionsOverridden;
  }

  /** This must be merged first. */
  public MergeRequest blockedBy(PullRequest other) {
    blockedBy.add(other);
    return this;
  }

  List<PullRequest> blockers() {
    return blockedBy;
  }

  List<PullRequest> openBlockers() {
    return blockedBy.stream().filter(each -> each.state() != PullRequest.State.MERGED).toList();
  }

  public MergeRequest mergeAfter(@Nullable Instant time) {
    mergeAfter = time;
    return this;
  }

  @Nullable Instant mergeAfter() {
    return mergeAfter;
  }

  public MergeRequest statusCheck(String name, Outcome outcome) {
    statusChecks.put(name, outcome);
    return this;
  }

  Map<String, Outcome> statusChecks() {
    return statusChecks;
  }

  public MergeRequest securityPolicy(@Nullable Outcome outcome) {
    securityPolicy = outcome;
    return this;
  }

  @Nullable Outcome securityPolicy() {
    return securityPolicy;
  }

  public MergeRequest lockedLfsFiles(boolean locked) {
    lockedLfsFiles = locked;
    return this;
  }

  boolean lockedLfsFiles() {
    return lockedLfsFiles;
  }

  /** The newest pipeline is still that of an older head. */
  public MergeRequest pipelineOf(@Nullable Commit older) {
    olderPipeline = older;
    return this;
  }

  @Nullable Commit olderPipeline() {
    return olderPipeline;
  }

  /** There will be a pipeline, but there is none yet. */
  public MergeRequest noPipelineYet(boolean now) {
    noPipelineYet = now;
    return this;
  }

  boolean noPipelineYet() {
    return noPipelineYet;
  }

  /** The next merge is accepted and then fails with this. */
  public MergeRequest failsToMerge(@Nullable String why) {
    failsWith = why;
    return this;
  }

  @Nullable String failsWith() {
    return failsWith;
  }

  @Nullable String mergeError() {
    return mergeError;
  }

  MergeRequest mergeError(@Nullable String why) {
    mergeError = why;
    return this;
  }

  boolean merging() {
    return merging;
  }

  void merging(boolean now) {
    merging = now;
  }

  public MergeRequest rebasing(boolean now) {
    rebasing = now;
    return this;
  }

  boolean rebasing() {
    return rebasing;
  }

  public MergeRequest removesSourceBranch(boolean removes) {
    removesSourceBranch = removes;
    return this;
  }

  boolean removesSourceBranch() {
    return removesSourceBranch;
  }

  public MergeRequest squashes(boolean so) {
    squashes = so;
    return this;
  }

  boolean squashes() {
    var chosen = squashes;
    return switch (ProjectSettings.of(pullRequest.repository()).squash()) {
      case ALWAYS -> true;
      case NEVER -> false;
      case DEFAULT_ON -> chosen == null || chosen;
      case DEFAULT_OFF -> chosen != null && chosen;
    };
  }

  /** GitLab's word for how it stands; while it is being merged it is neither open nor merged. */
  String state() {
    if (merging) {
      return "locked";
    }
    return switch (pullRequest.state()) {
      case OPEN -> "opened";
      case MERGED -> "merged";
      case CLOSED -> "closed";
    };
  }

  boolean sourceBranchExists() {
    var source = pullRequest.headRepository();
    return source != null && source.findBranch(pullRequest.headRef()).isPresent();
  }

  boolean targetBranchExists() {
    return pullRequest.repository().findBranch(pullRequest.base()).isPresent();
  }

  boolean mustBeRebased() {
    var method = ProjectSettings.of(pullRequest.repository()).mergeMethod();
    return method != ProjectSettings.MergeMethod.MERGE && pullRequest.behindBy() > 0;
  }

  /** The people who were asked for a review or objected, in the order in which that happened. */
  List<Reviewer> reviewers() {
    return Reviewer.of(pullRequest);
  }

  /** The first line of conversations that still wait for an answer. */
  long unresolved() {
    return pullRequest.threads().stream().filter(each -> !each.resolved()).count();
  }
}
