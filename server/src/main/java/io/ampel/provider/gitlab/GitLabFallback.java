package io.ampel.provider.gitlab;

import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.AccountProblem.Code;
import io.ampel.provider.GraphQlReplies.Page;
import io.ampel.provider.ProviderFailure;
import io.ampel.provider.PullRequestAnswer.Wanted;
import io.ampel.provider.RepositoryProbe;
import io.ampel.provider.RepositoryProbe.Failed;
import io.ampel.provider.RepositoryProbe.Glimpse;
import io.ampel.provider.RepositoryProbe.Lost;
import io.ampel.provider.RepositoryProbe.Seen;
import io.ampel.provider.gitlab.GitLabNodes.DiscussionNode;
import io.ampel.provider.gitlab.GitLabNodes.MergeRequestNode;
import io.ampel.provider.gitlab.GitLabNodes.PipelineNode;
import io.ampel.provider.gitlab.GitLabNodes.ProjectNode;
import io.ampel.provider.gitlab.GitLabRecords.CommitStatus;
import io.ampel.provider.gitlab.GitLabRecords.MergeRequest;
import io.ampel.provider.gitlab.GitLabRecords.Pipeline;
import io.ampel.provider.gitlab.GitLabRestNodes.Gathered;
import io.ampel.pullrequest.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads by REST, one merge request at a time, what GraphQL does not tell this token: many calls,
 * but the same facts.
 */
final class GitLabFallback {
  private static final Pattern MERGED_RESULT =
      Pattern.compile("refs/merge-requests/\\d+/(?:merge|train)");

  private final GitLabLine line;

  GitLabFallback(GitLabLine line) {
    this.line = line;
  }

  /**
   * Everything about one merge request.
   *
   * @param glimpse what the look at many compares
   * @param hidden why its pipelines are not shown, null where they are
   */
  record Whole(
      ProjectNode project,
      MergeRequestNode node,
      MergeRequestNode glimpse,
      List<DiscussionNode> discussions,
      @Nullable Integer behindBy,
      @Nullable String hidden) {}

  RepositoryProbe probe(Access access, Repository repository) {
    var id = repository.externalId();
    var api = line.to(access);
    try {
      var project = GitLabLine.body(line.ask(() -> api.project(id)));
      var open = new ArrayList<Glimpse>();
      for (var listed : line.all(access, () -> api.open(id), api::open)) {
        open.add(GitLabProbe.glimpse(GitLabRestNodes.glimpse(one(access, id, listed))));
      }
      var found =
          GitLabProjects.found(project)
              .orElseThrow(() ->
                  new ProviderFailure(
                      AccountProblem.of(Code.UNEXPECTED_ANSWER, "no word of the project")));
      return new Seen(repository, found, open);
    } catch (ProviderFailure failure) {
      if (failure.problem().stopsEveryCall()) {
        throw failure;
      }
      return switch (failure.problem().code()) {
        case NOT_FOUND, INSUFFICIENT_PERMISSIONS, SSO_REQUIRED, IP_ALLOW_LIST ->
            new Lost(repository, failure.problem());
        default -> new Failed(repository, failure.problem());
      };
    }
  }

  /** A list does not tell the pipeline. */
  private MergeRequest one(Access access, String project, MergeRequest listed) {
    var iid = String.valueOf(listed.iid());
    return GitLabLine.body(line.ask(() -> line.to(access).mergeRequest(project, iid)));
  }

  /** Empty when it does not exist in a project that is shown. */
  Optional<Whole> read(Access access, Wanted wanted) {
    var id = wanted.repository().externalId();
    var iid = String.valueOf(wanted.number());
    var api = line.to(access);
    var project = GitLabLine.body(line.ask(() -> api.project(id)));
    var found = found(api, id, iid);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var told = found.get();
    @Nullable String[] hidden = {null};
    var jobs = pipeline(access, id, told, hidden);
    var isOfHead = jobs != null && isOfHead(access, id, told);
    var gathered =
        new Gathered(
            told,
            isOfHead ? jobs : null,
            isOfHead ? null : jobs,
            GitLabLine.body(line.ask(() -> api.approvals(id, iid))),
            line.askIfKnown(() -> api.approvalState(id, iid)).orElse(null),
            GitLabLine.body(line.ask(() -> api.reviewers(id, iid))),
            line.all(access, () -> api.discussions(id, iid), api::discussions));
    var node = GitLabRestNodes.node(gathered);
    return Optional.of(
        new Whole(
            GitLabRestNodes.project(project),
            node,
            GitLabRestNodes.glimpse(told),
            Page.all(node.discussions()),
            told.divergedCommitsCount(),
            hidden[0]));
  }

  private Optional<MergeRequest> found(GitLabApi api, String project, String iid) {
    try {
      return Optional.of(GitLabLine.body(line.ask(() -> api.mergeRequest(project, iid))));
    } catch (ProviderFailure failure) {
      if (failure.problem().code() == Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** With its jobs. Null where there is none; with a word on what lacks where it is not shown. */
  private @Nullable PipelineNode pipeline(
      Access access, String project, MergeRequest told, @Nullable String[] hidden) {
    var pipeline = told.headPipeline();
    if (pipeline == null || pipeline.id() == null) {
      hidden[0] = lacksPipelines(access, project);
      return null;
    }
    var api = line.to(access);
    var id = pipeline.id().toString();
    try {
      var jobs = line.all(access, () -> api.jobs(project, id), api::jobs);
      var sha = GitLabMapping.text(pipeline.sha());
      var statuses =
          line.all(access, () -> api.statuses(project, sha), api::statuses).stream()
              .filter(status -> isOf(pipeline, status))
              .toList();
      return GitLabRestPipelines.node(pipeline, jobs, statuses);
    } catch (ProviderFailure failure) {
      if (failure.problem().code() != Code.INSUFFICIENT_PERMISSIONS) {
        throw failure;
      }
      hidden[0] = String.join(", ", missing(failure.problem()));
      return null;
    }
  }

  /** No pipeline and a hidden one look the same until one asks for any. */
  private @Nullable String lacksPipelines(Access access, String project) {
    try {
      line.ask(() -> line.to(access).anyPipeline(project));
      return null;
    } catch (ProviderFailure failure) {
      if (failure.problem().code() == Code.INSUFFICIENT_PERMISSIONS) {
        return String.join(", ", missing(failure.problem()));
      }
      throw failure;
    }
  }

  private static List<String> missing(AccountProblem problem) {
    return problem.missing().isEmpty() ? List.of(GitLabChecks.PIPELINES) : problem.missing();
  }

  private static boolean isOf(Pipeline pipeline, CommitStatus status) {
    return status.pipelineId() == null || Objects.equals(status.pipelineId(), pipeline.id());
  }

  /** A pipeline of the merged result runs on a commit that has the head as parent. */
  private boolean isOfHead(Access access, String project, MergeRequest told) {
    var pipeline = told.headPipeline();
    if (pipeline == null || pipeline.sha() == null || told.sha() == null) {
      return false;
    }
    if (pipeline.sha().equals(told.sha())) {
      return true;
    }
    if (!MERGED_RESULT.matcher(GitLabMapping.text(pipeline.ref())).matches()) {
      return false;
    }
    var sha = pipeline.sha();
    return line.askIfKnown(() -> line.to(access).commit(project, sha))
        .map(commit -> commit.parentIds() != null && commit.parentIds().contains(told.sha()))
        .orElse(false);
  }
}
