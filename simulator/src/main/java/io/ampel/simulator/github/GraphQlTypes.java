package io.ampel.simulator.github;

import static io.ampel.simulator.github.Words.time;

import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import io.ampel.simulator.AutoMerge;
import io.ampel.simulator.Branch;
import io.ampel.simulator.CheckApp;
import io.ampel.simulator.CheckRun;
import io.ampel.simulator.Comment;
import io.ampel.simulator.Commit;
import io.ampel.simulator.FileChange;
import io.ampel.simulator.Issue;
import io.ampel.simulator.Label;
import io.ampel.simulator.MergeMethod;
import io.ampel.simulator.Organization;
import io.ampel.simulator.Owner;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.QueueEntry;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Review;
import io.ampel.simulator.ReviewRequest;
import io.ampel.simulator.ReviewThread;
import io.ampel.simulator.Role;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Standing;
import io.ampel.simulator.Team;
import io.ampel.simulator.Token.Kind;
import io.ampel.simulator.Token.Permission;
import io.ampel.simulator.Verdict;
import io.ampel.simulator.WorkflowRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How every field of GitHub's GraphQL types is read from the model: a table. */
final class GraphQlTypes {
  static final String FORBIDDEN = "Resource not accessible by personal access token";

  private GraphQlTypes() {}

  /** A commit seen from a pull request. */
  record PullRequestCommit(PullRequest pullRequest, Commit commit) {}

  /** The suite that a check run belongs to. */
  record Suite(Rollup.Check check) {}

  /** What made a pull request's head what it is. */
  record Push(PullRequest pullRequest, Person by) {}

  /** A workflow of a repository. */
  record Workflow(long id, String name) {}

  /** A run of a workflow on a pull request's head. */
  record Run(PullRequest pullRequest, WorkflowRun run) {}

  /** A place in a pull request's branch comparison. */
  record Comparison(long id, int ahead, int behind) {}

  /** What protects a branch. */
  record Protection(Branch branch, Rules rules) {}

  /** A review request with the pull request it belongs to. */
  record Requested(PullRequest pullRequest, ReviewRequest request) {}

  /** An order to merge with its pull request. */
  record Armed(PullRequest pullRequest, AutoMerge order) {}

  static Map<String, Map<String, DataFetcher<?>>> all() {
    var types = new LinkedHashMap<String, Map<String, DataFetcher<?>>>();
    people(types);
    types.put("Repository", repository().fetchers());
    types.put("PullRequest", pullRequest().fetchers());
    conversation(types);
    checks(types);
    branches(types);
    return types;
  }

  // --- people -----------------------------------------------------------------------------------

  private static void people(Map<String, Map<String, DataFetcher<?>>> types) {
    types.put("User", user().fetchers());
    types.put(
        "Bot", actor(Person.class, "BOT").with("databaseId", each -> (int) each.id()).fetchers());
    types.put("Mannequin", actor(Person.class, "M").fetchers());
    types.put("Organization", organization().fetchers());
    types.put(
        "Team",
        Fields.of(Team.class)
            .with("id", each -> NodeId.of("T", each.id()))
            .with("databaseId", each -> (int) each.id())
            .with("slug", Team::slug)
            .with("name", Team::name)
            .with("combinedSlug", each -> each.organization().login() + "/" + each.slug())
            .with("organization", Team::organization)
            .asking("avatarUrl", (each, _, asking) -> avatar(asking, each.slug()))
            .asking(
                "url",
                (each, _, asking) ->
                    asking.caller().web()
                        + "/orgs/"
                        + each.organization().login()
                        + "/teams/"
                        + each.slug())
            .fetchers());
  }

  private static <S extends Owner> Fields<S> actor(Class<S> type, String prefix) {
    return Fields.of(type)
        .with("id", each -> NodeId.of(prefix, each.id()))
        .with("login", Owner::login)
        .with("resourcePath", each -> "/" + each.login())
        .asking("avatarUrl", (each, _, asking) -> avatar(asking, each.login()))
        .asking("url", (each, _, asking) -> asking.caller().web() + "/" + each.login());
  }

  private static Fields<Person> user() {
    return actor(Person.class, "U")
        .with("databaseId", each -> (int) each.id())
        .with("name", Person::name)
        .with("email", each -> each.login() + "@example.com")
        .with("createdAt", _ -> "2019-04-11T08:12:45Z")
        .asking(
            "repositories",
            (each, env, asking) ->
                repositories(
                    env,
                    asking,
                    r ->
                        r.role(each).atLeast(Role.TRIAGE)
                            || r.owner().equals(each)
                            || r.invited(each)
                            || r.owner() instanceof Organization o && o.hasMember(each)))
        .asking(
            "organizations",
            (each, env, asking) ->
                Page.of(
                    env,
                    asking.caller().world().organizations().stream()
                        .filter(o -> o.hasMember(each))
                        .toList()));
  }

  private static Fields<Organization> organization() {
    return actor(Organization.class, "O")
        .with("databaseId", each -> (int) each.id())
        .with("name", Organization::name)
        .asking(
            "repositories",
            (each, env, asking) -> repositories(env, asking, r -> r.owner().equals(each)));
  }

