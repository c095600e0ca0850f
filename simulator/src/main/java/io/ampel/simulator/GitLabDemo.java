package io.ampel.simulator;

import io.ampel.simulator.gitlab.MergeRequest;
import io.ampel.simulator.gitlab.ProjectSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the demo's people have at GitLab: Lumen's cloud in groups within groups, with everything
 * that only GitLab can demand, and a neighbour's berths that mira may only look at.
 */
final class GitLabDemo {
  static final String COMPANY = "lumen-cloud";
  static final String NEIGHBOUR = "harbor-it";

  private final World world;

  private GitLabDemo(World world) {
    this.world = world;
  }

  static void fill(World world) {
    world.change(() -> {
      new GitLabDemo(world).fill();
      return world;
    });
  }

  private void fill() {
    people();
    ago(
        Duration.ofDays(25),
        () -> {
          var gateway = gateway();
          identity();
          etl();
          reports();
          website(gateway);
          status();
          legacy();
          berths();
        });
  }

  private void people() {
    world.person("priya", "Priya Raman");
    world.person("jonas", "Jonas Weber");
    world.person("sofia", "Sofia Marques");
    world.person("kenji", "Kenji Mori");
    world.person("eva", "Eva Novák");
    world.person("yuki", "結城 ゆき");
    world.person("renovate[bot]", "Renovate");
    world
        .organization(COMPANY)
        .name("Lumen Cloud")
        .members(Role.ADMIN, "mira")
        .members(Role.MAINTAIN, "tariq")
        .members(Role.WRITE, "ben", "lena", "priya", "jonas", "yuki", "renovate[bot]")
        .members(Role.READ, "noor", "eva");
    world
        .organization(NEIGHBOUR)
        .name("Harbor IT")
        .members(Role.READ, "mira")
        .members(Role.WRITE, "sofia", "kenji");
  }

