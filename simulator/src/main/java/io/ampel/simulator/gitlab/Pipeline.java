package io.ampel.simulator.gitlab;

import io.ampel.simulator.CheckApp;
import io.ampel.simulator.CheckRun;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Commit;
import io.ampel.simulator.CommitStatus;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.WorkflowRun;
import io.ampel.simulator.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that was reported on one commit of a merge request, as the pipeline GitLab sees. */
record Pipeline(PullRequest pullRequest, Commit commit, long id, List<Job> jobs) {

  /** The pipeline of this commit, if anything was reported on it. */
  static Optional<Pipeline> of(PullRequest pr, Commit commit) {
    if (commit.checks().isEmpty() && commit.statuses().isEmpty()) {
      return Optional.empty();
    }
    var jobs = new ArrayList<Job>();
    var latest = new HashSet<>(commit.latestChecks());
    commit.checks().forEach(each -> jobs.add(job(pr, commit, each, !latest.contains(each))));
    var newest = new HashSet<>(commit.latestStatuses());
    commit.statuses().forEach(each -> jobs.add(job(each, !newest.contains(each))));
    return Optional.of(new Pipeline(pr, commit, id(commit), List.copyOf(jobs)));
  }

  /** What the merge request shows as its pipeline, which may be that of an older head. */
  static Optional<Pipeline> shown(PullRequest pr) {
    var facts = MergeRequest.of(pr);
    if (facts.noPipelineYet()) {
      return Optional.empty();
    }
    var older = facts.olderPipeline();
    return of(pr, older == null ? pr.head() : older);
  }

  /** The pipeline of the very head, or none while there is only an older one. */
  static Optional<Pipeline> ofHead(PullRequest pr) {
    return shown(pr).filter(each -> each.commit() == pr.head());
  }

  /** All of them, newest first. */
  static List<Pipeline> all(PullRequest pr) {
    var all = new ArrayList<Pipeline>();
    if (MergeRequest.of(pr).olderPipeline() == null && !MergeRequest.of(pr).noPipelineYet()) {
      of(pr, pr.head()).ifPresent(all::add);
    }
    pr.formerHeads().reversed().forEach(each -> of(pr, each).ifPresent(all::add));
    return all;
  }

  /** A new pipeline on the same commit has new runs, so the oldest run that counts names it. */
  private static long id(Commit commit) {
    return commit.latestChecks().stream()
        .map(CheckRun::run)
        .filter(Objects::nonNull)
        .mapToLong(WorkflowRun::id)
        .min()
        .orElseGet(() ->
            Math.min(
                commit.checks().stream().mapToLong(CheckRun::suite).min().orElse(Long.MAX_VALUE),
                commit.statuses().stream()
                    .mapToLong(CommitStatus::id)
                    .min()
                    .orElse(Long.MAX_VALUE)));
  }

  private static Job job(PullRequest pr, Commit commit, CheckRun check, boolean retried) {
    var kind = ProjectSettings.of(pr.repository()).job(check.name());
    var own = check.app().equals(CheckApp.ACTIONS);
    var run = check.run();
    var stage = kind.stage().isEmpty() ? stage(run) : kind.stage();
    var external =
        own
            ? null
            : new Job.External(
                "https://" + check.app().slug() + ".example.com/" + commit.sha().substring(0, 8),
                check.app().name(),
                new Person(check.app().id(), check.app().slug(), check.app().name(), true));
    return new Job(
        check.id(),
        check.name(),
        own ? stage : "external",
        state(check, kind),
        kind.allowFailure(),
        kind.manual(),
        retried,
        run == null ? commit.date() : run.createdAt(),
        check.startedAt(),
        check.completedAt(),
        external);
  }

  /** A manual job does not wait in a queue but for somebody. */
  private static CheckState state(CheckRun check, ProjectSettings.JobKind kind) {
    return kind.manual() && check.state() == CheckState.QUEUED
        ? CheckState.ACTION_REQUIRED
        : check.state();
  }