  private static Object repositories(
      DataFetchingEnvironment env, Asking asking, java.util.function.Predicate<Repository> which) {
    Boolean fork = env.getArgument("isFork");
    Boolean archived = env.getArgument("isArchived");
    var found =
        asking.caller().world().repositories().stream()
            .filter(which)
            .filter(each -> fork == null || fork == (each.parent() != null))
            .filter(each -> archived == null || archived == each.archived())
            .filter(each -> asking.access(each).reachable())
            .sorted(Comparator.comparing(Repository::fullName))
            .toList();
    return Page.of(env, found);
  }

  private static String avatar(Asking asking, String login) {
    return asking.caller().base() + "/avatars/" + login + ".svg";
  }

  // --- repository -------------------------------------------------------------------------------

  static String url(Asking asking, Repository repository) {
    return asking.caller().web() + "/" + repository.fullName();
  }

  static String url(Asking asking, PullRequest pr) {
    return url(asking, pr.repository()) + "/pull/" + pr.number();
  }

  private static Fields<Repository> repository() {
    return Fields.of(Repository.class)
        .with("id", each -> NodeId.of("R", each.id()))
        .with("databaseId", each -> (int) each.id())
        .with("name", Repository::name)
        .with("nameWithOwner", Repository::fullName)
        .with("owner", Repository::owner)
        .asking("url", (each, _, asking) -> url(asking, each))
        .with("description", Repository::description)
        .with("isArchived", Repository::archived)
        .with("isDisabled", Repository::disabled)
        .with("isLocked", _ -> false)
        .with("isPrivate", each -> !each.isPublic())
        .with("isFork", each -> each.parent() != null)
        .with("isTemplate", _ -> false)
        .with("visibility", each -> each.visibility().name())
        .with("createdAt", each -> time(each.createdAt()))
        .with("updatedAt", each -> time(each.updatedAt()))
        .with("pushedAt", each -> time(each.pushedAt()))
        .with("defaultBranchRef", each -> each.findBranch(each.defaultBranch()).orElse(null))
        .asking(
            "viewerPermission",
            (each, _, asking) ->
                asking.access(each).role() == Role.NONE ? null : asking.access(each).role().name())
        .asking(
            "viewerCanAdminister", (each, _, asking) -> asking.access(each).role() == Role.ADMIN)
        .with("mergeCommitAllowed", each -> each.mergeMethods().contains(MergeMethod.MERGE))
        .with("squashMergeAllowed", each -> each.mergeMethods().contains(MergeMethod.SQUASH))
        .with("rebaseMergeAllowed", each -> each.mergeMethods().contains(MergeMethod.REBASE))
        .with("autoMergeAllowed", Repository::autoMergeAllowed)
        .with("deleteBranchOnMerge", Repository::deletesBranchOnMerge)
        .with("allowUpdateBranch", _ -> true)
        .asking("parent", (each, _, asking) -> visible(asking, each.parent()))
        .asking("ref", (each, env, _) -> each.findBranch(branchName(env)).orElse(null))
        .asking("pullRequest", GraphQlTypes::onePullRequest)
        .asking("pullRequests", GraphQlTypes::pullRequests)
        .asking("issue", GraphQlTypes::issue);
  }

  private static @Nullable Repository visible(Asking asking, @Nullable Repository repository) {
    return repository != null && asking.access(repository).reachable() ? repository : null;
  }

  private static String branchName(DataFetchingEnvironment env) {
    return Objects.requireNonNull(env.<String>getArgument("qualifiedName"))
        .replaceFirst("^refs/heads/", "");
  }

  private static @Nullable Object onePullRequest(
      Repository repository, DataFetchingEnvironment env, Asking asking) {
    if (!asking.access(repository).mayRead(Permission.PULL_REQUESTS)) {
      return GraphQlError.at(env, "FORBIDDEN", FORBIDDEN);
    }
    int number = Objects.requireNonNull(env.<Integer>getArgument("number"));
    var found = repository.findPullRequest(number);
    return found.isPresent()
        ? found.get()
        : GraphQlError.at(
            env,
            "NOT_FOUND",
            "Could not resolve to a PullRequest with the number of " + number + ".");
  }

  private static @Nullable Object issue(
      Repository repository, DataFetchingEnvironment env, Asking asking) {
    if (!asking.access(repository).mayRead(Permission.ISSUES)) {
      return GraphQlError.at(env, "FORBIDDEN", FORBIDDEN);
    }
    int number = Objects.requireNonNull(env.<Integer>getArgument("number"));
    var found = repository.findIssue(number);
    return found.isPresent()
        ? found.get()
        : GraphQlError.at(
            env, "NOT_FOUND", "Could not resolve to an Issue with the number of " + number + ".");
  }

  private static Object pullRequests(
      Repository repository, DataFetchingEnvironment env, Asking asking) {
    if (!asking.access(repository).mayRead(Permission.PULL_REQUESTS)) {
      return GraphQlError.at(env, "FORBIDDEN", FORBIDDEN);
    }
    List<String> states = env.getArgument("states");
    String base = env.getArgument("baseRefName");
    String head = env.getArgument("headRefName");
    var found =
        repository.pullRequests().stream()
            .filter(
                each -> states == null || states.isEmpty() || states.contains(each.state().name()))
            .filter(each -> base == null || base.equals(each.base()))
            .filter(each -> head == null || head.equals(each.headRef()))
            .sorted(order(env))
            .toList();
    return Page.of(env, found);
  }

