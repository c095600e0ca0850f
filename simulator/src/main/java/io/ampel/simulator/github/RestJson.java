package io.ampel.simulator.github;

import static io.ampel.simulator.Json.object;
import static io.ampel.simulator.github.Words.time;

import io.ampel.simulator.Comment;
import io.ampel.simulator.FileChange;
import io.ampel.simulator.Label;
import io.ampel.simulator.MergeMethod;
import io.ampel.simulator.Organization;
import io.ampel.simulator.Owner;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.PullRequest.Mergeability;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Review;
import io.ampel.simulator.ReviewRequest;
import io.ampel.simulator.Role;
import io.ampel.simulator.Standing;
import io.ampel.simulator.Team;
import io.ampel.simulator.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The shapes of GitHub's REST answers. */
final class RestJson {
  private final Caller caller;

  RestJson(Caller caller) {
    this.caller = caller;
  }

  // --- people -----------------------------------------------------------------------------------

  @Nullable Map<String, @Nullable Object> owner(@Nullable Owner owner) {
    if (owner == null) {
      return null;
    }
    var login = owner instanceof Person person ? Words.restLogin(person) : owner.login();
    var type =
        owner instanceof Organization
            ? "Organization"
            : owner instanceof Person p && p.bot() ? "Bot" : "User";
    var prefix = owner instanceof Organization ? "O" : "U";
    var path = login.replace("[", "%5B").replace("]", "%5D");
    var url = caller.api() + "/users/" + path;
    return object(
        "login", login,
        "id", owner.id(),
        "node_id", NodeId.of(prefix, owner.id()),
        "avatar_url", caller.base() + "/avatars/" + owner.login() + ".svg",
        "gravatar_id", "",
        "url", url,
        "html_url", caller.web() + "/" + path,
        "followers_url", url + "/followers",
        "following_url", url + "/following{/other_user}",
        "gists_url", url + "/gists{/gist_id}",
        "starred_url", url + "/starred{/owner}{/repo}",
        "subscriptions_url", url + "/subscriptions",
        "organizations_url", url + "/orgs",
        "repos_url", url + "/repos",
        "events_url", url + "/events{/privacy}",
        "received_events_url", url + "/received_events",
        "type", type,
        "user_view_type", "public",
        "site_admin", false);
  }

  /** REST shows the account "ghost" where the author's is gone, while GraphQL says null. */
  private @Nullable Map<String, @Nullable Object> author(PullRequest pr) {
    var author = pr.author();
    return owner(author == null ? new Person(10_137, "ghost", "Deleted user", false) : author);
  }

  Map<String, @Nullable Object> user(Person person) {
    var user = Objects.requireNonNull(owner(person));
    user.putAll(
        object(
            "name",
            person.name(),
            "company",
            null,
            "blog",
            "",
            "location",
            null,
            "email",
            null,
            "hireable",
            null,
            "bio",
            null,
            "twitter_username",
            null,
            "notification_email",
            null,
            "public_repos",
            12,
            "public_gists",
            0,
            "followers",
            8,
            "following",
            9,
            "created_at",
            "2019-04-11T08:12:45Z",
            "updated_at",
            "2026-05-02T17:30:00Z"));
    return user;
  }

  Map<String, @Nullable Object> organization(Organization organization) {
    var url = caller.api() + "/orgs/" + organization.login();
    return object(
        "login", organization.login(),
        "id", organization.id(),
        "node_id", NodeId.of("O", organization.id()),
        "url", url,
        "repos_url", url + "/repos",
        "events_url", url + "/events",
        "hooks_url", url + "/hooks",
        "issues_url", url + "/issues",
        "members_url", url + "/members{/member}",
        "public_members_url", url + "/public_members{/member}",
        "avatar_url", caller.base() + "/avatars/" + organization.login() + ".svg",
        "description", organization.name());
  }

  private Map<String, @Nullable Object> team(Team team) {
    var url = caller.api() + "/organizations/" + team.organization().id() + "/team/" + team.id();
    return object(
        "id",
        team.id(),
        "node_id",
        NodeId.of("T", team.id()),
        "name",
        team.name(),
        "slug",
        team.slug(),
        "description",
        "",
        "privacy",
        "closed",
        "notification_setting",
        "notifications_enabled",
        "permission",
        "push",
        "url",
        url,
        "html_url",
        caller.web() + "/orgs/" + team.organization().login() + "/teams/" + team.slug(),
        "members_url",
        url + "/members{/member}",
        "repositories_url",
        url + "/repos",
        "type",
        "organization",
        "organization_id",
        team.organization().id(),
        "parent",
        null);
  }

  // --- repository -------------------------------------------------------------------------------

