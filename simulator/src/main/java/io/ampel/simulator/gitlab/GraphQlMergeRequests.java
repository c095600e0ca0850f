package io.ampel.simulator.gitlab;

import static io.ampel.simulator.gitlab.Words.gid;
import static io.ampel.simulator.gitlab.Words.plain;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import io.ampel.simulator.FileChange;
import io.ampel.simulator.Json;
import io.ampel.simulator.Label;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.QueueEntry;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Token.Permission;
import io.ampel.simulator.gitlab.GraphQlTypes.Participant;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How the fields of merge requests, their approvals and conversations are read: a table. */
final class GraphQlMergeRequests {
  private GraphQlMergeRequests() {}

  /** A rule of approval with the merge request it is for. */
  private record RuleOf(PullRequest pullRequest, Approvals.Rule rule) {}

  /** A place on a merge train with who holds it. */
  private record Car(PullRequest pullRequest, QueueEntry entry) {}

  static void add(Map<String, Map<String, DataFetcher<?>>> types) {
    types.put("MergeRequest", mergeRequest());
    types.put(
        "MergeRequestMergeabilityCheck",
        GraphQlTypes.values("identifier", "status", "missingOwners"));
    types.put("MergeRequestPermissions", permissions());
    types.put("MergeRequestApprovalState", approvalState());
    types.put("ApprovalRule", approvalRule());
    types.put(
        "BlockingMergeRequests",
        GraphQlTypes.values("hiddenCount", "totalCount", "visibleMergeRequests"));
    types.put("MergeTrainCar", car());
    types.put("TaskCompletionStatus", GraphQlTypes.values("count", "completedCount"));
    types.put("DiffRefs", GraphQlTypes.values("baseSha", "headSha", "startSha"));
    types.put("DiffStats", GraphQlTypes.values("additions", "deletions", "path"));
    types.put(
        "DiffStatsSummary", GraphQlTypes.values("additions", "changes", "deletions", "fileCount"));
    types.put("Discussion", discussion());
    types.put("Note", note());
    types.put(
        "DiffPosition",
        GraphQlTypes.values("diffRefs", "filePath", "newLine", "newPath", "oldLine", "oldPath"));
  }

  // --- finding them
  // ---------------------------------------------------------------------------------------

  private static boolean offered(Repository project) {
    return ProjectSettings.of(project).mergeRequestsEnabled();
  }

  static @Nullable Object one(Repository project, DataFetchingEnvironment env, Asking asking) {
    if (!asking.access(project).mayRead(Permission.PULL_REQUESTS)) {
      return GraphQlError.ungranted(env, "read_merge_request");
    }
    var iid = Objects.requireNonNull(env.<String>getArgument("iid"));
    return offered(project) && iid.matches("\\d{1,9}")
        ? project.findPullRequest(Integer.parseInt(iid)).orElse(null)
        : null;
  }

  static Object ofProject(Repository project, DataFetchingEnvironment env, Asking asking) {
    if (!asking.access(project).mayRead(Permission.PULL_REQUESTS)) {
      return GraphQlError.ungranted(env, "read_merge_request");
    }
    var all = offered(project) ? List.copyOf(project.pullRequests()) : List.<PullRequest>of();
    return page(env, all.stream().filter(each -> wanted(env, each)).toList());
  }

  static Object everywhere(
      DataFetchingEnvironment env, Asking asking, Predicate<PullRequest> which) {
    var found =
        asking.caller().world().repositories().stream()
            .filter(each -> asking.access(each).reachable() && offered(each))
            .filter(each -> asking.access(each).mayRead(Permission.PULL_REQUESTS))
            .flatMap(each -> each.pullRequests().stream())
            .filter(which)
            .filter(each -> wanted(env, each))
            .toList();
    return page(env, found);
  }

  private static Object page(DataFetchingEnvironment env, List<PullRequest> found) {
    var sorted = new ArrayList<>(found);
    sorted.sort(order(env));
    return Page.of(env, sorted);
  }

  static int openCount(Repository project, DataFetchingEnvironment env, Asking asking) {
    return (int) project.pullRequests().stream().filter(PullRequest::open).count();
  }

