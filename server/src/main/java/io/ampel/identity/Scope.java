package io.ampel.identity;

/** What an API token is for. Somebody signed in by a page has {@link #ACT}. */
public enum Scope {
  READ,
  ACT
}