  String url(Repository repository) {
    return caller.api() + "/repos/" + repository.fullName();
  }

  String url(PullRequest pr) {
    return url(pr.repository()) + "/pulls/" + pr.number();
  }

  String page(PullRequest pr) {
    return caller.web() + "/" + pr.repository().fullName() + "/pull/" + pr.number();
  }

  Map<String, @Nullable Object> repository(Repository repository) {
    var it = minimal(repository);
    it.putAll(dates(repository));
    it.put("permissions", permissions(new Access(caller, repository).role()));
    if (new Access(caller, repository).role().atLeast(Role.WRITE)) {
      it.putAll(mergeSettings(repository));
    }
    return it;
  }

  Map<String, @Nullable Object> fullRepository(Repository repository) {
    var it = repository(repository);
    it.put("subscribers_count", 3);
    it.put("network_count", 0);
    it.put("temp_clone_token", "");
    if (repository.owner() instanceof Organization organization) {
      it.put("organization", owner(organization));
    }
    var parent = repository.parent();
    if (parent != null && new Access(caller, parent).reachable()) {
      it.put("parent", repository(parent));
      it.put("source", repository(parent));
    }
    return it;
  }

  private static Map<String, @Nullable Object> permissions(Role role) {
    return object(
        "admin", role == Role.ADMIN,
        "maintain", role.atLeast(Role.MAINTAIN),
        "push", role.atLeast(Role.WRITE),
        "triage", role.atLeast(Role.TRIAGE),
        "pull", role.atLeast(Role.READ));
  }

  private static Map<String, @Nullable Object> mergeSettings(Repository repository) {
    return object(
        "allow_squash_merge",
        repository.mergeMethods().contains(MergeMethod.SQUASH),
        "allow_merge_commit",
        repository.mergeMethods().contains(MergeMethod.MERGE),
        "allow_rebase_merge",
        repository.mergeMethods().contains(MergeMethod.REBASE),
        "allow_auto_merge",
        repository.autoMergeAllowed(),
        "delete_branch_on_merge",
        repository.deletesBranchOnMerge(),
        "allow_update_branch",
        true,
        "use_squash_pr_title_as_default",
        false,
        "squash_merge_commit_message",
        "COMMIT_MESSAGES",
        "squash_merge_commit_title",
        "COMMIT_OR_PR_TITLE",
        "merge_commit_message",
        "PR_TITLE",
        "merge_commit_title",
        "MERGE_MESSAGE");
  }

  private static Map<String, @Nullable Object> dates(Repository repository) {
    var open = (int) repository.pullRequests().stream().filter(PullRequest::open).count();
    return object(
        "created_at",
        time(repository.createdAt()),
        "updated_at",
        time(repository.updatedAt()),
        "pushed_at",
        time(repository.pushedAt()),
        "homepage",
        null,
        "size",
        4_096,
        "stargazers_count",
        2,
        "watchers_count",
        2,
        "language",
        "Java",
        "has_issues",
        true,
        "has_projects",
        true,
        "has_downloads",
        true,
        "has_wiki",
        false,
        "has_pages",
        false,
        "has_discussions",
        false,
        "forks_count",
        0,
        "mirror_url",
        null,
        "archived",
        repository.archived(),
        "disabled",
        repository.disabled(),
        "open_issues_count",
        open,
        "license",
        null,
        "allow_forking",
        true,
        "is_template",
        false,
        "web_commit_signoff_required",
        false,
        "topics",
        List.of(),
        "visibility",
        repository.visibility().name().toLowerCase(Locale.ROOT),
        "forks",
        0,
        "open_issues",
        open,
        "watchers",
        2,
        "default_branch",
        repository.defaultBranch());
  }