  private static Comparator<PullRequest> order(DataFetchingEnvironment env) {
    Map<String, Object> order = env.getArgument("orderBy");
    if (order == null) {
      return Comparator.comparing(PullRequest::number);
    }
    Comparator<PullRequest> by =
        "UPDATED_AT".equals(order.get("field"))
            ? Comparator.comparing(PullRequest::updatedAt)
            : Comparator.comparing(PullRequest::createdAt);
    var whole = by.thenComparing(PullRequest::number);
    return "DESC".equals(order.get("direction")) ? whole.reversed() : whole;
  }

  // --- pull request -----------------------------------------------------------------------------

  private static Fields<PullRequest> pullRequest() {
    var fields =
        Fields.of(PullRequest.class)
            .with("id", each -> NodeId.of("PR", each.id()))
            .with("databaseId", each -> (int) each.id())
            .with("fullDatabaseId", each -> String.valueOf(each.id()))
            .with("number", PullRequest::number)
            .with("title", PullRequest::title)
            .with("body", PullRequest::body)
            .with("bodyText", PullRequest::body)
            .asking("url", (each, _, asking) -> url(asking, each))
            .with("isDraft", PullRequest::isDraft)
            .with("state", Words::state)
            .with("createdAt", each -> time(each.createdAt()))
            .with("updatedAt", each -> time(each.updatedAt()))
            .with("closedAt", each -> time(each.closedAt()))
            .with("closed", each -> !each.open())
            .with("merged", each -> each.state() == PullRequest.State.MERGED)
            .with(
                "mergedAt",
                each -> each.state() == PullRequest.State.MERGED ? time(each.closedAt()) : null)
            .with(
                "mergedBy",
                each -> each.state() == PullRequest.State.MERGED ? each.closedBy() : null)
            .with("mergeCommit", GraphQlTypes::mergeCommit)
            .with("potentialMergeCommit", _ -> null)
            .with("locked", _ -> false)
            .with("maintainerCanModify", PullRequest::crossRepository)
            .with("isCrossRepository", PullRequest::crossRepository)
            .with("author", PullRequest::author)
            .with("authorAssociation", each -> association(each.repository(), each.author()))
            .with("repository", PullRequest::repository)
            .with("headRefName", PullRequest::headRef)
            .with("baseRefName", PullRequest::base)
            .with("headRefOid", PullRequest::headSha)
            .with("baseRefOid", PullRequest::baseAtPush)
            .asking("headRepository", (each, _, asking) -> visible(asking, each.headRepository()))
            .with(
                "headRepositoryOwner",
                each ->
                    each.headRepository() == null
                        ? null
                        : Objects.requireNonNull(each.headRepository()).owner())
            .asking("headRef", (each, env, asking) -> headRef(each, env, asking))
            .asking("baseRef", (each, env, asking) -> baseRef(each, env, asking))
            .with("additions", each -> each.files().stream().mapToInt(FileChange::additions).sum())
            .with("deletions", each -> each.files().stream().mapToInt(FileChange::deletions).sum())
            .with("changedFiles", each -> each.files().size());
    return viewer(summary(lists(fields)));
  }

  private static @Nullable Commit mergeCommit(PullRequest pr) {
    var sha = pr.mergeCommit();
    return sha == null ? null : pr.repository().findCommit(sha).orElse(null);
  }

  private static @Nullable Object headRef(
      PullRequest pr, DataFetchingEnvironment env, Asking asking) {
    var repository = pr.headRepository();
    if (repository == null || !asking.access(repository).reachable()) {
      return null;
    }
    return contents(repository, env, asking, repository.findBranch(pr.headRef()).orElse(null));
  }

  private static @Nullable Object baseRef(
      PullRequest pr, DataFetchingEnvironment env, Asking asking) {
    return contents(
        pr.repository(), env, asking, pr.repository().findBranch(pr.base()).orElse(null));
  }

  private static @Nullable Object contents(
      Repository repository, DataFetchingEnvironment env, Asking asking, @Nullable Object value) {
    return asking.access(repository).mayRead(Permission.CONTENTS)
        ? value
        : GraphQlError.at(env, "FORBIDDEN", FORBIDDEN);
  }

  private static Fields<PullRequest> lists(Fields<PullRequest> fields) {
    return fields
        .asking("commits", (each, env, _) -> commits(each, env))
        .asking("comments", (each, env, _) -> Page.of(env, each.comments()))
        .with(
            "totalCommentsCount",
            each ->
                each.comments().size()
                    + each.threads().stream().mapToInt(t -> t.comments().size()).sum())
        .asking("reviewThreads", (each, env, _) -> Page.of(env, each.threads()))
        .asking("labels", (each, env, _) -> Page.of(env, List.copyOf(each.labels())))
        .asking("assignees", (each, env, _) -> Page.of(env, each.assignees()))
        .asking("files", (each, env, _) -> Page.of(env, each.files()))
        .asking("reviews", GraphQlTypes::reviews)
        .asking("latestReviews", (each, env, _) -> Page.of(env, latestReviews(each)))
        .asking("latestOpinionatedReviews", GraphQlTypes::latestOpinions)
        .asking(
            "reviewRequests",
            (each, env, _) ->
                Page.of(env, each.requests().stream().map(r -> new Requested(each, r)).toList()))
        .asking("closingIssuesReferences", GraphQlTypes::closing)
        .asking("timelineItems", GraphQlTypes::timeline);
  }

  private static Object commits(PullRequest pr, DataFetchingEnvironment env) {
    // Only the head commit is kept; the ones before it are counted.
    var page =
        Page.of(
            env, java.util.Collections.nCopies(pr.commits(), new PullRequestCommit(pr, pr.head())));
    return page;
  }

