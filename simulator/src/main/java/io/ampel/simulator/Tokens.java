package io.ampel.simulator;

import io.ampel.simulator.Token.Defect;
import io.ampel.simulator.Token.ExpiryFormat;
import io.ampel.simulator.Token.Permission;
import java.time.Duration;

/**
 * Tokens that every world knows, one for each kind and defect. They belong to people that every
 * world has too: mira (administrator), ben (writer) and noor (reader); fine-grained ones belong to
 * the organization {@link #ORGANIZATION}.
 */
public final class Tokens {
  /** The organization whose repositories the fine-grained tokens are for. */
  public static final String ORGANIZATION = "acme";

  /** Classic, mira, scopes repo and read:org: may do everything. */
  public static final String ADMIN = "ghp_mira0repo0readorg0000000000000000000";

  /** Classic, mira, every scope including workflow and admin:repo_hook. */
  public static final String ALL_SCOPES = "ghp_mira0allscopes0000000000000000000000";

  /** Classic, ben, scope repo: may write and merge but does not administer. */
  public static final String WRITER = "ghp_ben00repo000000000000000000000000000";

  /** Classic, noor, scope repo: her role is read, so she may not merge. */
  public static final String READER = "ghp_noor0repo000000000000000000000000000";

  /** Classic, mira, scope public_repo: private repositories do not exist for it. */
  public static final String PUBLIC_ONLY = "ghp_mira0publicrepo000000000000000000000";

  /** Classic, mira, no scope at all. */
  public static final String NO_SCOPE = "ghp_mira0noscope000000000000000000000000";

  /** Classic, ben, repo, expires in 5 days, header in UTC. */
  public static final String EXPIRING = "ghp_ben00expiring00000000000000000000000";

  /** Classic, ben, repo, expires in 5 days, header with an offset. */
  public static final String EXPIRING_OFFSET = "ghp_ben00expiringoffset00000000000000000";

  /** Classic, ben, expired yesterday. */
  public static final String EXPIRED = "ghp_ben00expired000000000000000000000000";

  /** Classic, ben, revoked. */
  public static final String REVOKED = "ghp_ben00revoked000000000000000000000000";

  /** Classic, ben, after too many wrong sign-ins. */
  public static final String LOGIN_LOCKED = "ghp_ben00loginlocked00000000000000000000";

  /** Classic, mira, not authorised for single sign-on of any organization. */
  public static final String SSO_REQUIRED = "ghp_mira0ssorequired00000000000000000000";

  /** Classic, mira, from an address that organizations do not allow. */
  public static final String IP_ALLOW_LIST = "ghp_mira0ipallowlist00000000000000000000";

  /** Classic, mira, where organizations forbid classic tokens. */
  public static final String CLASSIC_FORBIDDEN = "ghp_mira0classicforbidden000000000000000";

  /** Classic, ben, hourly budget used up. */
  public static final String RATE_LIMITED = "ghp_ben00ratelimited00000000000000000000";

  /** Classic, ben, secondary limit with Retry-After. */
  public static final String SECONDARY_LIMITED = "ghp_ben00secondarylimited000000000000000";

  /** Classic, ben, secondary limit without any hint when to come back. */
  public static final String SECONDARY_LIMITED_WITHOUT_HINT =
      "ghp_ben00secondarynohint0000000000000000";

  /**
   * Fine-grained, mira: the commonly copied set-up (pull requests and issues write, contents read).
   */
  public static final String FINE_GRAINED = fine("mira0usual");

  /** Fine-grained, mira: also contents write, statuses read, actions write, so it can merge. */
  public static final String FINE_GRAINED_FULL = fine("mira0full");

  /** Fine-grained, mira: pull requests, contents, statuses, actions, issues, all only read. */
  public static final String FINE_GRAINED_READ = fine("mira0read");

  /** Fine-grained, mira: metadata and nothing else. */
  public static final String FINE_GRAINED_EMPTY = fine("mira0empty");

  /** Fine-grained, mira: waiting for an owner's approval, private repositories are not there. */
  public static final String PENDING_APPROVAL = fine("mira0pending");

  /** Fine-grained, mira: lives longer than the organization allows. */
  public static final String LIFETIME_FORBIDDEN = fine("mira0lifetime");

  /** Only in the demo world: fine-grained, mira, reads the other company {@code harbor-data}. */
  public static final String DEMO_READ_ONLY = fine("mira0harbor");

