package io.ampel.simulator;

import org.jspecify.annotations.Nullable;

/** A branch: its tip, how many commits it has seen, and what it demands. */
public final class Branch {
  private final Repository repository;
  private final long id;
  private final String name;
  private String tip;
  private int height;
  private @Nullable Rules classic;
  private @Nullable Rules ruleset;

  Branch(Repository repository, long id, String name, String tip) {
    this.repository = repository;
    this.id = id;
    this.name = name;
    this.tip = tip;
  }

  public Repository repository() {
    return repository;
  }

  public long id() {
    return id;
  }

  public String name() {
    return name;
  }

  public String tip() {
    return tip;
  }

  /** Counts the commits that arrived, so that "behind by" is a subtraction. */
  public int height() {
    return height;
  }

  void advance(String sha) {
    tip = sha;
    height++;
  }

  /** Classic branch protection, or null where there is none. */
  public @Nullable Rules classic() {
    return classic;
  }

  /** The rules that rulesets put on this branch, or null where there is none. */
  public @Nullable Rules ruleset() {
    return ruleset;
  }

  void classic(@Nullable Rules rules) {
    classic = rules;
  }

  void ruleset(@Nullable Rules rules) {
    ruleset = rules;
  }

  /** All that is demanded, wherever it is written. */
  public Rules rules() {
    var first = classic == null ? Rules.none() : classic;
    return ruleset == null ? first : first.and(ruleset);
  }
}
