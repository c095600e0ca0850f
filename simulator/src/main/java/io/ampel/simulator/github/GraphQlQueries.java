package io.ampel.simulator.github;

import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import io.ampel.simulator.Branch;
import io.ampel.simulator.Issue;
import io.ampel.simulator.Organization;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Token.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a query starts, and the shapes that every connection shares. */
final class GraphQlQueries {
  private GraphQlQueries() {}

  static Map<String, DataFetcher<?>> queries() {
    DataFetcher<@Nullable Object> viewer = env -> viewer(env);
    return Map.of(
        "id", (DataFetcher<Object>) _ -> "Q",
        "viewer", viewer,
        "rateLimit", (DataFetcher<Object>) Fields::asking,
        "node",
            (DataFetcher<@Nullable Object>)
                env ->
                    node(
                        env,
                        Objects.requireNonNull(env.<String>getArgument("id")),
                        env.getExecutionStepInfo().getPath().toList()),
        "nodes", (DataFetcher<Object>) GraphQlQueries::nodes,
        "repository", (DataFetcher<@Nullable Object>) GraphQlQueries::repository,
        "organization",
            (DataFetcher<@Nullable Object>)
                env -> owner(env, Organization.class, "an Organization"),
        "user", (DataFetcher<@Nullable Object>) env -> owner(env, Person.class, "a User"));
  }

  private static @Nullable Object viewer(DataFetchingEnvironment env) {
    return Fields.asking(env).caller().person();
  }

  private static @Nullable Object owner(DataFetchingEnvironment env, Class<?> type, String word) {
    var login = Objects.requireNonNull(env.<String>getArgument("login"));
    var found = Fields.asking(env).caller().world().findOwner(login).filter(type::isInstance);
    return found.isPresent()
        ? found.get()
        : GraphQlError.at(
            env,
            "NOT_FOUND",
            "Could not resolve to %s with the login of '%s'.".formatted(word, login));
  }

  private static @Nullable Object repository(DataFetchingEnvironment env) {
    var asking = Fields.asking(env);
    var owner = Objects.requireNonNull(env.<String>getArgument("owner"));
    var name = Objects.requireNonNull(env.<String>getArgument("name"));
    var found = asking.caller().world().findRepository(owner, name);
    var path = env.getExecutionStepInfo().getPath().toList();
    var missing = "Could not resolve to a Repository with the name '%s/%s'.".formatted(owner, name);
    return found.isPresent()
        ? guarded(env, found.get(), found.get(), missing, path)
        : GraphQlError.at(env, "NOT_FOUND", missing);
  }

  private static Object nodes(DataFetchingEnvironment env) {
    List<String> ids = Objects.requireNonNull(env.getArgument("ids"));
    if (ids.size() > 100) {
      return GraphQlError.at(
          env,
          "ARGUMENT_LIMIT",
          "You may not provide more than 100 node ids; you provided " + ids.size() + ".");
    }
    var found = new ArrayList<@Nullable Object>();
    var result = DataFetcherResult.<Object>newResult();
    for (var i = 0; i < ids.size(); i++) {
      var node = node(env, ids.get(i), GraphQlTypes.at(env, i));
      if (node instanceof DataFetcherResult<?> refused) {
        result.errors(refused.getErrors());
        found.add(null);
      } else {
        found.add(node);
      }
    }
    return result.data(found).build();
  }

  private static @Nullable Object node(DataFetchingEnvironment env, String id, List<Object> path) {
    var world = Fields.asking(env).caller().world();
    var missing = "Could not resolve to a node with the global id of '" + id + "'";
    Optional<Object> found = NodeId.number(id).flatMap(world::find);
    if (found.isEmpty()) {
      return GraphQlError.at(env, "NOT_FOUND", missing, path, Map.of());
    }
    return switch (found.get()) {
      case Repository repository -> guarded(env, repository, repository, missing, path);
      case PullRequest pr -> pullRequest(env, pr, missing, path);
      case Issue issue -> guarded(env, issue.repository(), issue, missing, path);
      case Branch branch -> guarded(env, branch.repository(), branch, missing, path);
      default -> found.get();
    };
  }

  private static @Nullable Object pullRequest(
      DataFetchingEnvironment env, PullRequest pr, String missing, List<Object> path) {
    var node = guarded(env, pr.repository(), pr, missing, path);
    var readable = Fields.asking(env).access(pr.repository()).mayRead(Permission.PULL_REQUESTS);
    return node == pr && !readable
        ? GraphQlError.at(env, "FORBIDDEN", GraphQlTypes.FORBIDDEN, path, Map.of())
        : node;
  }

  /** The thing, or the error that tells what stands between the caller and its repository. */
  private static Object guarded(
      DataFetchingEnvironment env,
      Repository repository,
      Object thing,
      String missing,
      List<Object> path) {
    return switch (Fields.asking(env).access(repository).barrier()) {
      case NONE, DISABLED -> thing;
      case NOT_FOUND -> GraphQlError.at(env, "NOT_FOUND", missing, path, Map.of());
      case SINGLE_SIGN_ON ->
          GraphQlError.at(
              env, "FORBIDDEN", Walls.SINGLE_SIGN_ON, path, Map.of("saml_failure", true));
      case IP_ALLOW_LIST ->
          GraphQlError.at(env, "FORBIDDEN", Walls.ipAllowList(repository.owner()), path, Map.of());
      case LIFETIME ->
          GraphQlError.at(env, "FORBIDDEN", Walls.lifetime(repository.owner()), path, Map.of());
      case CLASSIC_FORBIDDEN ->
          GraphQlError.at(
              env, "FORBIDDEN", Walls.classicForbidden(repository.owner()), path, Map.of());
    };
  }

  @SuppressWarnings("rawtypes")
  static Map<String, DataFetcher<?>> connection() {
    return Fields.of(Page.class)
        .with("nodes", Page::nodes)
        .with("edges", GraphQlQueries::edges)
        .with("pageInfo", page -> page)
        .with("totalCount", Page::total)
        .fetchers();
  }

  /** An element with its place in the page. */
  record Edge(String cursor, Object node) {}

  private static List<Edge> edges(Page<?> page) {
    var edges = new ArrayList<Edge>();
    for (var i = 0; i < page.nodes().size(); i++) {
      edges.add(new Edge(page.cursor(i), Objects.requireNonNull(page.nodes().get(i))));
    }
    return edges;
  }

  static Map<String, DataFetcher<?>> edge() {
    return Fields.of(Edge.class).with("cursor", Edge::cursor).with("node", Edge::node).fetchers();
  }

  @SuppressWarnings("rawtypes")
  static Map<String, DataFetcher<?>> pageInfo() {
    return Fields.of(Page.class)
        .with("hasNextPage", Page::hasNext)
        .with("hasPreviousPage", Page::hasPrevious)
        .with("startCursor", Page::start)
        .with("endCursor", Page::end)
        .fetchers();
  }

  static Map<String, DataFetcher<?>> rateLimit() {
    return Fields.of(Asking.class)
        .with("cost", each -> each.cost().points())
        .with("nodeCount", each -> (int) Math.min(Integer.MAX_VALUE, each.cost().nodes()))
        .with("limit", each -> each.left().limit())
        .with("used", each -> each.left().used())
        .with("remaining", each -> each.left().remaining())
        .with("resetAt", each -> Words.time(each.left().reset()))
        .fetchers();
  }
}
