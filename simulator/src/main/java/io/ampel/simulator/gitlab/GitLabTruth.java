package io.ampel.simulator.gitlab;

import io.ampel.simulator.PullRequest;
import io.ampel.simulator.QueueEntry;
import io.ampel.simulator.gitlab.MergeCheck.Identifier;
import io.ampel.simulator.gitlab.MergeRequest.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a merge request has the light it should have, each reason led by its light: from the model,
 * not from what GitLab makes of it.
 */
public final class GitLabTruth {
  private final PullRequest pr;
  private final MergeRequest facts;
  private final ProjectSettings settings;
  private final Instance instance;
  private final Mergeability mergeability;
  private final List<String> reasons = new ArrayList<>();

  private GitLabTruth(PullRequest pr) {
    this.pr = pr;
    this.facts = MergeRequest.of(pr);
    this.settings = ProjectSettings.of(pr.repository());
    this.instance = Instance.of(pr.repository().world());
    this.mergeability = Mergeability.of(pr, instance);
  }

  /** Reasons of an open merge request; nothing stands in the way where there are none. */
  public static List<String> of(PullRequest pr, Duration neverStarted) {
    var truth = new GitLabTruth(pr);
    truth.state();
    truth.reviews();
    truth.rules();
    truth.pipeline(neverStarted);
    truth.way();
    return truth.reasons;
  }

  private void when(boolean so, String reason) {
    if (so) {
      reasons.add(reason);
    }
  }

  private void state() {
    when(pr.repository().archived(), "BLOCKED archived");
    when(facts.merging(), "WAITING being merged");
    when(pr.isDraft(), "WAITING draft");
    when(facts.preparing(), "UNKNOWN being prepared");
    when(facts.approvalsSyncing() && instance.paid(), "UNKNOWN approvals being counted");
    when(
        pr.mergeability() == PullRequest.Mergeability.UNKNOWN,
        "UNKNOWN mergeability being computed");
    when(pr.mergeability() == PullRequest.Mergeability.CONFLICTING, "BLOCKED conflict");
    when(!facts.sourceBranchExists(), "BLOCKED source branch missing");
    when(!facts.targetBranchExists(), "BLOCKED target branch missing");
  }

  private void reviews() {
    if (!(instance.paid() && facts.objectionsOverridden())) {
      mergeability
          .objectors()
          .forEach(each -> reasons.add("BLOCKED changes requested by " + each.person().login()));
    }
    var approvals = mergeability.approvals();
    for (var each : approvals.rules()) {
      when(
          !each.approved(),
          "WAITING %d of %d approvals of %s"
              .formatted(each.approvedBy().size(), each.required(), each.name()));
    }
    var asked = pr.requests().stream().anyMatch(each -> each.person() != null);
    when(
        approvals.required() == 0 && asked && approvals.given().isEmpty(),
        "WAITING requested review not given");
    when(
        settings.conversationsMustBeResolved(pr) && facts.unresolved() > 0,
        "BLOCKED conversation unresolved");
  }

  private boolean failed(Identifier check) {
    return mergeability.checks().stream()
        .anyMatch(each -> each.identifier() == check && each.failed());
  }

  /** What only GitLab's paid editions or single projects demand. */
  private void rules() {
    when(failed(Identifier.MERGE_REQUEST_BLOCKED), "WAITING for another merge request");
    when(failed(Identifier.MERGE_TIME), "WAITING for its time");
    when(failed(Identifier.JIRA_ASSOCIATION_MISSING), "BLOCKED no Jira issue named");
    when(failed(Identifier.TITLE_REGEX), "BLOCKED title not as demanded");
    when(failed(Identifier.LOCKED_PATHS), "BLOCKED path locked");
    when(failed(Identifier.LOCKED_LFS_FILES), "BLOCKED large file locked");
    if (instance.paid()) {
      when(facts.securityPolicy() == Outcome.FAILED, "BLOCKED security policy violated");
      when(facts.securityPolicy() == Outcome.PENDING, "WAITING for a security policy");
    }
    if (settings.statusChecksMustPass(instance)) {
      facts
          .statusChecks()
          .forEach((name, outcome) -> {
            when(outcome == Outcome.FAILED, "BLOCKED status check " + name + " failed");
            when(outcome == Outcome.PENDING, "WAITING for status check " + name);
          });
    }
  }

  private void pipeline(Duration neverStarted) {
    var pipeline = Pipeline.ofHead(pr);
    var demanded = settings.demandsPipelines(pr);
    if (pipeline.isPresent()) {
      pipeline.get().latestJobs().forEach(each -> job(each, demanded));
      when(
          demanded && pipeline.get().status().equals("skipped") && !settings.skippedIsFine(),
          "BLOCKED pipeline skipped");
    } else if (facts.olderPipeline() != null) {
      reasons.add("UNKNOWN pipeline of an older commit");
    } else if (demanded) {
      var late = pr.head().date().plus(neverStarted).isBefore(pr.repository().world().now());
      reasons.add((late ? "BLOCKED" : "WAITING") + " pipeline never started");
    }
  }

  /**
   * A job that may fail, or waits for somebody, stands for nothing, except that a pipeline which
   * must succeed has to end first.
   */
  private void job(Job job, boolean demanded) {
    if (job.allowFailure()) {
      when(demanded && job.active(), "WAITING for " + job.name() + " to end");
      return;
    }
    switch (job.status()) {
      case "failed", "canceled" -> reasons.add("BLOCKED job " + job.name() + " failed");
      case "manual" -> when(demanded, "WAITING for somebody to start " + job.name());
      case "success", "skipped" -> {}
      default -> reasons.add("WAITING job " + job.name() + " running");
    }
  }

  private void way() {
    when(facts.mustBeRebased(), "WAITING must be rebased");
    var entry = pr.queueEntry();
    if (entry != null) {
      var stuck = entry.state() == QueueEntry.State.UNMERGEABLE;
      reasons.add((stuck ? "BLOCKED" : "WAITING") + " merge train " + entry.state());
    }
    when(pr.autoMerge() != null, "WAITING auto-merge armed");
  }
}
