package io.ampel.simulator.github;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.Organization;
import io.ampel.simulator.Owner;
import io.ampel.simulator.Person;
import io.ampel.simulator.Postman;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Token.Defect;
import io.ampel.simulator.Token.Kind;
import io.ampel.simulator.Visibility;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Who one is and which repositories one sees. */
final class RestRepositories {
  private RestRepositories() {}

  static List<Route> routes() {
    return List.of(
        Route.of("GET", "/user", RestRepositories::user),
        Route.of("GET", "/user/repos", RestRepositories::mine),
        Route.of("GET", "/user/orgs", RestRepositories::organizations),
        Route.of("GET", "/installation/repositories", RestRepositories::installed),
        Route.of("GET", "/meta", RestRepositories::meta),
        Route.of("GET", "/orgs/{org}/repos", RestRepositories::ofOrganization),
        Route.of("GET", "/repositories/{id}", RestRepositories::byId),
        Route.of("GET", "/repositories/{id}/{rest…}", RestRepositories::belowId),
        Route.of(
            "GET",
            "/repos/{owner}/{repo}",
            call -> Answer.json(200, new RestJson(call.caller()).fullRepository(call.reading()))));
  }

  private static Answer user(RestCall call) {
    return Answer.json(200, new RestJson(call.caller()).user(call.person()));
  }

  private static Answer meta(RestCall call) {
    return Answer.json(
        200,
        Json.object(
            "verifiable_password_authentication",
            false,
            "hooks",
            List.of("127.0.0.1/32"),
            "web",
            List.of("127.0.0.1/32"),
            "api",
            List.of("127.0.0.1/32")));
  }

  private static Answer organizations(RestCall call) {
    var person = call.person();
    var token = call.caller().token();
    if (token != null
        && token.kind() == Kind.CLASSIC
        && !token.scopes().contains("read:org")
        && !token.scopes().contains("admin:org")
        && !token.scopes().contains("repo")
        && !token.scopes().contains("user")) {
      return Refusal.body(
              403, "You need at least read:org scope or user scope to list your organizations.")
          .header("X-Accepted-OAuth-Scopes", "admin:org, read:org, repo, user, write:org");
    }
    var json = new RestJson(call.caller());
    var member =
        call.caller().world().organizations().stream()
            .filter(each -> each.hasMember(person))
            .toList();
    return call.page(member, json::organization);
  }

  private static Answer mine(RestCall call) {
    var person = call.person();
    var request = call.request();
    if (request.query("type").isPresent()
        && (request.query("visibility").isPresent() || request.query("affiliation").isPresent())) {
      throw Refusal.invalid(
          "If you specify visibility or affiliation, you cannot specify type.", null);
    }
    var affiliations =
        Set.of(
            request
                .query("affiliation")
                .orElse("owner,collaborator,organization_member")
                .split(","));
    var visibility = request.query("visibility").orElse("all");
    var own =
        call.caller().world().repositories().stream()
            .filter(each -> affiliated(each, person, affiliations))
            .filter(each -> shown(each, visibility))
            .toList();
    return listed(call, own);
  }

  /** What an app was given when it was installed. */
  private static Answer installed(RestCall call) {
    var token = call.caller().token();
    if (token == null || token.kind() != Kind.INSTALLATION) {
      throw Refusal.of(403, "You must authenticate with an installation access token.");
    }
    var given = call.caller().world().repositories().stream().filter(token::selects).toList();
    return call.page(given, "repositories", new RestJson(call.caller())::repository);
  }

  private static boolean affiliated(Repository repository, Person person, Set<String> wanted) {
    return switch (repository.owner()) {
      case Person owner ->
          owner.equals(person)
              ? wanted.contains("owner")
              : wanted.contains("collaborator") && repository.invited(person);
      case Organization organization ->
          wanted.contains("organization_member") && organization.hasMember(person)
              || wanted.contains("collaborator") && repository.invited(person);
    };
  }

  private static boolean shown(Repository repository, String visibility) {
    return switch (visibility) {
      case "public" -> repository.isPublic();
      case "private" -> !repository.isPublic();
      default -> true;
    };
  }

