package io.ampel.simulator.gitlab;

import io.ampel.simulator.Organization;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Role;
import io.ampel.simulator.Token.Defect;
import io.ampel.simulator.Token.Level;
import io.ampel.simulator.Token.Permission;
import io.ampel.simulator.Visibility;

/** Whether a caller reaches a project, and what they may do there. */
record Access(Caller caller, Repository repository) {

  /** What is hidden is not there. */
  boolean reachable() {
    return !repository.disabled() && (open() || member()) && !walled() && covered();
  }

  private boolean open() {
    return repository.isPublic()
        || repository.visibility() == Visibility.INTERNAL && caller.person() != null;
  }

  private boolean member() {
    return caller.person() != null && repository.role(caller.person()).atLeast(Role.READ);
  }

  /** Single sign-on and address lists make private things vanish. */
  private boolean walled() {
    var token = caller.token();
    return token != null
        && !repository.isPublic()
        && (token.has(Defect.SSO_REQUIRED)
            || token.has(Defect.IP_ALLOW_LIST)
            || repository.owner() instanceof Organization group
                && group.demandsSingleSignOn()
                && token.lacksSingleSignOn(group));
  }

  /** A fine-grained token is for one group and what lies in it. */
  private boolean covered() {
    var token = caller.token();
    if (token == null || !caller.granular() || repository.isPublic()) {
      return true;
    }
    var owner = token.resourceOwner();
    return owner == null || (repository.owner().login() + "/").startsWith(owner.login() + "/");
  }

  Role role() {
    return repository.role(caller.person());
  }

  boolean atLeast(Role role) {
    return role().atLeast(role);
  }

  /** GitLab's number for the role; whoever only looks in from outside has none. */
  int level() {
    return belongs() ? level(role()) : 0;
  }

  /** Whether this is one of the caller's projects, not just one that they may see. */
  boolean belongs() {
    var person = caller.person();
    return person != null
        && (repository.owner().equals(person)
            || repository.invited(person)
            || repository.owner() instanceof Organization group
                && group.role(person).atLeast(Role.READ));
  }

  static int level(Role role) {
    return switch (role) {
      case NONE -> 0;
      case READ, TRIAGE -> 20;
      case WRITE -> 30;
      case MAINTAIN -> 40;
      case ADMIN -> 50;
    };
  }

  boolean mayRead(Permission permission) {
    return !caller.granular() || repository.isPublic() || grants(permission, Level.READ);
  }

  /** Whether the token allows it; the role is another question. */
  boolean mayWrite(Permission permission) {
    return caller.granular() ? grants(permission, Level.WRITE) : caller.anyScope("api");
  }

  private boolean grants(Permission permission, Level level) {
    var token = caller.token();
    return token != null && token.grants(permission, level);
  }

  /** Whoever may push to the target branch may merge into it. */
  boolean mayMerge() {
    return atLeast(Role.WRITE) && !repository.archived();
  }
}
