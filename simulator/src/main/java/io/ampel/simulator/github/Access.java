package io.ampel.simulator.github;

import io.ampel.simulator.Organization;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Token.Defect;
import io.ampel.simulator.Token.Kind;
import io.ampel.simulator.Token.Level;
import io.ampel.simulator.Token.Permission;

/** What stands between a caller and a repository, and what the caller may do once inside. */
record Access(Caller caller, Repository repository) {
  /** Why a repository cannot be reached. */
  enum Barrier {
    NONE,
    NOT_FOUND,
    SINGLE_SIGN_ON,
    IP_ALLOW_LIST,
    LIFETIME,
    CLASSIC_FORBIDDEN,
    DISABLED
  }

  Barrier barrier() {
    var token = caller.token();
    if (token == null) {
      return repository.isPublic() ? Barrier.NONE : Barrier.NOT_FOUND;
    }
    if (caller.is(Kind.INSTALLATION)) {
      return repository.isPublic() || token.selects(repository) ? Barrier.NONE : Barrier.NOT_FOUND;
    }
    if (!role().atLeast(Role.READ)) {
      return Barrier.NOT_FOUND;
    }
    if (repository.owner() instanceof Organization organization) {
      var policy = policy(organization);
      if (policy != Barrier.NONE) {
        return policy;
      }
    }
    if (!repository.isPublic() && !reachesPrivate()) {
      return Barrier.NOT_FOUND;
    }
    return repository.disabled() ? Barrier.DISABLED : Barrier.NONE;
  }

  private Barrier policy(Organization organization) {
    var token = caller.token();
    if (caller.has(Defect.IP_ALLOW_LIST)) {
      return Barrier.IP_ALLOW_LIST;
    }
    if (caller.has(Defect.LIFETIME_FORBIDDEN)) {
      return Barrier.LIFETIME;
    }
    if (caller.has(Defect.CLASSIC_FORBIDDEN)) {
      return Barrier.CLASSIC_FORBIDDEN;
    }
    var unsigned = token != null && !repository.isPublic() && token.lacksSingleSignOn(organization);
    return unsigned ? Barrier.SINGLE_SIGN_ON : Barrier.NONE;
  }

  private boolean reachesPrivate() {
    var token = caller.token();
    if (token == null) {
      return false;
    }
    if (token.limitedToOneOwner()) {
      return token.selects(repository) && !caller.has(Defect.PENDING_APPROVAL);
    }
    return token.scopes().contains("repo");
  }

  boolean reachable() {
    return barrier() == Barrier.NONE;
  }

  Role role() {
    return repository.role(caller.person());
  }

  boolean mayRead(Permission permission) {
    if (repository.isPublic()) {
      return permission != Permission.ADMINISTRATION && permission != Permission.WEBHOOKS
          || granted(permission, Level.READ);
    }
    return granted(permission, Level.READ);
  }

  boolean mayWrite(Permission permission) {
    return granted(permission, Level.WRITE);
  }

  private boolean granted(Permission permission, Level level) {
    var token = caller.token();
    if (token == null) {
      return false;
    }
    if (token.limitedToOneOwner()) {
      var offered = permission != Permission.CHECKS || caller.is(Kind.INSTALLATION);
      return offered
          && token.selects(repository)
          && !caller.has(Defect.PENDING_APPROVAL)
          && token.grants(permission, level);
    }
    return token.scopes().contains("repo")
        || (repository.isPublic() && token.scopes().contains("public_repo"));
  }
}
