package io.ampel.pullrequest;

/**
 * What the provider itself says about merging now. It may be evaluated for the asking person, so it
 * is never proof against our own reading of the rules.
 *
 * @param raw the provider's own word
 * @param mayBypass the asking person may merge past the rules, so a good word proves less
 */
public record ProviderVerdict(Word word, String raw, boolean mayBypass) {

  public enum Word {
    CLEAN,
    /** Mergeable, with something optional that failed or runs. */
    UNSTABLE,
    BEHIND,
    CONFLICT,
    DRAFT,
    BLOCKED,
    COMPUTING,
    /** This provider never says such a word. */
    NONE,
    /** A word we do not know, or none where there should be one. */
    UNKNOWN
  }
}
