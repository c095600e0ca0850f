package io.ampel.provider.github;

import java.util.List;

/** GitHub's words for refusing an act. The status alone often does not tell. */
final class GitHubRefusals {
  private GitHubRefusals() {}

  /** The commit that the person saw is no longer the one. */
  static boolean isHeadMoved(GitHubRefusal refusal) {
    return switch (refusal.status()) {
      case 409 -> !refusal.says("Base branch was modified");
      case 405 -> refusal.says("Head branch was modified");
      case 422 ->
          refusal.says("head sha") || refusal.says("No commit found") || refusal.says("commit_id");
      default -> false;
    };
  }

  /** Somebody else merged into the target in this very moment. */
  static boolean isBaseMoved(GitHubRefusal refusal) {
    return (refusal.status() == 405 || refusal.status() == 409)
        && refusal.says("Base branch was modified");
  }

  static boolean isAboutThePermission(GitHubRefusal refusal) {
    if (refusal.status() == 404) {
      return !refusal.missing().isEmpty();
    }
    return (refusal.status() == 403 || refusal.status() == 405)
        && (isAboutWorkflows(refusal)
            || refusal.says("Resource not accessible")
            || refusal.says("Must have")
            || refusal.says("not authorized")
            || (refusal.header("X-Accepted-GitHub-Permissions") != null
                && refusal.says("permission")));
  }

  /** What would be needed, as far as the headers or the words tell. */
  static List<String> missing(GitHubRefusal refusal) {
    return isAboutWorkflows(refusal) ? List.of("workflow") : refusal.missing();
  }

  /** A pull request that edits workflow files needs one more scope to be merged. */
  private static boolean isAboutWorkflows(GitHubRefusal refusal) {
    return refusal.says("without `workflow` scope")
        || refusal.says("without `workflows` permission");
  }
}
