package io.ampel.simulator.gitlab;

import static io.ampel.simulator.gitlab.Words.time;

import io.ampel.simulator.Branch;
import io.ampel.simulator.Commit;
import io.ampel.simulator.Issue;
import io.ampel.simulator.Json;
import io.ampel.simulator.Label;
import io.ampel.simulator.MergeMethod;
import io.ampel.simulator.Organization;
import io.ampel.simulator.Owner;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.World;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How GitLab's REST writes the things of the world. */
final class RestJson {
  private static final Pattern TASK = Pattern.compile("(?m)^\\s*[-*] \\[([ xX])\\] ");

  private final Caller caller;

  RestJson(Caller caller) {
    this.caller = caller;
  }

  // --- people and projects
  // -------------------------------------------------------------------------------

  /** Somebody as they stand in lists; {@code state} is that of the account. */
  @Nullable Map<String, @Nullable Object> user(@Nullable Person person) {
    return person == null
        ? null
        : Json.object(
            "id",
            person.id(),
            "username",
            person.login(),
            "public_email",
            null,
            "name",
            person.name(),
            "state",
            "active",
            "locked",
            false,
            "avatar_url",
            caller.host() + Words.avatarPath(person),
            "web_url",
            caller.web() + "/" + person.login());
  }

  List<Map<String, @Nullable Object>> users(List<Person> people) {
    return people.stream().map(each -> person(each)).toList();
  }

  /** The same, where there is somebody for sure. */
  Map<String, @Nullable Object> person(@Nullable Person person) {
    return java.util.Objects.requireNonNull(user(Words.orGhost(person)));
  }

  private String webUrl(Repository project) {
    return caller.host() + Words.path(project);
  }

  Map<String, @Nullable Object> namespace(Owner owner) {
    var group = owner instanceof Organization;
    var above = owner instanceof Organization each ? each.above().orElse(null) : null;
    return Json.object(
        "id",
        owner.id(),
        "name",
        Words.shown(owner),
        "path",
        Words.slug(owner),
        "kind",
        group ? "group" : "user",
        "full_path",
        owner.login(),
        "parent_id",
        above == null ? null : above.id(),
        "avatar_url",
        null,
        "web_url",
        caller.web() + (group ? "/groups/" : "/") + owner.login());
  }

  Map<String, @Nullable Object> group(Organization group) {
    return Json.object(
        "id",
        group.id(),
        "web_url",
        caller.web() + "/groups/" + group.login(),
        "name",
        Words.shown(group),
        "path",
        Words.slug(group),
        "description",
        "",
        "visibility",
        "private",
        "full_name",
        Words.fullName(group),
        "full_path",
        group.login(),
        "avatar_url",
        null,
        "parent_id",
        group.above().map(Organization::id).orElse(null));
  }

  /** What {@code simple=true} leaves of a project. */
  Map<String, @Nullable Object> simpleProject(Repository project) {
    return Json.object(
        "id",
        project.id(),
        "description",
        project.description(),
        "name",
        project.name(),
        "name_with_namespace",
        Words.fullName(project.owner()) + " / " + project.name(),
        "path",
        project.name(),
        "path_with_namespace",
        project.fullName(),
        "created_at",
        time(project.createdAt()),
        "default_branch",
        project.defaultBranch(),
        "tag_list",
        List.of(),
        "topics",
        List.of(),
        "ssh_url_to_repo",
        "git@gitlab.example.com:" + project.fullName() + ".git",
        "http_url_to_repo",
        webUrl(project) + ".git",
        "web_url",
        webUrl(project),
        "readme_url",
        null,
        "forks_count",
        0,
        "avatar_url",
        null,
        "star_count",
        0,
        "last_activity_at",
        time(project.updatedAt()),
        "visibility",
        Words.visibility(project),
        "namespace",
        namespace(project.owner()));
  }

  Map<String, @Nullable Object> project(Repository project) {
    var settings = ProjectSettings.of(project);
    var level = caller.access(project).level();
    var whole =
        RestCall.with(
            simpleProject(project),
            "_links",
            Json.object(
                "self",
                caller.api() + "/projects/" + project.id(),
                "merge_requests",
                caller.api() + "/projects/" + project.id() + "/merge_requests"),
            "empty_repo",
            false,
            "archived",
            project.archived(),
            "creator_id",
            project.owner().id(),
            "merge_requests_enabled",
            settings.mergeRequestsEnabled(),
            "merge_requests_access_level",
            settings.mergeRequestsEnabled() ? "enabled" : "disabled",
            "issues_enabled",
            true,
            "jobs_enabled",
            true,
            "only_allow_merge_if_pipeline_succeeds",
            settings.demandsPipelines(),
            "allow_merge_on_skipped_pipeline",
            settings.skippedIsFine(),
            "only_allow_merge_if_all_discussions_are_resolved",
            settings.rules(project.defaultBranch()).conversations(),
            "remove_source_branch_after_merge",
            project.deletesBranchOnMerge(),
            "merge_method",
            settings.mergeMethod().word(),
            "squash_option",
            settings.squash().word(),
            "permissions",
            permissions(project, level));
    if (project.parent() != null && caller.access(project.parent()).reachable()) {
      whole.put("forked_from_project", simpleProject(project.parent()));
    }
    return caller.instance().paid() ? paid(project, settings, whole) : whole;
  }

