package io.ampel.simulator.gitlab;

import static io.ampel.simulator.gitlab.Words.time;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.QueueEntry;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Doing something with a merge request: merge, approve, rebase, change, put on a train. */
final class RestActs {
  private static final String ONE = "/projects/:id/merge_requests/:merge_request_iid";
  private static final String TRAIN =
      "/projects/:id/merge_trains/merge_requests/:merge_request_iid";
  private static final List<String> CHANGEABLE =
      List.of(
          "title",
          "description",
          "state_event",
          "target_branch",
          "labels",
          "add_labels",
          "reviewer_ids",
          "assignee_ids",
          "squash",
          "remove_source_branch",
          "merge_after");

  private RestActs() {}

  static List<Route> routes() {
    return List.of(
        Route.of("PUT", ONE, RestActs::update),
        Route.of("PUT", ONE + "/merge", RestActs::merge),
        Route.of("POST", ONE + "/cancel_merge_when_pipeline_succeeds", RestActs::cancel),
        Route.of("PUT", ONE + "/rebase", RestActs::rebase),
        Route.of("POST", ONE + "/approve", RestActs::approve),
        Route.of("POST", ONE + "/unapprove", RestActs::unapprove),
        Route.get("/projects/:id/merge_trains", RestActs::trains).premium(),
        Route.get(TRAIN, RestActs::car).premium(),
        Route.of("POST", TRAIN, RestActs::board).premium());
  }

  // --- merging
  // --------------------------------------------------------------------------------------------

  /** Refusals come in this order: no such thing, no sha, no right, another head, not mergeable. */
  private static Answer merge(RestCall call) {
    var project = call.writing(io.ampel.simulator.Token.Permission.CONTENTS, "merge_merge_request");
    var pr = call.mergeRequest(project);
    var sha = call.parameter("sha");
    if (sha.isEmpty() && call.instance().shaRequired()) {
      throw Refusal.because(400, "SHA must be provided when merging");
    }
    if (!call.caller().access(project).mayMerge()) {
      throw Refusal.unauthorized();
    }
    checkHead(pr, sha);
    var mergeability = Mergeability.of(pr, call.instance());
    var byItself = call.flag("auto_merge") || call.flag("merge_when_pipeline_succeeds");
    if (byItself && mergeability.couldMergeItself()) {
      Acts.arm(pr, call.person());
      return Answer.json(200, call.json().wholeMergeRequest(pr, call));
    }
    if (MergeRequest.of(pr).merging() || !mergeability.mergeable()) {
      throw Refusal.notAllowed();
    }
    if (!Acts.merge(pr, call.person(), order(call), call.instance())) {
      throw Refusal.because(422, "Branch cannot be merged");
    }
    return Answer.json(200, call.json().wholeMergeRequest(pr, call));
  }

  private static void checkHead(PullRequest pr, Optional<String> sha) {
    if (sha.isPresent() && !sha.get().equals(pr.headSha())) {
      throw Refusal.because(409, "SHA does not match HEAD of source branch: " + pr.headSha());
    }
  }

  private static Acts.Order order(RestCall call) {
    return new Acts.Order(
        call.choice("squash"),
        call.flag("should_remove_source_branch"),
        call.parameter("merge_commit_message").orElse(null),
        call.parameter("squash_commit_message").orElse(null));
  }

  private static Answer cancel(RestCall call) {
    var pr = call.changing("update_merge_request");
    var mayCancel =
        call.person().equals(pr.author()) || call.caller().access(pr.repository()).mayMerge();
    if (!mayCancel) {
      throw Refusal.unauthorized();
    }
    if (pr.autoMerge() == null && pr.queueEntry() == null) {
      throw Refusal.because(406, "Can't cancel the automatic merge");
    }
    pr.disarmAutoMerge().dequeue();
    return Answer.json(201, Json.object("status", "success"));
  }

  private static Answer rebase(RestCall call) {
    var pr = call.changing("rebase_merge_request");
    var person = call.person();
    if (!Acts.mayPush(pr, person)) {
      throw Refusal.because(403, "403 Forbidden - Cannot push to source branch");
    }
    if (!pr.open()) {
      throw Refusal.forbidden();
    }
    if (MergeRequest.of(pr).rebasing()) {
      throw Refusal.because(
          409,
          "Failed to enqueue the rebase operation, possibly due to a long-lived transaction. Try again later.");
    }
    Acts.rebase(pr, person, call.instance());
    return Answer.json(202, Json.object("rebase_in_progress", true));
  }

  // --- approving
  // ------------------------------------------------------------------------------------------

  private static Answer approve(RestCall call) {
    var pr = call.changing("approve_merge_request");
    var person = call.person();
    if (!Acts.mayApprove(pr, person, call.instance())) {
      throw Refusal.unauthorized();
    }
    checkHead(pr, call.parameter("sha"));
    Acts.approve(pr, person);
    return Answer.json(201, RestMergeRequests.approvals(call, pr));
  }

  private static Answer unapprove(RestCall call) {
    var pr = call.changing("approve_merge_request");
    if (!Acts.unapprove(pr, call.person(), call.instance())) {
      throw Refusal.because(404, "404 Not Found");
    }
    return Answer.json(201, RestMergeRequests.approvals(call, pr));
  }

  // --- changing
  // -------------------------------------------------------------------------------------------

