package io.ampel.simulator.gitlab;

import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.World;
import io.ampel.simulator.gitlab.Instance.Tier;
import io.ampel.simulator.gitlab.MergeRequest.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Things that happen only at GitLab, told as JSON beside those that happen everywhere. */
public final class GitLabChanges {
  private GitLabChanges() {}

  /** Whether this was something of the instance's: its tier, its version, how long things take. */
  public static boolean ofInstance(World world, String what, JsonNode change) {
    var instance = Instance.of(world);
    switch (what) {
      case "tier" -> instance.tier(Tier.valueOf(word(change, "tier")));
      case "version" -> instance.version(text(change, "version"));
      case "without" -> instance.without(text(change, "field"));
      case "selfManaged" -> instance.selfManaged(change.path("now").asBoolean(true));
      case "shaRequired" -> instance.shaRequired(change.path("now").asBoolean(true));
      case "granularTokensInGraphql" ->
          instance.granularTokensInGraphql(change.path("now").asBoolean(true));
      case "mergesTake" -> instance.mergesTake(millis(change));
      case "rebasesTake" -> instance.rebasesTake(millis(change));
      case "deletionsTake" -> instance.deletionsTake(millis(change));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Whether this was something of a project's: what it demands and how its jobs are meant. */
  public static boolean ofProject(Repository project, String what, JsonNode change) {
    var settings = ProjectSettings.of(project);
    switch (what) {
      case "pipelinesMustSucceed" -> settings.pipelinesMustSucceed();
      case "mergedResultPipelines" -> settings.mergedResultPipelines();
      case "statusChecksMustPass" -> settings.statusChecksMustPass();
      case "mergeMethod" ->
          settings.mergeMethod(ProjectSettings.MergeMethod.valueOf(word(change, "method")));
      case "squash" -> settings.squash(ProjectSettings.Squash.valueOf(word(change, "option")));
      case "titleMustMatch" -> settings.titleMustMatch(text(change, "regex"));
      case "jiraIssueRequired" -> settings.jiraIssueRequired(text(change, "key"));
      case "lockPath" -> settings.lock(text(change, "path"), change.path("by").asString("lena"));
      case "approvalRule" ->
          settings.approvalRule(
              text(change, "name"),
              change.path("required").asInt(1),
              change
                  .path("logins")
                  .valueStream()
                  .map(each -> each.asString(""))
                  .toArray(String[]::new));
      case "allowFailure" -> settings.allowFailure(text(change, "job"));
      case "manualJob" ->
          settings.manualJob(text(change, "job"), change.path("blocking").asBoolean(false));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Whether this was something of a merge request's that others have no word for. */
  public static boolean ofMergeRequest(PullRequest pr, String what, JsonNode change) {
    var facts = MergeRequest.of(pr);
    var now = change.path("now").asBoolean(true);
    switch (what) {
      case "preparing" -> facts.preparing(now);
      case "approvalsSyncing" -> facts.approvalsSyncing(now);
      case "objectionsOverridden" -> facts.objectionsOverridden(now);
      case "noPipelineYet" -> facts.noPipelineYet(now);
      case "pipelineOfOlderHead" ->
          facts.pipelineOf(now && !pr.formerHeads().isEmpty() ? pr.formerHeads().getLast() : null);
      case "lockedLfsFiles" -> facts.lockedLfsFiles(now);
      case "failsToMerge" -> facts.failsToMerge(text(change, "text"));
      case "mergeAfter" -> facts.mergeAfter(Instant.parse(text(change, "time")));
      case "securityPolicy" -> facts.securityPolicy(outcome(change));
      case "statusCheck" -> facts.statusCheck(text(change, "check"), outcome(change));
      case "blockedBy" ->
          facts.blockedBy(
              pr.repository().findPullRequest(change.path("other").asInt(0)).orElseThrow());
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Outcome outcome(JsonNode change) {
    return Outcome.valueOf(word(change, "outcome"));
  }

  private static Duration millis(JsonNode change) {
    return Duration.ofMillis(change.path("millis").asLong(0));
  }

  private static String word(JsonNode change, String field) {
    return text(change, field).toUpperCase(Locale.ROOT);
  }

  private static String text(JsonNode change, String field) {
    var value = change.path(field).asString("");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("\"" + field + "\" is needed");
    }
    return value;
  }
}