  private static Map<String, @Nullable Object> permissions(Repository project, int level) {
    var access = level == 0 ? null : Json.object("access_level", level, "notification_level", 3);
    var byGroup = project.owner() instanceof Organization;
    return Json.object(
        "project_access", byGroup ? null : access, "group_access", byGroup ? access : null);
  }

  private Map<String, @Nullable Object> paid(
      Repository project, ProjectSettings settings, Map<String, @Nullable Object> whole) {
    return RestCall.with(
        whole,
        "approvals_before_merge",
        settings.rules(project.defaultBranch()).approvals(),
        "merge_pipelines_enabled",
        settings.mergedResults(),
        "merge_trains_enabled",
        settings.trains(caller.instance()),
        "only_allow_merge_if_all_status_checks_passed",
        settings.statusChecksMustPass(caller.instance()),
        "merge_requests_template",
        "",
        "marked_for_deletion_on",
        null);
  }

  // --- merge requests
  // -------------------------------------------------------------------------------------

  /** What a list tells of a merge request; it asks nothing afresh. */
  Map<String, @Nullable Object> mergeRequest(PullRequest pr) {
    return mergeRequest(pr, Mergeability.known(pr, caller.instance()));
  }

  /** The same, with mergeability asked for. */
  Map<String, @Nullable Object> checkedMergeRequest(PullRequest pr) {
    return mergeRequest(pr, new Mergeability(pr, caller.instance(), pr.askMergeability()));
  }

  private Map<String, @Nullable Object> mergeRequest(PullRequest pr, Mergeability mergeability) {
    var facts = MergeRequest.of(pr);
    var merged = pr.state() == PullRequest.State.MERGED;
    var closed = pr.state() == PullRequest.State.CLOSED;
    var reference = "!" + pr.number();
    var source = pr.headRepository();
    var project = pr.repository();
    return Json.object(
        "id",
        pr.id(),
        "iid",
        pr.number(),
        "project_id",
        project.id(),
        "title",
        facts.title(),
        "description",
        pr.body(),
        "state",
        facts.state(),
        "created_at",
        time(pr.createdAt()),
        "updated_at",
        time(pr.updatedAt()),
        "merged_by",
        merged ? user(pr.closedBy()) : null,
        "merge_user",
        merged ? user(pr.closedBy()) : armedBy(pr),
        "merged_at",
        merged ? time(pr.closedAt()) : null,
        "closed_by",
        closed ? user(pr.closedBy()) : null,
        "closed_at",
        closed ? time(pr.closedAt()) : null,
        "target_branch",
        pr.base(),
        "source_branch",
        pr.headRef(),
        "user_notes_count",
        Discussion.said(pr),
        "upvotes",
        0,
        "downvotes",
        0,
        "author",
        person(pr.author()),
        "assignees",
        users(pr.assignees()),
        "assignee",
        pr.assignees().isEmpty() ? null : user(pr.assignees().getFirst()),
        "reviewers",
        users(facts.reviewers().stream().map(Reviewer::person).toList()),
        "source_project_id",
        source == null ? null : source.id(),
        "target_project_id",
        project.id(),
        "labels",
        pr.labels().stream().map(Label::name).toList(),
        "draft",
        pr.isDraft(),
        "imported",
        false,
        "imported_from",
        "none",
        "work_in_progress",
        pr.isDraft(),
        "milestone",
        null,
        "merge_when_pipeline_succeeds",
        pr.autoMerge() != null,
        "merge_status",
        mergeability.mergeStatus(),
        "detailed_merge_status",
        mergeability.detailed(),
        "merge_after",
        time(facts.mergeAfter()),
        "sha",
        pr.headSha(),
        "merge_commit_sha",
        fastForward(project) ? null : pr.mergeCommit(),
        "squash_commit_sha",
        squashed(pr),
        "discussion_locked",
        null,
        "should_remove_source_branch",
        facts.removesSourceBranch() ? true : null,
        "force_remove_source_branch",
        project.deletesBranchOnMerge(),
        "prepared_at",
        facts.preparing() ? null : time(pr.createdAt()),
        "reference",
        reference,
        "references",
        Json.object(
            "short", reference, "relative", reference, "full", project.fullName() + reference),
        "web_url",
        caller.host() + Words.path(pr),
        "time_stats",
        Json.object(
            "time_estimate",
            0,
            "total_time_spent",
            0,
            "human_time_estimate",
            null,
            "human_total_time_spent",
            null),
        "squash",
        facts.squashes(),
        "squash_on_merge",
        facts.squashes(),
        "task_completion_status",
        tasks(pr),
        "has_conflicts",
        mergeability.mergeStatus().equals("cannot_be_merged"),
        "blocking_discussions_resolved",
        facts.unresolved() == 0 || !ProjectSettings.of(project).conversationsMustBeResolved(pr));
  }

