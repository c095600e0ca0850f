package io.ampel.simulator.gitlab;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import io.ampel.simulator.Json;
import io.ampel.simulator.Organization;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Token.Permission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a query starts, and the shapes that every connection shares. */
final class GraphQlQueries {
  private GraphQlQueries() {}

  private interface Start {
    @Nullable Object read(DataFetchingEnvironment env, Asking asking);
  }

  static Map<String, DataFetcher<?>> queries() {
    var queries = new LinkedHashMap<String, DataFetcher<?>>();
    queries.put("currentUser", start(false, (_, asking) -> asking.caller().person()));
    queries.put("echo", start(false, GraphQlQueries::echo));
    queries.put("queryComplexity", start(false, (_, asking) -> asking));
    queries.put("metadata", start(false, (_, asking) -> asking.instance()));
    queries.put("group", start(true, GraphQlQueries::group));
    queries.put("mergeRequest", start(true, GraphQlQueries::mergeRequest));
    queries.put("project", start(true, GraphQlQueries::project));
    queries.put("projects", start(true, GraphQlQueries::projects));
    queries.put("user", start(true, GraphQlQueries::user));
    return queries;
  }

  /** What a token may not read at all is not there. */
  private static DataFetcher<@Nullable Object> start(boolean needsApi, Start start) {
    return env -> {
      var asking = Fields.asking(env);
      var caller = asking.caller();
      if (caller.granular() && refused(env, asking.instance())) {
        return GraphQlError.at(env, GraphQlError.NOT_FOR_GRANULAR);
      }
      return needsApi && !caller.anyScope("api", "read_api") ? null : start.read(env, asking);
    };
  }

  static boolean refused(DataFetchingEnvironment env, Instance instance) {
    var name = "Query." + env.getField().getName();
    return !instance.granularTokensInGraphql() || instance.closedToGranular().contains(name);
  }

  private static Object echo(DataFetchingEnvironment env, Asking asking) {
    var person = asking.caller().person();
    var who = person == null ? "nil" : "\"" + person.login() + "\"";
    return who + " says: " + env.<String>getArgument("text");
  }

  private static @Nullable Object user(DataFetchingEnvironment env, Asking asking) {
    String name = env.getArgument("username");
    return asking.caller().world().people().stream()
        .filter(each -> each.login().equalsIgnoreCase(Objects.requireNonNullElse(name, "")))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Object group(DataFetchingEnvironment env, Asking asking) {
    var path = Objects.requireNonNull(env.<String>getArgument("fullPath"));
    return asking
        .caller()
        .world()
        .findOwner(path)
        .filter(Organization.class::isInstance)
        .map(Organization.class::cast)
        .filter(each -> visible(each, asking))
        .orElse(null);
  }

  private static boolean visible(Organization group, Asking asking) {
    return asking.caller().world().repositories().stream()
        .anyMatch(each -> RestProjects.within(each, group) && asking.access(each).reachable());
  }

  /** A missing project is null without any error, and so is one that has moved away. */
  private static @Nullable Object project(DataFetchingEnvironment env, Asking asking) {
    var path = Objects.requireNonNull(env.<String>getArgument("fullPath"));
    return asking
        .caller()
        .world()
        .findRepository(path)
        .filter(each -> each.fullName().equalsIgnoreCase(path))
        .filter(each -> asking.access(each).reachable())
        .orElse(null);
  }

  private static Object projects(DataFetchingEnvironment env, Asking asking) {
    List<String> ids = env.getArgument("ids");
    List<String> paths = env.getArgument("fullPaths");
    var wanted = new ArrayList<Long>();
    for (var id : Objects.requireNonNullElse(ids, List.<String>of())) {
      var number = number(id, "Project");
      if (number.isEmpty()) {
        return GraphQlError.at(env, id + " is not a valid GitLab ID.");
      }
      wanted.add(number.get());
    }
    var found =
        asking.caller().world().repositories().stream()
            .filter(each -> ids == null || wanted.contains(each.id()))
            .filter(each -> paths == null || paths.contains(each.fullName()))
            .filter(each -> asking.access(each).reachable())
            .filter(each -> chosen(env, asking, each))
            .sorted(Comparator.comparing(Repository::id).reversed())
            .toList();
    return Page.of(env, found);
  }

  private static boolean chosen(DataFetchingEnvironment env, Asking asking, Repository project) {
    Boolean membership = env.getArgument("membership");
    String archived = env.getArgument("archived");
    String search = env.getArgument("search");
    Boolean namespaces = env.getArgument("searchNamespaces");
    var where = namespaces != null && namespaces ? project.fullName() : project.name();
    return (membership == null || !membership || asking.access(project).level() > 0)
        && switch (Objects.requireNonNullElse(archived, "INCLUDE")) {
          case "ONLY" -> project.archived();
          case "EXCLUDE" -> !project.archived();
          default -> true;
        }
        && where
            .toLowerCase(Locale.ROOT)
            .contains(Objects.requireNonNullElse(search, "").toLowerCase(Locale.ROOT));
  }

  private static @Nullable Object mergeRequest(DataFetchingEnvironment env, Asking asking) {
    return find(asking, Objects.requireNonNull(env.<String>getArgument("id"))).orElse(null);
  }

  /** The merge request of this global id, when the caller may see it. */
  static Optional<PullRequest> find(Asking asking, String gid) {
    return number(gid, "MergeRequest")
        .flatMap(asking.caller().world()::find)
        .filter(PullRequest.class::isInstance)
        .map(PullRequest.class::cast)
        .filter(each -> asking.access(each.repository()).reachable())
        .filter(each -> asking.access(each.repository()).mayRead(Permission.PULL_REQUESTS));
  }

  static Optional<Long> number(String gid, String type) {
    var start = "gid://gitlab/" + type + "/";
    return gid.startsWith(start) && gid.substring(start.length()).matches("\\d{1,18}")
        ? Optional.of(Long.parseLong(gid.substring(start.length())))
        : Optional.empty();
  }

  /** Whatever type a global id names. */
  static Optional<Long> number(String gid) {
    var found = java.util.regex.Pattern.compile("^gid://gitlab/[\\w:]+/(\\d{1,18})$").matcher(gid);
    return found.find() ? Optional.of(Long.parseLong(found.group(1))) : Optional.empty();
  }

  // --- connections
  // ---------------------------------------------------------------------------------------

  @SuppressWarnings("rawtypes")
  static Map<String, DataFetcher<?>> connection() {
    return Fields.of(Page.class)
        .with("nodes", Page::nodes)
        .with("edges", GraphQlQueries::edges)
        .with("pageInfo", page -> page)
        .with("count", Page::total)
        .with("totalTimeToMerge", _ -> 0.0)
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

  static Map<String, DataFetcher<?>> complexity() {
    return Fields.of(Asking.class)
        .with("score", Asking::score)
        .with("limit", each -> GitLab.mostComplex(each.caller().person()))
        .fetchers();
  }

  static Map<String, DataFetcher<?>> metadata() {
    return Fields.of(Instance.class)
        .with("version", RestPeople::versionText)
        .with("revision", _ -> "7b490b32cd6")
        .with("enterprise", Instance::paid)
        .with(
            "kas",
            _ ->
                Json.object(
                    "enabled", true, "externalUrl", "wss://kas.example.com", "version", "19.3.0"))
        .fetchers();
  }
}
