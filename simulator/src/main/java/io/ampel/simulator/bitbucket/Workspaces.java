package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Json;
import io.ampel.simulator.Organization;
import io.ampel.simulator.Owner;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Who one is, where one belongs, and what one may do there. */
final class Workspaces {
  private Workspaces() {}

  static List<Route> routes() {
    return List.of(
        Route.personal("GET", "/user", Scope.USER, Workspaces::user),
        Route.personal("GET", "/user/emails", Scope.USER, Workspaces::emails),
        Route.personal("GET", "/user/workspaces", Scope.OWN_WORKSPACES, Workspaces::own),
        Route.personal(
            "GET",
            "/user/workspaces/{workspace}/permission",
            Scope.OWN_WORKSPACES,
            Workspaces::permission),
        Route.personal(
            "GET",
            "/user/workspaces/{workspace}/permissions/repositories",
            Scope.REPOSITORY,
            Workspaces::permissions),
        Route.of("GET", "/workspaces/{workspace}", Scope.WORKSPACE, Workspaces::one),
        Route.personal(
            "GET",
            "/workspaces/{workspace}/pullrequests/{selected_user}",
            Scope.PULL_REQUEST,
            Workspaces::authored));
  }

  private static Answer user(Call call) {
    return call.tree(new Shapes(call).self(call.person()));
  }

  private static Answer emails(Call call) {
    var email = io.ampel.simulator.BitbucketTokens.email(call.person());
    return Listing.of(call)
        .page(
            List.of(email),
            each ->
                Json.object(
                    "type", "email", "email", each, "is_primary", true, "is_confirmed", true));
  }

  private static Answer own(Call call) {
    var person = call.person();
    var shapes = new Shapes(call);
    var administrator = call.request().query("administrator");
    var mine =
        reached(call, person).stream()
            .filter(each ->
                administrator.isEmpty()
                    || administrator.get().equals(String.valueOf(administers(each, person))))
            .sorted(order(call))
            .toList();
    return Listing.of(call)
        .pagelen(25, 100)
        .page(mine, each -> shapes.access(each, administers(each, person)));
  }

  private static Comparator<Owner> order(Call call) {
    Comparator<Owner> bySlug = Comparator.comparing(Owner::login);
    return call.request().query("sort").orElse("").equals("-slug") ? bySlug.reversed() : bySlug;
  }

  /** Where the person belongs or is invited to a repository. */
  private static List<Owner> reached(Call call, Person person) {
    return call.caller().world().repositories().stream()
        .filter(each -> invited(each, person))
        .map(Repository::owner)
        .distinct()
        .toList();
  }

  private static boolean invited(Repository repository, Person person) {
    return switch (repository.owner()) {
      case Organization organization ->
          organization.hasMember(person) || repository.invited(person);
      case Person owner -> owner.equals(person) || repository.invited(person);
    };
  }

  private static boolean administers(Owner owner, Person person) {
    return switch (owner) {
      case Organization organization -> organization.role(person).atLeast(Role.ADMIN);
      case Person someone -> someone.equals(person);
    };
  }

  private static Answer one(Call call) {
    var owner = call.workspace();
    var seen =
        call.caller().world().repositories().stream()
            .anyMatch(each -> each.owner().equals(owner) && call.reaches(each));
    if (!seen && !isMember(call, owner)) {
      throw Refusal.of(404, "No workspace with identifier '" + call.name("workspace") + "'.");
    }
    var shape = new Shapes(call).workspace(owner);
    shape.put("is_private", true);
    shape.put("created_on", "2018-11-14T19:15:05.058566+00:00");
    return call.tree(shape);
  }

  private static boolean isMember(Call call, Owner owner) {
    var token = call.caller().token();
    if (token != null && call.caller().byAccessToken()) {
      return owner.equals(token.resourceOwner());
    }
    var person = call.caller().person();
    return person != null && owner instanceof Organization it && it.hasMember(person);
  }

  private static Answer permission(Call call) {
    var owner = call.workspace();
    var person = call.person();
    if (!isMember(call, owner) && !owner.equals(person)) {
      throw Refusal.of(403, "You do not have access to this workspace.");
    }
    var shapes = new Shapes(call);
    return call.tree(
        Json.object(
            "type",
            "workspace_membership",
            "permission",
            administers(owner, person) ? "owner" : "member",
            "user",
            shapes.user(person),
            "workspace",
            shapes.workspace(owner)));
  }

  private static Answer permissions(Call call) {
    var owner = call.workspace();
    var person = call.person();
    var shapes = new Shapes(call);
    var mine =
        call.caller().world().repositories().stream()
            .filter(each -> each.owner().equals(owner) && invited(each, person))
            .filter(each -> each.role(person).atLeast(Role.READ))
            .toList();
    return Listing.of(call)
        .page(
            mine,
            each ->
                Json.object(
                    "type",
                    "repository_permission",
                    "permission",
                    word(each.role(person)),
                    "user",
                    shapes.user(person),
                    "repository",
                    shapes.reference(each)));
  }

  private static String word(Role role) {
    if (role.atLeast(Role.ADMIN)) {
      return "admin";
    }
    return role.atLeast(Role.WRITE) ? "write" : "read";
  }

  private static Answer authored(Call call) {
    var owner = call.workspace();
    var name = call.name("selected_user");
    var shape = new PullRequestShape(call);
    var found =
        call.caller().world().repositories().stream()
            .filter(each -> each.owner().equals(owner) && call.reaches(each))
            .flatMap(each -> each.pullRequests().stream())
            .filter(each -> each.author() != null && isCalled(each.author(), name))
            .filter(PullRequests.wanted(call))
            .sorted(Comparator.comparing(PullRequest::updatedAt).reversed())
            .toList();
    return new Listing(call, 10, 50, true, Set.of())
        .hiding(PullRequests.HIDDEN)
        .page(found, shape::listed);
  }

  private static boolean isCalled(Person person, String name) {
    return person.login().equals(name)
        || Uuid.of(person.id()).equals(name)
        || ("712020:" + Uuid.bare(person.id())).equals(name);
  }
}
