package io.ampel.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A commit and everything that was reported on it. */
public final class Commit {
  private final Repository repository;
  private final String sha;
  private final String message;
  private final Instant date;
  private final List<CheckRun> checks = new ArrayList<>(0);
  private final List<CommitStatus> statuses = new ArrayList<>(0);

  Commit(Repository repository, String sha, String message, Instant date) {
    this.repository = repository;
    this.sha = sha;
    this.message = message;
    this.date = date;
  }

  public Repository repository() {
    return repository;
  }

  public String sha() {
    return sha;
  }

  public String message() {
    return message;
  }

  public Instant date() {
    return date;
  }

  /** Every run ever reported, oldest first. */
  public List<CheckRun> checks() {
    return checks;
  }

  /** Every status ever reported, oldest first. */
  public List<CommitStatus> statuses() {
    return statuses;
  }

  /** The newest run of each check. */
  public List<CheckRun> latestChecks() {
    var latest = new LinkedHashMap<CheckRun.Key, CheckRun>();
    checks.forEach(each -> latest.put(each.key(), each));
    return List.copyOf(latest.values());
  }

  /** The newest status of each context. */
  public List<CommitStatus> latestStatuses() {
    var latest = new LinkedHashMap<String, CommitStatus>();
    statuses.forEach(each -> latest.put(each.context(), each));
    return List.copyOf(latest.values());
  }

  /** The workflow runs whose jobs stand on this commit, oldest first. */
  public List<WorkflowRun> runs() {
    Map<Long, WorkflowRun> runs = new LinkedHashMap<>();
    for (var each : checks) {
      var run = each.run();
      if (run != null) {
        runs.put(run.id(), run);
      }
    }
    return List.copyOf(runs.values());
  }

  boolean silent() {
    return checks.isEmpty() && statuses.isEmpty();
  }
}