  private static Object reviews(PullRequest pr, DataFetchingEnvironment env, Asking asking) {
    List<String> states = env.getArgument("states");
    String author = env.getArgument("author");
    var found =
        pr.reviews().stream()
            .filter(each ->
                each.verdict() != Verdict.PENDING
                    || Objects.equals(each.author(), asking.caller().person()))
            .filter(each ->
                states == null || states.isEmpty() || states.contains(each.verdict().name()))
            .filter(each ->
                author == null
                    || each.author() != null
                        && author.equals(Objects.requireNonNull(each.author()).login()))
            .toList();
    return Page.of(env, found);
  }

  private static List<Review> latestReviews(PullRequest pr) {
    var latest = new LinkedHashMap<Person, Review>();
    for (var each : pr.reviews()) {
      var by = each.author();
      if (by != null && each.verdict() != Verdict.PENDING && !by.equals(pr.author())) {
        latest.put(by, each);
      }
    }
    return List.copyOf(latest.values());
  }

  private static Object latestOpinions(PullRequest pr, DataFetchingEnvironment env, Asking asking) {
    boolean writersOnly = Boolean.TRUE.equals(env.<Boolean>getArgument("writersOnly"));
    var found =
        asking.standing(pr).opinions().values().stream()
            .filter(each -> !writersOnly || Standing.mayWrite(pr, each))
            .toList();
    return Page.of(env, found);
  }

  private static Object closing(PullRequest pr, DataFetchingEnvironment env, Asking asking) {
    if (!pr.closes().isEmpty() && !asking.access(pr.repository()).mayRead(Permission.ISSUES)) {
      return GraphQlError.at(env, "FORBIDDEN", FORBIDDEN);
    }
    return Page.of(
        env,
        pr.closes().stream().filter(each -> asking.access(each.repository()).reachable()).toList());
  }

  /** Of all that happens only pushes by force are kept. */
  private static Object timeline(PullRequest pr, DataFetchingEnvironment env, Asking asking) {
    List<String> types = env.getArgument("itemTypes");
    var wanted = types == null || types.contains("HEAD_REF_FORCE_PUSHED_EVENT");
    var push = pr.forcePush();
    return Page.of(env, wanted && push != null ? List.of(push) : List.of());
  }

  private static Fields<PullRequest> summary(Fields<PullRequest> fields) {
    return fields
        .asking("reviewDecision", (each, _, asking) -> Words.reviewDecision(asking.standing(each)))
        .asking("mergeable", (each, _, asking) -> asking.mergeability(each).name())
        .asking("mergeStateStatus", (each, _, asking) -> mergeState(each, asking))
        .asking(
            "canBeRebased",
            (each, _, asking) -> asking.mergeability(each) == PullRequest.Mergeability.MERGEABLE)
        .asking("isInMergeQueue", (each, _, _) -> each.queueEntry() != null)
        .asking("isMergeQueueEnabled", (each, _, asking) -> asking.standing(each).rules().queue())
        .with("mergeQueueEntry", PullRequest::queueEntry)
        .with(
            "autoMergeRequest",
            each ->
                each.autoMerge() == null
                    ? null
                    : new Armed(each, Objects.requireNonNull(each.autoMerge())))
        .asking("statusCheckRollup", (each, env, asking) -> rollup(each, env, asking));
  }

  private static String mergeState(PullRequest pr, Asking asking) {
    return MergeState.of(
        pr,
        asking.standing(pr),
        asking.mergeability(pr),
        asking.access(pr.repository()).role(),
        asking.preReceiveHooks());
  }

  /** Where statuses may be read the sum is told even when single check runs are not. */
  private static @Nullable Object rollup(
      PullRequest pr, DataFetchingEnvironment env, Asking asking) {
    var access = asking.access(pr.repository());
    if (!access.mayRead(Permission.CHECKS) && !access.mayRead(Permission.STATUSES)) {
      return GraphQlError.at(env, "FORBIDDEN", FORBIDDEN);
    }
    asking.slow(pr);
    return asking.standing(pr).nothingReported() ? null : new Rollup(pr, pr.head());
  }

  private static Fields<PullRequest> viewer(Fields<PullRequest> fields) {
    return fields
        .asking(
            "viewerDidAuthor",
            (each, _, asking) ->
                each.author() != null && each.author().equals(asking.caller().person()))
        .asking(
            "viewerCanUpdate",
            (each, _, asking) ->
                asking.access(each.repository()).role().atLeast(Role.WRITE)
                    || Objects.equals(each.author(), asking.caller().person()))
        .asking(
            "viewerCanUpdateBranch",
            (each, _, asking) ->
                asking.access(each.repository()).role().atLeast(Role.WRITE) && each.behindBy() > 0)
        .asking(
            "viewerCanEnableAutoMerge",
            (each, _, asking) ->
                each.open()
                    && each.repository().autoMergeAllowed()
                    && asking.access(each.repository()).role().atLeast(Role.WRITE))
        .asking(
            "viewerCanDisableAutoMerge",
            (each, _, asking) ->
                each.autoMerge() != null
                    && asking.access(each.repository()).role().atLeast(Role.WRITE))
        .asking(
            "viewerCanMergeAsAdmin",
            (each, _, asking) ->
                each.open()
                    && MergeState.bypasses(
                        asking.standing(each), asking.access(each.repository()).role()))
        .asking(
            "viewerLatestReview",
            (each, _, asking) ->
                latestReviews(each).stream()
                    .filter(r -> Objects.equals(r.author(), asking.caller().person()))
                    .findFirst()
                    .orElse(null));
  }

