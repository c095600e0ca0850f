package io.ampel.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;

/**
 * The newest state of one thing that is built or checked on a commit, whichever way it was
 * reported.
 */
public record Build(
    String key,
    String name,
    CheckState state,
    String description,
    String url,
    Instant createdAt,
    Instant updatedAt) {

  /** One build for each key; the last report counts. */
  public static List<Build> of(Commit commit) {
    var all = new ArrayList<Build>();
    for (var each : commit.latestChecks()) {
      all.add(of(commit, each));
    }
    var begun = new LinkedHashMap<String, Instant>();
    commit.statuses().forEach(each -> begun.putIfAbsent(each.context(), each.createdAt()));
    for (var each : commit.latestStatuses()) {
      all.add(
          new Build(
              each.context(),
              each.context(),
              each.state(),
              each.description(),
              each.targetUrl(),
              Objects.requireNonNullElse(begun.get(each.context()), each.createdAt()),
              each.createdAt()));
    }
    return all;
  }

  private static Build of(Commit commit, CheckRun check) {
    var key = check.key();
    var started = Objects.requireNonNullElse(check.startedAt(), commit.date());
    return new Build(
        World.sha(key.app() + " " + key.workflow() + " " + key.name()).substring(0, 32),
        check.name(),
        check.state(),
        key.workflow().isEmpty() ? "" : key.workflow(),
        "https://ci.example.com/" + commit.repository().fullName() + "/" + check.id(),
        started,
        Objects.requireNonNullElse(check.completedAt(), started));
  }
}
