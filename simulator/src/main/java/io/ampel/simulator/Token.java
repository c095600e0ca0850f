package io.ampel.simulator;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key somebody made for themselves, with everything that can be wrong with it. Start with {@link
 * #classic}, {@link #fineGrained} or {@link #installation} and add what is special.
 */
public final class Token {
  /** The kinds of tokens there are. */
  public enum Kind {
    CLASSIC,
    FINE_GRAINED,
    INSTALLATION,
    /** Of a person, sent with the person's e-mail address. */
    API,
    /** Of a repository, a project or a workspace; it acts as somebody of its own. */
    ACCESS
  }

  /** What can be wrong with a token. */
  public enum Defect {
    REVOKED,
    LOGIN_LOCKED,
    PENDING_APPROVAL,
    SSO_REQUIRED,
    IP_ALLOW_LIST,
    LIFETIME_FORBIDDEN,
    CLASSIC_FORBIDDEN,
    RATE_LIMITED,
    SECONDARY_LIMITED,
    SECONDARY_LIMITED_WITHOUT_HINT,
    UNSCOPED,
    OTHER_PRODUCT,
    TWO_STEP_REQUIRED
  }

  /** The two forms in which an expiry has been seen in headers. */
  public enum ExpiryFormat {
    UTC,
    OFFSET
  }

  /** What a fine-grained token can be given. */
  public enum Permission {
    METADATA,
    PULL_REQUESTS,
    CONTENTS,
    ISSUES,
    STATUSES,
    ACTIONS,
    CHECKS,
    ADMINISTRATION,
    WEBHOOKS,
    WORKFLOWS,
    MEMBERS;

    public String word() {
      return this == WEBHOOKS ? "repository_hooks" : name().toLowerCase(Locale.ROOT);
    }
  }

  /** How much of a permission is given. */
  public enum Level {
    NONE,
    READ,
    WRITE
  }

  private final String value;
  private final Kind kind;
  private final Person person;
  private final @Nullable Owner resourceOwner;
  private final Set<String> scopes = new LinkedHashSet<>();
  private final Map<Permission, Level> permissions = new EnumMap<>(Permission.class);
  private final Set<Repository> selected = new HashSet<>();
  private boolean all = true;
  private @Nullable String project;
  private @Nullable String named;
  private final Set<Defect> defects = new HashSet<>();
  private final Set<Organization> authorised = new HashSet<>();
  private @Nullable Instant expiresAt;
  private ExpiryFormat expiryFormat = ExpiryFormat.UTC;

  private Token(String value, Kind kind, Person person, @Nullable Owner resourceOwner) {
    this.value = value;
    this.kind = kind;
    this.person = person;
    this.resourceOwner = resourceOwner;
  }

  /** A classic token: everything its person reaches, narrowed by scopes. */
  public static Token classic(String value, Person person, String... scopes) {
    var token = new Token(value, Kind.CLASSIC, person, null);
    token.scopes.addAll(List.of(scopes));
    return token;
  }

  /** A fine-grained token for the repositories of one owner; metadata can always be read. */
  public static Token fineGrained(String value, Person person, Owner resourceOwner) {
    return new Token(value, Kind.FINE_GRAINED, person, resourceOwner)
        .allow(Permission.METADATA, Level.READ);
  }

  /** A token of an app's installation, which is nobody. */
  public static Token installation(String value, Person app, Owner resourceOwner) {
    var token = new Token(value, Kind.INSTALLATION, app, resourceOwner);
    return token.read(
        Permission.METADATA,
        Permission.PULL_REQUESTS,
        Permission.CONTENTS,
        Permission.CHECKS,
        Permission.STATUSES,
        Permission.ACTIONS,
        Permission.ISSUES);
  }

  /** A person's token with scopes, sent together with an e-mail address. */
  public static Token api(String value, Person person, String... scopes) {
    return new Token(value, Kind.API, person, null).scopes(scopes);
  }

  /** A token of an owner's repositories that acts as somebody of its own. */
  public static Token access(String value, Person acting, Owner owner, String... scopes) {
    return new Token(value, Kind.ACCESS, acting, owner).scopes(scopes);
  }

  public Token allow(Permission permission, Level level) {
    permissions.put(permission, level);
    return this;
  }

  public Token read(Permission... which) {
    List.of(which).forEach(each -> allow(each, Level.READ));
    return this;
  }

  public Token write(Permission... which) {
    List.of(which).forEach(each -> allow(each, Level.WRITE));
    return this;
  }

  /** Only these repositories of the owner instead of all. */
  public Token only(Repository... repositories) {
    all = false;
    selected.addAll(List.of(repositories));
    return this;
  }

  /** Only the repository of this name, which need not be there yet. */
  public Token only(String fullName) {
    all = false;
    named = fullName;
    return this;
  }

  /** Only the repositories of this project of the owner. */
  public Token onlyProject(String key) {
    project = key;
    return this;
  }

  public Token broken(Defect defect) {
    defects.add(defect);
    return this;
  }

  public Token repaired(Defect defect) {
    defects.remove(defect);
    return this;
  }

  public Token expires(Instant at, ExpiryFormat format) {
    expiresAt = at;
    expiryFormat = format;
    return this;
  }

  public Token scopes(String... given) {
    scopes.clear();
    scopes.addAll(List.of(given));
    return this;
  }

  public String value() {
    return value;
  }

  public Kind kind() {
    return kind;
  }

  public Person person() {
    return person;
  }

  public @Nullable Owner resourceOwner() {
    return resourceOwner;
  }

  public Set<String> scopes() {
    return scopes;
  }

  public boolean has(Defect defect) {
    return defects.contains(defect);
  }

  public @Nullable Instant expiresAt() {
    return expiresAt;
  }

  public ExpiryFormat expiryFormat() {
    return expiryFormat;
  }

  /** Authorises this token for single sign-on of an organization. */
  public Token authorise(Organization organization) {
    authorised.add(organization);
    return this;
  }

  /** Whether the organization's single sign-on stands between this token and its repositories. */
  public boolean lacksSingleSignOn(Organization organization) {
    return has(Defect.SSO_REQUIRED)
        || (organization.demandsSingleSignOn() && !authorised.contains(organization));
  }

  public boolean expired(Instant now) {
    return expiresAt != null && !expiresAt.isAfter(now);
  }

  public boolean limitedToOneOwner() {
    return kind != Kind.CLASSIC;
  }

  public boolean selects(Repository repository) {
    return repository.owner().equals(resourceOwner)
        && (all || selected.contains(repository) || repository.fullName().equals(named))
        && (project == null || project.equals(repository.project()));
  }

  public boolean grants(Permission permission, Level level) {
    return permissions.getOrDefault(permission, Level.NONE).compareTo(level) >= 0;
  }

  /** The token itself is a secret, even here. */
  @Override
  public String toString() {
    return kind + " token of " + person.login();
  }
}