  static String association(Repository repository, @Nullable Person person) {
    if (person == null) {
      return "NONE";
    }
    if (repository.owner().equals(person)) {
      return "OWNER";
    }
    if (repository.owner() instanceof Organization organization && organization.hasMember(person)) {
      return "MEMBER";
    }
    return repository.invited(person) ? "COLLABORATOR" : "CONTRIBUTOR";
  }

  // --- what was said ----------------------------------------------------------------------------

  private static void conversation(Map<String, Map<String, DataFetcher<?>>> types) {
    types.put(
        "IssueComment",
        comment("IC")
            .with("updatedAt", each -> time(each.createdAt()))
            .asking(
                "url",
                (each, _, asking) -> url(asking, each.pullRequest()) + "#issuecomment-" + each.id())
            .with(
                "authorAssociation",
                each -> association(each.pullRequest().repository(), each.author()))
            .fetchers());
    types.put(
        "PullRequestReviewComment",
        comment("PRRC")
            .with(
                "path",
                each ->
                    each.pullRequest().files().isEmpty()
                        ? "README.md"
                        : each.pullRequest().files().getFirst().path())
            .asking(
                "url",
                (each, _, asking) -> url(asking, each.pullRequest()) + "#discussion_r" + each.id())
            .fetchers());
    types.put(
        "PullRequestReviewThread",
        Fields.of(ReviewThread.class)
            .with("id", each -> NodeId.of("PRRT", each.id()))
            .with("isResolved", ReviewThread::resolved)
            .with("isOutdated", ReviewThread::outdated)
            .with("path", ReviewThread::path)
            .with("line", ReviewThread::line)
            .with("resolvedBy", each -> each.resolved() ? each.pullRequest().author() : null)
            .asking("comments", (each, env, _) -> Page.of(env, each.comments()))
            .fetchers());
    types.put("PullRequestReview", review().fetchers());
    types.put(
        "ReviewRequest",
        Fields.of(Requested.class)
            .with("id", each -> NodeId.of("RR", each.request().id()))
            .with("asCodeOwner", each -> each.request().asCodeOwner())
            .asking("requestedReviewer", (each, _, asking) -> reviewer(each, asking))
            .fetchers());
    types.put(
        "Label",
        Fields.of(Label.class)
            .with("id", each -> NodeId.of("LA", each.id()))
            .with("name", Label::name)
            .with("color", Label::color)
            .with("description", Label::description)
            .asking("url", (each, _, asking) -> asking.caller().web() + "/labels/" + each.name())
            .fetchers());
    types.put("Issue", issues().fetchers());
    types.put(
        "PullRequestChangedFile",
        Fields.of(FileChange.class)
            .with("path", FileChange::path)
            .with("additions", FileChange::additions)
            .with("deletions", FileChange::deletions)
            .with(
                "changeType",
                each ->
                    each.status().equals("removed")
                        ? "DELETED"
                        : each.status().toUpperCase(java.util.Locale.ROOT))
            .fetchers());
  }

  private static Fields<Comment> comment(String prefix) {
    return Fields.of(Comment.class)
        .with("id", each -> NodeId.of(prefix, each.id()))
        .with("databaseId", each -> (int) each.id())
        .with("author", Comment::author)
        .with("body", Comment::body)
        .with("bodyText", Comment::body)
        .with("createdAt", each -> time(each.createdAt()));
  }

  private static Fields<Review> review() {
    return Fields.of(Review.class)
        .with("id", each -> NodeId.of("PRR", each.id()))
        .with("databaseId", each -> (int) each.id())
        .with("state", each -> each.verdict().name())
        .with(
            "submittedAt",
            each -> each.verdict() == Verdict.PENDING ? null : time(each.submittedAt()))
        .with("createdAt", each -> time(each.submittedAt()))
        .with("updatedAt", each -> time(each.submittedAt()))
        .with("author", Review::author)
        .with(
            "authorAssociation",
            each -> association(each.pullRequest().repository(), each.author()))
        .with("authorCanPushToRepository", each -> Standing.mayWrite(each.pullRequest(), each))
        .with("body", Review::body)
        .with("bodyText", Review::body)
        .with("commit", each -> each.pullRequest().repository().findCommit(each.sha()).orElse(null))
        .asking(
            "url",
            (each, _, asking) ->
                url(asking, each.pullRequest()) + "#pullrequestreview-" + each.id());
  }

  /** A team's name is told only to those who may read the organization's members. */
  private static @Nullable Object reviewer(Requested each, Asking asking) {
    var team = each.request().team();
    if (team == null) {
      return each.request().person();
    }
    var token = asking.caller().token();
    if (token == null) {
      return null;
    }
    var known =
        token.kind() == Kind.CLASSIC
            ? token.scopes().contains("read:org") || token.scopes().contains("admin:org")
            : token.grants(Permission.MEMBERS, io.ampel.simulator.Token.Level.READ);
    return known ? team : null;
  }

