package io.ampel.pullrequest;

import io.ampel.pullrequest.Reason.Code;
import java.time.Instant;

/** What the provider itself names as standing in the way. */
record ObstacleRule(PullRequest pullRequest, Policy policy, Instant now) {

  Readiness judge() {
    var found = new Findings();
    pullRequest.obstacles().stream()
        .filter(obstacle -> !isOver(obstacle))
        .forEach(obstacle -> judge(found, obstacle));
    return found.readiness();
  }

  private boolean isOver(Obstacle obstacle) {
    return obstacle.until() != null && !obstacle.until().isAfter(now);
  }

  private void judge(Findings found, Obstacle obstacle) {
    if (obstacle.until() != null) {
      found.changesAt(obstacle.until());
    }
    var url = obstacle.url() == null ? pullRequest.url() : obstacle.url();
    if (obstacle.kind() == Obstacle.Kind.PIPELINE_MISSING) {
      pipelineMissing(found, obstacle, url);
    } else {
      found.add(reason(obstacle).evidence(url));
    }
  }

  /** It is waited for as long as for a required check, then it is somebody's to start. */
  private void pipelineMissing(Findings found, Obstacle obstacle, String url) {
    var expectedSince = pullRequest.headSince();
    var limit = expectedSince.plus(policy.neverStartedAfter());
    if (now.isBefore(limit)) {
      found.changesAt(limit);
      found.add(reason(obstacle).since(expectedSince).evidence(url));
    } else {
      found.add(
          Reason.of(Code.CHECK_NEVER_STARTED, Actor.maintainer())
              .since(expectedSince)
              .evidence(url)
              .details("pipeline"));
    }
  }

  private Reason reason(Obstacle obstacle) {
    var author = Actor.author(pullRequest.author());
    var reason =
        switch (obstacle.kind()) {
          case WAITS_FOR_OTHER -> Reason.of(Code.WAITS_FOR_OTHER, Actor.maintainer());
          case NOT_BEFORE -> Reason.of(Code.NOT_BEFORE, Actor.provider());
          case TITLE_REFUSED -> Reason.of(Code.TITLE_REFUSED, author);
          case ISSUE_KEY_MISSING -> Reason.of(Code.ISSUE_KEY_MISSING, author);
          case POLICY_RUNNING -> Reason.of(Code.POLICY_RUNNING, Actor.checks());
          case POLICY_VIOLATED -> Reason.of(Code.POLICY_VIOLATED, author, Actor.maintainer());
          case SERVICE_RUNNING -> Reason.of(Code.SERVICE_RUNNING, Actor.checks());
          case SERVICE_FAILED -> Reason.of(Code.SERVICE_FAILED, Actor.maintainer());
          case FILES_LOCKED -> Reason.of(Code.FILES_LOCKED, Actor.maintainer());
          case NO_COMMITS -> Reason.of(Code.NO_COMMITS, author);
          case PIPELINE_MISSING -> Reason.of(Code.PIPELINE_MISSING, author, Actor.maintainer());
          case TASKS_OPEN -> Reason.of(Code.TASKS_OPEN, author);
        };
    return reason.details(obstacle.details().toArray());
  }
}
