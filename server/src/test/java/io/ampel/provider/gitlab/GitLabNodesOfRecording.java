package io.ampel.provider.gitlab;

import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import io.ampel.provider.gitlab.GitLabRecords.Approvals;
import io.ampel.provider.gitlab.GitLabRecords.Discussion;
import io.ampel.provider.gitlab.GitLabRecords.Job;
import io.ampel.provider.gitlab.GitLabRecords.MergeRequest;
import io.ampel.provider.gitlab.GitLabRecords.Rules;
import io.ampel.provider.gitlab.GitLabRestNodes.Gathered;
import java.util.List;
import tools.jackson.core.type.TypeReference;

/** REST's answers, put together as they would be for one merge request. */
final class GitLabNodesOfRecording {
  private GitLabNodesOfRecording() {}

  static MergeRequest mergeRequest(String name) {
    return Told.recorded(name, new TypeReference<>() {});
  }

  static List<Discussion> discussions() {
    return Told.recorded("discussions-one-open", new TypeReference<>() {});
  }

  static MergeRequestNode approvals() {
    return node(
        "merge-request-that-waits",
        Told.recorded("approval-state-one-of-two", new TypeReference<Rules>() {}));
  }

  static MergeRequestNode node(String name) {
    return node(name, new Rules(List.of()));
  }

  private static MergeRequestNode node(String name, Rules rules) {
    var told = mergeRequest(name);
    var pipeline = told.headPipeline();
    Job job = Told.recorded("job-of-a-runner", new TypeReference<>() {});
    Approvals approvals = Told.recorded("approvals-without-a-licence", new TypeReference<>() {});
    return GitLabRestNodes.node(
        new Gathered(
            told,
            pipeline == null ? null : GitLabRestPipelines.node(pipeline, List.of(job), List.of()),
            null,
            approvals,
            rules,
            List.of(),
            discussions()));
  }
}
