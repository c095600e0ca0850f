package io.ampel.simulator;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A company or group with members, teams and the policies that stop tokens at its door. */
public final class Organization implements Owner {
  private final World world;
  private final long id;
  private final String login;
  private final Map<Person, Role> members = new LinkedHashMap<>();
  private final Map<String, Team> teams = new LinkedHashMap<>();
  private String name;
  private boolean singleSignOn;

  Organization(World world, long id, String login) {
    this.world = world;
    this.id = id;
    this.login = login;
    this.name = login;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public String login() {
    return login;
  }

  @Override
  public String name() {
    return name;
  }

  public Organization name(String name) {
    this.name = name;
    return this;
  }

  /** Makes these people members with this role in every repository of the organization. */
  public Organization members(Role role, String... logins) {
    return world.change(() -> {
      for (var each : logins) {
        members.put(world.person(each), role);
      }
      return this;
    });
  }

  public Organization member(Person person, Role role) {
    return world.change(() -> {
      members.put(person, role);
      return this;
    });
  }

  public Organization team(String slug, String name, String... logins) {
    return world.change(() -> {
      var people = List.of(logins).stream().map(world::person).toList();
      teams.put(slug, world.register(new Team(world.nextId(), this, slug, name, people)));
      return this;
    });
  }

  /** Tokens must be authorised for single sign-on before they see anything of this organization. */
  public Organization singleSignOn() {
    singleSignOn = true;
    return this;
  }

  public boolean demandsSingleSignOn() {
    return singleSignOn;
  }

  /** The role here, or the one in a group above where groups lie in groups. */
  public Role role(Person person) {
    var own = members.getOrDefault(person, Role.NONE);
    return above().map(each -> own.or(each.role(person))).orElse(own);
  }

  /** The group this one lies in. */
  public Optional<Organization> above() {
    var cut = login.lastIndexOf('/');
    return cut < 0
        ? Optional.empty()
        : world
            .findOwner(login.substring(0, cut))
            .filter(Organization.class::isInstance)
            .map(Organization.class::cast);
  }

  public boolean hasMember(Person person) {
    return members.containsKey(person);
  }

  public Collection<Team> teams() {
    return teams.values();
  }

  public Optional<Team> team(String slug) {
    return Optional.ofNullable(teams.get(slug));
  }
}