  /** An installation token: it is nobody and long. */
  public static final String INSTALLATION = "ghs_" + "app.Installation-token_".repeat(22);

  /** Looks right, is known nowhere. */
  public static final String UNKNOWN = "ghp_nobody000000000000000000000000000000";

  private Tokens() {}

  private static String fine(String name) {
    var start = "github_pat_" + name + "_";
    return start + "0".repeat(93 - start.length());
  }

  static void give(World world) {
    switch (world.forge()) {
      case GITHUB -> onGitHub(world);
      case GITLAB -> GitLabTokens.give(world);
      case BITBUCKET -> BitbucketTokens.give(world);
    }
  }

  private static void onGitHub(World world) {
    var mira = world.person("mira", "Mira Lindqvist");
    var ben = world.person("ben", "Ben Okafor");
    world.person("lena", "Lena Fischer");
    world.person("tariq", "Tariq Aziz");
    var noor = world.person("noor", "Noor Haddad");
    var now = world.now();
    world.token(Token.classic(ADMIN, mira, "repo", "read:org"));
    world.token(
        Token.classic(
            ALL_SCOPES,
            mira,
            "repo",
            "workflow",
            "admin:org",
            "admin:repo_hook",
            "admin:org_hook",
            "notifications"));
    world.token(Token.classic(WRITER, ben, "repo"));
    world.token(Token.classic(READER, noor, "repo"));
    world.token(Token.classic(PUBLIC_ONLY, mira, "public_repo"));
    world.token(Token.classic(NO_SCOPE, mira));
    var soon = now.plus(Duration.ofDays(5));
    world.token(Token.classic(EXPIRING, ben, "repo").expires(soon, ExpiryFormat.UTC));
    world.token(Token.classic(EXPIRING_OFFSET, ben, "repo").expires(soon, ExpiryFormat.OFFSET));
    world.token(
        Token.classic(EXPIRED, ben, "repo")
            .expires(now.minus(Duration.ofDays(1)), ExpiryFormat.UTC));
    broken(world, REVOKED, ben, Defect.REVOKED);
    broken(world, LOGIN_LOCKED, ben, Defect.LOGIN_LOCKED);
    broken(world, SSO_REQUIRED, mira, Defect.SSO_REQUIRED);
    broken(world, IP_ALLOW_LIST, mira, Defect.IP_ALLOW_LIST);
    broken(world, CLASSIC_FORBIDDEN, mira, Defect.CLASSIC_FORBIDDEN);
    broken(world, RATE_LIMITED, ben, Defect.RATE_LIMITED);
    broken(world, SECONDARY_LIMITED, ben, Defect.SECONDARY_LIMITED);
    broken(world, SECONDARY_LIMITED_WITHOUT_HINT, ben, Defect.SECONDARY_LIMITED_WITHOUT_HINT);
    fineGrained(world, mira);
  }

  private static void broken(World world, String value, Person person, Defect defect) {
    world.token(Token.classic(value, person, "repo").broken(defect));
  }

  private static void fineGrained(World world, Person mira) {
    var acme =
        world
            .organization(ORGANIZATION)
            .members(Role.ADMIN, "mira")
            .members(Role.WRITE, "ben", "lena")
            .members(Role.MAINTAIN, "tariq")
            .members(Role.READ, "noor");
    world.token(usual(Token.fineGrained(FINE_GRAINED, mira, acme)));
    world.token(
        usual(Token.fineGrained(FINE_GRAINED_FULL, mira, acme))
            .write(Permission.CONTENTS, Permission.ACTIONS)
            .read(Permission.STATUSES));
    world.token(
        Token.fineGrained(FINE_GRAINED_READ, mira, acme)
            .read(
                Permission.PULL_REQUESTS,
                Permission.CONTENTS,
                Permission.STATUSES,
                Permission.ACTIONS,
                Permission.ISSUES));
    world.token(Token.fineGrained(FINE_GRAINED_EMPTY, mira, acme));
    world.token(
        usual(Token.fineGrained(PENDING_APPROVAL, mira, acme)).broken(Defect.PENDING_APPROVAL));
    world.token(
        usual(Token.fineGrained(LIFETIME_FORBIDDEN, mira, acme)).broken(Defect.LIFETIME_FORBIDDEN));
    world.token(Token.installation(INSTALLATION, world.person("ampel-app[bot]"), acme));
  }

  private static Token usual(Token token) {
    return token.write(Permission.PULL_REQUESTS, Permission.ISSUES).read(Permission.CONTENTS);
  }
}
