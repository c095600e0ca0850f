package io.ampel.simulator.gitlab;

import io.ampel.simulator.Organization;
import io.ampel.simulator.Person;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Review;
import io.ampel.simulator.ReviewRequest;
import io.ampel.simulator.Role;
import io.ampel.simulator.Team;
import io.ampel.simulator.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Who approved a merge request, and what its rules say to that. */
record Approvals(Map<Person, Instant> given, List<Rule> rules) {

  /** What one rule demands and has got. */
  record Rule(
      long id,
      String name,
      String type,
      int required,
      List<Person> eligible,
      List<Person> users,
      List<Person> approvedBy,
      boolean open) {

    int left() {
      return open ? Math.max(1, required - approvedBy.size()) : 0;
    }

    boolean approved() {
      return !open;
    }
  }

  static Approvals of(PullRequest pr, Instance instance) {
    var given = given(pr);
    return new Approvals(given, instance.paid() ? rules(pr, given) : List.of());
  }

  /** Only who may push can approve; the newest opinion counts. */
  private static Map<Person, Instant> given(PullRequest pr) {
    var given = new LinkedHashMap<Person, Instant>();
    for (var each : pr.reviews()) {
      var author = each.author();
      if (author != null && pr.repository().role(author).atLeast(Role.WRITE)) {
        note(given, author, each);
      }
    }
    return given;
  }

  private static void note(Map<Person, Instant> given, Person author, Review review) {
    if (review.verdict() == Verdict.APPROVED) {
      given.put(author, review.submittedAt());
    } else if (review.verdict() == Verdict.CHANGES_REQUESTED
        || review.verdict() == Verdict.DISMISSED) {
      given.remove(author);
    }
  }

  private static List<Rule> rules(PullRequest pr, Map<Person, Instant> given) {
    var settings = ProjectSettings.of(pr.repository());
    var demanded = settings.rules(pr.base());
    var counted = given.keySet().stream().filter(each -> counts(pr, each)).toList();
    var rules = new ArrayList<Rule>();
    if (demanded.approvals() > 0) {
      var open =
          counted.size() < demanded.approvals()
              || demanded.lastPush()
                  && counted.stream().allMatch(each -> each.equals(pr.lastPusher()));
      rules.add(
          rule(
              pr,
              rules,
              "All Members",
              "any_approver",
              demanded.approvals(),
              List.of(),
              counted,
              open));
    }
    for (var each : settings.approvalRules()) {
      var by = each.people().isEmpty() ? counted : common(counted, each.people());
      var open = by.size() < each.required();
      rules.add(rule(pr, rules, each.name(), "regular", each.required(), each.people(), by, open));
    }
    if (demanded.codeOwners()) {
      var owners = owners(pr);
      var open = pr.requests().stream().anyMatch(ReviewRequest::asCodeOwner);
      rules.add(rule(pr, rules, "*", "code_owner", 1, owners, common(counted, owners), open));
    }
    return rules;
  }

  private static Rule rule(
      PullRequest pr,
      List<Rule> before,
      String name,
      String type,
      int required,
      List<Person> users,
      List<Person> approvedBy,
      boolean open) {
    var eligible = users.isEmpty() ? members(pr) : users;
    var id = pr.id() * 10 + before.size() + 1;
    return new Rule(id, name, type, required, eligible, users, approvedBy, open);
  }

  /** Neither the author nor a machine counts. */
  private static boolean counts(PullRequest pr, Person person) {
    return !person.bot() && !person.equals(pr.author());
  }

  private static List<Person> common(List<Person> approvers, List<Person> people) {
    return approvers.stream().filter(people::contains).toList();
  }

  private static List<Person> owners(PullRequest pr) {
    var owners = new LinkedHashSet<Person>();
    for (var each : pr.requests()) {
      var team = each.team();
      if (each.asCodeOwner() && team != null) {
        owners.addAll(team.members());
      }
      if (each.asCodeOwner() && each.person() != null) {
        owners.add(Objects.requireNonNull(each.person()));
      }
    }
    if (owners.isEmpty() && pr.repository().owner() instanceof Organization group) {
      group.teams().stream().map(Team::members).forEach(owners::addAll);
    }
    return List.copyOf(owners);
  }

  private static List<Person> members(PullRequest pr) {
    return pr.repository().world().people().stream()
        .filter(each -> pr.repository().role(each).atLeast(Role.WRITE))
        .filter(each -> counts(pr, each))
        .toList();
  }

  int required() {
    return rules.stream().mapToInt(Rule::required).sum();
  }

  int left() {
    return rules.stream().mapToInt(Rule::left).sum();
  }

  boolean approved() {
    return rules.stream().allMatch(Rule::approved);
  }

  /** Whether only the owners of the code are missing. */
  boolean onlyOwnersMissing() {
    return !approved()
        && rules.stream()
            .filter(each -> !each.approved())
            .allMatch(each -> each.type().equals("code_owner"));
  }

  List<Person> people() {
    return List.copyOf(given.keySet());
  }
}
