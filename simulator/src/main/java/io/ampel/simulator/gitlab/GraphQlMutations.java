package io.ampel.simulator.gitlab;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import io.ampel.simulator.CheckState;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.ReviewThread;
import io.ampel.simulator.Role;
import io.ampel.simulator.gitlab.GraphQlPipelines.JobOf;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What GraphQL can change. What is not permitted is said not to be there. */
final class GraphQlMutations {
  private GraphQlMutations() {}

  /** One call that changes something, with everything known about it. */
  private record Call(
      DataFetchingEnvironment env, Asking asking, Person person, Map<String, Object> input) {

    String text(String name) {
      return String.valueOf(input.get(name));
    }

    @Nullable String maybe(String name) {
      var value = input.get(name);
      return value == null ? null : value.toString();
    }

    boolean flag(String name) {
      return Boolean.TRUE.equals(input.get(name));
    }

    Instance instance() {
      return asking.instance();
    }

    Object refused() {
      return GraphQlError.unavailable(env);
    }

    /** Every payload is a map of what it carries. */
    Map<String, @Nullable Object> done(String what, @Nullable Object thing, String... errors) {
      var payload = new HashMap<String, @Nullable Object>();
      payload.put("clientMutationId", maybe("clientMutationId"));
      payload.put("errors", List.of(errors));
      payload.put(what, thing);
      return payload;
    }

    boolean may(PullRequest pr) {
      return Acts.mayUpdate(pr, person);
    }
  }

  private interface Act {
    Object on(Call call);
  }

  private interface MergeRequestAct {
    Object on(PullRequest pr, Call call);
  }

  static Map<String, DataFetcher<?>> mutations() {
    var mutations = new LinkedHashMap<String, DataFetcher<?>>();
    mutations.put("mergeRequestAccept", on(GraphQlMutations::accept));
    mutations.put("mergeRequestRequestChanges", on(GraphQlMutations::requestChanges));
    mutations.put("mergeRequestDestroyRequestedChanges", on(GraphQlMutations::withdraw));
    mutations.put("mergeRequestReviewerRereview", on(GraphQlMutations::askAgain));
    mutations.put("mergeRequestSetDraft", on(GraphQlMutations::draft));
    mutations.put("createNote", act(GraphQlMutations::note));
    mutations.put("createDiscussion", act(GraphQlMutations::discussion));
    mutations.put("discussionToggleResolve", act(GraphQlMutations::resolve));
    mutations.put("pipelineRetry", act(GraphQlMutations::retryPipeline));
    mutations.put("jobRetry", act(GraphQlMutations::retryJob));
    mutations.put("jobPlay", act(GraphQlMutations::play));
    return mutations;
  }

  private static DataFetcher<@Nullable Object> act(Act act) {
    return env -> {
      var asking = Fields.asking(env);
      var caller = asking.caller();
      if (caller.granular()) {
        return GraphQlError.at(env, GraphQlError.NOT_FOR_GRANULAR);
      }
      var person = caller.person();
      if (person == null || !caller.anyScope("api")) {
        return GraphQlError.unavailable(env);
      }
      return act.on(
          new Call(env, asking, person, Objects.requireNonNull(env.getArgument("input"))));
    };
  }

  private static DataFetcher<@Nullable Object> on(MergeRequestAct act) {
    return act(call -> {
      var found =
          call.asking()
              .caller()
              .world()
              .findRepository(call.text("projectPath"))
              .filter(each -> call.asking().access(each).reachable() && !each.archived())
              .filter(_ -> call.text("iid").matches("\\d{1,9}"))
              .flatMap(each -> each.findPullRequest(Integer.parseInt(call.text("iid"))));
      return found.isPresent() ? act.on(found.get(), call) : call.refused();
    });
  }

  private static Object accept(PullRequest pr, Call call) {
    if (!call.asking().access(pr.repository()).mayMerge()) {
      return call.refused();
    }
    if (!call.text("sha").equals(pr.headSha())) {
      return call.done("mergeRequest", pr, "The merge-head is not at the anticipated SHA");
    }
    var mergeability = Mergeability.of(pr, call.instance());
    if (call.maybe("strategy") != null && mergeability.couldMergeItself()) {
      Acts.arm(pr, call.person());
      return call.done("mergeRequest", pr);
    }
    if (!mergeability.mergeable()) {
      return call.done("mergeRequest", pr, "This branch cannot be merged");
    }
    var order =
        new Acts.Order(
            call.flag("squash"),
            call.flag("shouldRemoveSourceBranch"),
            call.maybe("commitMessage"),
            call.maybe("squashCommitMessage"));
    return Acts.merge(pr, call.person(), order, call.instance())
        ? call.done("mergeRequest", pr)
        : call.done("mergeRequest", pr, "Merge failed");
  }

  /** Whoever wrote it has no changes to request of themselves. */
  private static Object requestChanges(PullRequest pr, Call call) {
    if (!call.asking().access(pr.repository()).atLeast(Role.WRITE)) {
      return call.refused();
    }
    if (!pr.open()) {
      return call.done("mergeRequest", pr, "Merge request is not open");
    }
    Acts.requestChanges(pr, call.person());
    return call.done("mergeRequest", pr);
  }

  private static Object withdraw(PullRequest pr, Call call) {
    if (!call.may(pr)) {
      return call.refused();
    }
    pr.withdrawReview(call.person());
    return call.done("mergeRequest", pr);
  }

