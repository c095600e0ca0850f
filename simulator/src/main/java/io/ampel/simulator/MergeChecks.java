package io.ampel.simulator;

import io.ampel.simulator.BranchRule.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that branch rules demand of a branch. What stands in classic protection is enforced;
 * what stands in a ruleset is a suggestion, and so are single rules without {@link
 * Kind#ENFORCE_MERGE_CHECKS}.
 */
public record MergeChecks(List<BranchRule> rules) {
  public MergeChecks {
    rules = List.copyOf(rules);
  }

  public static MergeChecks of(PullRequest pr) {
    return of(pr.repository(), pr.base());
  }

  public static MergeChecks of(Repository repository, String branch) {
    return new MergeChecks(
        all(repository).stream().filter(each -> each.fits(repository, branch)).toList());
  }

  /** The single rules of a repository, and what its branches demand put as single rules. */
  public static List<BranchRule> all(Repository repository) {
    var all = new ArrayList<>(repository.branchRules());
    for (var branch : repository.branches()) {
      var classic = branch.classic();
      if (classic != null) {
        all.addAll(singly(branch, classic, true));
      }
      var ruleset = branch.ruleset();
      if (ruleset != null) {
        all.addAll(singly(branch, ruleset, false));
      }
    }
    return all;
  }

  private static List<BranchRule> singly(Branch branch, Rules rules, boolean enforced) {
    var single = new ArrayList<BranchRule>();
    if (rules.approvals() > 0) {
      single.add(rule(branch, Kind.REQUIRE_APPROVALS_TO_MERGE, rules.approvals()));
    }
    if (!rules.checks().isEmpty()) {
      single.add(rule(branch, Kind.REQUIRE_PASSING_BUILDS_TO_MERGE, rules.checks().size()));
    }
    if (rules.isStrict()) {
      single.add(rule(branch, Kind.REQUIRE_COMMITS_BEHIND, 0));
    }
    if (rules.dismissesStale()) {
      single.add(rule(branch, Kind.RESET_PULLREQUEST_APPROVALS_ON_CHANGE, null));
    }
    if (rules.conversations()) {
      single.add(rule(branch, Kind.REQUIRE_ALL_COMMENTS_RESOLVED, null));
    }
    if (enforced) {
      single.add(rule(branch, Kind.ENFORCE_MERGE_CHECKS, null));
    }
    return single;
  }

  private static BranchRule rule(
      Branch branch, Kind kind, @org.jspecify.annotations.Nullable Integer value) {
    var id = branch.id() * 100 + kind.ordinal();
    return new BranchRule(id, kind, branch.name(), null, value, List.of(), List.of());
  }

  public boolean has(Kind kind) {
    return rules.stream().anyMatch(each -> each.kind() == kind);
  }

  /** The strictest number among the rules of this kind, 0 when there is none. */
  public int most(Kind kind) {
    return rules.stream()
        .filter(each -> each.kind() == kind)
        .mapToInt(BranchRule::number)
        .max()
        .orElse(0);
  }

  /** How many commits a branch may be behind, empty when nobody minds. */
  public Optional<Integer> behindAtMost() {
    return rules.stream()
        .filter(each -> each.kind() == Kind.REQUIRE_COMMITS_BEHIND)
        .map(BranchRule::number)
        .min(Integer::compare);
  }

  public boolean enforced() {
    return has(Kind.ENFORCE_MERGE_CHECKS);
  }

  public boolean resetsApprovals() {
    return has(Kind.RESET_PULLREQUEST_APPROVALS_ON_CHANGE)
        || has(Kind.SMART_RESET_PULLREQUEST_APPROVALS);
  }

  /** The only ones who may merge, empty when every writer may. */
  public Optional<Set<Person>> mergers() {
    if (!has(Kind.RESTRICT_MERGES)) {
      return Optional.empty();
    }
    return Optional.of(
        rules.stream()
            .filter(each -> each.kind() == Kind.RESTRICT_MERGES)
            .flatMap(each ->
                java.util.stream.Stream.concat(
                    each.people().stream(),
                    each.teams().stream().flatMap(team -> team.members().stream())))
            .collect(Collectors.toSet()));
  }
}
