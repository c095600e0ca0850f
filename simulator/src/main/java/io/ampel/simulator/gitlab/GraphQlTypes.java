package io.ampel.simulator.gitlab;

import static io.ampel.simulator.gitlab.Words.gid;
import static io.ampel.simulator.gitlab.Words.plain;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import io.ampel.simulator.Commit;
import io.ampel.simulator.Json;
import io.ampel.simulator.Label;
import io.ampel.simulator.Organization;
import io.ampel.simulator.Owner;
import io.ampel.simulator.Person;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Token.Permission;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How every field of GitLab's GraphQL types is read from the model: people, groups, projects. */
final class GraphQlTypes {
  private GraphQlTypes() {}

  /** Somebody in their relation to a merge request. */
  record Participant(Person person, io.ampel.simulator.PullRequest pullRequest) {}

  static Map<String, Map<String, DataFetcher<?>>> all() {
    var types = new LinkedHashMap<String, Map<String, DataFetcher<?>>>();
    people(types);
    types.put("QueryComplexity", GraphQlQueries.complexity());
    types.put("Metadata", GraphQlQueries.metadata());
    types.put("Kas", values("enabled", "externalUrl", "version"));
    groups(types);
    types.put("Project", project().fetchers());
    types.put("ProjectPermissions", projectPermissions());
    types.put("ProjectCiCdSetting", values("mergePipelinesEnabled", "mergeTrainsEnabled"));
    types.put("ProjectFeatureAccess", values("integerValue", "stringValue"));
    types.put("AccessLevel", values("humanAccess", "integerValue", "stringValue"));
    types.put("Repository", values("empty", "exists", "rootRef"));
    types.put("Commit", commit());
    types.put("Label", label());
    GraphQlMergeRequests.add(types);
    GraphQlPipelines.add(types);
    return types;
  }

  /** The fields of a type whose things are read as maps. */
  static Map<String, DataFetcher<?>> values(String... names) {
    var fields = new LinkedHashMap<String, DataFetcher<?>>();
    for (var name : names) {
      fields.put(
          name,
          (DataFetcher<@Nullable Object>)
              env -> Objects.requireNonNull(env.<Map<String, Object>>getSource()).get(name));
    }
    return fields;
  }

  // --- people
  // ---------------------------------------------------------------------------------------------

  private static void people(Map<String, Map<String, DataFetcher<?>>> types) {
    types.put(
        "UserCore",
        user(Person.class, each -> each)
            .asking(
                "mergeRequestInteraction",
                (each, env, asking) ->
                    GraphQlQueries.find(
                            asking, Objects.requireNonNull(env.<String>getArgument("id")))
                        .map(pr -> new Participant(each, pr))
                        .orElse(null))
            .fetchers());
    types.put(
        "CurrentUser",
        user(Person.class, each -> each)
            .asking(
                "authoredMergeRequests",
                (each, env, asking) ->
                    GraphQlMergeRequests.everywhere(env, asking, pr -> each.equals(pr.author())))
            .asking(
                "assignedMergeRequests",
                (each, env, asking) ->
                    GraphQlMergeRequests.everywhere(
                        env, asking, pr -> pr.assignees().contains(each)))
            .asking(
                "reviewRequestedMergeRequests",
                (each, env, asking) ->
                    GraphQlMergeRequests.everywhere(
                        env,
                        asking,
                        pr ->
                            MergeRequest.of(pr).reviewers().stream()
                                .anyMatch(reviewer -> reviewer.person().equals(each))))
            .fetchers());
    for (var name : List.of("Author", "Assignee", "Reviewer", "Participant")) {
      types.put(
          "MergeRequest" + name,
          user(Participant.class, Participant::person)
              .with("mergeRequestInteraction", each -> each)
              .fetchers());
    }
    types.put("UserMergeRequestInteraction", interaction());
  }

  private static <S> Fields<S> user(Class<S> type, Function<S, Person> person) {
    return Fields.of(type)
        .with("id", each -> gid("User", person.apply(each).id()))
        .with("username", each -> person.apply(each).login())
        .with("name", each -> person.apply(each).name())
        .with("active", _ -> true)
        .with("bot", each -> person.apply(each).bot())
        .with("human", each -> !person.apply(each).bot())
        .with("publicEmail", _ -> null)
        .with("state", _ -> "active")
        .with("avatarUrl", each -> Words.avatarPath(person.apply(each)))
        .with("webPath", each -> "/gitlab/" + person.apply(each).login())
        .asking(
            "webUrl",
            (each, _, asking) -> asking.caller().web() + "/" + person.apply(each).login());
  }

