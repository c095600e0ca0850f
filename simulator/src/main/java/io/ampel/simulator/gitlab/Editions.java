package io.ampel.simulator.gitlab;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which fields of the schema an edition has and since when: a table. */
final class Editions {
  private static final Set<String> PAID =
      Set.of(
          "MergeRequest.approvalState",
          "MergeRequest.approvalsLeft",
          "MergeRequest.approvalsRequired",
          "MergeRequest.blockingMergeRequests",
          "MergeRequest.changeRequesters",
          "MergeRequest.mergeTrainCar",
          "MergeRequest.mergeTrainIndex",
          "MergeRequest.mergeTrainsCount",
          "MergeRequestMergeabilityCheck.missingOwners",
          "Mutation.mergeRequestDestroyRequestedChanges",
          "Mutation.mergeRequestRequestChanges",
          "Project.mergeRequestsDisableCommittersApproval",
          "Project.onlyAllowMergeIfAllStatusChecksPassed",
          "Project.preventMergeWithoutJiraIssueEnabled");

  private static final Map<String, String> SINCE =
      Map.ofEntries(
          Map.entry("MergeRequest.detailedMergeStatus", "15.3"),
          Map.entry("MergeRequest.mergeabilityChecks", "16.5"),
          Map.entry("MergeRequest.blockingMergeRequests", "16.5"),
          Map.entry("MergeRequest.changeRequesters", "17.2"),
          Map.entry("MergeRequest.mergeTrainCar", "17.2"),
          Map.entry("MergeRequest.mergeAfter", "17.8"),
          Map.entry("MergeRequest.closedAt", "17.0"),
          Map.entry("MergeRequest.retargeted", "16.10"),
          Map.entry("MergeRequest.resolvableDiscussionsCount", "16.4"),
          Map.entry("MergeRequest.resolvedDiscussionsCount", "16.4"),
          Map.entry("MergeRequestMergeabilityCheck.missingOwners", "19.2"),
          Map.entry("MergeRequestPermissions.canApprove", "16.4"),
          Map.entry("Mutation.mergeRequestRequestChanges", "18.9"),
          Map.entry("Mutation.mergeRequestDestroyRequestedChanges", "16.9"),
          Map.entry("Pipeline.mergeRequestEventType", "15.10"),
          Map.entry("Query.mergeRequest", "13.0"));

  private Editions() {}

  /** What this instance does not know. */
  static Set<String> missing(Instance instance) {
    var missing = new LinkedHashSet<>(instance.missing());
    if (!instance.paid()) {
      missing.addAll(PAID);
    }
    SINCE.forEach((field, since) -> {
      if (!instance.version().knows(since)) {
        missing.add(field);
      }
    });
    return missing;
  }
}