  private static Fields<Issue> issues() {
    return Fields.of(Issue.class)
        .with("id", each -> NodeId.of("I", each.id()))
        .with("databaseId", each -> (int) each.id())
        .with("number", Issue::number)
        .with("title", Issue::title)
        .with("state", each -> each.closedAt() == null ? "OPEN" : "CLOSED")
        .with("closed", each -> each.closedAt() != null)
        .with("closedAt", each -> time(each.closedAt()))
        .with("createdAt", each -> time(each.createdAt()))
        .with(
            "updatedAt", each -> time(each.closedAt() == null ? each.createdAt() : each.closedAt()))
        .with("author", _ -> null)
        .with("repository", Issue::repository)
        .asking(
            "url",
            (each, _, asking) -> url(asking, each.repository()) + "/issues/" + each.number());
  }

  // --- checks -----------------------------------------------------------------------------------

  private static void checks(Map<String, Map<String, DataFetcher<?>>> types) {
    types.put(
        "StatusCheckRollup",
        Fields.of(Rollup.class)
            .with("id", each -> NodeId.of("SCR", each.pullRequest().id()))
            .asking("state", (each, _, asking) -> Words.rollup(asking.standing(each.pullRequest())))
            .with("commit", Rollup::commit)
            .asking("contexts", (each, env, _) -> contexts(each, env))
            .fetchers());
    types.put("StatusCheckRollupContextConnection", contextConnection().fetchers());
    var count =
        Fields.of(Rollup.Count.class)
            .with("state", Rollup.Count::state)
            .with("count", each -> (int) each.count());
    types.put("CheckRunStateCount", count.fetchers());
    types.put("StatusContextStateCount", count.fetchers());
    types.put("CheckRun", checkRun().fetchers());
    types.put("StatusContext", statusContext().fetchers());
    types.put("CheckSuite", suite().fetchers());
    types.put(
        "App",
        Fields.of(CheckApp.class)
            .with("id", each -> NodeId.of("A", each.id()))
            .with("databaseId", each -> (int) each.id())
            .with("slug", CheckApp::slug)
            .with("name", CheckApp::name)
            .fetchers());
    types.put(
        "Push",
        Fields.of(Push.class)
            .with("id", each -> NodeId.of("PSH", each.pullRequest().id()))
            .with("nextSha", each -> each.pullRequest().headSha())
            .with("pusher", Push::by)
            .fetchers());
    types.put(
        "HeadRefForcePushedEvent",
        Fields.of(PullRequest.ForcePush.class)
            .with("id", each -> NodeId.of("HRFPE", each.id()))
            .with("actor", PullRequest.ForcePush::by)
            .with("afterCommit", PullRequest.ForcePush::after)
            .with("createdAt", each -> time(each.at()))
            .with("pullRequest", PullRequest.ForcePush::pullRequest)
            .fetchers());
    types.put(
        "WorkflowRun",
        Fields.of(Run.class)
            .with("id", each -> NodeId.of("WFR", each.run().id()))
            .with("databaseId", each -> (int) each.run().id())
            .with("workflow", each -> new Workflow(each.run().workflowId(), each.run().workflow()))
            .with("runNumber", each -> each.run().number())
            .with("event", each -> each.run().event())
            .with("createdAt", each -> time(each.run().createdAt()))
            .asking(
                "url",
                (each, _, asking) ->
                    url(asking, each.pullRequest().repository())
                        + "/actions/runs/"
                        + each.run().id())
            .fetchers());
    types.put(
        "Workflow",
        Fields.of(Workflow.class)
            .with("id", each -> NodeId.of("W", each.id()))
            .with("databaseId", each -> (int) each.id())
            .with("name", Workflow::name)
            .fetchers());
  }

  /** A page of contexts remembers the roll-up, for the counters that stand beside the nodes. */
  record Contexts(Rollup rollup, Page<Rollup.Context> page) {}

  private static Object contexts(Rollup rollup, DataFetchingEnvironment env) {
    var page = Page.of(env, rollup.contexts());
    if (page instanceof Page<?> some) {
      @SuppressWarnings("unchecked")
      var contexts = (Page<Rollup.Context>) some;
      return new Contexts(rollup, contexts);
    }
    return page;
  }

  private static Fields<Contexts> contextConnection() {
    return Fields.of(Contexts.class)
        .with("totalCount", each -> each.page().total())
        .with("pageInfo", Contexts::page)
        .with("checkRunCount", each -> each.rollup().commit().checks().size())
        .with("statusContextCount", each -> each.rollup().commit().latestStatuses().size())
        .with(
            "checkRunCountsByState",
            each ->
                Rollup.counts(
                    each.rollup().commit().checks().stream()
                        .map(c -> Words.countedState(c.state()))
                        .toList()))
        .with(
            "statusContextCountsByState",
            each ->
                Rollup.counts(
                    each.rollup().commit().latestStatuses().stream()
                        .map(s -> Words.statusState(s.state()))
                        .toList()))
        .asking("nodes", (each, env, asking) -> contextNodes(each, env, asking));
  }

  /** Each context that the token may not read is null, with an error of its own. */
  private static Object contextNodes(
      Contexts contexts, DataFetchingEnvironment env, Asking asking) {
    var access = asking.access(contexts.rollup().pullRequest().repository());
    var checks = access.mayRead(Permission.CHECKS);
    var statuses = access.mayRead(Permission.STATUSES);
    var nodes = new ArrayList<Rollup.@Nullable Context>();
    var result = DataFetcherResult.<Object>newResult();
    for (var each : contexts.page().nodes()) {
      var readable = each instanceof Rollup.Check ? checks : statuses;
      if (!readable) {
        result.errors(
            GraphQlError.at(env, "FORBIDDEN", FORBIDDEN, at(env, nodes.size()), Map.of())
                .getErrors());
      }
      nodes.add(readable ? each : null);
    }
    return result.data(nodes).build();
  }

