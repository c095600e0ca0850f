package io.ampel.simulator;

/** What a person may do in a repository, weakest first. */
public enum Role {
  NONE,
  READ,
  TRIAGE,
  WRITE,
  MAINTAIN,
  ADMIN;

  public boolean atLeast(Role other) {
    return compareTo(other) >= 0;
  }

  Role or(Role other) {
    return atLeast(other) ? this : other;
  }
}