  private static Answer update(RestCall call) {
    var pr = call.changing("update_merge_request");
    if (!Acts.mayUpdate(pr, call.person())) {
      throw Refusal.forbidden();
    }
    if (CHANGEABLE.stream().allMatch(each -> call.parameter(each).isEmpty())) {
      throw Refusal.of(
          Refusal.error(
              400,
              String.join(", ", CHANGEABLE)
                  + " are missing, at least one parameter must be provided"));
    }
    change(pr, call);
    return Answer.json(200, call.json().wholeMergeRequest(pr, call));
  }

  private static void change(PullRequest pr, RestCall call) {
    call.parameter("state_event").ifPresent(each -> state(pr, each));
    call.parameter("title").ifPresent(each -> title(pr, each));
    call.parameter("description").ifPresent(pr::body);
    call.parameter("target_branch").ifPresent(pr::base);
    call.parameter("add_labels").ifPresent(each -> pr.label(each.split(",")));
    call.parameter("squash").ifPresent(each -> MergeRequest.of(pr).squashes(each.equals("true")));
    call.parameter("remove_source_branch")
        .ifPresent(each -> MergeRequest.of(pr).removesSourceBranch(each.equals("true")));
    call.parameter("reviewer_ids")
        .ifPresent(each -> people(call, each).forEach(person -> pr.requestReview(person.login())));
    call.parameter("assignee_ids")
        .ifPresent(each -> people(call, each).forEach(person -> pr.assign(person.login())));
  }

  private static void state(PullRequest pr, String event) {
    switch (event) {
      case "close" -> pr.close();
      case "reopen" -> pr.reopen();
      default -> throw Refusal.bad("state_event", "does not have a valid value");
    }
  }

  private static void title(PullRequest pr, String title) {
    if (title.isBlank()) {
      throw Refusal.of(Refusal.fields(400, "title", "can't be blank"));
    }
    Acts.title(pr, title);
  }

  private static List<Person> people(RestCall call, String ids) {
    return Arrays.stream(ids.replaceAll("[^0-9,]", "").split(","))
        .filter(each -> !each.isEmpty())
        .map(Long::parseLong)
        .flatMap(id -> call.caller().world().find(id).stream())
        .filter(Person.class::isInstance)
        .map(Person.class::cast)
        .toList();
  }

  // --- trains
  // ---------------------------------------------------------------------------------------------

  private static Answer trains(RestCall call) {
    var project = call.project();
    return call.page(riding(project), each -> car(call, each));
  }

  static List<PullRequest> riding(Repository project) {
    return project.pullRequests().stream()
        .filter(each -> each.queueEntry() != null)
        .sorted(java.util.Comparator.comparing(RestActs::position))
        .toList();
  }

  private static int position(PullRequest pr) {
    var entry = pr.queueEntry();
    return entry == null ? 0 : entry.position();
  }

  private static Answer car(RestCall call) {
    var pr = call.mergeRequest();
    if (pr.queueEntry() == null) {
      throw Refusal.because(404, "404 Not Found");
    }
    return Answer.json(200, car(call, pr));
  }

  private static Map<String, @Nullable Object> car(RestCall call, PullRequest pr) {
    var entry = java.util.Objects.requireNonNull(pr.queueEntry());
    return Json.object(
        "id",
        entry.id(),
        "merge_request",
        Json.object(
            "id",
            pr.id(),
            "iid",
            pr.number(),
            "project_id",
            pr.repository().id(),
            "title",
            MergeRequest.of(pr).title(),
            "state",
            MergeRequest.of(pr).state(),
            "web_url",
            call.caller().host() + Words.path(pr)),
        "user",
        call.json().user(entry.by()),
        "pipeline",
        Pipeline.ofHead(pr).map(call.json()::pipeline).orElse(null),
        "created_at",
        time(entry.enqueuedAt()),
        "updated_at",
        time(entry.enqueuedAt()),
        "target_branch",
        pr.base(),
        "status",
        carStatus(entry.state()).toLowerCase(java.util.Locale.ROOT),
        "merged_at",
        null,
        "duration",
        null);
  }

  static String carStatus(QueueEntry.State state) {
    return switch (state) {
      case QUEUED, LOCKED -> "IDLE";
      case AWAITING_CHECKS, MERGEABLE -> "FRESH";
      case UNMERGEABLE -> "STALE";
    };
  }

  private static Answer board(RestCall call) {
    var pr = call.changing("create_merge_train");
    var project = pr.repository();
    if (!ProjectSettings.of(project).trains(call.instance())
        || !call.caller().access(project).atLeast(Role.WRITE)) {
      throw Refusal.forbidden();
    }
    checkHead(pr, call.parameter("sha"));
    var mergeability = Mergeability.of(pr, call.instance());
    if (mergeability.mergeable()) {
      pr.enqueue(QueueEntry.State.QUEUED, riding(project).size() + 1, call.person());
      return Answer.json(201, riding(project).stream().map(each -> car(call, each)).toList());
    }
    var waits = call.flag("auto_merge") || call.flag("when_pipeline_succeeds");
    if (!waits || !mergeability.couldMergeItself()) {
      throw Refusal.because(400, "400 Bad request");
    }
    pr.armAutoMerge(call.person(), io.ampel.simulator.MergeMethod.MERGE);
    return Answer.json(202, riding(project).stream().map(each -> car(call, each)).toList());
  }
}
