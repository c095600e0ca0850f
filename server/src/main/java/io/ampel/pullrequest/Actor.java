package io.ampel.pullrequest;

import org.jspecify.annotations.Nullable;

/**
 * Who must act.
 *
 * @param name login of the person or team, null where the role has no single name
 */
public record Actor(Role role, @Nullable String name) {

  public enum Role {
    AUTHOR,
    REVIEWER,
    TEAM,
    /** Somebody who looks after the repository. */
    MAINTAINER,
    /** Anybody who may merge. */
    MERGER,
    /** The checks, which need time. */
    CHECKS,
    /** The provider, which needs time. */
    PROVIDER,
    /** Whoever owns the token that cannot read. */
    TOKEN_OWNER
  }

  static Actor author(Account author) {
    return new Actor(Role.AUTHOR, author.kind() == Account.Kind.GHOST ? null : author.login());
  }

  static Actor of(Account asked) {
    return new Actor(asked.kind() == Account.Kind.TEAM ? Role.TEAM : Role.REVIEWER, asked.login());
  }

  static Actor reviewer() {
    return new Actor(Role.REVIEWER, null);
  }

  static Actor maintainer() {
    return new Actor(Role.MAINTAINER, null);
  }

  static Actor checks() {
    return new Actor(Role.CHECKS, null);
  }

  static Actor provider() {
    return new Actor(Role.PROVIDER, null);
  }

  static Actor tokenOwner() {
    return new Actor(Role.TOKEN_OWNER, null);
  }
}
