package io.ampel.simulator.gitlab;

import java.util.Locale;

/** One thing that GitLab looks at before it merges. */
record MergeCheck(Identifier identifier, Status status) {
  /** What is looked at, in the order in which GitLab looks. */
  enum Identifier {
    REQUESTED_CHANGES("", true),
    NOT_APPROVED("", true),
    CODE_OWNERS_APPROVAL("19.2", true),
    MERGE_REQUEST_BLOCKED("", true),
    JIRA_ASSOCIATION_MISSING("", true),
    SECURITY_POLICY_VIOLATIONS("17.5", true),
    STATUS_CHECKS_MUST_PASS("", true),
    LOCKED_PATHS("16.9", true),
    NOT_OPEN("", false),
    MERGE_TIME("17.6", false),
    TITLE_REGEX("18.2", false),
    DRAFT_STATUS("", false),
    COMMITS_STATUS("16.8", false),
    DISCUSSIONS_NOT_RESOLVED("", false),
    CI_MUST_PASS("", false),
    LOCKED_LFS_FILES("17.2", false),
    CONFLICT("", false),
    NEED_REBASE("", false);

    private final String since;
    private final boolean paid;

    Identifier(String since, boolean paid) {
      this.since = since;
      this.paid = paid;
    }

    boolean known(Instance instance) {
      return (!paid || instance.paid()) && (since.isEmpty() || instance.version().knows(since));
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How it came out. */
  enum Status {
    SUCCESS,
    FAILED,
    CHECKING,
    INACTIVE,
    WARNING;

    static Status of(boolean failed) {
      return failed ? FAILED : SUCCESS;
    }

    static Status of(boolean active, boolean failed) {
      return active ? of(failed) : INACTIVE;
    }
  }

  boolean failed() {
    return status == Status.FAILED;
  }
}