  private static Object askAgain(PullRequest pr, Call call) {
    if (!call.may(pr)) {
      return call.refused();
    }
    var reviewer =
        MergeRequest.of(pr).reviewers().stream()
            .map(Reviewer::person)
            .filter(each -> Words.gid("User", each.id()).equals(call.text("userId")))
            .findFirst();
    if (reviewer.isEmpty()) {
      return call.done("mergeRequest", pr, "Reviewer not found");
    }
    pr.requestReview(reviewer.get().login());
    return call.done("mergeRequest", pr);
  }

  private static Object draft(PullRequest pr, Call call) {
    if (!call.may(pr)) {
      return call.refused();
    }
    var _ = call.flag("draft") ? pr.draft() : pr.ready();
    return call.done("mergeRequest", pr);
  }

  // --- saying something
  // -----------------------------------------------------------------------------------

  private static Optional<PullRequest> noteable(Call call) {
    return GraphQlQueries.find(call.asking(), call.text("noteableId"))
        .filter(each -> !each.repository().archived());
  }

  private static Object note(Call call) {
    var found = noteable(call);
    if (found.isEmpty()) {
      return call.refused();
    }
    var pr = found.get();
    var actions = QuickActions.run(pr, call.person(), call.text("body"), call.instance());
    if (actions.text().isEmpty()) {
      return call.done("note", null, "Commands only " + actions.summary());
    }
    var thread = thread(pr, call.maybe("discussionId"));
    var said =
        thread.isPresent()
            ? pr.reply(thread.get(), call.person(), actions.text())
            : pr.comment(call.person(), actions.text());
    return call.done(
        "note",
        Discussion.notes(pr).stream()
            .filter(each -> each.id() == said.id())
            .findFirst()
            .orElseThrow());
  }

  private static Optional<ReviewThread> thread(PullRequest pr, @Nullable String gid) {
    return gid == null
        ? Optional.empty()
        : pr.threads().stream()
            .filter(each -> gid.endsWith("/" + Words.discussionId(each.id())))
            .findFirst();
  }

  private static Object discussion(Call call) {
    var found = noteable(call);
    if (found.isEmpty()) {
      return call.refused();
    }
    var pr = found.get();
    var thread = pr.thread(call.person(), call.text("body"), false);
    var first = thread.comments().getFirst().id();
    return call.done(
        "note",
        Discussion.notes(pr).stream().filter(each -> each.id() == first).findFirst().orElseThrow());
  }

  private static Object resolve(Call call) {
    var id = call.text("id");
    var found =
        all(call).filter(each -> thread(each, id).isPresent()).filter(call::may).findFirst();
    if (found.isEmpty()) {
      return call.refused();
    }
    var pr = found.get();
    pr.resolve(thread(pr, id).orElseThrow(), call.flag("resolve"));
    return call.done(
        "discussion", Discussion.find(pr, id.substring(id.lastIndexOf('/') + 1)).orElseThrow());
  }

  private static Stream<PullRequest> all(Call call) {
    return call.asking().caller().world().repositories().stream()
        .filter(each -> call.asking().access(each).reachable() && !each.archived())
        .flatMap(each -> each.pullRequests().stream());
  }

  // --- running again
  // --------------------------------------------------------------------------------------

  private static Optional<Pipeline> pipeline(Call call) {
    return all(call)
        .filter(each -> call.asking().access(each.repository()).mayMerge())
        .flatMap(each -> Pipeline.ofHead(each).stream())
        .filter(each -> Words.gid("Ci::Pipeline", each.id()).equals(call.text("id")))
        .findFirst();
  }

  private static Object retryPipeline(Call call) {
    var found = pipeline(call);
    if (found.isEmpty()) {
      return call.refused();
    }
    var pr = found.get().pullRequest();
    Acts.retry(pr, found.get());
    return call.done("pipeline", Pipeline.ofHead(pr).orElseThrow());
  }

  private static Optional<JobOf> job(Call call) {
    return all(call)
        .filter(each -> call.asking().access(each.repository()).mayMerge())
        .flatMap(each -> Pipeline.ofHead(each).stream())
        .flatMap(each -> each.jobs().stream().map(job -> new JobOf(each, job)))
        .filter(each -> GraphQlPipelines.id(each).equals(call.text("id")))
        .findFirst();
  }

  private static Object retryJob(Call call) {
    var found = job(call).filter(each -> each.job().retryable());
    if (found.isEmpty()) {
      return call.refused();
    }
    var pr = found.get().pipeline().pullRequest();
    var again = Acts.retry(pr, found.get().job()).orElseThrow();
    return call.done("job", new JobOf(Pipeline.ofHead(pr).orElseThrow(), again));
  }

  private static Object play(Call call) {
    var found = job(call).filter(each -> each.job().playable());
    if (found.isEmpty()) {
      return call.refused();
    }
    var pr = found.get().pipeline().pullRequest();
    pr.finish(found.get().job().name(), CheckState.RUNNING);
    return call.done("job", job(call).orElseThrow());
  }

  static Map<String, DataFetcher<?>> payload() {
    return GraphQlTypes.values(
        "clientMutationId", "errors", "mergeRequest", "note", "discussion", "pipeline", "job");
  }
}
