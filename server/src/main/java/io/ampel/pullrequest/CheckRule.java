package io.ampel.pullrequest;

import io.ampel.pullrequest.Checks.Reading;
import io.ampel.pullrequest.MergeRequirements.RequiredCheck;
import io.ampel.pullrequest.Reason.Code;
import java.time.Instant;

/**
 * Which checks count: the required ones where the repository names any, otherwise every one. What
 * the pipeline allows to fail never counts.
 */
record CheckRule(
    PullRequest pullRequest, MergeRequirements requirements, Policy policy, Instant now) {

  Readiness judge() {
    var found = new Findings();
    if (isOfAnOlderCommit()) {
      found.add(Reason.of(Code.CHECKS_OUTDATED, Actor.checks()));
      return found.readiness();
    }
    checks().all().forEach(check -> judge(found, check));
    if (checks().reading() == Reading.ALL) {
      requirements.checks().stream()
          .filter(required -> checks().all().stream().noneMatch(required::isFor))
          .forEach(required -> neverReported(found, required));
      builds(found);
    }
    return found.readiness();
  }

  /** Some branches count builds and do not care for their names. */
  private void builds(Findings found) {
    var reported = checks().all().size();
    if (reported < requirements.builds()) {
      found.add(
          Reason.of(Code.BUILDS_MISSING, Actor.checks())
              .evidence(pullRequest.url())
              .details(reported, requirements.builds()));
    }
  }

  private boolean isOfAnOlderCommit() {
    var sha = checks().sha();
    return sha != null && !checks().all().isEmpty() && !sha.equals(pullRequest.headSha());
  }

  private void judge(Findings found, Check check) {
    switch (check.state()) {
      case PASSED, SKIPPED -> {}
      case FAILED, CANCELLED -> failed(found, check);
      case QUEUED, RUNNING -> running(found, check);
      case MANUAL -> manual(found, check);
      case UNKNOWN -> unknown(found, check);
    }
  }

  private void failed(Findings found, Check check) {
    if (!counts(check)) {
      found.note(Note.Code.OPTIONAL_CHECK_FAILED, check.url(), check.title());
      return;
    }
    found.add(
        Reason.of(Code.CHECK_FAILED, Actor.author(pullRequest.author()))
            .since(check.completedAt())
            .evidence(check.url())
            .details(check.title())
            .guessed(isGuess(check)));
  }

  private void running(Findings found, Check check) {
    if (!counts(check)) {
      found.note(Note.Code.OPTIONAL_CHECK_RUNNING, check.url(), check.title());
      return;
    }
    found.add(
        Reason.of(Code.CHECK_RUNNING, Actor.checks())
            .since(check.startedAt())
            .evidence(check.url())
            .details(check.title())
            .guessed(isGuess(check)));
  }

  private void manual(Findings found, Check check) {
    if (counts(check)) {
      found.add(
          Reason.of(Code.CHECK_NEEDS_PERSON, Actor.maintainer())
              .since(check.startedAt())
              .evidence(check.url())
              .details(check.title()));
    }
  }

  private void unknown(Findings found, Check check) {
    if (counts(check)) {
      found.add(
          Reason.of(Code.CHECK_UNKNOWN, Actor.maintainer())
              .evidence(check.url())
              .details(check.title(), check.raw()));
    }
  }

  private void neverReported(Findings found, RequiredCheck required) {
    var expectedSince = pullRequest.headSince();
    var limit = expectedSince.plus(policy.neverStartedAfter());
    if (now.isBefore(limit)) {
      found.changesAt(limit);
      found.add(
          Reason.of(Code.CHECK_MISSING, Actor.checks())
              .since(expectedSince)
              .details(required.name()));
    } else {
      found.add(
          Reason.of(Code.CHECK_NEVER_STARTED, Actor.maintainer())
              .since(expectedSince)
              .evidence(pullRequest.url())
              .details(required.name()));
    }
  }

  private boolean counts(Check check) {
    if (check.mayFail()) {
      return false;
    }
    if (Boolean.TRUE.equals(check.required())) {
      return true;
    }
    if (!requirements.checks().isEmpty()) {
      return requirements.checks().stream().anyMatch(required -> required.isFor(check));
    }
    return checks().all().stream().noneMatch(other -> Boolean.TRUE.equals(other.required()));
  }

  /** Nothing names the required checks and the rules could not be read: it counts, as a guess. */
  private boolean isGuess(Check check) {
    return !Boolean.TRUE.equals(check.required())
        && requirements.source() == MergeRequirements.Source.GUESSED;
  }

  private Checks checks() {
    return pullRequest.checks();
  }
}