  private static boolean wanted(DataFetchingEnvironment env, PullRequest pr) {
    String state = env.getArgument("state");
    Boolean draft = env.getArgument("draft");
    String author = env.getArgument("authorUsername");
    String reviewer = env.getArgument("reviewerUsername");
    String search = env.getArgument("search");
    List<String> labels = env.getArgument("labelName");
    return (state == null || state.equals("all") || state.equals(MergeRequest.of(pr).state()))
        && (draft == null || draft == pr.isDraft())
        && (author == null || author.equals(Words.orGhost(pr.author()).login()))
        && (reviewer == null || reviews(pr, reviewer))
        && (search == null
            || pr.title().toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT)))
        && (labels == null || pr.labels().stream().map(Label::name).toList().containsAll(labels))
        && GraphQlTypes.among(env.getArgument("iids"), String.valueOf(pr.number()))
        && GraphQlTypes.among(env.getArgument("sourceBranches"), pr.headRef())
        && GraphQlTypes.among(env.getArgument("targetBranches"), pr.base())
        && inTime(env, pr);
  }

  private static boolean reviews(PullRequest pr, String login) {
    return MergeRequest.of(pr).reviewers().stream()
        .anyMatch(each -> each.person().login().equals(login));
  }

  private static boolean inTime(DataFetchingEnvironment env, PullRequest pr) {
    var updatedAfter = time(env, "updatedAfter");
    var updatedBefore = time(env, "updatedBefore");
    var createdAfter = time(env, "createdAfter");
    var createdBefore = time(env, "createdBefore");
    return (updatedAfter == null || !pr.updatedAt().isBefore(updatedAfter))
        && (updatedBefore == null || !pr.updatedAt().isAfter(updatedBefore))
        && (createdAfter == null || !pr.createdAt().isBefore(createdAfter))
        && (createdBefore == null || !pr.createdAt().isAfter(createdBefore));
  }

  private static @Nullable Instant time(DataFetchingEnvironment env, String name) {
    String text = env.containsArgument(name) ? env.getArgument(name) : null;
    return text == null ? null : OffsetDateTime.parse(text).toInstant();
  }

  private static Comparator<PullRequest> order(DataFetchingEnvironment env) {
    var sort =
        Objects.requireNonNullElse(env.<String>getArgument("sort"), "created_desc")
            .toUpperCase(Locale.ROOT);
    Comparator<PullRequest> by;
    if (sort.startsWith("UPDATED")) {
      by = Comparator.comparing(PullRequest::updatedAt);
    } else if (sort.startsWith("TITLE")) {
      by = Comparator.comparing(PullRequest::title);
    } else if (sort.startsWith("MERGED") || sort.startsWith("CLOSED")) {
      by = Comparator.comparing(each -> Objects.requireNonNullElse(each.closedAt(), Instant.EPOCH));
    } else {
      by = Comparator.comparing(PullRequest::createdAt);
    }
    var whole = by.thenComparing(PullRequest::id);
    return sort.endsWith("DESC") ? whole.reversed() : whole;
  }

  // --- one of them
  // ----------------------------------------------------------------------------------------

  private static Map<String, DataFetcher<?>> mergeRequest() {
    var fields =
        Fields.of(PullRequest.class)
            .with("id", each -> gid("MergeRequest", each.id()))
            .with("iid", each -> String.valueOf(each.number()))
            .with("title", each -> facts(each).title())
            .with("titleHtml", each -> facts(each).title())
            .with("name", each -> facts(each).title())
            .with("description", PullRequest::body)
            .with("draft", PullRequest::isDraft)
            .with("state", each -> facts(each).state())
            .with("createdAt", each -> plain(each.createdAt()))
            .with("updatedAt", each -> plain(each.updatedAt()))
            .with("preparedAt", each -> facts(each).preparing() ? null : plain(each.createdAt()))
            .with("mergedAt", each -> merged(each) ? plain(each.closedAt()) : null)
            .with(
                "closedAt",
                each -> each.state() == PullRequest.State.CLOSED ? plain(each.closedAt()) : null)
            .with("mergeUser", GraphQlMergeRequests::mergeUser)
            .with("project", PullRequest::repository)
            .with("projectId", each -> (int) each.repository().id())
            .with("targetProject", PullRequest::repository)
            .with("targetProjectId", each -> (int) each.repository().id())
            .asking(
                "sourceProject",
                (each, _, asking) -> GraphQlTypes.visible(each.headRepository(), asking))
            .with("sourceProjectId", GraphQlMergeRequests::sourceId)
            .with("sourceBranch", PullRequest::headRef)
            .with("targetBranch", PullRequest::base)
            .with("sourceBranchExists", each -> facts(each).sourceBranchExists())
            .with("targetBranchExists", each -> facts(each).targetBranchExists())
            .with("sourceBranchProtected", _ -> false)
            .with("webPath", Words::path)
            .asking("webUrl", (each, _, asking) -> asking.caller().host() + Words.path(each))
            .asking("reference", GraphQlMergeRequests::reference)
            .with("author", each -> new Participant(Words.orGhost(each.author()), each))
            .asking("assignees", (each, env, _) -> people(env, each, each.assignees()))
            .asking(
                "reviewers",
                (each, env, _) ->
                    people(
                        env, each, facts(each).reviewers().stream().map(Reviewer::person).toList()))
            .asking("participants", (each, env, _) -> people(env, each, participants(each)))
            .asking("labels", (each, env, _) -> Page.of(env, List.copyOf(each.labels())))
            .with("upvotes", _ -> 0)
            .with("downvotes", _ -> 0)
            .with("discussionLocked", _ -> false)
            .with("subscribed", _ -> false)
            .with("timeEstimate", _ -> 0)
            .with("retargeted", _ -> false)
            .with("allowCollaboration", PullRequest::crossRepository)
            .with("taskCompletionStatus", GraphQlMergeRequests::tasks)
            .asking("userPermissions", (each, _, asking) -> new Permitted(each, asking));
    return conversations(changes(merging(fields))).fetchers();
  }

  /** A merge request seen from what the caller may do with it. */
  private record Permitted(PullRequest pullRequest, Asking asking) {
    Access access() {
      return asking.access(pullRequest.repository());
    }

    @Nullable Person person() {
      return asking.caller().person();
    }
  }

  static MergeRequest facts(PullRequest pr) {
    return MergeRequest.of(pr);
  }

  private static boolean merged(PullRequest pr) {
    return pr.state() == PullRequest.State.MERGED;
  }

  private static @Nullable Person mergeUser(PullRequest pr) {
    var armed = pr.autoMerge();
    return merged(pr) ? pr.closedBy() : armed == null ? null : armed.by();
  }

  private static @Nullable Integer sourceId(PullRequest pr) {
    var source = pr.headRepository();
    return source == null ? null : (int) source.id();
  }

  private static String reference(PullRequest pr, DataFetchingEnvironment env, Asking asking) {
    Boolean full = env.getArgument("full");
    return (full != null && full ? pr.repository().fullName() : "") + "!" + pr.number();
  }

  private static Object people(DataFetchingEnvironment env, PullRequest pr, List<Person> people) {
    return Page.of(env, people.stream().map(each -> new Participant(each, pr)).toList());
  }

  private static List<Person> participants(PullRequest pr) {
    var people = new LinkedHashSet<Person>();
    people.add(Words.orGhost(pr.author()));
    people.addAll(pr.assignees());
    facts(pr).reviewers().forEach(each -> people.add(each.person()));
    Discussion.notes(pr).forEach(each -> people.add(Words.orGhost(each.author())));
    return List.copyOf(people);
  }

  private static Object tasks(PullRequest pr) {
    var all = pr.body().lines().filter(each -> each.matches("\\s*[-*] \\[[ xX]] .*")).toList();
    var done = all.stream().filter(each -> each.matches("\\s*[-*] \\[[xX]] .*")).count();
    return Json.object("count", all.size(), "completedCount", (int) done);
  }

  // --- whether it can be merged
  // ---------------------------------------------------------------------------

  private static Fields<PullRequest> merging(Fields<PullRequest> fields) {
    return fields
        .asking(
            "detailedMergeStatus",
            (each, _, asking) -> Mergeability.enumName(asking.mergeability(each).detailed()))
        .asking(
            "mergeStatusEnum",
            (each, _, asking) -> asking.mergeability(each).mergeStatus().toUpperCase(Locale.ROOT))
        .asking("mergeStatus", (each, _, asking) -> asking.mergeability(each).mergeStatus())
        .asking("mergeabilityChecks", (each, _, asking) -> checks(each, asking))
        .asking("mergeable", (each, _, asking) -> asking.mergeability(each).mergeable())
        .asking(
            "conflicts",
            (each, _, asking) -> asking.mergeability(each).mergeStatus().equals("cannot_be_merged"))
        .with(
            "mergeableDiscussionsState",
            each ->
                facts(each).unresolved() == 0
                    || !ProjectSettings.of(each.repository()).conversationsMustBeResolved(each))
        .with("shouldBeRebased", each -> facts(each).mustBeRebased())
        .with("rebaseInProgress", each -> facts(each).rebasing())
        .with("rebaseCommitSha", _ -> null)
        .with("divergedFromTargetBranch", each -> each.behindBy() > 0)
        .with("mergeOngoing", each -> facts(each).merging())
        .with("inProgressMergeCommitSha", each -> facts(each).merging() ? each.headSha() : null)
        .with("mergeError", each -> facts(each).mergeError())
        .with("mergeAfter", each -> plain(facts(each).mergeAfter()))
        .with(
            "mergeCommitSha",
            each -> RestJson.fastForward(each.repository()) ? null : each.mergeCommit())
        .with("autoMergeEnabled", each -> each.autoMerge() != null)
        .with("mergeWhenPipelineSucceeds", each -> each.autoMerge() != null)
        .with(
            "autoMergeStrategy", each -> each.autoMerge() == null ? null : "merge_when_checks_pass")
        .with("availableAutoMergeStrategies", _ -> List.of("merge_when_checks_pass"))
        .with("squash", each -> facts(each).squashes())
        .with("squashOnMerge", each -> facts(each).squashes())
        .with(
            "squashReadOnly",
            each -> {
              var squash = ProjectSettings.of(each.repository()).squash();
              return squash == ProjectSettings.Squash.ALWAYS
                  || squash == ProjectSettings.Squash.NEVER;
            })
        .with("shouldRemoveSourceBranch", each -> facts(each).removesSourceBranch() ? true : null)
        .with("forceRemoveSourceBranch", each -> each.repository().deletesBranchOnMerge())
        .with("defaultMergeCommitMessage", Acts::usualMessage)
        .with("defaultSquashCommitMessage", each -> facts(each).title())
        .asking("approved", (each, _, asking) -> approvals(each, asking).approved())
        .asking("approvalsRequired", (each, _, asking) -> approvals(each, asking).required())
        .asking("approvalsLeft", (each, _, asking) -> approvals(each, asking).left())
        .asking("approvedBy", (each, env, asking) -> Page.of(env, approvals(each, asking).people()))
        .with("approvalState", each -> each)
        .asking(
            "changeRequesters",
            (each, env, asking) ->
                Page.of(
                    env,
                    asking.mergeability(each).objectors().stream().map(Reviewer::person).toList()))
        .asking("blockingMergeRequests", (each, _, asking) -> blocking(each, asking))
        .with(
            "mergeTrainCar",
            each -> each.queueEntry() == null ? null : new Car(each, each.queueEntry()))
        .with("mergeTrainIndex", each -> each.queueEntry() == null ? null : index(each))
        .with("mergeTrainsCount", each -> RestActs.riding(each.repository()).size());
  }

  private static Approvals approvals(PullRequest pr, Asking asking) {
    return asking.mergeability(pr).approvals();
  }

  private static List<Map<String, @Nullable Object>> checks(PullRequest pr, Asking asking) {
    var owners =
        approvals(pr, asking).rules().stream()
            .filter(each -> each.type().equals("code_owner") && !each.approved())
            .flatMap(each -> each.eligible().stream())
            .map(Person::name)
            .toList();
    return asking.mergeability(pr).checks().stream()
        .map(each ->
            Json.object(
                "identifier",
                each.identifier().name(),
                "status",
                each.status().name(),
                "missingOwners",
                each.identifier() == MergeCheck.Identifier.CODE_OWNERS_APPROVAL ? owners : null))
        .toList();
  }

  /** What is hidden from the caller is only counted. */
  private static Object blocking(PullRequest pr, Asking asking) {
    var all = facts(pr).openBlockers();
    var visible =
        all.stream().filter(each -> asking.access(each.repository()).reachable()).toList();
    return Json.object(
        "totalCount",
        all.size(),
        "hiddenCount",
        all.size() - visible.size(),
        "visibleMergeRequests",
        visible);
  }

  private static int index(PullRequest pr) {
    return RestActs.riding(pr.repository()).indexOf(pr);
  }

  private static Map<String, DataFetcher<?>> car() {
    return Fields.of(Car.class)
        .with("id", each -> gid("MergeTrains::Car", each.entry().id()))
        .with("index", each -> index(each.pullRequest()))
        .with("status", each -> RestActs.carStatus(each.entry().state()))
        .with("mergeRequest", Car::pullRequest)
        .with("targetBranch", each -> each.pullRequest().base())
        .with("targetProject", each -> each.pullRequest().repository())
        .with("pipeline", each -> Pipeline.ofHead(each.pullRequest()).orElse(null))
        .with("user", each -> each.entry().by())
        .with("createdAt", each -> plain(each.entry().enqueuedAt()))
        .with("updatedAt", each -> plain(each.entry().enqueuedAt()))
        .with("mergedAt", _ -> null)
        .with("duration", _ -> null)
        .fetchers();
  }

  private static Map<String, DataFetcher<?>> approvalState() {
    return Fields.of(PullRequest.class)
        .with("approvalRulesOverwritten", _ -> false)
        .with("invalidApproversRules", _ -> List.of())
        .asking(
            "rules",
            (each, _, asking) ->
                approvals(each, asking).rules().stream()
                    .map(rule -> new RuleOf(each, rule))
                    .toList())
        .fetchers();
  }

  private static Map<String, DataFetcher<?>> approvalRule() {
    return Fields.of(RuleOf.class)
        .with("id", each -> gid("ApprovalMergeRequestRule", each.rule().id()))
        .with("name", each -> each.rule().name())
        .with("type", each -> each.rule().type().toUpperCase(Locale.ROOT))
        .with("approvalsRequired", each -> each.rule().required())
        .with("approved", each -> each.rule().approved())
        .asking("approvedBy", (each, env, _) -> Page.of(env, each.rule().approvedBy()))
        .with("eligibleApprovers", each -> each.rule().eligible())
        .asking("users", (each, env, _) -> Page.of(env, each.rule().users()))
        .with("containsHiddenGroups", _ -> false)
        .with("overridden", _ -> false)
        .with("invalid", _ -> false)
        .with("allowMergeWhenInvalid", _ -> false)
        .with("section", _ -> null)
        .with("sourceRule", _ -> null)
        .fetchers();
  }

  private static Map<String, DataFetcher<?>> permissions() {
    return Fields.of(Permitted.class)
        .with("readMergeRequest", _ -> true)
        .with("adminMergeRequest", each -> each.access().mayMerge())
        .with("canMerge", each -> each.access().mayMerge())
        .with(
            "canApprove",
            each -> Acts.mayApprove(each.pullRequest(), each.person(), each.asking().instance()))
        .with("updateMergeRequest", each -> Acts.mayUpdate(each.pullRequest(), each.person()))
        .with(
            "createNote",
            each -> each.person() != null && !each.pullRequest().repository().archived())
        .with("pushToSourceBranch", each -> Acts.mayPush(each.pullRequest(), each.person()))
        .with("removeSourceBranch", each -> removable(each))
        .with("cherryPickOnCurrentMergeRequest", each -> each.access().atLeast(Role.WRITE))
        .with("revertOnCurrentMergeRequest", each -> each.access().atLeast(Role.WRITE))
        .fetchers();
  }

  private static boolean removable(Permitted each) {
    return facts(each.pullRequest()).sourceBranchExists()
        && !each.pullRequest().crossRepository()
        && each.access().mayMerge();
  }

  // --- what it changes and where it runs
  // -----------------------------------------------------------------

  private static Fields<PullRequest> changes(Fields<PullRequest> fields) {
    return fields
        .with("diffHeadSha", PullRequest::headSha)
        .with("diffRefs", GraphQlMergeRequests::diffRefs)
        .asking("diffStats", GraphQlMergeRequests::diffStats)
        .with("diffStatsSummary", GraphQlMergeRequests::diffStatsSummary)
        .with("commitCount", PullRequest::commits)
        .asking(
            "commits",
            (each, env, _) -> {
              var all = new ArrayList<>(each.formerHeads());
              all.add(each.head());
              return Page.of(env, all.reversed());
            })
        .with("hasCi", each -> !Pipeline.all(each).isEmpty() || facts(each).noPipelineYet())
        .asking("headPipeline", GraphQlPipelines::ofHead)
        .asking("pipelines", GraphQlPipelines::ofMergeRequest);
  }

  private static Object diffRefs(PullRequest pr) {
    return Json.object(
        "baseSha", pr.baseAtPush(), "headSha", pr.headSha(), "startSha", pr.baseAtPush());
  }

  private static Object diffStats(PullRequest pr, DataFetchingEnvironment env, Asking asking) {
    String path = env.getArgument("path");
    return pr.files().stream()
        .filter(each -> path == null || path.equals(each.path()))
        .map(each ->
            Json.object(
                "path", each.path(), "additions", each.additions(), "deletions", each.deletions()))
        .toList();
  }

  private static Object diffStatsSummary(PullRequest pr) {
    var additions = pr.files().stream().mapToInt(FileChange::additions).sum();
    var deletions = pr.files().stream().mapToInt(FileChange::deletions).sum();
    return Json.object(
        "additions",
        additions,
        "deletions",
        deletions,
        "changes",
        additions + deletions,
        "fileCount",
        pr.files().size());
  }

  // --- what is said
  // ---------------------------------------------------------------------------------------

  private static Fields<PullRequest> conversations(Fields<PullRequest> fields) {
    return fields
        .with("userNotesCount", Discussion::said)
        .with(
            "userDiscussionsCount",
            each ->
                (int)
                    Discussion.of(each).stream()
                        .filter(some -> !some.notes().getFirst().system())
                        .count())
        .with("resolvableDiscussionsCount", each -> each.threads().size())
        .with(
            "resolvedDiscussionsCount",
            each -> each.threads().size() - (int) facts(each).unresolved())
        .asking("discussions", (each, env, _) -> Page.of(env, Discussion.of(each)))
        .asking("notes", GraphQlMergeRequests::notes);
  }

  private static Object notes(PullRequest pr, DataFetchingEnvironment env, Asking asking) {
    String filter = env.getArgument("filter");
    var all = new ArrayList<>(Discussion.notes(pr));
    if ("ONLY_COMMENTS".equals(filter)) {
      all.removeIf(Discussion.Note::system);
    } else if ("ONLY_ACTIVITY".equals(filter)) {
      all.removeIf(each -> !each.system());
    }
    return Page.of(env, all);
  }

  private static Map<String, DataFetcher<?>> discussion() {
    return Fields.of(Discussion.class)
        .with("id", each -> discussionId(each.thread() != null, each.hash()))
        .with("replyId", each -> discussionId(each.thread() != null, each.hash()))
        .with("createdAt", each -> plain(each.startedAt()))
        .with("resolvable", Discussion::resolvable)
        .with("resolved", Discussion::resolved)
        .with("resolvedAt", _ -> null)
        .with("resolvedBy", _ -> null)
        .asking("notes", (each, env, _) -> Page.of(env, each.notes()))
        .fetchers();
  }

  private static String discussionId(boolean thread, String hash) {
    return gid(thread ? "DiffDiscussion" : "IndividualNoteDiscussion", hash);
  }

  private static Map<String, DataFetcher<?>> note() {
    return Fields.of(Discussion.Note.class)
        .with("id", each -> gid(each.thread() == null ? "Note" : "DiffNote", each.id()))
        .with("author", each -> Words.orGhost(each.author()))
        .with("body", Discussion.Note::body)
        .with("createdAt", each -> plain(each.createdAt()))
        .with("updatedAt", each -> plain(each.createdAt()))
        .with("system", Discussion.Note::system)
        .with("internal", _ -> false)
        .with("resolvable", Discussion.Note::resolvable)
        .with("resolved", Discussion.Note::resolved)
        .with("resolvedAt", _ -> null)
        .with("position", GraphQlMergeRequests::position)
        .with(
            "discussion",
            each ->
                Discussion.of(each.pullRequest()).stream()
                    .filter(some -> some.notes().contains(each))
                    .findFirst()
                    .orElse(null))
        .asking(
            "url",
            (each, _, asking) ->
                asking.caller().host() + Words.path(each.pullRequest()) + "#note_" + each.id())
        .fetchers();
  }

  private static @Nullable Object position(Discussion.Note note) {
    var thread = note.thread();
    return thread == null
        ? null
        : Json.object(
            "diffRefs",
            diffRefs(note.pullRequest()),
            "filePath",
            thread.path(),
            "newLine",
            thread.line(),
            "newPath",
            thread.path(),
            "oldLine",
            null,
            "oldPath",
            thread.path());
  }
}