  private Map<String, @Nullable Object> minimal(Repository repository) {
    var url = url(repository);
    var page = caller.web() + "/" + repository.fullName();
    var it =
        object(
            "id", repository.id(),
            "node_id", NodeId.of("R", repository.id()),
            "name", repository.name(),
            "full_name", repository.fullName(),
            "private", !repository.isPublic(),
            "owner", owner(repository.owner()),
            "html_url", page,
            "description", repository.description().isEmpty() ? null : repository.description(),
            "fork", repository.parent() != null,
            "url", url);
    for (var each :
        List.of(
            "forks",
            "teams",
            "hooks",
            "events",
            "tags",
            "languages",
            "stargazers",
            "contributors",
            "subscribers",
            "subscription",
            "merges",
            "downloads",
            "deployments")) {
      it.put(each + "_url", url + "/" + each);
    }
    it.put("keys_url", url + "/keys{/key_id}");
    it.put("collaborators_url", url + "/collaborators{/collaborator}");
    it.put("issue_events_url", url + "/issues/events{/number}");
    it.put("assignees_url", url + "/assignees{/user}");
    it.put("branches_url", url + "/branches{/branch}");
    it.put("blobs_url", url + "/git/blobs{/sha}");
    it.put("git_tags_url", url + "/git/tags{/sha}");
    it.put("git_refs_url", url + "/git/refs{/sha}");
    it.put("trees_url", url + "/git/trees{/sha}");
    it.put("statuses_url", url + "/statuses/{sha}");
    it.put("commits_url", url + "/commits{/sha}");
    it.put("git_commits_url", url + "/git/commits{/sha}");
    it.put("comments_url", url + "/comments{/number}");
    it.put("issue_comment_url", url + "/issues/comments{/number}");
    it.put("contents_url", url + "/contents/{+path}");
    it.put("compare_url", url + "/compare/{base}...{head}");
    it.put("archive_url", url + "/{archive_format}{/ref}");
    it.put("issues_url", url + "/issues{/number}");
    it.put("pulls_url", url + "/pulls{/number}");
    it.put("milestones_url", url + "/milestones{/number}");
    it.put("notifications_url", url + "/notifications{?since,all,participating}");
    it.put("labels_url", url + "/labels{/name}");
    it.put("releases_url", url + "/releases{/id}");
    it.put("git_url", "git://127.0.0.1/" + repository.fullName() + ".git");
    it.put("ssh_url", "git@127.0.0.1:" + repository.fullName() + ".git");
    it.put("clone_url", page + ".git");
    it.put("svn_url", page);
    return it;
  }

  // --- pull request -----------------------------------------------------------------------------

  Map<String, @Nullable Object> simple(PullRequest pr) {
    var url = url(pr);
    var issue = url(pr.repository()) + "/issues/" + pr.number();
    var statuses = url(pr.repository()) + "/statuses/" + pr.headSha();
    var merged = pr.state() == PullRequest.State.MERGED;
    return object(
        "url", url,
        "id", pr.id(),
        "node_id", NodeId.of("PR", pr.id()),
        "html_url", page(pr),
        "diff_url", page(pr) + ".diff",
        "patch_url", page(pr) + ".patch",
        "issue_url", issue,
        "number", pr.number(),
        "state", pr.open() ? "open" : "closed",
        "locked", false,
        "title", pr.title(),
        "user", author(pr),
        "body", pr.body().isEmpty() ? null : pr.body(),
        "created_at", time(pr.createdAt()),
        "updated_at", time(pr.updatedAt()),
        "closed_at", time(pr.closedAt()),
        "merged_at", merged ? time(pr.closedAt()) : null,
        "merge_commit_sha", pr.mergeCommit(),
        "assignee", pr.assignees().isEmpty() ? null : owner(pr.assignees().getFirst()),
        "assignees", pr.assignees().stream().map(this::owner).toList(),
        "requested_reviewers",
            pr.requests().stream()
                .map(ReviewRequest::person)
                .filter(Objects::nonNull)
                .map(this::owner)
                .toList(),
        "requested_teams",
            pr.requests().stream()
                .map(ReviewRequest::team)
                .filter(Objects::nonNull)
                .map(this::team)
                .toList(),
        "labels", pr.labels().stream().map(each -> label(pr.repository(), each)).toList(),
        "milestone", null,
        "draft", pr.isDraft(),
        "commits_url", url + "/commits",
        "review_comments_url", url + "/comments",
        "review_comment_url", url(pr.repository()) + "/pulls/comments{/number}",
        "comments_url", issue + "/comments",
        "statuses_url", statuses,
        "head", end(pr.headRepository(), pr.author(), pr.headRef(), pr.headSha()),
        "base", end(pr.repository(), pr.repository().owner(), pr.base(), pr.baseAtPush()),
        "_links", links(pr, url, issue, statuses),
        "author_association", GraphQlTypes.association(pr.repository(), pr.author()),
        "auto_merge", autoMerge(pr),
        "active_lock_reason", null);
  }

  private @Nullable Map<String, @Nullable Object> autoMerge(PullRequest pr) {
    var order = pr.autoMerge();
    return order == null
        ? null
        : object(
            "enabled_by", owner(order.by()),
            "merge_method", order.method().name().toLowerCase(Locale.ROOT),
            "commit_title", pr.title(),
            "commit_message", "");
  }

