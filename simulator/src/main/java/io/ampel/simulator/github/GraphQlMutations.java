package io.ampel.simulator.github;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import io.ampel.simulator.MergeMethod;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.QueueEntry;
import io.ampel.simulator.ReviewThread;
import io.ampel.simulator.Role;
import io.ampel.simulator.Token.Permission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What GraphQL can change: auto-merge, the merge queue, drafts and conversations. */
final class GraphQlMutations {
  private GraphQlMutations() {}

  private interface Act {
    @Nullable Object on(
        PullRequest pr, Person by, Map<String, Object> input, DataFetchingEnvironment env);
  }

  static Map<String, DataFetcher<?>> mutations() {
    var mutations = new LinkedHashMap<String, DataFetcher<?>>();
    mutations.put("enablePullRequestAutoMerge", act("pullRequestId", GraphQlMutations::arm));
    mutations.put(
        "disablePullRequestAutoMerge",
        act("pullRequestId", (pr, by, _, _) -> done(pr.disarmAutoMerge(), by)));
    mutations.put("enqueuePullRequest", act("pullRequestId", GraphQlMutations::enqueue));
    mutations.put("dequeuePullRequest", act("id", GraphQlMutations::dequeue));
    mutations.put(
        "markPullRequestReadyForReview",
        act("pullRequestId", (pr, by, _, _) -> done(pr.ready(), by)));
    mutations.put(
        "convertPullRequestToDraft", act("pullRequestId", (pr, by, _, _) -> done(pr.draft(), by)));
    mutations.put("resolveReviewThread", (DataFetcher<@Nullable Object>) env -> thread(env, true));
    mutations.put(
        "unresolveReviewThread", (DataFetcher<@Nullable Object>) env -> thread(env, false));
    return mutations;
  }

  private static DataFetcher<@Nullable Object> act(String idName, Act act) {
    return env -> {
      Map<String, Object> input = Objects.requireNonNull(env.getArgument("input"));
      var id = String.valueOf(input.get(idName));
      var found = NodeId.number(id).flatMap(Fields.asking(env).caller().world()::find);
      return found.orElse(null) instanceof PullRequest pr
          ? permitted(pr, act, input, env)
          : GraphQlError.at(
              env, "NOT_FOUND", "Could not resolve to a node with the global id of '" + id + "'");
    };
  }

  private static @Nullable Object permitted(
      PullRequest pr, Act act, Map<String, Object> input, DataFetchingEnvironment env) {
    var asking = Fields.asking(env);
    var access = asking.access(pr.repository());
    var by = asking.caller().person();
    if (by == null || !access.reachable()) {
      return GraphQlError.at(
          env,
          "NOT_FOUND",
          "Could not resolve to a node with the global id of '" + NodeId.of("PR", pr.id()) + "'");
    }
    if (!access.mayWrite(Permission.PULL_REQUESTS) || !access.role().atLeast(Role.WRITE)) {
      return GraphQlError.at(env, "FORBIDDEN", GraphQlTypes.FORBIDDEN);
    }
    if (pr.repository().archived()) {
      return GraphQlError.at(env, "UNPROCESSABLE", "Repository was archived so is read-only.");
    }
    return act.on(pr, by, input, env);
  }

  private static Map<String, Object> done(PullRequest pr, Person by) {
    return Map.of("pullRequest", pr, "actor", by);
  }

  private static Object arm(
      PullRequest pr, Person by, Map<String, Object> input, DataFetchingEnvironment env) {
    if (!pr.repository().autoMergeAllowed()) {
      return GraphQlError.at(env, "UNPROCESSABLE", "Auto merge is not allowed for this repository");
    }
    if (MergeState.refusals(pr, Fields.asking(env).standing(pr), Role.WRITE).isEmpty()) {
      return GraphQlError.at(env, "UNPROCESSABLE", "Pull request Pull request is in clean status");
    }
    var method = MergeMethod.valueOf(String.valueOf(input.getOrDefault("mergeMethod", "MERGE")));
    return done(pr.armAutoMerge(by, method), by);
  }

  private static Object enqueue(
      PullRequest pr, Person by, Map<String, Object> input, DataFetchingEnvironment env) {
    var expected = input.get("expectedHeadOid");
    if (expected != null && !expected.equals(pr.headSha())) {
      return GraphQlError.at(
          env, "UNPROCESSABLE", "Head branch was modified. Review and try again.");
    }
    if (!pr.repository().branch(pr.base()).rules().queue()) {
      return GraphQlError.at(
          env, "UNPROCESSABLE", "The merge queue is not enabled for this branch");
    }
    var waiting =
        pr.repository().pullRequests().stream().filter(each -> each.queueEntry() != null).count();
    pr.enqueue(QueueEntry.State.QUEUED, (int) waiting + 1, by);
    return Map.of("mergeQueueEntry", Objects.requireNonNull(pr.queueEntry()));
  }

  private static Object dequeue(
      PullRequest pr, Person by, Map<String, Object> input, DataFetchingEnvironment env) {
    var entry = pr.queueEntry();
    if (entry == null) {
      return GraphQlError.at(env, "UNPROCESSABLE", "Pull request is not in the merge queue");
    }
    pr.dequeue();
    return Map.of("mergeQueueEntry", entry);
  }

  private static @Nullable Object thread(DataFetchingEnvironment env, boolean resolved) {
    Map<String, Object> input = Objects.requireNonNull(env.getArgument("input"));
    var id = String.valueOf(input.get("threadId"));
    var asking = Fields.asking(env);
    Optional<ReviewThread> found =
        NodeId.number(id)
            .flatMap(number ->
                asking.caller().world().repositories().stream()
                    .filter(each -> asking.access(each).reachable())
                    .flatMap(each -> each.pullRequests().stream())
                    .flatMap(each -> each.threads().stream())
                    .filter(each -> each.id() == number)
                    .findFirst());
    if (found.isEmpty()) {
      return GraphQlError.at(
          env, "NOT_FOUND", "Could not resolve to a node with the global id of '" + id + "'");
    }
    var pr = found.get().pullRequest();
    if (!asking.access(pr.repository()).mayWrite(Permission.PULL_REQUESTS)) {
      return GraphQlError.at(env, "FORBIDDEN", GraphQlTypes.FORBIDDEN);
    }
    pr.resolve(found.get(), resolved);
    return Map.of(
        "thread",
        pr.threads().stream()
            .filter(each -> each.id() == found.get().id())
            .findFirst()
            .orElseThrow());
  }

  /** Every payload is a map of what it carries. */
  static Map<String, DataFetcher<?>> payload() {
    var fields = new LinkedHashMap<String, DataFetcher<?>>();
    for (var name :
        new String[] {"clientMutationId", "pullRequest", "actor", "mergeQueueEntry", "thread"}) {
      fields.put(
          name,
          (DataFetcher<@Nullable Object>)
              env -> Objects.requireNonNull(env.<Map<String, Object>>getSource()).get(name));
    }
    return fields;
  }
}
