package io.ampel.simulator.gitlab;

import static io.ampel.simulator.gitlab.Words.time;

import io.ampel.simulator.Answer;
import io.ampel.simulator.FileChange;
import io.ampel.simulator.Json;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Token.Permission;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reading merge requests: lists, single ones, approvals, reviewers, changes and issues. */
final class RestMergeRequests {
  private static final String ONE = "/projects/:id/merge_requests/:merge_request_iid";

  private RestMergeRequests() {}

  static List<Route> routes() {
    return List.of(
        Route.get("/merge_requests", RestMergeRequests::everywhere),
        Route.get("/groups/:id/merge_requests", RestMergeRequests::ofGroup),
        Route.get("/projects/:id/merge_requests", RestMergeRequests::ofProject),
        Route.get(ONE, RestMergeRequests::one),
        Route.get(ONE + "/approvals", RestMergeRequests::approvals),
        Route.get(ONE + "/approval_state", RestMergeRequests::approvalState).premium(),
        Route.get(ONE + "/approval_rules", RestMergeRequests::approvalRules).premium(),
        Route.get(ONE + "/status_checks", RestMergeRequests::statusChecks).premium(),
        Route.get(ONE + "/blocks", RestMergeRequests::blocks).premium(),
        Route.get(ONE + "/reviewers", RestMergeRequests::reviewers),
        Route.get(ONE + "/participants", RestMergeRequests::participants),
        Route.get(ONE + "/commits", RestMergeRequests::commits),
        Route.get(ONE + "/diffs", RestMergeRequests::diffs),
        Route.get(ONE + "/raw_diffs", RestMergeRequests::rawDiffs),
        Route.get(ONE + "/closes_issues", RestMergeRequests::closes),
        Route.get(ONE + "/related_issues", RestMergeRequests::closes));
  }

  // --- lists
  // ---------------------------------------------------------------------------------------------

  /** Without a word about the scope these are one's own. */
  private static Answer everywhere(RestCall call) {
    call.person();
    return list(call, call.caller().world().repositories().stream(), "created_by_me");
  }

  private static Answer ofGroup(RestCall call) {
    var group = call.group();
    return list(
        call,
        call.caller().world().repositories().stream()
            .filter(each -> RestProjects.within(each, group)),
        "all");
  }

  private static Answer ofProject(RestCall call) {
    var project = call.reading(Permission.PULL_REQUESTS, "read_merge_request");
    if (!ProjectSettings.of(project).mergeRequestsEnabled()) {
      throw Refusal.forbidden();
    }
    return list(call, Stream.of(project), "all");
  }

  private static Answer list(RestCall call, Stream<Repository> projects, String usualScope) {
    var scope = call.parameter("scope").orElse(usualScope);
    var found =
        projects
            .filter(each -> call.caller().access(each).reachable())
            .filter(each -> call.caller().access(each).mayRead(Permission.PULL_REQUESTS))
            .filter(each -> ProjectSettings.of(each).mergeRequestsEnabled())
            .flatMap(each -> each.pullRequests().stream())
            .filter(each -> inScope(call, each, scope))
            .filter(each -> wanted(call, each))
            .sorted(order(call))
            .toList();
    return call.page(
        found,
        each ->
            call.flag("with_merge_status_recheck")
                    && call.caller().access(each.repository()).atLeast(Role.WRITE)
                ? call.json().checkedMergeRequest(each)
                : call.json().mergeRequest(each));
  }

  private static boolean inScope(RestCall call, PullRequest pr, String scope) {
    var me = call.caller().person();
    return switch (scope) {
      case "all" -> true;
      case "created_by_me" -> me != null && me.equals(pr.author());
      case "assigned_to_me" -> me != null && pr.assignees().contains(me);
      case "reviews_for_me" ->
          me != null
              && MergeRequest.of(pr).reviewers().stream()
                  .anyMatch(each -> each.person().equals(me));
      default -> throw Refusal.bad("scope", "does not have a valid value");
    };
  }

  private static boolean wanted(RestCall call, PullRequest pr) {
    var state = call.parameter("state").orElse("all");
    if (!List.of("all", "opened", "closed", "locked", "merged").contains(state)) {
      throw Refusal.bad("state", "does not have a valid value");
    }
    var iids = call.request().query().getOrDefault("iids[]", List.of());
    return (state.equals("all") || state.equals(MergeRequest.of(pr).state()))
        && (iids.isEmpty() || iids.contains(String.valueOf(pr.number())))
        && after(call, "updated_after", pr.updatedAt())
        && before(call, "updated_before", pr.updatedAt())
        && after(call, "created_after", pr.createdAt())
        && matches(call, "source_branch", pr.headRef())
        && matches(call, "target_branch", pr.base())
        && matches(call, "author_username", Words.orGhost(pr.author()).login())
        && call.parameter("search")
            .map(
                each -> pr.title().toLowerCase(Locale.ROOT).contains(each.toLowerCase(Locale.ROOT)))
            .orElse(true);
  }

