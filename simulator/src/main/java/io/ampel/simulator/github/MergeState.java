package io.ampel.simulator.github;

import io.ampel.simulator.PullRequest;
import io.ampel.simulator.PullRequest.Mergeability;
import io.ampel.simulator.Role;
import io.ampel.simulator.Standing;
import java.util.ArrayList;
import java.util.List;

/** The merge state that GitHub computes for the person who asks, and the words of its refusals. */
final class MergeState {
  private MergeState() {}

  static String of(
      PullRequest pr, Standing standing, Mergeability told, Role asking, boolean preReceiveHooks) {
    if (!pr.open()) {
      return "UNKNOWN";
    }
    return switch (told) {
      case UNKNOWN -> "UNKNOWN";
      case CONFLICTING -> "DIRTY";
      case MERGEABLE -> pr.isDraft() ? "DRAFT" : open(standing, asking, preReceiveHooks);
    };
  }

  private static String open(Standing standing, Role asking, boolean preReceiveHooks) {
    var held = standing.rulesUnmet() || standing.rules().queue();
    if (held && !bypasses(standing, asking)) {
      return "BLOCKED";
    }
    if (standing.behind() && standing.rules().isStrict()) {
      return "BEHIND";
    }
    if (unstable(standing)) {
      return "UNSTABLE";
    }
    return preReceiveHooks ? "HAS_HOOKS" : "CLEAN";
  }

  private static boolean unstable(Standing standing) {
    return standing.checks().stream().anyMatch(each -> !each.state().good())
        || standing.statuses().stream().anyMatch(each -> !each.state().good());
  }

  static boolean bypasses(Standing standing, Role asking) {
    return standing.rules().adminsBypass() && asking == Role.ADMIN;
  }

  /**
   * Everything that a merge would be refused for, in GitHub's words; empty when it would happen.
   */
  static List<String> refusals(PullRequest pr, Standing standing, Role asking) {
    if (!pr.open() || pr.mergeability() != Mergeability.MERGEABLE) {
      return List.of("Pull Request is not mergeable");
    }
    if (pr.isDraft()) {
      return List.of("Pull Request is still a draft");
    }
    return bypasses(standing, asking) ? List.of() : rules(standing);
  }

  private static List<String> rules(Standing standing) {
    var refusals = new ArrayList<String>();
    var rules = standing.rules();
    if (rules.queue()) {
      refusals.add("Changes must be made through the merge queue");
    }
    if (rules.approvals() > 0 && !standing.objections().isEmpty()) {
      refusals.add("Changes have been requested by reviewers with write access.");
    }
    if (standing.approvals() < rules.approvals()) {
      refusals.add(
          "At least %d approving review is required by reviewers with write access."
              .formatted(rules.approvals()));
    }
    if (standing.codeOwnerMissing()) {
      refusals.add("Waiting on code owner review.");
    }
    if (standing.lastPushUnapproved()) {
      refusals.add("New changes require approval from someone other than the last pusher.");
    }
    if (rules.conversations() && standing.unresolved()) {
      refusals.add("A conversation must be resolved before this pull request can be merged.");
    }
    standing
        .requiredFailing()
        .forEach(each -> refusals.add("Required status check \"%s\" is failing.".formatted(each)));
    standing
        .requiredRunning()
        .forEach(
            each -> refusals.add("Required status check \"%s\" is in progress.".formatted(each)));
    standing
        .requiredMissing()
        .forEach(each -> refusals.add("Required status check \"%s\" is expected.".formatted(each)));
    if (rules.isStrict() && standing.behind()) {
      refusals.add("Head branch is out of date with the base branch.");
    }
    return refusals;
  }
}