  private void ago(Duration time, Runnable happening) {
    world.ago(time, happening);
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  private Repository project(String path, String description) {
    return world.repository(COMPANY + "/" + path).description(description);
  }

  private PullRequest open(
      Repository project, int hoursAgo, String author, String branch, String title, String body) {
    var opened = new PullRequest[1];
    ago(
        hours(hoursAgo),
        () -> opened[0] = project.pullRequest(title).author(author).headRef(branch).body(body));
    return opened[0].files(files(opened[0].number()));
  }

  private static List<FileChange> files(int number) {
    return IntStream.rangeClosed(0, number % 5)
        .mapToObj(i ->
            new FileChange(
                (i % 2 == 0 ? "lib/" : "spec/") + "part_" + (number * 6 + i) + ".rb",
                2 + (number * 11 + i * 9) % 80,
                (number * 3 + i * 5) % 35,
                i % 3 == 1 ? "added" : "modified"))
        .toList();
  }

  private static MergeRequest facts(PullRequest pr) {
    return MergeRequest.of(pr);
  }

  // --- gateway: one approval, pipelines must succeed, conversations must be resolved -------------

  private PullRequest gateway() {
    var gateway =
        project("platform/gateway", "Everything comes in here.")
            .protect(Rules.none().approvals(1).conversationsResolved())
            .deletesBranchOnMerge(true);
    ProjectSettings.of(gateway)
        .pipelinesMustSucceed()
        .allowFailure("lint")
        .stage("build", "compile", "lint");
    var slow = gateway.issue(1, "First request after a deploy takes four seconds");
    var done = open(gateway, 96, "priya", "deps/netty", "Update Netty", "");
    ago(hours(80), () -> done.approve("lena").merge("mira"));

    var ready =
        open(
                gateway,
                30,
                "ben",
                "fix/warm-up",
                "Warm the routes up before taking traffic",
                "Closes #1.\n\n- [x] measured\n- [x] tried on staging")
            .closes(slow)
            .label("performance");
    ago(
        hours(28),
        () ->
            ready
                .check("compile", CheckState.PASSED)
                .check("test", CheckState.PASSED)
                .check("lint", CheckState.FAILED)
                .requestReview("lena"));
    ago(hours(5), () -> ready.approve("lena"));

    var unapproved =
        open(gateway, 22, "priya", "feat/quota", "Tell callers their quota", "Three new headers.");
    ago(
        hours(21),
        () ->
            unapproved
                .check("compile", CheckState.PASSED)
                .check("test", CheckState.PASSED)
                .requestReview("ben", "tariq"));

    var failing =
        open(gateway, 11, "jonas", "feat/http3", "Speak HTTP/3 at the edge", "Behind a flag.");
    ago(
        hours(10),
        () ->
            failing
                .check("compile", CheckState.PASSED)
                .check("test", CheckState.FAILED)
                .approve("tariq"));

    var talked =
        open(gateway, 44, "lena", "feat/retry", "Try again once when an upstream is slow", "");
    ago(
        hours(40),
        () ->
            talked
                .check("compile", CheckState.PASSED)
                .check("test", CheckState.PASSED)
                .approve("ben")
                .thread("tariq", "What if the first answer comes after all?", false)
                .thread("noor", "Nice.", true));
    return failing;
  }

  // --- identity: fast-forward only, security must approve
  // ----------------------------------------------

  private void identity() {
    var identity = project("platform/identity", "Who is who.");
    ProjectSettings.of(identity)
        .mergeMethod(ProjectSettings.MergeMethod.FF)
        .approvalRule("Security", 1, "tariq", "mira");
    ago(hours(60), () -> identity.moveBase("main"));

    var waiting =
        open(identity, 27, "lena", "feat/passkeys", "Sign in with a passkey", "See the design.");
    ago(hours(25), () -> waiting.check("test", CheckState.PASSED).approve("ben"));

    var behind =
        open(identity, 52, "ben", "fix/session", "End sessions everywhere at once", "").behind(2);
    ago(hours(50), () -> behind.check("test", CheckState.PASSED).approve("tariq"));

    var ready =
        open(
            identity,
            18,
            "yuki",
            "fix/名前",
            "Accept names like 結城 and Zoë 👩‍💻",
            "Ünïcode, at last.");
    ago(hours(16), () -> ready.check("test", CheckState.PASSED).approve("tariq"));
  }

  // --- etl: manual jobs, what others report, a fork
  // ----------------------------------------------------

  private void etl() {
    var etl = project("data/pipelines/etl", "Numbers in, numbers out.");
    ProjectSettings.of(etl).pipelinesMustSucceed().manualJob("deploy preview", false);
    ProjectSettings.of(etl).manualJob("approve schema", true);

    var manual = open(etl, 14, "priya", "feat/parquet", "Write Parquet instead of CSV", "");
    ago(
        hours(13),
        () ->
            manual
                .check("unit", CheckState.PASSED)
                .check("deploy preview", CheckState.QUEUED)
                .requestReview("jonas"));
    ago(hours(3), () -> manual.approve("jonas"));

    var held = open(etl, 17, "jonas", "feat/schema-7", "Move to schema 7", "Somebody must agree.");
    ago(
        hours(15),
        () ->
            held.check("unit", CheckState.PASSED)
                .check("approve schema", CheckState.QUEUED)
                .approve("priya"));

    var reported = open(etl, 9, "yuki", "fix/late-rows", "Do not lose late rows", "");
    ago(
        hours(8),
        () ->
            reported
                .check("unit", CheckState.PASSED)
                .status("nightly/compare", CheckState.FAILED, "12 rows differ"));

    var fork = open(etl, 33, "noor", "docs/columns", "Explain every column", "").fromForkOf("noor");
    ago(hours(30), () -> fork.check("unit", CheckState.PASSED).requestReview("lena"));

    var computing = open(etl, 1, "lena", "chore/cron", "Start an hour later", "").computing();
    computing.check("unit", CheckState.PASSED);
  }

  // --- reports: a merge train
  // --------------------------------------------------------------------------

  private void reports() {
    var reports =
        project("data/reports", "What the numbers say.").ruleset(Rules.none().mergeQueue());
    var mira = world.person("mira");
    var first = open(reports, 8, "tariq", "feat/weekly", "Send a weekly report", "");
    ago(
        minutes(16),
        () ->
            first
                .check("render", CheckState.PASSED)
                .approve("jonas")
                .enqueue(QueueEntry.State.AWAITING_CHECKS, 1, mira));
    var second = open(reports, 6, "jonas", "fix/chart", "Start the axis at zero", "");
    ago(
        minutes(11),
        () ->
            second
                .check("render", CheckState.PASSED)
                .approve("tariq")
                .enqueue(QueueEntry.State.QUEUED, 2, mira));
    var armed =
        open(reports, 4, "renovate[bot]", "renovate/d3", "Update d3 to 7.10", "").label("deps");
    ago(
        minutes(30),
        () ->
            armed
                .check("render", CheckState.RUNNING)
                .armAutoMerge(world.person("tariq"), MergeMethod.MERGE));
  }

  // --- website: open to everybody, with rules about titles and times
  // -----------------------------------

  private void website(PullRequest gateway) {
    var website = project("website", "What everybody sees.").open();
    ProjectSettings.of(website).titleMustMatch("^(Draft: )?(feat|fix|docs): ");

    var title = open(website, 20, "eva", "typo", "Correct a typo on the start page", "");
    ago(hours(19), () -> title.check("pages", CheckState.PASSED).approve("lena"));

    var later =
        open(website, 48, "priya", "launch", "feat: announce the new plans", "Not before Monday.");
    ago(hours(46), () -> later.check("pages", CheckState.PASSED).approve("ben"));
    facts(later).mergeAfter(world.now().plus(Duration.ofDays(28)));

    var after =
        open(website, 10, "jonas", "docs/http3", "docs: how to try HTTP/3", "Needs the gateway.");
    ago(hours(9), () -> after.check("pages", CheckState.PASSED).approve("priya"));
    facts(after).blockedBy(gateway);

    var asked = open(website, 36, "ben", "feat/dark", "feat: a dark theme", "");
    ago(hours(34), () -> asked.check("pages", CheckState.PASSED));
    ago(hours(12), () -> asked.requestChanges("lena", "Links cannot be read on it."));

    var left = open(website, 410, "ben", "imprint", "fix: the imprint", "").ghostAuthor();
    ago(hours(400), () -> left.check("pages", CheckState.PASSED));

    var draft =
        open(website, 70, "yuki", "feat/日本語", "feat: 日本語のページ", "Early, please do not merge.")
            .draft();
    ago(hours(69), () -> draft.check("pages", CheckState.PASSED));
  }

  // --- status: where life happens
  // ----------------------------------------------------------------------

  private void status() {
    var status = project("status", "Is it the cloud?").open().lively();
    var first = open(status, 3, "lena", "feat/regions", "Show each region", "");
    ago(minutes(5), () -> first.check("build", CheckState.PASSED).check("e2e", CheckState.RUNNING));
    var second = open(status, 5, "renovate[bot]", "renovate/vite", "Update vite to 8.1", "");
    ago(
        hours(4),
        () ->
            second.check("build", CheckState.PASSED).check("e2e", CheckState.PASSED).label("deps"));
  }

  private void legacy() {
    var legacy = project("platform/legacy-gateway", "Before the gateway.");
    open(legacy, 500, "ben", "last", "One last thing", "");
    legacy.archive(true);
  }

  // --- the neighbour
  // ------------------------------------------------------------------------------------

  private void berths() {
    var berths = world.repository(NEIGHBOUR + "/port/berths").description("Who lies where.");
    ProjectSettings.of(berths).pipelinesMustSucceed();
    var conflict =
        open(berths, 60, "sofia", "feat/tides", "Know the tides", "Rewrites the plan.")
            .conflicting();
    ago(hours(58), () -> conflict.check("test", CheckState.PASSED).approve("kenji"));

    var pushed = open(berths, 7, "kenji", "fix/pilots", "Call the pilots earlier", "");
    ago(hours(6), () -> pushed.check("test", CheckState.PASSED).approve("sofia"));
    var before = pushed.head();
    ago(minutes(3), pushed::push);
    facts(pushed).pipelineOf(before);
  }
}
