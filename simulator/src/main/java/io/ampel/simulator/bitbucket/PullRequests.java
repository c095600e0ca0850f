package io.ampel.simulator.bitbucket;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Pull requests: the list, the single one, editing and declining it. */
final class PullRequests {
  static final String ONE = "/repositories/{workspace}/{repo_slug}/pullrequests/{pull_request_id}";

  /** In a list they are there only when somebody names them. */
  static final String[] HIDDEN = {
    "participants",
    "reviewers",
    "rendered",
    "destination.branch.merge_strategies",
    "destination.branch.default_merge_strategy"
  };

  private static final Set<String> HIDDEN_IN_ONE =
      Set.of("destination.branch.merge_strategies", "destination.branch.default_merge_strategy");
  private static final int MOST = 50;

  private PullRequests() {}

  static List<Route> routes() {
    return List.of(
        Route.of(
            "GET",
            "/repositories/{workspace}/{repo_slug}/pullrequests",
            Scope.PULL_REQUEST,
            PullRequests::list),
        Route.of("GET", ONE, Scope.PULL_REQUEST, PullRequests::one),
        Route.of("PUT", ONE, Scope.PULL_REQUEST_WRITE, PullRequests::edit),
        Route.of("POST", ONE + "/decline", Scope.PULL_REQUEST_WRITE, PullRequests::decline));
  }

  private static Answer list(Call call) {
    var repository = call.repository();
    var found =
        repository.pullRequests().stream()
            .filter(wanted(call))
            .sorted(Comparator.comparing(PullRequest::number).reversed())
            .toList();
    return Listing.of(call)
        .pagelen(10, MOST)
        .hiding(HIDDEN)
        .page(found, new PullRequestShape(call)::listed);
  }

  /** The open ones unless states are named; a query of one's own makes the states unheard. */
  static Predicate<PullRequest> wanted(Call call) {
    if (call.request().query("q").isPresent()) {
      return _ -> true;
    }
    var states = call.request().query().getOrDefault("state", List.of("OPEN"));
    return pr -> states.stream().anyMatch(each -> each.equalsIgnoreCase(Words.state(pr)));
  }

  private static Answer one(Call call) {
    return whole(call, call.pullRequest());
  }

  static Answer whole(Call call, PullRequest pr) {
    return call.tree(200, new PullRequestShape(call).whole(pr), HIDDEN_IN_ONE);
  }

  // --- editing ----------------------------------------------------------------------------------

  private static Answer edit(Call call) {
    var repository = call.writing(Role.READ);
    var pr = call.pullRequest(repository);
    if (!call.person().equals(pr.author()) && !call.role(repository).atLeast(Role.WRITE)) {
      throw Refusal.of(403, "You do not have permission to update this pull request.");
    }
    if (!pr.open()) {
      throw Refusal.of(400, "Can only update an open pull request.");
    }
    var body = call.body();
    var reviewers = reviewers(call, pr, body.path("reviewers"));
    text(body, "title", pr::title);
    text(body, "description", pr::body);
    if (body.path("draft").isBoolean()) {
      var ignored = body.path("draft").booleanValue() ? pr.draft() : pr.ready();
    }
    if (body.path("close_source_branch").isBoolean()) {
      pr.closesSourceBranch(body.path("close_source_branch").booleanValue());
    }
    // Who is not sent along is no longer asked.
    pr.replaceReviewers(reviewers);
    return whole(call, pr);
  }

  private static void text(JsonNode body, String field, java.util.function.Consumer<String> put) {
    var text = Call.text(body.path(field));
    if (text != null) {
      put.accept(text);
    }
  }

  private static List<Person> reviewers(Call call, PullRequest pr, JsonNode sent) {
    var people = new ArrayList<Person>();
    for (var each : sent) {
      var person = person(call, each, pr.repository());
      if (person.equals(pr.author())) {
        throw Refusal.field(
            "reviewers", person.name() + " is the author and cannot be included as a reviewer.");
      }
      people.add(person);
    }
    return people;
  }

  private static Person person(Call call, JsonNode sent, Repository repository) {
    var uuid = sent.path("uuid").asString("");
    var account = sent.path("account_id").asString("");
    var id = Uuid.id(account.isEmpty() ? uuid : "{" + account.replaceFirst("^712020:", "") + "}");
    if (id.isPresent()
        && call.caller().world().find(id.getAsLong()).orElse(null) instanceof Person person
        && repository.role(person).atLeast(Role.READ)) {
      return person;
    }
    throw Refusal.field("reviewers", "Malformed reviewers list");
  }

  private static Answer decline(Call call) {
    var repository = call.writing(Role.READ);
    var pr = call.pullRequest(repository);
    if (!call.person().equals(pr.author()) && !call.role(repository).atLeast(Role.WRITE)) {
      throw Refusal.of(403, "You do not have permission to decline this pull request.");
    }
    refuseClosed(pr);
    pr.close(call.person(), call.body().path("message").asString(""));
    return whole(call, pr);
  }

  static void refuseClosed(PullRequest pr) {
    if (!pr.open()) {
      throw Refusal.field("newstatus", "This pull request is already closed.");
    }
  }
}
