package io.ampel.simulator.github;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Request;
import io.ampel.simulator.Role;
import io.ampel.simulator.Token.Kind;
import io.ampel.simulator.Token.Permission;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A REST call on its way to its endpoint: path values, what the caller may, pages. */
final class RestCall {
  private static final int DEFAULT_PAGE = 30;
  private static final int LARGEST_PAGE = 100;

  private final Caller caller;
  private final Map<String, String> names;

  RestCall(Caller caller, Map<String, String> names) {
    this.caller = caller;
    this.names = names;
  }

  Caller caller() {
    return caller;
  }

  Request request() {
    return caller.request();
  }

  String name(String name) {
    return Objects.requireNonNull(names.get(name));
  }

  int number(String name) {
    var text = name(name);
    if (!text.matches("\\d{1,9}")) {
      throw Refusal.notFound();
    }
    return Integer.parseInt(text);
  }

  Person person() {
    var person = caller.person();
    if (person == null) {
      throw Refusal.of(401, "Requires authentication");
    }
    if (caller.is(Kind.INSTALLATION)) {
      throw Refusal.of(403, "Resource not accessible by integration");
    }
    return person;
  }

  JsonNode body() {
    try {
      return Json.tree(request().body());
    } catch (JacksonException _) {
      throw Refusal.of(400, "Problems parsing JSON");
    }
  }

  @Nullable String text(JsonNode body, String field) {
    return body.path(field).isString() ? body.path(field).stringValue() : null;
  }

  /** The repository of the path, when the caller reaches it and may read this of it. */
  Repository reading(Permission... anyOf) {
    var access = reached();
    if (anyOf.length > 0 && List.of(anyOf).stream().noneMatch(access::mayRead)) {
      throw missing(access, words("read", anyOf));
    }
    return access.repository();
  }

  /**
   * The repository of the path, when the caller may write this of it and has at least this role.
   */
  Repository writing(Role role, Permission... anyOf) {
    var access = reached();
    if (List.of(anyOf).stream().noneMatch(access::mayWrite)) {
      throw missing(access, words("write", anyOf));
    }
    if (!access.role().atLeast(role)) {
      throw role == Role.ADMIN
          ? Refusal.of(403, "Must have admin rights to Repository.")
          : Refusal.of(403, "Must have push access to repository");
    }
    if (access.repository().archived()) {
      throw Refusal.of(403, "Repository was archived so is read-only.");
    }
    return access.repository();
  }

  private static String words(String level, Permission... anyOf) {
    return String.join(
        "; ", List.of(anyOf).stream().map(each -> each.word() + "=" + level).toList());
  }

  /** Fine-grained tokens are told what they lack, classic ones see nothing there. */
  private Refusal missing(Access access, String accepted) {
    var token = caller.token();
    if (token == null) {
      return Refusal.of(401, "Requires authentication");
    }
    if (token.limitedToOneOwner()) {
      var who = caller.is(Kind.INSTALLATION) ? "integration" : "personal access token";
      return Refusal.with(
          403, "Resource not accessible by " + who, "X-Accepted-GitHub-Permissions", accepted);
    }
    return Refusal.with(
        404,
        "Not Found",
        "X-Accepted-OAuth-Scopes",
        access.repository().isPublic() ? "public_repo, repo" : "repo");
  }

  private Access reached() {
    var found = caller.world().findRepository(name("owner"), name("repo"));
    if (found.isEmpty()) {
      throw Refusal.with(404, "Not Found", "X-Accepted-OAuth-Scopes", "repo");
    }
    var repository = found.get();
    var access = reached(repository);
    if (!repository.fullName().equalsIgnoreCase(name("owner") + "/" + name("repo"))) {
      var rest = request().path().replaceFirst("^/repos/[^/]+/[^/]+", "");
      throw Refusal.moved(caller.api() + "/repositories/" + repository.id() + rest);
    }
    return access;
  }

  Access reached(Repository repository) {
    var access = new Access(caller, repository);
    var owner = repository.owner();
    return switch (access.barrier()) {
      case NONE -> access;
      case NOT_FOUND -> throw Refusal.with(404, "Not Found", "X-Accepted-OAuth-Scopes", "repo");
      case SINGLE_SIGN_ON ->
          throw Refusal.with(
              403,
              Walls.SINGLE_SIGN_ON,
              "X-GitHub-SSO",
              "required; url="
                  + caller.web()
                  + "/orgs/"
                  + owner.login()
                  + "/sso?authorization_request=A"
                  + owner.id());
      case IP_ALLOW_LIST -> throw Refusal.of(403, Walls.ipAllowList(owner));
      case LIFETIME -> throw Refusal.of(403, Walls.lifetime(owner));
      case CLASSIC_FORBIDDEN -> throw Refusal.of(403, Walls.classicForbidden(owner));
      case DISABLED -> throw Refusal.of(403, "Repository access blocked");
    };
  }

  PullRequest pullRequest(Repository repository) {
    return repository.findPullRequest(number("number")).orElseThrow(Refusal::notFound);
  }

  /** One page of a list, with links to the others. */
  <T> Answer page(List<T> all, Function<T, Object> shape) {
    var size = Math.clamp(count("per_page", DEFAULT_PAGE), 1, LARGEST_PAGE);
    var page = Math.max(1, count("page", 1));
    var from = Math.min((long) (page - 1) * size, all.size());
    var to = Math.min(from + size, all.size());
    var answer = Answer.json(200, all.subList((int) from, (int) to).stream().map(shape).toList());
    return linked(answer, page, (all.size() + size - 1) / size);
  }

  /** A page of a list that stands in an object beside its total. */
  <T> Answer page(List<T> all, String field, Function<T, Object> shape) {
    var size = Math.clamp(count("per_page", DEFAULT_PAGE), 1, LARGEST_PAGE);
    var page = Math.max(1, count("page", 1));
    var from = Math.min((long) (page - 1) * size, all.size());
    var to = Math.min(from + size, all.size());
    var shown = all.subList((int) from, (int) to).stream().map(shape).toList();
    return linked(
        Answer.json(200, Json.object("total_count", all.size(), field, shown)),
        page,
        (all.size() + size - 1) / size);
  }

  private int count(String name, int otherwise) {
    return request()
        .query(name)
        .filter(each -> each.matches("\\d{1,9}"))
        .map(Integer::parseInt)
        .orElse(otherwise);
  }

  Answer linked(Answer answer, int page, int pages) {
    var links = new java.util.ArrayList<String>();
    if (page > 1) {
      links.add(link(page - 1, "prev"));
    }
    if (page < pages) {
      links.add(link(page + 1, "next"));
      links.add(link(pages, "last"));
    }
    if (page > 1) {
      links.add(link(1, "first"));
    }
    return links.isEmpty() ? answer : answer.header("Link", String.join(", ", links));
  }

  private String link(int page, String rel) {
    var others = new java.util.ArrayList<String>();
    for (var pair : request().rawQuery().split("&")) {
      if (!pair.isEmpty() && !pair.startsWith("page=")) {
        others.add(pair);
      }
    }
    others.add("page=" + page);
    return "<"
        + caller.api()
        + request().path()
        + "?"
        + String.join("&", others)
        + ">; rel=\""
        + rel
        + "\"";
  }
}
