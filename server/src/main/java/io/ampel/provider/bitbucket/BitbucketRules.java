package io.ampel.provider.bitbucket;

import io.ampel.provider.bitbucket.BitbucketNodes.BranchName;
import io.ampel.provider.bitbucket.BitbucketNodes.BranchingModel;
import io.ampel.provider.bitbucket.BitbucketNodes.Group;
import io.ampel.provider.bitbucket.BitbucketNodes.Restriction;
import io.ampel.pullrequest.Account;
import io.ampel.pullrequest.ApprovalDemand;
import io.ampel.pullrequest.MergeRequirements;
import io.ampel.pullrequest.MergeRequirements.Source;
import io.ampel.pullrequest.MergeStrategy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the merge checks of a repository demand of one branch. One that is only suggested is the
 * team's word like one that is enforced.
 *
 * @param all of the whole repository
 * @param model what kinds of branches are called, null where no rule speaks of kinds
 * @param defaultReviewers whom every pull request asks, null when that could not be read
 */
record BitbucketRules(
    List<Restriction> all,
    @Nullable BranchingModel model,
    @Nullable List<Account> defaultReviewers) {

  private static final String APPROVALS = "require_approvals_to_merge";
  private static final String OF_DEFAULT_REVIEWERS = "require_default_reviewer_approvals_to_merge";
  private static final String OF_GROUPS = "require_review_group_approvals_to_merge";
  private static final String BUILDS = "require_passing_builds_to_merge";
  private static final String BEHIND = "require_commits_behind";
  private static final String COMMENTS = "require_all_comments_resolved";

  /** Demands that are met in another way, or that Ampel makes of every pull request anyway. */
  private static final Set<String> JUDGED_ANYWAY =
      Set.of(
          APPROVALS,
          OF_DEFAULT_REVIEWERS,
          BUILDS,
          BEHIND,
          COMMENTS,
          "require_no_changes_requested",
          "require_tasks_to_be_completed");

  private static final Set<String> RESETS =
      Set.of("reset_pullrequest_approvals_on_change", "smart_reset_pullrequest_approvals");

  BitbucketRules {
    all = List.copyOf(all);
  }

  static boolean speakOfKinds(List<Restriction> all) {
    return all.stream().anyMatch(rule -> rule.branchType() != null);
  }

  static boolean speakOfDefaultReviewers(List<Restriction> all) {
    return all.stream().anyMatch(rule -> OF_DEFAULT_REVIEWERS.equals(rule.kind()));
  }

  MergeRequirements requirements(String branch, Set<MergeStrategy> strategies) {
    var rules = of(branch);
    return new MergeRequirements(
        Source.PROVIDER,
        most(rules, APPROVALS),
        false,
        false,
        rules.stream().anyMatch(rule -> RESETS.contains(kind(rule))),
        Set.of(),
        behindAtMost(branch).isPresent(),
        has(rules, COMMENTS),
        false,
        strategies,
        unverified(rules),
        demands(rules),
        most(rules, BUILDS));
  }

  /** Nothing of it can be read with this token: what is left is a guess. */
  static MergeRequirements unreadable(Set<MergeStrategy> strategies) {
    return new MergeRequirements(
        Source.GUESSED,
        0,
        false,
        false,
        false,
        Set.of(),
        false,
        false,
        false,
        strategies,
        List.of(),
        List.of(),
        0);
  }

  /** How many commits of the branch a source may lack; empty where nobody minds. */
  OptionalInt behindAtMost(String branch) {
    return of(branch).stream()
        .filter(rule -> BEHIND.equals(rule.kind()))
        .mapToInt(BitbucketRules::number)
        .min();
  }

  private List<Restriction> of(String branch) {
    return all.stream().filter(rule -> fits(rule, branch)).toList();
  }

  private boolean fits(Restriction rule, String branch) {
    var type = rule.branchType();
    return type == null ? matches(rule.pattern(), branch) : isOfKind(type, branch);
  }

  /** An asterisk stands for anything. */
  static boolean matches(@Nullable String pattern, String branch) {
    return pattern != null
        && Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"))
            .matcher(branch)
            .matches();
  }

  private boolean isOfKind(String type, String branch) {
    if (model == null) {
      return false;
    }
    return switch (type) {
      case "development" -> isCalled(model.development(), branch);
      case "production" -> isCalled(model.production(), branch);
      default ->
          Optional.ofNullable(model.branchTypes()).stream()
              .flatMap(List::stream)
              .filter(each -> type.equals(each.kind()) && each.prefix() != null)
              .anyMatch(each -> branch.startsWith(BitbucketMapping.text(each.prefix())));
    };
  }

  private static boolean isCalled(@Nullable BranchName known, String branch) {
    return known != null && branch.equals(known.name());
  }

  private List<ApprovalDemand> demands(List<Restriction> rules) {
    var demands = new ArrayList<ApprovalDemand>();
    var ofDefault = most(rules, OF_DEFAULT_REVIEWERS);
    if (ofDefault > 0) {
      demands.add(
          new ApprovalDemand(
              "default reviewers",
              ofDefault,
              defaultReviewers == null ? List.of() : defaultReviewers));
    }
    rules.stream()
        .filter(rule -> OF_GROUPS.equals(rule.kind()))
        .forEach(rule ->
            groups(rule)
                .forEach(group -> demands.add(new ApprovalDemand(group, number(rule), List.of()))));
    return demands;
  }

  private static Stream<String> groups(Restriction rule) {
    return Optional.ofNullable(rule.groups()).stream()
        .flatMap(List::stream)
        .map(group -> group.name() == null ? group.slug() : group.name())
        .filter(Objects::nonNull);
  }

  /** Who is in a group nobody tells, so that an approval is needed and may not be enough. */
  private List<String> unverified(List<Restriction> rules) {
    var unverified = new LinkedHashSet<String>();
    for (var rule : rules) {
      var kind = kind(rule);
      if (kind.startsWith("require_") && !JUDGED_ANYWAY.contains(kind)) {
        unverified.add(kind);
      }
    }
    if (defaultReviewers == null && most(rules, OF_DEFAULT_REVIEWERS) > 0) {
      unverified.add(OF_DEFAULT_REVIEWERS);
    }
    return List.copyOf(unverified);
  }

  private static boolean has(List<Restriction> rules, String kind) {
    return rules.stream().anyMatch(rule -> kind.equals(rule.kind()));
  }

  private static int most(List<Restriction> rules, String kind) {
    return rules.stream()
        .filter(rule -> kind.equals(rule.kind()))
        .mapToInt(BitbucketRules::number)
        .max()
        .orElse(0);
  }

  private static int number(Restriction rule) {
    return rule.value() == null ? 0 : rule.value();
  }

  private static String kind(Restriction rule) {
    return BitbucketMapping.text(rule.kind());
  }

  /** Whether only some may merge into the branch, and who that is as far as people are named. */
  Optional<Merging> mergers(String branch) {
    var rules = of(branch).stream().filter(rule -> "restrict_merges".equals(rule.kind())).toList();
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    var people =
        rules.stream()
            .flatMap(rule -> Optional.ofNullable(rule.users()).stream().flatMap(List::stream))
            .map(BitbucketNodes.User::uuid)
            .filter(Objects::nonNull)
            .toList();
    var byGroup = rules.stream().anyMatch(rule -> hasGroups(rule.groups()));
    return Optional.of(new Merging(people, byGroup));
  }

  private static boolean hasGroups(@Nullable List<Group> groups) {
    return groups != null && !groups.isEmpty();
  }

  /**
   * @param people by key
   * @param orByGroup somebody of a group may too, and nobody tells who that is
   */
  record Merging(List<String> people, boolean orByGroup) {}
}