  private static String stage(@Nullable WorkflowRun run) {
    return run == null || run.workflow().equals("CI")
        ? "test"
        : run.workflow().toLowerCase(Locale.ROOT);
  }

  private static Job job(CommitStatus status, boolean retried) {
    var settled = status.state().settled() ? status.createdAt() : null;
    return new Job(
        status.id(),
        status.context(),
        "external",
        status.state(),
        false,
        false,
        retried,
        status.createdAt(),
        status.createdAt(),
        settled,
        new Job.External(status.targetUrl(), status.description(), status.creator()));
  }

  List<Job> latestJobs() {
    return jobs.stream().filter(each -> !each.retried()).toList();
  }

  List<String> stages() {
    return latestJobs().stream().map(Job::stage).distinct().toList();
  }

  /** The merge result has a commit of its own, everything else runs on the head itself. */
  String sha() {
    return mergedResult() ? mergedSha() : commit.sha();
  }

  private String mergedSha() {
    return World.sha("result of merging " + commit.sha());
  }

  boolean mergedResult() {
    return ProjectSettings.of(pullRequest.repository()).mergedResults();
  }

  String ref() {
    return mergedResult()
        ? "refs/merge-requests/" + pullRequest.number() + "/merge"
        : pullRequest.headRef();
  }

  String source() {
    return mergedResult() ? "merge_request_event" : "push";
  }

  String status() {
    return status(latestJobs());
  }

  /** One word for several jobs, by the rules by which GitLab adds them up. */
  static String status(List<Job> jobs) {
    var words = new HashSet<String>();
    jobs.forEach(each -> words.add(counted(each)));
    if (only(words, "skipped", "ignored")) {
      return "skipped";
    }
    if (only(words, "success", "skipped", "warning", "ignored")) {
      return "success";
    }
    if (only(words, "canceled", "success", "skipped", "warning", "ignored")) {
      return "canceled";
    }
    if (only(words, "pending", "skipped", "warning", "ignored")) {
      return "pending";
    }
    if (words.contains("running") || words.contains("pending")) {
      return "running";
    }
    if (words.contains("waiting_for_resource")) {
      return "waiting_for_resource";
    }
    return words.contains("manual") ? "manual" : "failed";
  }

  private static boolean only(Set<String> words, String... allowed) {
    return Set.of(allowed).containsAll(words);
  }

  private static String counted(Job job) {
    var status = job.status();
    if (!job.allowFailure()) {
      return status;
    }
    return switch (status) {
      case "failed", "canceled" -> "warning";
      case "manual" -> "ignored";
      default -> status;
    };
  }

  boolean warnings() {
    return latestJobs().stream()
        .anyMatch(each -> each.allowFailure() && each.status().equals("failed"));
  }

  boolean active() {
    return Set.of("waiting_for_resource", "preparing", "pending", "running").contains(status());
  }

  boolean complete() {
    return Set.of("success", "failed", "canceled", "skipped").contains(status());
  }

  boolean retryable() {
    return latestJobs().stream()
        .anyMatch(each ->
            each.external() == null && Set.of("failed", "canceled").contains(each.status()));
  }

  Instant createdAt() {
    return latestJobs().stream().map(Job::createdAt).min(Instant::compareTo).orElse(commit.date());
  }

  @Nullable Instant startedAt() {
    return jobs.stream()
        .map(Job::startedAt)
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .orElse(null);
  }

  @Nullable Instant finishedAt() {
    return complete()
        ? latestJobs().stream()
            .map(Job::finishedAt)
            .filter(Objects::nonNull)
            .max(Instant::compareTo)
            .orElse(null)
        : null;
  }

  Instant updatedAt() {
    var finished = finishedAt();
    var started = startedAt();
    return finished != null ? finished : started != null ? started : createdAt();
  }

  @Nullable Long seconds() {
    var started = startedAt();
    var finished = finishedAt();
    return started == null || finished == null
        ? null
        : finished.getEpochSecond() - started.getEpochSecond();
  }
}
