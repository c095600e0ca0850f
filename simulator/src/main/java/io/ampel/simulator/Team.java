package io.ampel.simulator;

import java.util.List;

/** A named group of an organization's people that can be asked for a review. */
public record Team(
    long id, Organization organization, String slug, String name, List<Person> members) {
  public Team {
    members = List.copyOf(members);
  }
}
