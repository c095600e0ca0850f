package io.ampel.simulator;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is demanded of every branch it fits: by a pattern in which {@code *} is anything,
 * or by the type of branch.
 */
public record BranchRule(
    long id,
    Kind kind,
    String pattern,
    @Nullable String branchType,
    @Nullable Integer value,
    List<Person> people,
    List<Team> teams) {
  /** What is demanded. */
  public enum Kind {
    PUSH,
    DELETE,
    FORCE,
    RESTRICT_MERGES,
    REQUIRE_TASKS_TO_BE_COMPLETED,
    REQUIRE_APPROVALS_TO_MERGE,
    REQUIRE_REVIEW_GROUP_APPROVALS_TO_MERGE,
    REQUIRE_DEFAULT_REVIEWER_APPROVALS_TO_MERGE,
    REQUIRE_NO_CHANGES_REQUESTED,
    REQUIRE_PASSING_BUILDS_TO_MERGE,
    REQUIRE_COMMITS_BEHIND,
    RESET_PULLREQUEST_APPROVALS_ON_CHANGE,
    SMART_RESET_PULLREQUEST_APPROVALS,
    RESET_PULLREQUEST_CHANGES_REQUESTED_ON_CHANGE,
    REQUIRE_ALL_DEPENDENCIES_MERGED,
    ENFORCE_MERGE_CHECKS,
    ALLOW_AUTO_MERGE_WHEN_BUILDS_PASS,
    REQUIRE_ALL_COMMENTS_RESOLVED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public BranchRule {
    people = List.copyOf(people);
    teams = List.copyOf(teams);
  }

  boolean fits(Repository repository, String branch) {
    var type = branchType;
    if (type == null) {
      return glob().matcher(branch).matches();
    }
    return switch (type) {
      case "development" -> branch.equals(repository.defaultBranch());
      case "production" -> branch.equals("production");
      default -> branch.startsWith(type + "/");
    };
  }

  private Pattern glob() {
    return Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
  }

  int number() {
    return Objects.requireNonNullElse(value, 0);
  }
}