  private static Map<String, DataFetcher<?>> interaction() {
    return Fields.of(Participant.class)
        .asking(
            "approved",
            (each, _, asking) ->
                Acts.approved(each.pullRequest(), each.person(), asking.instance()))
        .with("canMerge", each -> role(each).atLeast(Role.WRITE))
        .with("canUpdate", each -> Acts.mayUpdate(each.pullRequest(), each.person()))
        .with("reviewed", each -> state(each) != null && !Objects.equals(state(each), "UNREVIEWED"))
        .with("reviewState", GraphQlTypes::state)
        .fetchers();
  }

  private static Role role(Participant who) {
    return who.pullRequest().repository().role(who.person());
  }

  /** Only reviewers have a state; an author has none. */
  private static @Nullable String state(Participant who) {
    return MergeRequest.of(who.pullRequest()).reviewers().stream()
        .filter(each -> each.person().equals(who.person()))
        .findFirst()
        .map(each -> each.state().name())
        .orElse(null);
  }

  // --- groups
  // ---------------------------------------------------------------------------------------------

  private static void groups(Map<String, Map<String, DataFetcher<?>>> types) {
    types.put(
        "Namespace",
        owner(Owner.class)
            .with(
                "id",
                each ->
                    gid(each instanceof Person ? "Namespaces::UserNamespace" : "Group", each.id()))
            .fetchers());
    types.put(
        "Group",
        owner(Organization.class)
            .with("id", each -> gid("Group", each.id()))
            .with("avatarUrl", _ -> null)
            .with("description", _ -> "")
            .with("visibility", _ -> "private")
            .with("parent", each -> each.above().orElse(null))
            .asking(
                "webUrl", (each, _, asking) -> asking.caller().web() + "/groups/" + each.login())
            .asking("projects", GraphQlTypes::groupProjects)
            .asking(
                "mergeRequests",
                (each, env, asking) ->
                    GraphQlMergeRequests.everywhere(
                        env, asking, pr -> inside(pr.repository(), each, env)))
            .fetchers());
  }

  private static <S extends Owner> Fields<S> owner(Class<S> type) {
    return Fields.of(type)
        .with("name", Words::shown)
        .with("path", Words::slug)
        .with("fullName", Words::fullName)
        .with("fullPath", Owner::login);
  }

  private static boolean inside(
      Repository project, Organization group, DataFetchingEnvironment env) {
    Boolean deep = env.getArgument("includeSubgroups");
    return deep != null && deep
        ? RestProjects.within(project, group)
        : project.owner().equals(group);
  }

  private static Object groupProjects(
      Organization group, DataFetchingEnvironment env, Asking asking) {
    String search = env.getArgument("search");
    var found =
        asking.caller().world().repositories().stream()
            .filter(each -> inside(each, group, env))
            .filter(each -> search == null || each.fullName().contains(search))
            .filter(each -> asking.access(each).reachable())
            .sorted(Comparator.comparing(Repository::fullName))
            .toList();
    return Page.of(env, found);
  }

  // --- projects
  // -------------------------------------------------------------------------------------------

  private static Fields<Repository> project() {
    var fields =
        Fields.of(Repository.class)
            .with("id", each -> gid("Project", each.id()))
            .with("name", Repository::name)
            .with("path", Repository::name)
            .with("fullPath", Repository::fullName)
            .with("nameWithNamespace", each -> Words.fullName(each.owner()) + " / " + each.name())
            .with("namespace", Repository::owner)
            .with("group", each -> each.owner() instanceof Organization group ? group : null)
            .with("description", Repository::description)
            .with("archived", Repository::archived)
            .with("avatarUrl", _ -> null)
            .with("visibility", Words::visibility)
            .with("createdAt", each -> plain(each.createdAt()))
            .with("updatedAt", each -> plain(each.updatedAt()))
            .with("lastActivityAt", each -> plain(each.updatedAt()))
            .with("isForked", each -> each.parent() != null)
            .asking("forkedFrom", (each, _, asking) -> visible(each.parent(), asking))
            .with("forksCount", _ -> 0)
            .with("starCount", _ -> 0)
            .asking("webUrl", (each, _, asking) -> asking.caller().host() + Words.path(each))
            .asking(
                "httpUrlToRepo",
                (each, _, asking) -> asking.caller().host() + Words.path(each) + ".git")
            .with("sshUrlToRepo", each -> "git@gitlab.example.com:" + each.fullName() + ".git")
            .asking("maxAccessLevel", (each, _, asking) -> level(asking.access(each).level()))
            .asking("userPermissions", (each, _, asking) -> asking.access(each))
            .with(
                "repository",
                each ->
                    Json.object("empty", false, "exists", true, "rootRef", each.defaultBranch()));
    return settings(fields)
        .asking("mergeRequest", GraphQlMergeRequests::one)
        .asking("mergeRequests", GraphQlMergeRequests::ofProject)
        .asking("openMergeRequestsCount", GraphQlMergeRequests::openCount)
        .asking("pipeline", GraphQlPipelines::one);
  }