  static boolean fastForward(Repository project) {
    return ProjectSettings.of(project).mergeMethod() == ProjectSettings.MergeMethod.FF;
  }

  /** Squashing makes a commit of its own, beside that of the merge where there is one. */
  private static @Nullable String squashed(PullRequest pr) {
    var commit = pr.mergeCommit();
    if (commit == null || pr.mergedBy() != MergeMethod.SQUASH) {
      return null;
    }
    return fastForward(pr.repository()) ? commit : World.sha("squashed into " + commit);
  }

  private @Nullable Object armedBy(PullRequest pr) {
    var armed = pr.autoMerge();
    return armed == null ? null : user(armed.by());
  }

  private static Map<String, @Nullable Object> tasks(PullRequest pr) {
    var all = TASK.matcher(pr.body()).results().map(each -> each.group(1)).toList();
    return Json.object(
        "count",
        all.size(),
        "completed_count",
        all.stream().filter(each -> !each.isBlank()).count());
  }

  /** What is told of a merge request that is asked for itself. */
  Map<String, @Nullable Object> wholeMergeRequest(PullRequest pr, RestCall call) {
    var facts = MergeRequest.of(pr);
    var pipeline = Pipeline.shown(pr);
    var whole =
        RestCall.with(
            checkedMergeRequest(pr),
            "subscribed",
            false,
            "changes_count",
            pr.files().size() > 1000 ? "1000+" : String.valueOf(pr.files().size()),
            "latest_build_started_at",
            pipeline.map(each -> time(each.startedAt())).orElse(null),
            "latest_build_finished_at",
            pipeline.map(each -> time(each.finishedAt())).orElse(null),
            "first_deployed_to_production_at",
            null,
            "pipeline",
            Pipeline.ofHead(pr).map(this::pipeline).orElse(null),
            "head_pipeline",
            pipeline.map(this::wholePipeline).orElse(null),
            "diff_refs",
            Json.object(
                "base_sha",
                pr.baseAtPush(),
                "head_sha",
                pr.headSha(),
                "start_sha",
                pr.baseAtPush()),
            "merge_error",
            facts.mergeError(),
            "first_contribution",
            false,
            "user",
            Json.object("can_merge", caller.access(pr.repository()).mayMerge()));
    if (call.flag("include_diverged_commits_count")) {
      whole.put("diverged_commits_count", pr.behindBy());
    }
    if (call.flag("include_rebase_in_progress")) {
      whole.put("rebase_in_progress", facts.rebasing());
    }
    return whole;
  }

  Map<String, @Nullable Object> reviewer(Reviewer reviewer) {
    return Json.object(
        "user", user(reviewer.person()), "state", reviewer.state().word(), "created_at", null);
  }

  // --- pipelines
  // ---------------------------------------------------------------------------------------------

  Map<String, @Nullable Object> pipeline(Pipeline pipeline) {
    return Json.object(
        "id",
        pipeline.id(),
        "iid",
        pipeline.id(),
        "project_id",
        project(pipeline).id(),
        "sha",
        pipeline.sha(),
        "ref",
        pipeline.ref(),
        "status",
        pipeline.status(),
        "source",
        pipeline.source(),
        "created_at",
        time(pipeline.createdAt()),
        "updated_at",
        time(pipeline.updatedAt()),
        "web_url",
        caller.host() + Words.path(project(pipeline), "pipelines", pipeline.id()));
  }

  private static Repository project(Pipeline pipeline) {
    return pipeline.pullRequest().repository();
  }

  Map<String, @Nullable Object> wholePipeline(Pipeline pipeline) {
    return RestCall.with(
        pipeline(pipeline),
        "before_sha",
        "0".repeat(40),
        "tag",
        false,
        "yaml_errors",
        null,
        "user",
        person(pipeline.pullRequest().lastPusher()),
        "started_at",
        time(pipeline.startedAt()),
        "finished_at",
        time(pipeline.finishedAt()),
        "committed_at",
        null,
        "duration",
        pipeline.seconds(),
        "queued_duration",
        1,
        "coverage",
        null,
        "detailed_status",
        detailedStatus(
            pipeline.status(),
            pipeline.warnings(),
            Words.path(project(pipeline), "pipelines", pipeline.id())));
  }

