package io.ampel.identity;

/**
 * Who asks, and how far what they showed lets them go. Controllers may ask for it as an argument.
 */
public record Access(Person person, Scope scope) {

  public boolean mayAct() {
    return scope == Scope.ACT;
  }
}
