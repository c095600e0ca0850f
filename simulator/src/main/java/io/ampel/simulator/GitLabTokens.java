package io.ampel.simulator;

import io.ampel.simulator.Token.Defect;
import io.ampel.simulator.Token.ExpiryFormat;
import io.ampel.simulator.Token.Permission;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * GitLab tokens that its world knows, one for each kind and defect. The people are those of {@link
 * Tokens}: mira owns the group {@link #GROUP}, tariq maintains, ben and lena develop, noor reports.
 */
public final class GitLabTokens {
  /** The group whose projects the group's token and the fine-grained ones are for. */
  public static final String GROUP = "acme";

  /** The project that the project token is for. */
  public static final String PROJECT = "acme/platform/api";

  /** Personal, mira, scope api: may do everything. */
  public static final String ADMIN = "glpat-mira0api0000000000000";

  /** Personal, tariq, scope api: a maintainer. */
  public static final String MAINTAINER = "glpat-tariq0api000000000000";

  /** Personal, ben, scope api: a developer, who may merge but not administer. */
  public static final String DEVELOPER = "glpat-ben0api00000000000000";

  /** Personal, lena, scope api: another developer. */
  public static final String REVIEWER = "glpat-lena0api0000000000000";

  /** Personal, noor, scope api: a reporter, who may not merge or approve. */
  public static final String REPORTER = "glpat-noor0api0000000000000";

  /** Personal, mira, read_api and read_repository: reads everything and changes nothing. */
  public static final String READ_ONLY = "glpat-mira0readapi000000000";

  /** Personal, mira, read_user: knows who she is and nothing else. */
  public static final String READ_USER = "glpat-mira0readuser00000000";

  /** Personal, mira, of the newer form with dots inside. */
  public static final String ROUTABLE = "glpat-bWlyYTByb3V0YWJsZTAwMDAwMDAwMDAwMA.01.0z1abcdef";

  /** Personal, ben, where the administrator chose another prefix. */
  public static final String OTHER_PREFIX = "lumen-token-ben0other0prefix";

  /** Personal, ben, where the administrator chose no prefix at all. */
  public static final String NO_PREFIX = "bBbBnoprefix00000000";

  /** Made by an administrator for ben, who does not see it. */
  public static final String IMPERSONATION = "glpat-ben0impersonation0000";

  /** Of the project {@link #PROJECT}, scope api, role developer: a bot. */
  public static final String PROJECT_TOKEN = "glpat-project0api0000000000";

  /** Of the group {@link #GROUP}, scope read_api: a bot. */
  public static final String GROUP_TOKEN = "glpat-group0readapi00000000";

  /** Fine-grained, mira: reads and changes merge requests, pipelines and branches of the group. */
  public static final String GRANULAR = "glpat-mira0granular00000000";

  /** Fine-grained, mira: reads all of that and changes nothing. */
  public static final String GRANULAR_READ = "glpat-mira0granularread0000";

  /** Fine-grained, mira: sees projects and nothing in them. */
  public static final String GRANULAR_EMPTY = "glpat-mira0granularempty000";

  /** Personal, ben, expires in five days. */
  public static final String EXPIRING = "glpat-ben0expiring000000000";

  /** Personal, ben, expired this very day: the day itself does not count any more. */
  public static final String EXPIRED = "glpat-ben0expired0000000000";

  /** Personal, ben, revoked. */
  public static final String REVOKED = "glpat-ben0revoked0000000000";

  /** Personal, mira, behind a group's single sign-on: private projects are not there. */
  public static final String SSO_REQUIRED = "glpat-mira0sso0000000000000";

  /** Personal, ben, who asked too much; told when to come back. */
  public static final String RATE_LIMITED = "glpat-ben0ratelimited000000";

  /** Personal, ben, who asked too much; told nothing. */
  public static final String RATE_LIMITED_WITHOUT_HINT = "glpat-ben0ratenohint0000000";

  /** Only for git and packages, so the API does not know it. */
  public static final String DEPLOY = "gldt-deploy00000000000000000";

  /** A runner's, so the API does not know it. */
  public static final String RUNNER = "glrt-runner00000000000000000";

  /** A pipeline job's, so the API does not know it. */
  public static final String JOB = "glcbt-64_job000000000000000";

  /** A feed reader's, so the API does not know it. */
  public static final String FEED = "glft-feed000000000000000000";

  /** Starts pipelines, so the API does not know it. */
  public static final String TRIGGER = "glptt-trigger00000000000000";

  /** Looks right, is known nowhere. */
  public static final String UNKNOWN = "glpat-nobody000000000000000";

  private GitLabTokens() {}

  static void give(World world) {
    var mira = world.person("mira", "Mira Lindqvist");
    var ben = world.person("ben", "Ben Okafor");
    var lena = world.person("lena", "Lena Fischer");
    var tariq = world.person("tariq", "Tariq Aziz");
    var noor = world.person("noor", "Noor Haddad");
    var today = world.now().truncatedTo(ChronoUnit.DAYS);
    personal(world, ADMIN, mira, "api");
    personal(world, MAINTAINER, tariq, "api");
    personal(world, DEVELOPER, ben, "api");
    personal(world, REVIEWER, lena, "api");
    personal(world, REPORTER, noor, "api");
    personal(world, READ_ONLY, mira, "read_api", "read_repository");
    personal(world, READ_USER, mira, "read_user");
    personal(world, ROUTABLE, mira, "api");
    personal(world, OTHER_PREFIX, ben, "api");
    personal(world, NO_PREFIX, ben, "api");
    personal(world, IMPERSONATION, ben, "api");
    personal(world, EXPIRING, ben, "api").expires(in(today, 5), ExpiryFormat.UTC);
    personal(world, EXPIRED, ben, "api").expires(today, ExpiryFormat.UTC);
    personal(world, REVOKED, ben, "api").broken(Defect.REVOKED);
    personal(world, SSO_REQUIRED, mira, "api").broken(Defect.SSO_REQUIRED);
    personal(world, RATE_LIMITED, ben, "api").broken(Defect.RATE_LIMITED);
    personal(world, RATE_LIMITED_WITHOUT_HINT, ben, "api")
        .broken(Defect.SECONDARY_LIMITED_WITHOUT_HINT);
    ofTheGroup(world, mira);
  }

  private static Instant in(Instant today, int days) {
    return today.plus(Duration.ofDays(days));
  }

  private static Token personal(World world, String value, Person person, String... scopes) {
    return world.token(Token.classic(value, person, scopes));
  }

  private static void ofTheGroup(World world, Person mira) {
    var group =
        world
            .organization(GROUP)
            .members(Role.ADMIN, "mira")
            .members(Role.MAINTAIN, "tariq")
            .members(Role.WRITE, "ben", "lena")
            .members(Role.READ, "noor");
    var groupBot = world.person("group_%d_bot_5f3a[bot]".formatted(group.id()), "Group token");
    world.token(Token.classic(GROUP_TOKEN, groupBot, "read_api"));
    group.member(groupBot, Role.READ);
    var projectBot = world.person("project_api_bot_91c0[bot]", "Project token");
    world.token(Token.classic(PROJECT_TOKEN, projectBot, "api"));
    world.token(
        Token.fineGrained(GRANULAR, mira, group)
            .write(Permission.PULL_REQUESTS, Permission.CONTENTS, Permission.ACTIONS)
            .read(Permission.STATUSES, Permission.ISSUES));
    world.token(
        Token.fineGrained(GRANULAR_READ, mira, group)
            .read(
                Permission.PULL_REQUESTS,
                Permission.CONTENTS,
                Permission.ACTIONS,
                Permission.STATUSES,
                Permission.ISSUES));
    world.token(Token.fineGrained(GRANULAR_EMPTY, mira, group));
  }

  /** Lets the bot of the project token into its project, which must be there for that. */
  public static Repository projectOfToken(World world) {
    var project = world.repository(PROJECT);
    var bot = world.token(PROJECT_TOKEN).orElseThrow().person();
    return project.collaborator(bot, Role.WRITE);
  }
}