  private Map<String, @Nullable Object> links(
      PullRequest pr, String url, String issue, String statuses) {
    return object(
        "self", Map.of("href", url),
        "html", Map.of("href", page(pr)),
        "issue", Map.of("href", issue),
        "comments", Map.of("href", issue + "/comments"),
        "review_comments", Map.of("href", url + "/comments"),
        "review_comment", Map.of("href", url(pr.repository()) + "/pulls/comments{/number}"),
        "commits", Map.of("href", url + "/commits"),
        "statuses", Map.of("href", statuses));
  }

  private Map<String, @Nullable Object> end(
      @Nullable Repository repository, @Nullable Owner person, String ref, String sha) {
    var visible =
        repository != null && new Access(caller, repository).reachable() ? repository : null;
    var owner = visible == null ? person : visible.owner();
    return object(
        "label",
        (owner == null ? "unknown" : owner.login()) + ":" + ref,
        "ref",
        ref,
        "sha",
        sha,
        "user",
        owner(owner),
        "repo",
        visible == null ? null : repository(visible));
  }

  private Map<String, @Nullable Object> label(Repository repository, Label label) {
    return object(
        "id", label.id(),
        "node_id", NodeId.of("LA", label.id()),
        "url", url(repository) + "/labels/" + label.name(),
        "name", label.name(),
        "color", label.color(),
        "default", false,
        "description", label.description());
  }

  Map<String, @Nullable Object> full(PullRequest pr) {
    var it = simple(pr);
    var told = pr.askMergeability();
    var role = new Access(caller, pr.repository()).role();
    it.putAll(
        object(
            "merged", pr.state() == PullRequest.State.MERGED,
            "mergeable",
                told == Mergeability.UNKNOWN || !pr.open() ? null : told == Mergeability.MERGEABLE,
            "rebaseable",
                told == Mergeability.UNKNOWN || !pr.open() ? null : told == Mergeability.MERGEABLE,
            "mergeable_state",
                MergeState.of(pr, Standing.of(pr), told, role, false).toLowerCase(Locale.ROOT),
            "merged_by", pr.state() == PullRequest.State.MERGED ? owner(pr.closedBy()) : null,
            "comments", pr.comments().size(),
            "review_comments", pr.threads().stream().mapToInt(each -> each.comments().size()).sum(),
            "maintainer_can_modify", pr.crossRepository(),
            "commits", pr.commits(),
            "additions", pr.files().stream().mapToInt(FileChange::additions).sum(),
            "deletions", pr.files().stream().mapToInt(FileChange::deletions).sum(),
            "changed_files", pr.files().size()));
    return it;
  }

  Map<String, @Nullable Object> file(PullRequest pr, FileChange file) {
    var blob =
        caller.web()
            + "/"
            + pr.repository().fullName()
            + "/blob/"
            + pr.headSha()
            + "/"
            + file.path();
    return object(
        "sha", pr.headSha(),
        "filename", file.path(),
        "status", file.status(),
        "additions", file.additions(),
        "deletions", file.deletions(),
        "changes", file.additions() + file.deletions(),
        "blob_url", blob,
        "raw_url", blob.replace("/blob/", "/raw/"),
        "contents_url", url(pr.repository()) + "/contents/" + file.path() + "?ref=" + pr.headSha(),
        "patch", "@@ -1,%d +1,%d @@".formatted(file.deletions(), file.additions()));
  }

  Map<String, @Nullable Object> review(Review review) {
    var pr = review.pullRequest();
    var page = page(pr) + "#pullrequestreview-" + review.id();
    var it =
        object(
            "id", review.id(),
            "node_id", NodeId.of("PRR", review.id()),
            "user", owner(review.author()),
            "body", review.body(),
            "state", review.verdict().name(),
            "html_url", page,
            "pull_request_url", url(pr),
            "author_association", GraphQlTypes.association(pr.repository(), review.author()),
            "_links", object("html", Map.of("href", page), "pull_request", Map.of("href", url(pr))),
            "submitted_at", time(review.submittedAt()),
            "commit_id", review.sha());
    if (review.verdict() == Verdict.PENDING) {
      it.remove("submitted_at");
    }
    return it;
  }

  Map<String, @Nullable Object> comment(Comment comment) {
    var pr = comment.pullRequest();
    return object(
        "url", url(pr.repository()) + "/issues/comments/" + comment.id(),
        "html_url", page(pr) + "#issuecomment-" + comment.id(),
        "issue_url", url(pr.repository()) + "/issues/" + pr.number(),
        "id", comment.id(),
        "node_id", NodeId.of("IC", comment.id()),
        "user", owner(comment.author()),
        "created_at", time(comment.createdAt()),
        "updated_at", time(comment.createdAt()),
        "author_association", GraphQlTypes.association(pr.repository(), comment.author()),
        "body", comment.body(),
        "performed_via_github_app", null);
  }
}