  private static boolean matches(RestCall call, String name, String value) {
    return call.parameter(name).map(value::equals).orElse(true);
  }

  private static boolean after(RestCall call, String name, Instant time) {
    return instant(call, name).map(each -> !time.isBefore(each)).orElse(true);
  }

  private static boolean before(RestCall call, String name, Instant time) {
    return instant(call, name).map(each -> !time.isAfter(each)).orElse(true);
  }

  private static Optional<Instant> instant(RestCall call, String name) {
    try {
      return call.parameter(name).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
    } catch (DateTimeParseException _) {
      throw Refusal.bad(name, "is invalid");
    }
  }

  private static Comparator<PullRequest> order(RestCall call) {
    Comparator<PullRequest> order =
        switch (call.parameter("order_by").orElse("created_at")) {
          case "updated_at" -> Comparator.comparing(PullRequest::updatedAt);
          case "title" -> Comparator.comparing(PullRequest::title);
          case "created_at", "merged_at", "priority", "label_priority" ->
              Comparator.comparing(PullRequest::createdAt);
          default -> throw Refusal.bad("order_by", "does not have a valid value");
        };
    var whole = order.thenComparing(PullRequest::id);
    return call.parameter("sort").orElse("desc").equals("asc") ? whole : whole.reversed();
  }

  // --- one
  // -----------------------------------------------------------------------------------------------

  private static Answer one(RestCall call) {
    return Answer.json(200, call.json().wholeMergeRequest(call.mergeRequest(), call));
  }

  private static Answer approvals(RestCall call) {
    return Answer.json(200, approvals(call, call.mergeRequest()));
  }

  /** The free edition knows who approved, but nothing of what is required. */
  static Map<String, @Nullable Object> approvals(RestCall call, PullRequest pr) {
    var instance = call.instance();
    var me = call.caller().person();
    var approvals = Approvals.of(pr, instance);
    var by =
        approvals.given().entrySet().stream()
            .map(each ->
                Json.object(
                    "user", call.json().user(each.getKey()), "approved_at", time(each.getValue())))
            .toList();
    var known =
        Json.object(
            "user_has_approved",
            Acts.approved(pr, me, instance),
            "user_can_approve",
            Acts.mayApprove(pr, me, instance),
            "approved",
            approvals.approved(),
            "approved_by",
            by);
    return instance.paid() ? paid(call, pr, approvals, known) : known;
  }

  private static Map<String, @Nullable Object> paid(
      RestCall call, PullRequest pr, Approvals approvals, Map<String, @Nullable Object> known) {
    var whole =
        Json.object(
            "id",
            pr.id(),
            "iid",
            pr.number(),
            "project_id",
            pr.repository().id(),
            "title",
            MergeRequest.of(pr).title(),
            "description",
            pr.body(),
            "state",
            MergeRequest.of(pr).state(),
            "created_at",
            time(pr.createdAt()),
            "updated_at",
            time(pr.updatedAt()),
            "merge_status",
            new Mergeability(pr, call.instance(), pr.mergeability()).mergeStatus(),
            "approvals_required",
            approvals.required(),
            "approvals_left",
            approvals.left(),
            "require_password_to_approve",
            false,
            "suggested_approvers",
            List.of(),
            "approvers",
            List.of(),
            "approver_groups",
            List.of(),
            "approval_rules_left",
            approvals.rules().stream()
                .filter(each -> !each.approved())
                .map(each ->
                    Json.object("id", each.id(), "name", each.name(), "rule_type", each.type()))
                .toList(),
            "has_approval_rules",
            !approvals.rules().isEmpty(),
            "merge_request_approvers_available",
            true,
            "multiple_approval_rules_available",
            true,
            "invalid_approvers_rules",
            List.of());
    whole.putAll(known);
    return whole;
  }

  private static Answer approvalState(RestCall call) {
    var pr = call.mergeRequest();
    return Answer.json(
        200, Json.object("approval_rules_overwritten", false, "rules", rules(call, pr)));
  }

  private static Answer approvalRules(RestCall call) {
    return Answer.json(200, rules(call, call.mergeRequest()));
  }

  private static List<Map<String, @Nullable Object>> rules(RestCall call, PullRequest pr) {
    return Approvals.of(pr, call.instance()).rules().stream()
        .map(each -> rule(call, each))
        .toList();
  }

