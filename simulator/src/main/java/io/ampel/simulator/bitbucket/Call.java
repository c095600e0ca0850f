package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.Organization;
import io.ampel.simulator.Owner;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Request;
import io.ampel.simulator.Role;
import io.ampel.simulator.Token.Defect;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A call on its way to its endpoint: path values, what the caller reaches and may, its body. */
final class Call {
  private final Caller caller;
  private final Map<String, String> names;

  Call(Caller caller, Map<String, String> names) {
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

  long number(String name, String what) {
    var text = name(name);
    if (!text.matches("\\d{1,15}")) {
      throw Refusal.notFound(what + " " + text);
    }
    return Long.parseLong(text);
  }

  Person person() {
    var person = caller.person();
    if (person == null) {
      throw Refusal.silent(401);
    }
    return person;
  }

  JsonNode body() {
    try {
      return Json.tree(request().body());
    } catch (JacksonException _) {
      throw Refusal.of(400, "Invalid JSON");
    }
  }

  static @Nullable String text(JsonNode node) {
    return node.isString() ? node.stringValue() : null;
  }

  // --- workspaces and repositories --------------------------------------------------------------

  /** The workspace of the path, past the walls around it. */
  Owner workspace() {
    var name = name("workspace");
    var owner =
        owner(name)
            .orElseThrow(() -> Refusal.of(404, "No workspace with identifier '" + name + "'."));
    walls(owner);
    return owner;
  }

  private Optional<Owner> owner(String name) {
    var id = Uuid.id(name);
    return id.isPresent()
        ? caller.world().find(id.getAsLong()).filter(Owner.class::isInstance).map(Owner.class::cast)
        : caller.world().findOwner(name).filter(each -> each.login().equalsIgnoreCase(name));
  }

  /** What a workspace demands before it shows anything private. */
  private void walls(Owner owner) {
    if (!(owner instanceof Organization)) {
      return;
    }
    if (caller.has(Defect.IP_ALLOW_LIST)) {
      throw Refusal.words(403, "To access this repository, an admin must whitelist your IP.");
    }
    if (caller.has(Defect.TWO_STEP_REQUIRED)) {
      throw Refusal.of(403, "To access this repository, enable two-step authentication.");
    }
  }

  /** The repository of the path, when the caller reaches it. */
  Repository repository() {
    var found = named().orElseThrow(this::noSuchRepository);
    if (!reaches(found)) {
      throw Refusal.of(
          404,
          "You may not have access to this repository or it no longer exists in this workspace."
              + " If you think this repository exists and you have access, make sure you are authenticated.");
    }
    if (!found.isPublic()) {
      walls(found.owner());
    }
    return found;
  }

  private Refusal noSuchRepository() {
    return Refusal.notFound("Repository " + name("workspace") + "/" + name("repo_slug"));
  }

  private Optional<Repository> named() {
    var workspace = name("workspace");
    var id = Uuid.id(name("repo_slug"));
    if (id.isPresent()) {
      return caller
          .world()
          .find(id.getAsLong())
          .filter(Repository.class::isInstance)
          .map(Repository.class::cast)
          .filter(each ->
              workspace.equals("{}") || owner(workspace).filter(each.owner()::equals).isPresent());
    }
    var owner = owner(workspace).map(Owner::login).orElse(workspace);
    var found = caller.world().findRepository(owner, name("repo_slug"));
    found
        .filter(each -> !each.fullName().equalsIgnoreCase(owner + "/" + name("repo_slug")))
        .filter(this::reaches)
        .ifPresent(this::sendOn);
    return found;
  }

  /** A former name leads to the present one. */
  private void sendOn(Repository repository) {
    var rest = request().path().replaceFirst("^/repositories/[^/]+/[^/]+", "");
    var query = request().rawQuery().isEmpty() ? "" : "?" + request().rawQuery();
    throw Refusal.with(
        Answer.empty(301)
            .header(
                "Location",
                caller.api() + "/repositories/" + repository.fullName() + rest + query));
  }

  boolean reaches(Repository repository) {
    return role(repository).atLeast(Role.READ);
  }

  /** An access token may what its scopes say, a person what the repository's people agreed on. */
  Role role(Repository repository) {
    var token = caller.token();
    if (!caller.byAccessToken() || token == null) {
      return repository.role(caller.person());
    }
    if (!token.selects(repository)) {
      return repository.isPublic() ? Role.READ : Role.NONE;
    }
    var scopes = Scope.withIncluded(token.scopes());
    if (scopes.contains("repository:admin")) {
      return Role.ADMIN;
    }
    return scopes.contains("repository:write") ? Role.WRITE : Role.READ;
  }

  /** The repository of the path, when the caller has at least this role and it can be written. */
  Repository writing(Role role) {
    var repository = repository();
    if (!role(repository).atLeast(role)) {
      throw Refusal.of(
          403,
          "You do not have %s access to this repository."
              .formatted(
                  role.atLeast(Role.ADMIN) ? "admin" : role == Role.READ ? "read" : "write"));
    }
    if (repository.archived()) {
      throw Refusal.of(
          402, "This workspace has exceeded its plan and its repositories are read-only.");
    }
    return repository;
  }

  PullRequest pullRequest() {
    return pullRequest(repository());
  }

  PullRequest pullRequest(Repository repository) {
    var number = number("pull_request_id", "Pull request");
    return repository
        .findPullRequest((int) Math.min(number, Integer.MAX_VALUE))
        .orElseThrow(() -> Refusal.notFound("Pull request " + number));
  }

  // --- answers ----------------------------------------------------------------------------------

  /** An answer of which the caller gets the fields it asked for. */
  Answer tree(int status, Object tree, Set<String> hidden) {
    var selection = FieldSelection.of(request().query("fields").orElse(""));
    return Answer.json(status, Objects.requireNonNull(selection.from(tree, hidden)));
  }

  Answer tree(Object tree) {
    return tree(200, tree, Set.of());
  }

  /** Whether the caller's choice of fields has this word in it. */
  boolean asksFor(String word) {
    return request().query("fields").orElse("").contains(word);
  }
}
