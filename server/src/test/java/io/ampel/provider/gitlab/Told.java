package io.ampel.provider.gitlab;

import io.ampel.provider.gitlab.GitLabChecks.Demand;
import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import io.ampel.pullrequest.Checks;
import io.ampel.pullrequest.PullRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A merge request as GraphQL tells it, fine in every way unless said otherwise. */
final class Told {
  static final URI BASE = URI.create("https://git.acme.example/gitlab");
  static final Demand NOTHING = new Demand(false, false);
  static final Demand SUCCESS = new Demand(true, false);
  private static final JsonMapper JSON = new JsonMapper();

  private static final String FINE =
      """
      {"id": "gid://gitlab/MergeRequest/42", "iid": "7", "state": "opened",
       "title": "A change", "description": "Why", "webUrl": "https://git.acme.example/gitlab/acme/api/-/merge_requests/7",
       "createdAt": "2026-11-20T08:00:00Z", "updatedAt": "2026-11-21T08:00:00Z", "draft": false,
       "diffHeadSha": "abc", "sourceBranch": "change", "targetBranch": "main",
       "sourceProjectId": 3, "targetProjectId": 3,
       "author": {"username": "ben", "avatarUrl": "/gitlab/uploads/ben.png", "bot": false},
       "mergeStatusEnum": "CAN_BE_MERGED", "detailedMergeStatus": "MERGEABLE", "shouldBeRebased": false,
       "mergeabilityChecks": [{"identifier": "CONFLICT", "status": "SUCCESS"}],
       "hasCi": false, "resolvableDiscussionsCount": 0, "resolvedDiscussionsCount": 0}
      """;

  private Told() {}

  /** With these fields instead; single quotes will do. */
  static MergeRequestNode with(String fields) {
    var whole = (ObjectNode) JSON.readTree(FINE);
    var other = (ObjectNode) JSON.readTree("{" + fields.replace('\'', '"') + "}");
    other.properties().forEach(field -> whole.set(field.getKey(), field.getValue()));
    return JSON.treeToValue(whole, MergeRequestNode.class);
  }

  static MergeRequestNode fine() {
    return with("");
  }

  static PullRequest mapped(MergeRequestNode node) {
    return GitLabMapping.pullRequest(
            new GitLabMapping.Told(BASE, node, Checks.NO_CHECKS, List.of(), null, null, null))
        .orElseThrow();
  }

  static Checks checks(MergeRequestNode node, Demand demand) {
    return GitLabChecks.of(BASE, node, node.headPipeline(), demand, null);
  }

  /** An answer of GitLab's REST, from {@code resources/gitlab}. */
  static <T> T recorded(String name, TypeReference<T> type) {
    try (var in = Told.class.getResourceAsStream("/gitlab/" + name + ".json")) {
      if (in == null) {
        throw new IllegalArgumentException("no recording " + name);
      }
      return JSON.readValue(in.readAllBytes(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
