package io.ampel.provider.gitlab;

import io.ampel.provider.gitlab.GitLabNodes.DetailedStatus;
import io.ampel.provider.gitlab.GitLabNodes.JobNode;
import io.ampel.provider.gitlab.GitLabNodes.PipelineNode;
import io.ampel.provider.gitlab.GitLabNodes.Stage;
import io.ampel.provider.gitlab.GitLabRecords.CommitStatus;
import io.ampel.provider.gitlab.GitLabRecords.Job;
import io.ampel.provider.gitlab.GitLabRecords.Pipeline;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What REST tells of pipelines, in the form in which GraphQL would have told it. */
final class GitLabRestPipelines {
  private GitLabRestPipelines() {}

  /** Jobs are GitLab's own; what others reported stands among the statuses only. */
  static PipelineNode node(Pipeline told, List<Job> jobs, List<CommitStatus> statuses) {
    var all =
        Stream.concat(
            jobs.stream().map(GitLabRestPipelines::job),
            statuses.stream()
                .filter(status -> jobs.stream().noneMatch(job -> isSame(job, status)))
                .map(GitLabRestPipelines::job));
    return new PipelineNode(
        String.valueOf(told.id()),
        told.sha(),
        GitLabRestNodes.upper(told.status()),
        told.updatedAt(),
        told.webUrl(),
        null,
        null,
        told.createdAt(),
        told.finishedAt(),
        GitLabRestNodes.page(all));
  }

  private static boolean isSame(Job job, CommitStatus status) {
    return Objects.equals(job.id(), status.id());
  }

  private static JobNode job(Job job) {
    return new JobNode(
        String.valueOf(job.id()),
        job.name(),
        GitLabRestNodes.upper(job.status()),
        job.allowFailure(),
        true,
        job.webUrl(),
        job.startedAt(),
        job.finishedAt(),
        new Stage(job.stage()),
        null);
  }

  private static JobNode job(CommitStatus status) {
    return new JobNode(
        String.valueOf(status.id()),
        status.name(),
        GitLabRestNodes.upper(status.status()),
        status.allowFailure(),
        false,
        null,
        status.startedAt(),
        status.finishedAt(),
        new Stage("external"),
        new DetailedStatus(status.targetUrl()));
  }
}
