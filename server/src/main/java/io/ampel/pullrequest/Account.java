package io.ampel.pullrequest;

import org.jspecify.annotations.Nullable;

/**
 * Somebody at a provider: a person, a bot, a team, or nobody any more.
 *
 * @param avatar address of the picture, null when the provider has none
 */
public record Account(String login, Kind kind, @Nullable String avatar) {

  /** What the provider shows where an author's account was deleted. */
  public static final Account GHOST = new Account("ghost", Kind.GHOST, null);

  public enum Kind {
    USER,
    BOT,
    TEAM,
    GHOST
  }

  public static Account user(String login) {
    return new Account(login, Kind.USER, null);
  }

  public static Account bot(String login) {
    return new Account(login, Kind.BOT, null);
  }

  public static Account team(String login) {
    return new Account(login, Kind.TEAM, null);
  }

  boolean isSame(Account other) {
    return kind == other.kind && login.equalsIgnoreCase(other.login);
  }
}
