package io.ampel.simulator.github;

import static io.ampel.simulator.Json.object;

import io.ampel.simulator.Answer;
import io.ampel.simulator.Branch;
import io.ampel.simulator.MergeMethod;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Rules;
import io.ampel.simulator.Token.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What branches demand. */
final class RestRules {
  private RestRules() {}

  static List<Route> routes() {
    return List.of(
        Route.of("GET", "/repos/{owner}/{repo}/rules/branches/{branch…}", RestRules::rules),
        Route.of(
            "GET", "/repos/{owner}/{repo}/branches/{branch}/protection", RestRules::protection));
  }

  private static Answer rules(RestCall call) {
    var repository = call.reading(Permission.METADATA);
    var ruleset = repository.findBranch(call.name("branch")).map(Branch::ruleset).orElse(null);
    return call.page(ruleset == null ? List.of() : active(repository, ruleset), each -> each);
  }

  private static List<Object> active(Repository repository, Rules rules) {
    var active = new ArrayList<Object>();
    if (rules.approvals() > 0
        || rules.conversations()
        || rules.codeOwners()
        || rules.lastPush()
        || rules.dismissesStale()) {
      active.add(rule(repository, "pull_request", pullRequest(repository, rules)));
    }
    if (!rules.checks().isEmpty()) {
      var checks = rules.checks().stream().map(RestRules::required).toList();
      active.add(
          rule(
              repository,
              "required_status_checks",
              object(
                  "strict_required_status_checks_policy",
                  rules.isStrict(),
                  "do_not_enforce_on_create",
                  false,
                  "required_status_checks",
                  checks)));
    }
    if (rules.linearHistory()) {
      active.add(rule(repository, "required_linear_history", null));
    }
    if (rules.signatures()) {
      active.add(rule(repository, "required_signatures", null));
    }
    if (rules.queue()) {
      active.add(rule(repository, "merge_queue", queue()));
    }
    return active;
  }

  private static Map<String, @Nullable Object> required(Rules.Required check) {
    return check.app() == null
        ? object("context", check.name())
        : object("context", check.name(), "integration_id", appId(check));
  }

  private static @Nullable Long appId(Rules.Required check) {
    var app = check.app();
    return app == null ? null : app.id();
  }

  private static Map<String, @Nullable Object> pullRequest(Repository repository, Rules rules) {
    return object(
        "required_approving_review_count", rules.approvals(),
        "dismiss_stale_reviews_on_push", rules.dismissesStale(),
        "require_code_owner_review", rules.codeOwners(),
        "require_last_push_approval", rules.lastPush(),
        "required_review_thread_resolution", rules.conversations(),
        "allowed_merge_methods", repository.mergeMethods().stream().map(RestRules::word).toList());
  }

  private static String word(MergeMethod method) {
    return method.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, @Nullable Object> queue() {
    return object(
        "check_response_timeout_minutes", 60,
        "grouping_strategy", "ALLGREEN",
        "max_entries_to_build", 5,
        "max_entries_to_merge", 5,
        "merge_method", "MERGE",
        "min_entries_to_merge", 1,
        "min_entries_to_merge_wait_minutes", 5);
  }

  private static Map<String, @Nullable Object> rule(
      Repository repository, String type, @Nullable Object parameters) {
    var rule =
        object(
            "type",
            type,
            "ruleset_source_type",
            "Repository",
            "ruleset_source",
            repository.fullName(),
            "ruleset_id",
            repository.id());
    if (parameters != null) {
      rule.put("parameters", parameters);
    }
    return rule;
  }

  // --- classic protection, for administrators
  // -----------------------------------------------------

  private static Answer protection(RestCall call) {
    var repository = administering(call, Permission.ADMINISTRATION);
    var branch =
        repository
            .findBranch(call.name("branch"))
            .orElseThrow(() -> Refusal.of(404, "Branch not found"));
    var rules = branch.classic();
    if (rules == null) {
      throw Refusal.of(404, "Branch not protected");
    }
    return Answer.json(
        200,
        protection(
            new RestJson(call.caller()).url(repository)
                + "/branches/"
                + branch.name()
                + "/protection",
            rules));
  }

  private static Map<String, @Nullable Object> protection(String url, Rules rules) {
    var it = object("url", url);
    if (!rules.checks().isEmpty()) {
      var checks =
          rules.checks().stream()
              .map(each -> object("context", each.name(), "app_id", appId(each)))
              .toList();
      it.put(
          "required_status_checks",
          object(
              "url",
              url + "/required_status_checks",
              "strict",
              rules.isStrict(),
              "contexts",
              rules.checkNames(),
              "contexts_url",
              url + "/required_status_checks/contexts",
              "checks",
              checks));
    }
    if (rules.approvals() > 0 || rules.codeOwners() || rules.lastPush()) {
      it.put(
          "required_pull_request_reviews",
          object(
              "url", url + "/required_pull_request_reviews",
              "dismiss_stale_reviews", rules.dismissesStale(),
              "require_code_owner_reviews", rules.codeOwners(),
              "require_last_push_approval", rules.lastPush(),
              "required_approving_review_count", rules.approvals()));
    }
    it.put(
        "required_signatures",
        object("url", url + "/required_signatures", "enabled", rules.signatures()));
    it.put(
        "enforce_admins", object("url", url + "/enforce_admins", "enabled", !rules.adminsBypass()));
    it.put("required_linear_history", object("enabled", rules.linearHistory()));
    it.put("allow_force_pushes", object("enabled", false));
    it.put("allow_deletions", object("enabled", false));
    it.put("block_creations", object("enabled", false));
    it.put("required_conversation_resolution", object("enabled", rules.conversations()));
    it.put("lock_branch", object("enabled", false));
    it.put("allow_fork_syncing", object("enabled", false));
    return it;
  }

  private static Repository administering(RestCall call, Permission permission) {
    var repository = call.reading(permission);
    if (repository.role(call.caller().person()) != Role.ADMIN) {
      throw Refusal.of(404, "Not Found");
    }
    return repository;
  }
}
