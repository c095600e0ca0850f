package io.ampel.provider.gitlab;

/** GitLab's words for refusing an act. */
final class GitLabRefusals {
  private GitLabRefusals() {}

  static String words(GitLabRefusal refusal) {
    return refusal.words().isEmpty() ? "GitLab answered " + refusal.status() : refusal.words();
  }

  /** The commit that the person saw is no longer the one. */
  static boolean isHeadMoved(GitLabRefusal refusal) {
    return refusal.status() == 409 && refusal.says("SHA does not match");
  }

  /** A scope or a permission of the token lacks, whatever its owner may do. */
  static boolean isAboutTheToken(GitLabRefusal refusal) {
    return refusal.status() == 403
        && (refusal.isError("insufficient_scope")
            || refusal.isError("insufficient_granular_scope")
            || !refusal.missing().isEmpty());
  }

  /** The asking person may not, as opposed to nobody may now. */
  static boolean isForbidden(GitLabRefusal refusal) {
    return refusal.status() == 401 || refusal.status() == 403 || refusal.status() == 404;
  }
}