  private static Map<String, @Nullable Object> rule(RestCall call, Approvals.Rule rule) {
    return Json.object(
        "id",
        rule.id(),
        "name",
        rule.name(),
        "rule_type",
        rule.type(),
        "eligible_approvers",
        call.json().users(rule.eligible()),
        "approvals_required",
        rule.required(),
        "users",
        call.json().users(rule.users()),
        "groups",
        List.of(),
        "contains_hidden_groups",
        false,
        "approved_by",
        call.json().users(rule.approvedBy()),
        "source_rule",
        null,
        "overridden",
        false,
        "section",
        null,
        "approved",
        rule.approved());
  }

  private static Answer statusChecks(RestCall call) {
    var pr = call.mergeRequest();
    var shown = new ArrayList<Map<String, @Nullable Object>>();
    MergeRequest.of(pr)
        .statusChecks()
        .forEach((name, outcome) ->
            shown.add(
                Json.object(
                    "id",
                    pr.id() * 10 + shown.size(),
                    "name",
                    name,
                    "external_url",
                    "https://checks.example.com/" + shown.size(),
                    "status",
                    outcome.name().toLowerCase(Locale.ROOT))));
    return call.page(shown, each -> each);
  }

  private static Answer blocks(RestCall call) {
    var pr = call.mergeRequest();
    return call.page(
        MergeRequest.of(pr).blockers(),
        each ->
            Json.object(
                "id",
                pr.id() * 10_000 + each.id(),
                "blocking_merge_request",
                call.caller().access(each.repository()).reachable()
                    ? call.json().mergeRequest(each)
                    : null,
                "blocked_merge_request",
                call.json().mergeRequest(pr)));
  }

  private static Answer reviewers(RestCall call) {
    var pr = call.mergeRequest();
    return Answer.json(
        200, MergeRequest.of(pr).reviewers().stream().map(call.json()::reviewer).toList());
  }

  private static Answer participants(RestCall call) {
    var pr = call.mergeRequest();
    var people = new LinkedHashSet<io.ampel.simulator.Person>();
    people.add(Words.orGhost(pr.author()));
    people.addAll(pr.assignees());
    MergeRequest.of(pr).reviewers().forEach(each -> people.add(each.person()));
    Discussion.notes(pr).forEach(each -> people.add(Words.orGhost(each.author())));
    return call.page(List.copyOf(people), call.json()::person);
  }

  private static Answer commits(RestCall call) {
    var pr = call.mergeRequest();
    var all = new ArrayList<>(pr.formerHeads());
    all.add(pr.head());
    return call.page(all.reversed(), call.json()::commit);
  }

  // --- changes and issues
  // --------------------------------------------------------------------------------

  private static Answer diffs(RestCall call) {
    var pr = call.mergeRequest();
    return call.page(pr.files(), RestMergeRequests::diff);
  }

  private static Map<String, @Nullable Object> diff(FileChange file) {
    return Json.object(
        "old_path",
        file.path(),
        "new_path",
        file.path(),
        "a_mode",
        "100644",
        "b_mode",
        "100644",
        "diff",
        patch(file),
        "collapsed",
        false,
        "too_large",
        false,
        "new_file",
        file.status().equals("added"),
        "renamed_file",
        file.status().equals("renamed"),
        "deleted_file",
        file.status().equals("removed"),
        "generated_file",
        false);
  }

  private static String patch(FileChange file) {
    return "@@ -1,%d +1,%d @@\n"
            .formatted(Math.max(1, file.deletions()), Math.max(1, file.additions()))
        + "-before\n".repeat(file.deletions())
        + "+after\n".repeat(file.additions());
  }

  private static Answer rawDiffs(RestCall call) {
    var text = new StringBuilder();
    for (var each : call.mergeRequest().files()) {
      text.append("diff --git a/%1$s b/%1$s\n--- a/%1$s\n+++ b/%1$s\n".formatted(each.path()))
          .append(patch(each));
    }
    return Answer.of(
        200, "text/plain", text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** What a merge will close, as far as the caller sees it. */
  private static Answer closes(RestCall call) {
    var pr = call.mergeRequest();
    var issues =
        pr.closes().stream()
            .filter(each -> call.caller().access(each.repository()).reachable())
            .toList();
    var shown = new ArrayList<Object>(issues.stream().map(call.json()::issue).toList());
    external(pr).forEach(each -> shown.add(Json.object("id", each, "title", "Issue " + each)));
    return call.page(shown, each -> each);
  }

  /** Issues of another tracker are known by what the texts name. */
  private static List<String> external(PullRequest pr) {
    var key = ProjectSettings.of(pr.repository()).jiraKey();
    return key == null
        ? List.of()
        : Pattern.compile("\\b" + Pattern.quote(key) + "-\\d+\\b")
            .matcher(pr.title() + " " + pr.body())
            .results()
            .map(MatchResult::group)
            .distinct()
            .toList();
  }
}