  private static Fields<Repository> settings(Fields<Repository> fields) {
    return fields
        .with("allowMergeOnSkippedPipeline", each -> of(each).skippedIsFine())
        .asking(
            "ciCdSettings",
            (each, _, asking) ->
                Json.object(
                    "mergePipelinesEnabled",
                    of(each).mergedResults(),
                    "mergeTrainsEnabled",
                    of(each).trains(asking.instance())))
        .with("mergeCommitTemplate", _ -> null)
        .with("squashCommitTemplate", _ -> null)
        .with("mergeRequestsEnabled", each -> of(each).mergeRequestsEnabled())
        .with(
            "mergeRequestsAccessLevel",
            each ->
                of(each).mergeRequestsEnabled()
                    ? Json.object("integerValue", 20, "stringValue", "ENABLED")
                    : Json.object("integerValue", 0, "stringValue", "DISABLED"))
        .with("mergeRequestsDisableCommittersApproval", each -> rules(each).lastPush())
        .with(
            "mergeRequestsFfOnlyEnabled",
            each -> of(each).mergeMethod() == ProjectSettings.MergeMethod.FF)
        .with("onlyAllowMergeIfAllDiscussionsAreResolved", each -> rules(each).conversations())
        .asking(
            "onlyAllowMergeIfAllStatusChecksPassed",
            (each, _, asking) -> of(each).statusChecksMustPass(asking.instance()))
        .with("onlyAllowMergeIfPipelineSucceeds", each -> of(each).demandsPipelines())
        .with("preventMergeWithoutJiraIssueEnabled", each -> of(each).jiraKey() != null)
        .with("removeSourceBranchAfterMerge", Repository::deletesBranchOnMerge)
        .with(
            "squashReadOnly",
            each ->
                of(each).squash() == ProjectSettings.Squash.ALWAYS
                    || of(each).squash() == ProjectSettings.Squash.NEVER);
  }

  private static ProjectSettings of(Repository project) {
    return ProjectSettings.of(project);
  }

  private static io.ampel.simulator.Rules rules(Repository project) {
    return of(project).rules(project.defaultBranch());
  }

  static @Nullable Repository visible(@Nullable Repository project, Asking asking) {
    return project != null && asking.access(project).reachable() ? project : null;
  }

  private static Map<String, @Nullable Object> level(int level) {
    var word =
        switch (level) {
          case 20 -> "Reporter";
          case 30 -> "Developer";
          case 40 -> "Maintainer";
          case 50 -> "Owner";
          default -> "No access";
        };
    return Json.object(
        "integerValue",
        level,
        "humanAccess",
        word,
        "stringValue",
        word.replace(' ', '_').toUpperCase(Locale.ROOT));
  }

  private static Map<String, DataFetcher<?>> projectPermissions() {
    return Fields.of(Access.class)
        .with("adminProject", each -> each.atLeast(Role.MAINTAIN))
        .with("createMergeRequestIn", each -> each.atLeast(Role.READ))
        .with("createNote", each -> each.caller().person() != null)
        .with("pushCode", Access::mayMerge)
        .with("readMergeRequest", each -> each.mayRead(Permission.PULL_REQUESTS))
        .with("readProject", Access::reachable)
        .with("updatePipeline", Access::mayMerge)
        .fetchers();
  }

  // --- small things
  // ---------------------------------------------------------------------------------------

  private static Map<String, DataFetcher<?>> commit() {
    return Fields.of(Commit.class)
        .with("id", each -> gid("Commit", each.sha()))
        .with("sha", Commit::sha)
        .with("shortId", each -> each.sha().substring(0, 8))
        .with("title", each -> each.message().lines().findFirst().orElse(""))
        .with("message", Commit::message)
        .with("authoredDate", each -> plain(each.date()))
        .with("committedDate", each -> plain(each.date()))
        .asking(
            "webUrl",
            (each, _, asking) ->
                asking.caller().host() + Words.path(each.repository()) + "/-/commit/" + each.sha())
        .fetchers();
  }

  private static Map<String, DataFetcher<?>> label() {
    return Fields.of(Label.class)
        .with("id", each -> gid("ProjectLabel", each.id()))
        .with("title", Label::name)
        .with("color", each -> "#" + each.color())
        .with("textColor", _ -> "#FFFFFF")
        .with("description", Label::description)
        .fetchers();
  }

  static boolean among(@Nullable List<String> wanted, String value) {
    return wanted == null || wanted.contains(value);
  }
}
