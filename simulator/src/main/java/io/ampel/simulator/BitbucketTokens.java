package io.ampel.simulator;

import io.ampel.simulator.Token.Defect;
import io.ampel.simulator.Token.ExpiryFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Tokens that every world of Bitbucket knows, one for each kind and defect. They belong to mira
 * (administrator), ben and lena (writers) and noor (reader) of the workspace {@link #WORKSPACE}. An
 * API token is sent with its person's e-mail address, an access token alone.
 */
public final class BitbucketTokens {
  /** The workspace whose repositories the access tokens are for. */
  public static final String WORKSPACE = Tokens.ORGANIZATION;

  /** The repository of {@link #WORKSPACE} that {@link #REPOSITORY_ACCESS} is for. */
  public static final String REPOSITORY = WORKSPACE + "/api";

  /** The project of {@link #WORKSPACE} that {@link #PROJECT_ACCESS} is for. */
  public static final String PROJECT = "CORE";

  public static final String MIRA_EMAIL = email("mira");
  public static final String BEN_EMAIL = email("ben");
  public static final String LENA_EMAIL = email("lena");
  public static final String NOOR_EMAIL = email("noor");

  private static final List<String> READING =
      List.of(
          "read:user:bitbucket",
          "read:workspace:bitbucket",
          "read:repository:bitbucket",
          "read:pullrequest:bitbucket");
  private static final List<String> WRITING =
      plus(READING, "write:pullrequest:bitbucket", "write:repository:bitbucket");

  /** API token, mira, every scope including the one that reads merge checks. */
  public static final String ADMIN = api("mira0all");

  /** API token, ben, reads and writes, but cannot read merge checks. */
  public static final String WRITER = api("ben00write");

  /** API token, lena, like {@link #WRITER}. */
  public static final String SECOND_WRITER = api("lena0write");

  /** API token, noor, every scope of a writer; her role is read, so she may not merge. */
  public static final String READER = api("noor0write");

  /** API token, mira, only scopes that read. */
  public static final String READ_ONLY = api("mira0read");

  /** API token, mira, pull requests but no repositories: single changes stay unreadable. */
  public static final String PULL_REQUESTS_ONLY = api("mira0pullrequests");

  /** API token, mira, everything but {@code read:user:bitbucket}. */
  public static final String WITHOUT_USER = api("mira0nouser");

  /** API token, mira, made without any scope. */
  public static final String UNSCOPED = api("mira0unscoped");

  /** API token, mira, made for another product. */
  public static final String OTHER_PRODUCT = api("mira0otherproduct");

  /** API token, ben, expired yesterday. */
  public static final String EXPIRED = api("ben00expired");

  /** API token, ben, expires in 5 days, which nothing ever says. */
  public static final String EXPIRING = api("ben00expiring");

  /** API token, ben, revoked; it is refused without a word. */
  public static final String REVOKED = api("ben00revoked");

  /** API token, mira, from an address that workspaces do not allow. */
  public static final String IP_ALLOW_LIST = api("mira0ipallowlist");

  /** API token, mira, where workspaces demand a second step to sign in. */
  public static final String TWO_STEP = api("mira0twostep");

  /** API token, ben, hourly budget used up. */
  public static final String RATE_LIMITED = api("ben00ratelimited");

  /** An app password of ben, as they were before they were taken away. */
  public static final String APP_PASSWORD = "ATBB" + "ben0app0password".repeat(2);

  /** Access token of {@link #REPOSITORY}: reads and merges. */
  public static final String REPOSITORY_ACCESS = access("api0write");

  /** Access token of {@link #REPOSITORY}: only reads. */
  public static final String REPOSITORY_ACCESS_READ = access("api0read");

  /** Access token of {@link #PROJECT}. */
  public static final String PROJECT_ACCESS = access("core0write");

  /** Access token of {@link #WORKSPACE}, administers. */
  public static final String WORKSPACE_ACCESS = access("acme0admin");

  /** Looks right, is known nowhere. */
  public static final String UNKNOWN = api("nobody");

  private BitbucketTokens() {}

  /** The address that the account of this person is kept under. */
  public static String email(String login) {
    return login + "@people.example";
  }

  public static String email(Person person) {
    return email(person.login());
  }

  private static String api(String name) {
    return made("ATATT3xFf" + name, 183) + "=0A1B2C3D";
  }

  private static String access(String name) {
    return made("ATCTT3xFf" + name, 183) + "=0A1B2C3D";
  }

  private static String made(String start, int length) {
    return start + "0".repeat(length - start.length());
  }

  private static List<String> plus(List<String> some, String... more) {
    var all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }

  private static String[] words(List<String> scopes) {
    return scopes.toArray(String[]::new);
  }

  /** What the token of a reviewer and merger is usually given. */
  public static String[] usualScopes() {
    return words(WRITING);
  }

  static void give(World world) {
    var mira = world.person("mira", "Mira Lindqvist");
    var ben = world.person("ben", "Ben Okafor");
    var lena = world.person("lena", "Lena Fischer");
    world.person("tariq", "Tariq Aziz");
    var noor = world.person("noor", "Noor Haddad");
    var everything =
        plus(
            WRITING,
            "admin:repository:bitbucket",
            "read:pipeline:bitbucket",
            "write:pipeline:bitbucket",
            "read:webhook:bitbucket",
            "write:webhook:bitbucket",
            "delete:webhook:bitbucket");
    world.token(Token.api(ADMIN, mira, words(everything)));
    world.token(Token.api(WRITER, ben, words(WRITING)));
    world.token(Token.api(SECOND_WRITER, lena, words(WRITING)));
    world.token(Token.api(READER, noor, words(WRITING)));
    world.token(Token.api(READ_ONLY, mira, words(READING)));
    world.token(
        Token.api(
            PULL_REQUESTS_ONLY,
            mira,
            "read:user:bitbucket",
            "read:workspace:bitbucket",
            "read:pullrequest:bitbucket",
            "write:pullrequest:bitbucket"));
    world.token(Token.api(WITHOUT_USER, mira, words(WRITING.subList(1, WRITING.size()))));
    world.token(Token.api(UNSCOPED, mira).broken(Defect.UNSCOPED));
    broken(world, OTHER_PRODUCT, mira, Defect.OTHER_PRODUCT);
    broken(world, REVOKED, ben, Defect.REVOKED);
    broken(world, IP_ALLOW_LIST, mira, Defect.IP_ALLOW_LIST);
    broken(world, TWO_STEP, mira, Defect.TWO_STEP_REQUIRED);
    broken(world, RATE_LIMITED, ben, Defect.RATE_LIMITED);
    var now = world.now();
    world.token(
        Token.api(EXPIRED, ben, words(WRITING))
            .expires(now.minus(Duration.ofDays(1)), ExpiryFormat.UTC));
    world.token(
        Token.api(EXPIRING, ben, words(WRITING))
            .expires(now.plus(Duration.ofDays(5)), ExpiryFormat.UTC));
    accessTokens(world);
  }

  private static void broken(World world, String value, Person person, Defect defect) {
    world.token(Token.api(value, person, words(WRITING)).broken(defect));
  }

  private static void accessTokens(World world) {
    var workspace =
        world
            .organization(WORKSPACE)
            .members(Role.ADMIN, "mira")
            .members(Role.WRITE, "ben", "lena")
            .members(Role.MAINTAIN, "tariq")
            .members(Role.READ, "noor");
    var acting = world.person("api-token[bot]", "API token");
    world.token(
        Token.access(REPOSITORY_ACCESS, acting, workspace, "pullrequest:write", "repository:write")
            .only(REPOSITORY));
    world.token(
        Token.access(REPOSITORY_ACCESS_READ, acting, workspace, "pullrequest").only(REPOSITORY));
    world.token(
        Token.access(
                PROJECT_ACCESS,
                world.person("core-token[bot]", "Core token"),
                workspace,
                "pullrequest:write",
                "repository:write")
            .onlyProject(PROJECT));
    world.token(
        Token.access(
            WORKSPACE_ACCESS,
            world.person("acme-token[bot]", "Acme token"),
            workspace,
            "pullrequest:write",
            "repository:write",
            "repository:admin",
            "pipeline:write",
            "webhook"));
  }
}