  private static Answer ofOrganization(RestCall call) {
    var found = call.caller().world().findOwner(call.name("org"));
    if (!(found.orElse(null) instanceof Organization organization)) {
      throw Refusal.notFound();
    }
    var type = call.request().query("type").orElse("all");
    var own =
        call.caller().world().repositories().stream()
            .filter(each -> each.owner().equals(organization))
            .filter(each -> ofType(each, type))
            .toList();
    refuseAtWall(call, own);
    return listed(call, own);
  }

  /** Asked for by its own name, an organization that stops the token says so. */
  private static void refuseAtWall(RestCall call, List<Repository> own) {
    for (var each : own) {
      switch (new Access(call.caller(), each).barrier()) {
        case SINGLE_SIGN_ON, IP_ALLOW_LIST, LIFETIME, CLASSIC_FORBIDDEN -> call.reached(each);
        case NONE, NOT_FOUND, DISABLED -> {}
      }
    }
  }

  private static boolean ofType(Repository repository, String type) {
    return switch (type) {
      case "public" -> repository.isPublic();
      case "private" -> repository.visibility() == Visibility.PRIVATE;
      case "internal" -> repository.visibility() == Visibility.INTERNAL;
      case "forks" -> repository.parent() != null;
      case "sources" -> repository.parent() == null;
      default -> true;
    };
  }

  /** Sorted and paged; what single sign-on hides is left out and said in a header. */
  private static Answer listed(RestCall call, List<Repository> candidates) {
    var reachable = new ArrayList<Repository>();
    var hidden = new java.util.TreeSet<Long>();
    for (var each : candidates) {
      switch (new Access(call.caller(), each).barrier()) {
        case NONE -> reachable.add(each);
        case SINGLE_SIGN_ON -> hidden.add(each.owner().id());
        case NOT_FOUND, IP_ALLOW_LIST, LIFETIME, CLASSIC_FORBIDDEN, DISABLED -> {}
      }
    }
    reachable.removeIf(each -> outsideToken(call, each));
    reachable.sort(order(call));
    var json = new RestJson(call.caller());
    var answer = call.page(reachable, json::repository);
    return hidden.isEmpty()
        ? answer
        : answer.header(
            "X-GitHub-SSO",
            "partial-results; organizations="
                + String.join(",", hidden.stream().map(String::valueOf).toList()));
  }

  /** A fine-grained token lists its owner's repositories and the person's own public ones. */
  private static boolean outsideToken(RestCall call, Repository repository) {
    var token = call.caller().token();
    if (token == null || !token.limitedToOneOwner() || token.selects(repository)) {
      return false;
    }
    Owner owner = repository.owner();
    return !repository.isPublic()
        || !owner.equals(token.person()) && !call.request().path().startsWith("/orgs/")
        || token.has(Defect.PENDING_APPROVAL) && !repository.isPublic();
  }

  private static Comparator<Repository> order(RestCall call) {
    var sort = call.request().query("sort").orElse("full_name");
    Comparator<Repository> by =
        switch (sort) {
          case "updated" -> Comparator.comparing(Repository::updatedAt);
          case "pushed" -> Comparator.comparing(Repository::pushedAt);
          case "created" -> Comparator.comparing(Repository::createdAt);
          default -> Comparator.comparing(each -> each.fullName().toLowerCase(Locale.ROOT));
        };
    var descending =
        call.request()
            .query("direction")
            .orElse(sort.equals("full_name") ? "asc" : "desc")
            .equals("desc");
    var whole = by.thenComparing(Repository::id);
    return descending ? whole.reversed() : whole;
  }

  private static Repository found(RestCall call) {
    var repository =
        call.caller()
            .world()
            .find(call.number("id"))
            .filter(Repository.class::isInstance)
            .map(Repository.class::cast)
            .orElseThrow(Refusal::notFound);
    return call.reached(repository).repository();
  }

  private static Answer byId(RestCall call) {
    return Answer.json(200, new RestJson(call.caller()).fullRepository(found(call)));
  }

  /** The address a moved repository redirects to serves everything below it too. */
  private static Answer belowId(RestCall call) {
    var repository = found(call);
    var request = call.request();
    var path = "/repos/" + repository.fullName() + "/" + call.name("rest");
    var direct =
        new io.ampel.simulator.Request(
            request.method(),
            path,
            request.rawQuery(),
            request.headers(),
            request.body(),
            request.base());
    return new Rest(new Deliveries(new Postman()))
        .answer(new Caller(call.caller().world(), call.caller().token(), direct));
  }
}