  private static Map<String, @Nullable Object> detailedStatus(
      String status, boolean warnings, String path) {
    var good = status.equals("success") && warnings;
    return Json.object(
        "icon",
        "status_" + (good ? "warning" : status),
        "text",
        good ? "Warning" : status,
        "label",
        good ? "passed with warnings" : status.equals("success") ? "passed" : status,
        "group",
        good ? "success-with-warnings" : status,
        "tooltip",
        status.equals("success") ? "passed" : status,
        "has_details",
        true,
        "details_path",
        path,
        "illustration",
        null,
        "favicon",
        "/gitlab/assets/ci_favicons/favicon_status_" + status + ".png");
  }

  Map<String, @Nullable Object> job(Pipeline pipeline, Job job) {
    return Json.object(
        "id",
        job.id(),
        "status",
        job.status(),
        "stage",
        job.stage(),
        "name",
        job.name(),
        "ref",
        pipeline.ref(),
        "tag",
        false,
        "coverage",
        null,
        "allow_failure",
        job.allowFailure(),
        "created_at",
        time(job.createdAt()),
        "started_at",
        time(job.startedAt()),
        "finished_at",
        time(job.finishedAt()),
        "erased_at",
        null,
        "duration",
        job.seconds(),
        "queued_duration",
        1,
        "failure_reason",
        job.status().equals("failed") ? "script_failure" : null,
        "user",
        person(pipeline.pullRequest().lastPusher()),
        "commit",
        commit(pipeline.commit()),
        "pipeline",
        pipeline(pipeline),
        "web_url",
        caller.host() + Words.path(project(pipeline), "jobs", job.id()),
        "project",
        Json.object("ci_job_token_scope_enabled", false),
        "artifacts",
        List.of(),
        "runner",
        null);
  }

  /** What was reported on a commit, from here or elsewhere. */
  Map<String, @Nullable Object> status(Pipeline pipeline, Job job) {
    var external = job.external();
    return Json.object(
        "id",
        job.id(),
        "sha",
        pipeline.sha(),
        "ref",
        pipeline.ref(),
        "status",
        job.status(),
        "name",
        job.name(),
        "target_url",
        external == null
            ? caller.host() + Words.path(project(pipeline), "jobs", job.id())
            : external.targetUrl(),
        "description",
        external == null ? null : external.description(),
        "created_at",
        time(job.createdAt()),
        "started_at",
        time(job.startedAt()),
        "finished_at",
        time(job.finishedAt()),
        "allow_failure",
        job.allowFailure(),
        "coverage",
        null,
        "pipeline_id",
        pipeline.id(),
        "author",
        external == null
            ? person(pipeline.pullRequest().lastPusher())
            : person(external.creator()));
  }

  Map<String, @Nullable Object> commit(Commit commit) {
    return Json.object(
        "id",
        commit.sha(),
        "short_id",
        commit.sha().substring(0, 8),
        "created_at",
        time(commit.date()),
        "parent_ids",
        List.of(),
        "title",
        commit.message().lines().findFirst().orElse(""),
        "message",
        commit.message(),
        "author_name",
        "Somebody",
        "author_email",
        "somebody@example.com",
        "authored_date",
        time(commit.date()),
        "committer_name",
        "Somebody",
        "committer_email",
        "somebody@example.com",
        "committed_date",
        time(commit.date()),
        "web_url",
        webUrl(commit.repository()) + "/-/commit/" + commit.sha());
  }

  Map<String, @Nullable Object> branch(Branch branch) {
    var project = branch.repository();
    return Json.object(
        "name",
        branch.name(),
        "merged",
        false,
        "protected",
        branch.name().equals(project.defaultBranch()),
        "developers_can_push",
        false,
        "developers_can_merge",
        true,
        "can_push",
        caller.access(project).mayMerge(),
        "default",
        branch.name().equals(project.defaultBranch()),
        "web_url",
        webUrl(project) + "/-/tree/" + branch.name(),
        "commit",
        project.findCommit(branch.tip()).map(this::commit).orElse(null));
  }

  Map<String, @Nullable Object> issue(Issue issue) {
    return Json.object(
        "id",
        issue.id(),
        "iid",
        issue.number(),
        "project_id",
        issue.repository().id(),
        "title",
        issue.title(),
        "description",
        "",
        "state",
        issue.closedAt() == null ? "opened" : "closed",
        "created_at",
        time(issue.createdAt()),
        "updated_at",
        time(issue.createdAt()),
        "closed_at",
        time(issue.closedAt()),
        "labels",
        List.of(),
        "author",
        person(null),
        "web_url",
        webUrl(issue.repository()) + "/-/issues/" + issue.number());
  }
}