  static List<Object> at(DataFetchingEnvironment env, int index) {
    var path = new ArrayList<Object>(env.getExecutionStepInfo().getPath().toList());
    path.add(index);
    return path;
  }

  private static Fields<Rollup.Check> checkRun() {
    return Fields.of(Rollup.Check.class)
        .with("id", each -> NodeId.of("CR", each.run().id()))
        .with("databaseId", each -> (int) each.run().id())
        .with("name", Rollup.Check::name)
        .with("status", each -> Words.status(each.run().state()))
        .with("conclusion", each -> Words.conclusion(each.run().state()))
        .with("startedAt", each -> time(each.run().startedAt()))
        .with("completedAt", each -> time(each.run().completedAt()))
        .with("title", _ -> null)
        .with("summary", _ -> null)
        .asking(
            "detailsUrl",
            (each, _, asking) ->
                checkUrl(asking.caller().web(), each.pullRequest().repository(), each.run()))
        .asking(
            "url",
            (each, _, asking) ->
                url(asking, each.pullRequest().repository()) + "/runs/" + each.run().id())
        .asking("isRequired", (each, env, asking) -> required(each, env, asking))
        .with("checkSuite", Suite::new);
  }

  static String checkUrl(String web, Repository repository, CheckRun check) {
    var run = check.run();
    var start = web + "/" + repository.fullName();
    return run == null
        ? start + "/runs/" + check.id()
        : start + "/actions/runs/" + run.id() + "/job/" + check.id();
  }

  private static Object required(
      Rollup.Context context, DataFetchingEnvironment env, Asking asking) {
    Integer number = env.getArgument("pullRequestNumber");
    var pr =
        number == null
            ? context.pullRequest()
            : context
                .pullRequest()
                .repository()
                .findPullRequest(number)
                .orElse(context.pullRequest());
    return asking.standing(pr).required(context.name(), context.app());
  }

  private static Fields<Rollup.Status> statusContext() {
    return Fields.of(Rollup.Status.class)
        .with("id", each -> NodeId.of("SC", each.status().id()))
        .with("context", each -> each.status().context())
        .with("state", each -> Words.statusState(each.status().state()))
        .with("targetUrl", each -> each.status().targetUrl())
        .with("description", each -> each.status().description())
        .with("createdAt", each -> time(each.status().createdAt()))
        .with("creator", each -> each.status().creator())
        .asking("avatarUrl", (each, _, asking) -> avatar(asking, each.status().creator().login()))
        .asking("isRequired", (each, env, asking) -> required(each, env, asking));
  }

  private static Fields<Suite> suite() {
    return Fields.of(Suite.class)
        .with("id", each -> NodeId.of("CS", each.check().run().suite()))
        .with("databaseId", each -> (int) each.check().run().suite())
        .with("app", each -> each.check().run().app())
        .with("push", GraphQlTypes::push)
        .asking("workflowRun", (each, env, asking) -> workflowRun(each, env, asking))
        .with("status", each -> Words.status(each.check().run().state()))
        .with("conclusion", each -> Words.conclusion(each.check().run().state()))
        .with("createdAt", each -> time(each.check().pullRequest().createdAt()))
        .with("updatedAt", each -> time(each.check().pullRequest().updatedAt()));
  }

  /** The push that set the checks of a head commit going. */
  private static @Nullable Push push(Suite suite) {
    var pr = suite.check().pullRequest();
    var by = pr.lastPusher();
    return by == null || !pr.head().checks().contains(suite.check().run())
        ? null
        : new Push(pr, by);
  }

  private static @Nullable Object workflowRun(
      Suite suite, DataFetchingEnvironment env, Asking asking) {
    var run = suite.check().run().run();
    if (run == null) {
      return null;
    }
    var pr = suite.check().pullRequest();
    return asking.access(pr.repository()).mayRead(Permission.ACTIONS)
        ? new Run(pr, run)
        : GraphQlError.at(env, "FORBIDDEN", FORBIDDEN);
  }

  // --- branches ---------------------------------------------------------------------------------

