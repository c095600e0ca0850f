package io.ampel.simulator.github;

import io.ampel.simulator.CheckState;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Standing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** GitHub's words for the model's. */
final class Words {
  private Words() {}

  static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  static String restLogin(Person person) {
    return person.bot() ? person.login() + "[bot]" : person.login();
  }

  /** The status of a check run, in GraphQL's capitals. */
  static String status(CheckState state) {
    return switch (state) {
      case QUEUED -> "QUEUED";
      case WAITING -> "WAITING";
      case RUNNING -> "IN_PROGRESS";
      case PASSED,
          NEUTRAL,
          SKIPPED,
          FAILED,
          CANCELLED,
          TIMED_OUT,
          ACTION_REQUIRED,
          STARTUP_FAILED,
          STALE ->
          "COMPLETED";
    };
  }

  static @Nullable String conclusion(CheckState state) {
    return switch (state) {
      case QUEUED, WAITING, RUNNING -> null;
      case PASSED -> "SUCCESS";
      case NEUTRAL -> "NEUTRAL";
      case SKIPPED -> "SKIPPED";
      case FAILED -> "FAILURE";
      case CANCELLED -> "CANCELLED";
      case TIMED_OUT -> "TIMED_OUT";
      case ACTION_REQUIRED -> "ACTION_REQUIRED";
      case STARTUP_FAILED -> "STARTUP_FAILURE";
      case STALE -> "STALE";
    };
  }

  /**
   * The state that counts a check run among its like: its conclusion, or its status before that.
   */
  static String countedState(CheckState state) {
    var conclusion = conclusion(state);
    return conclusion == null ? status(state) : conclusion;
  }

  /** The state of a commit status. */
  static String statusState(CheckState state) {
    return switch (state) {
      case QUEUED, WAITING, RUNNING -> "PENDING";
      case PASSED, NEUTRAL, SKIPPED -> "SUCCESS";
      case FAILED, CANCELLED, TIMED_OUT, ACTION_REQUIRED -> "FAILURE";
      case STARTUP_FAILED, STALE -> "ERROR";
    };
  }

  /** The state of all checks together, or null when nothing was reported. */
  static @Nullable String rollup(Standing standing) {
    if (standing.nothingReported()) {
      return null;
    }
    if (standing.checks().stream().anyMatch(each -> each.state().bad())
        || standing.statuses().stream()
            .anyMatch(each -> statusState(each.state()).equals("FAILURE"))) {
      return "FAILURE";
    }
    if (standing.statuses().stream().anyMatch(each -> statusState(each.state()).equals("ERROR"))) {
      return "ERROR";
    }
    if (standing.checks().stream().anyMatch(each -> !each.state().settled())
        || standing.statuses().stream().anyMatch(each -> !each.state().settled())) {
      return "PENDING";
    }
    return standing.requiredMissing().isEmpty() ? "SUCCESS" : "EXPECTED";
  }

  /** What the review rules say, or null when they demand nothing. */
  static @Nullable String reviewDecision(Standing standing) {
    if (!standing.objections().isEmpty() && standing.rules().approvals() > 0) {
      return "CHANGES_REQUESTED";
    }
    if (standing.rules().approvals() == 0
        && !standing.codeOwnerMissing()
        && !standing.lastPushUnapproved()) {
      return null;
    }
    var enough =
        standing.approvals() >= standing.rules().approvals()
            && !standing.codeOwnerMissing()
            && !standing.lastPushUnapproved();
    return enough ? "APPROVED" : "REVIEW_REQUIRED";
  }

  static String state(PullRequest pr) {
    return pr.state().name();
  }
}