  private static void branches(Map<String, Map<String, DataFetcher<?>>> types) {
    types.put(
        "Ref",
        Fields.of(Branch.class)
            .with("id", each -> NodeId.of("REF", each.id()))
            .with("name", Branch::name)
            .with("prefix", _ -> "refs/heads/")
            .with("repository", Branch::repository)
            .with("target", each -> each.repository().findCommit(each.tip()).orElse(null))
            .with(
                "refUpdateRule",
                each ->
                    each.classic() == null
                        ? null
                        : new Protection(each, Objects.requireNonNull(each.classic())))
            .asking("branchProtectionRule", (each, _, asking) -> protection(each, asking))
            .asking("compare", (each, env, _) -> compare(each, env))
            .fetchers());
    types.put(
        "Comparison",
        Fields.of(Comparison.class)
            .with("id", each -> NodeId.of("CMP", each.id()))
            .with("aheadBy", Comparison::ahead)
            .with("behindBy", Comparison::behind)
            .with("status", each -> each.behind() > 0 ? "DIVERGED" : "AHEAD")
            .fetchers());
    types.put("RefUpdateRule", refUpdateRule().fetchers());
    types.put("BranchProtectionRule", branchProtection().fetchers());
    types.put("Commit", commit().fetchers());
    types.put(
        "PullRequestCommit",
        Fields.of(PullRequestCommit.class)
            .with("id", each -> NodeId.of("PURC", each.pullRequest().id()))
            .with("commit", PullRequestCommit::commit)
            .asking(
                "url",
                (each, _, asking) ->
                    url(asking, each.pullRequest()) + "/commits/" + each.commit().sha())
            .fetchers());
    types.put(
        "MergeQueueEntry",
        Fields.of(QueueEntry.class)
            .with("id", each -> NodeId.of("MQE", each.id()))
            .with("position", QueueEntry::position)
            .with("state", each -> each.state().name())
            .with("estimatedTimeToMerge", QueueEntry::estimatedSeconds)
            .with("enqueuedAt", each -> time(each.enqueuedAt()))
            .with("enqueuer", QueueEntry::by)
            .with("pullRequest", QueueEntry::pullRequest)
            .with("solo", _ -> false)
            .with("jump", _ -> false)
            .fetchers());
    types.put(
        "AutoMergeRequest",
        Fields.of(Armed.class)
            .with("enabledAt", each -> time(each.order().at()))
            .with("mergeMethod", each -> each.order().method().name())
            .with("enabledBy", each -> each.order().by())
            .with("commitHeadline", each -> each.pullRequest().title())
            .with("commitBody", _ -> null)
            .fetchers());
  }

  private static @Nullable Protection protection(Branch branch, Asking asking) {
    var rules = branch.classic();
    return rules == null || asking.access(branch.repository()).role() != Role.ADMIN
        ? null
        : new Protection(branch, rules);
  }

  private static @Nullable Comparison compare(Branch branch, DataFetchingEnvironment env) {
    String head = env.getArgument("headRef");
    return branch.repository().pullRequests().stream()
        .filter(each -> headName(each).equals(head) && each.base().equals(branch.name()))
        .findFirst()
        .map(each -> new Comparison(each.id(), each.commits(), each.behindBy()))
        .orElse(null);
  }

  /** A branch of a fork is named with its owner. */
  private static String headName(PullRequest pr) {
    var home = pr.headRepository();
    return pr.crossRepository() && home != null
        ? home.owner().login() + ":" + pr.headRef()
        : pr.headRef();
  }

  private static Fields<Protection> refUpdateRule() {
    return Fields.of(Protection.class)
        .with("pattern", each -> each.branch().name())
        .with("requiredApprovingReviewCount", each -> each.rules().approvals())
        .with("requiredStatusCheckContexts", each -> each.rules().checkNames())
        .with("requiresCodeOwnerReviews", each -> each.rules().codeOwners())
        .with("requiresConversationResolution", each -> each.rules().conversations())
        .with("requiresLinearHistory", each -> each.rules().linearHistory())
        .with("requiresSignatures", each -> each.rules().signatures())
        .with("allowsDeletions", _ -> false)
        .with("allowsForcePushes", _ -> false)
        .with("blocksCreations", _ -> false)
        .asking(
            "viewerAllowedToDismissReviews",
            (each, _, asking) ->
                asking.access(each.branch().repository()).role().atLeast(Role.WRITE))
        .asking(
            "viewerCanPush",
            (each, _, asking) ->
                asking.access(each.branch().repository()).role().atLeast(Role.WRITE));
  }

  private static Fields<Protection> branchProtection() {
    return Fields.of(Protection.class)
        .with("id", each -> NodeId.of("BPR", each.branch().id()))
        .with("pattern", each -> each.branch().name())
        .with("requiredApprovingReviewCount", each -> each.rules().approvals())
        .with("requiredStatusCheckContexts", each -> each.rules().checkNames())
        .with("requiresApprovingReviews", each -> each.rules().approvals() > 0)
        .with("requiresStatusChecks", each -> !each.rules().checks().isEmpty())
        .with("requiresStrictStatusChecks", each -> each.rules().isStrict())
        .with("requiresCodeOwnerReviews", each -> each.rules().codeOwners())
        .with("requiresConversationResolution", each -> each.rules().conversations())
        .with("requiresLinearHistory", each -> each.rules().linearHistory())
        .with("requiresCommitSignatures", each -> each.rules().signatures())
        .with("dismissesStaleReviews", each -> each.rules().dismissesStale())
        .with("isAdminEnforced", each -> !each.rules().adminsBypass())
        .with("requireLastPushApproval", each -> each.rules().lastPush());
  }

  private static Fields<Commit> commit() {
    return Fields.of(Commit.class)
        .with("id", each -> "C_kwDO" + each.sha())
        .with("oid", Commit::sha)
        .with("abbreviatedOid", each -> each.sha().substring(0, 7))
        .with("message", Commit::message)
        .with("messageHeadline", Commit::message)
        .with("committedDate", each -> time(each.date()))
        .asking(
            "url", (each, _, asking) -> url(asking, each.repository()) + "/commit/" + each.sha())
        .asking("statusCheckRollup", (each, env, asking) -> rollupOf(each, env, asking));
  }

  private static @Nullable Object rollupOf(
      Commit commit, DataFetchingEnvironment env, Asking asking) {
    return commit.repository().pullRequests().stream()
        .filter(each -> each.head() == commit)
        .findFirst()
        .map(each -> rollup(each, env, asking))
        .orElse(null);
  }
}
