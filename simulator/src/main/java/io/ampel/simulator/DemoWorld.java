package io.ampel.simulator;

import io.ampel.simulator.Token.Permission;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A small company, Lumen Labs, and a neighbour, Harbor Data, with every situation a pull request
 * can be in. Names, numbers and commits are equal at every start; times are told from now.
 */
final class DemoWorld {
  static final String COMPANY = "lumen-labs";
  static final String NEIGHBOUR = "harbor-data";

  private final World world;

  private DemoWorld(World world) {
    this.world = world;
  }

  static void fill(World world) {
    world.change(() -> {
      new DemoWorld(world).fill();
      return world;
    });
  }

  private void fill() {
    people();
    world.ago(
        Duration.ofDays(30),
        () -> {
          shop();
          api();
          mobile();
          designSystem();
          infrastructure();
          docs();
          billing();
          search();
          pipeline();
          monorepo();
          statusPage();
          old();
          neighbour();
        });
  }

  private void people() {
    world.person("priya", "Priya Raman");
    world.person("jonas", "Jonas Weber");
    world.person("sofia", "Sofia Marques");
    world.person("kenji", "Kenji Mori");
    world.person("eva", "Eva Novak");
    world.person("dependabot[bot]", "Dependabot");
    world.person("renovate[bot]", "Renovate");
    world.person("oss-hanna", "Hanna Virtanen");
    world
        .organization(COMPANY)
        .name("Lumen Labs")
        .members(Role.ADMIN, "mira")
        .members(Role.MAINTAIN, "tariq")
        .members(Role.WRITE, "ben", "lena", "priya", "jonas", "sofia", "kenji")
        .members(Role.READ, "noor", "eva")
        .team("platform", "Platform", "tariq", "jonas")
        .team("web", "Web", "lena", "priya");
    var neighbour =
        world
            .organization(NEIGHBOUR)
            .name("Harbor Data")
            .members(Role.READ, "mira")
            .members(Role.WRITE, "sofia", "kenji");
    world.token(
        Token.fineGrained(Tokens.DEMO_READ_ONLY, world.person("mira"), neighbour)
            .read(
                Permission.PULL_REQUESTS,
                Permission.CONTENTS,
                Permission.STATUSES,
                Permission.ACTIONS,
                Permission.ISSUES));
  }

  private Repository repository(String name, String description) {
    return world.repository(COMPANY + "/" + name).description(description);
  }

  private PullRequest open(
      Repository repository,
      Duration ago,
      String author,
      String branch,
      String title,
      String body,
      Object... size) {
    var opened = new PullRequest[1];
    world.ago(
        ago,
        () -> opened[0] = repository.pullRequest(title).author(author).headRef(branch).body(body));
    var pr = opened[0];
    pr.files(files(pr.number(), size.length > 0 ? (int) size[0] : 3));
    return pr;
  }

  private static List<FileChange> files(int number, int count) {
    var folders = List.of("src/main", "src/test", "docs", "config", "web");
    return IntStream.range(0, count)
        .mapToObj(i ->
            new FileChange(
                folders.get((number + i) % 5) + "/part-" + (number * 3 + i) + ".txt",
                4 + (number * 13 + i * 7) % 60,
                (number * 5 + i * 3) % 25,
                i % 4 == 3 ? "added" : "modified"))
        .toList();
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

  // --- web-shop: one approval, two required checks ----------------------------------------------

  private void shop() {
    var shop =
        repository("web-shop", "The shop our customers see.")
            .protect(Rules.none().approvals(1).checks("build", "test"))
            .deletesBranchOnMerge(true);
    var slow = shop.issue(1, "Cart total flickers on slow connections");
    var voucher = shop.issue(2, "Vouchers cannot be combined");
    merged(shop, hours(28), "priya", "Show delivery date on the product page");
    closed(shop, hours(50), "ben", "Try a sticky header");

    var ready =
        open(
            shop,
            hours(26),
            "ben",
            "fix/cart-total",
            "Keep the cart total steady while prices load",
            "Closes #1.\n\nThe total is held until **all** prices are there, so it no longer jumps.",
            4);
    ready.closes(slow).label("bug", "cart");
    ago(
        hours(20),
        () ->
            ready
                .check("build", CheckState.PASSED)
                .check("test", CheckState.PASSED)
                .check("lint", CheckState.PASSED));
    ago(hours(6), () -> ready.approve("lena"));

    var optional =
        open(
            shop,
            hours(70),
            "lena",
            "feat/vouchers",
            "Let customers combine vouchers",
            "Closes #2. Behind the `vouchers` flag until Thursday.",
            11);
    optional.closes(voucher).label("feature");
    ago(
        hours(60),
        () ->
            optional
                .check("build", CheckState.PASSED)
                .check("test", CheckState.PASSED)
                .check("lint", CheckState.FAILED)
                .appCheck("codecov", "codecov/patch", CheckState.FAILED));
    ago(hours(9), () -> optional.approve("priya"));

    var conflict =
        open(
                shop,
                hours(120),
                "sofia",
                "refactor/checkout",
                "Split checkout into steps",
                "Each step is a page of its own now.",
                23)
            .conflicting();
    ago(
        hours(100),
        () ->
            conflict
                .check("build", CheckState.PASSED)
                .check("test", CheckState.PASSED)
                .approve("lena"));

    var running =
        open(
            shop,
            hours(3),
            "kenji",
            "perf/images",
            "Serve product images as AVIF",
            "Saves about 40 % on the category page.",
            5);
    ago(
        minutes(9),
        () ->
            running
                .check("build", CheckState.PASSED)
                .check("test", CheckState.RUNNING)
                .approve("ben"));

    var unreported =
        open(shop, minutes(25), "jonas", "chore/node-24", "Move the build to Node 24", "", 2);
    ago(minutes(20), () -> unreported.check("build", CheckState.PASSED).approve("priya"));

    var never =
        open(shop, hours(75), "oss-hanna", "docs/typo", "Fix a typo in the checkout help", "", 1);
    never.check("build", CheckState.PASSED).approve("ben");

    var draft =
        open(
                shop,
                hours(44),
                "priya",
                "spike/search-as-you-type",
                "Search as you type",
                "Early draft, feedback on the idea is welcome.",
                9)
            .draft();
    ago(
        hours(40),
        () ->
            draft
                .check("build", CheckState.PASSED)
                .check("test", CheckState.PASSED)
                .approve("lena"));

    var both =
        open(
                shop,
                hours(300),
                "ben",
                "wip/new-menu",
                "Rework the main menu",
                "Paused until the redesign is decided.",
                17)
            .draft()
            .conflicting();
    both.check("build", CheckState.PASSED).check("test", CheckState.FAILED);
  }

  private void merged(Repository repository, Duration ago, String author, String title) {
    var pr = open(repository, ago.plusHours(20), author, "done-" + title.length(), title, "");
    ago(ago, () -> pr.approve(author.equals("lena") ? "ben" : "lena").merge("mira"));
  }

  private void closed(Repository repository, Duration ago, String author, String title) {
    var pr = open(repository, ago.plusHours(30), author, "tried-" + title.length(), title, "");
    ago(
        ago,
        () ->
            pr.comment("tariq", "Let us not do this now, see the design notes.")
                .pullRequest()
                .close());
  }

  // --- api: two approvals, up to date with the base ---------------------------------------------

  private void api() {
    var api =
        repository("api", "The public API.")
            .visibility(Visibility.INTERNAL)
            .protect(Rules.none().approvals(2).checks("build", "integration").strict());
    ago(hours(90), () -> api.moveBase("main"));

    var oneOfTwo =
        open(
            api,
            hours(31),
            "jonas",
            "feat/webhooks-v2",
            "Sign webhooks with a rotating secret",
            "See the design note. Old secrets stay valid for a day.",
            8);
    oneOfTwo.label("security").assign("jonas");
    ago(
        hours(24),
        () ->
            oneOfTwo
                .check("build", CheckState.PASSED)
                .check("integration", CheckState.PASSED)
                .approve("tariq")
                .requestReview("lena"));

    var ready =
        open(
            api,
            hours(40),
            "tariq",
            "fix/pagination",
            "Return stable cursors for orders",
            "Cursors no longer depend on the clock.",
            6);
    ago(
        hours(30),
        () ->
            ready
                .check("build", CheckState.PASSED)
                .check("integration", CheckState.PASSED)
                .approve("ben")
                .approve("jonas"));

    var behind =
        open(
                api,
                hours(200),
                "ben",
                "feat/bulk-export",
                "Export orders in bulk",
                "Streams CSV, tested with 2 million rows.",
                12)
            .behind(1);
    behind
        .check("build", CheckState.PASSED)
        .check("integration", CheckState.PASSED)
        .approve("tariq")
        .approve("priya");

    var failing =
        open(
            api,
            hours(12),
            "kenji",
            "feat/rate-limit-headers",
            "Tell clients how much budget is left",
            "Adds three headers.",
            4);
    ago(
        hours(10),
        () ->
            failing
                .check("build", CheckState.PASSED)
                .check("integration", CheckState.FAILED)
                .approve("ben")
                .approve("tariq"));

    var asked =
        open(
            api, hours(55), "sofia", "feat/soft-delete", "Keep deleted orders for 30 days", "", 10);
    ago(
        hours(48),
        () -> asked.check("build", CheckState.PASSED).check("integration", CheckState.PASSED));
    ago(
        hours(46),
        () -> asked.requestChanges("tariq", "Please add a migration test with rows in the table."));
  }

  // --- mobile: rules from a ruleset -------------------------------------------------------------

  private void mobile() {
    var mobile =
        repository("mobile", "The app for drivers.")
            .ruleset(Rules.none().approvals(1).checks("unit", "ui").conversationsResolved());

    var unresolved =
        open(
            mobile,
            hours(33),
            "kenji",
            "feat/offline-routes",
            "Show the last route without a connection",
            "Stores the last three routes.",
            14);
    ago(
        hours(28),
        () ->
            unresolved
                .check("unit", CheckState.PASSED)
                .check("ui", CheckState.PASSED)
                .approve("sofia")
                .thread("sofia", "Should this be encrypted at rest?", false)
                .thread("eva", "Nice!", true));

    var changed =
        open(
            mobile,
            hours(52),
            "sofia",
            "fix/battery",
            "Ask for the position less often",
            "Halves the battery use while standing.",
            3);
    ago(hours(50), () -> changed.check("unit", CheckState.PASSED).check("ui", CheckState.PASSED));
    ago(hours(40), () -> changed.requestChanges("kenji", "The interval should be configurable."));
    ago(hours(7), () -> changed.approve("kenji"));

    var again = open(mobile, hours(64), "ben", "feat/dark-map", "Use the dark map at night", "", 6);
    ago(
        hours(60),
        () ->
            again
                .check("unit", CheckState.PASSED)
                .check("ui", CheckState.PASSED)
                .requestChanges("sofia", "Contrast of the route line is too low."));
    ago(
        hours(5),
        () ->
            again
                .comment("ben", "Changed the colour, please look again.")
                .pullRequest()
                .requestReview("sofia"));

    var cancelled =
        open(
            mobile,
            hours(6),
            "renovate[bot]",
            "renovate/maps-sdk",
            "Update maps SDK to 9.4",
            "| package | from | to |\n|---|---|---|\n| maps | 9.3.1 | 9.4.0 |",
            2);
    ago(
        hours(5),
        () ->
            cancelled
                .check("unit", CheckState.PASSED)
                .check("ui", CheckState.CANCELLED)
                .approve("kenji")
                .label("dependencies"));
  }

  // --- design-system: public, no rules
  // ------------------------------------------------------------

  private void designSystem() {
    var design = repository("design-system", "Components and tokens.").open();
    var failing =
        open(
            design,
            hours(18),
            "lena",
            "feat/date-picker",
            "Add a date picker",
            "Keyboard first, see the story.",
            9);
    ago(
        hours(17),
        () -> failing.check("build", CheckState.PASSED).check("visual", CheckState.FAILED));

    var running =
        open(
            design,
            hours(2),
            "priya",
            "fix/focus-ring",
            "Make the focus ring visible on dark",
            "",
            2);
    ago(
        minutes(7),
        () -> running.check("build", CheckState.PASSED).check("visual", CheckState.RUNNING));

    var waiting =
        open(design, hours(29), "noor", "feat/icons", "Add twelve icons", "Drawn with Eva.", 13)
            .fromForkOf("noor");
    ago(
        hours(27),
        () ->
            waiting
                .check("build", CheckState.PASSED)
                .check("visual", CheckState.PASSED)
                .requestReview("lena"));

    var ready = open(design, hours(60), "priya", "feat/spacing", "Name the spacing steps", "", 5);
    ago(
        hours(58),
        () ->
            ready
                .check("build", CheckState.PASSED)
                .check("visual", CheckState.PASSED)
                .requestReview("jonas"));
    ago(hours(11), () -> ready.approve("lena").requestReview("jonas"));

    var outsider =
        open(
                design,
                hours(80),
                "oss-hanna",
                "fix/aria",
                "Give the dialog a label",
                "Found with a screen reader.",
                2)
            .fromForkOf("oss-hanna");
    ago(
        hours(70),
        () ->
            outsider
                .check("build", CheckState.PASSED)
                .check("visual", CheckState.PASSED)
                .requestChanges("eva", "I would word it differently."));
    merged(design, hours(15), "lena", "Remove the old colour names");
  }

  // --- infrastructure: code owners
  // ----------------------------------------------------------------

  private void infrastructure() {
    var infra =
        repository("infra", "Everything that runs.")
            .protect(
                Rules.none().approvals(1).checks("plan").codeOwnersApprove().bypassedByAdmins());
    var owner =
        open(
            infra,
            hours(21),
            "ben",
            "feat/spot-nodes",
            "Run batch jobs on spot nodes",
            "Saves about 300 a month.",
            5);
    ago(
        hours(19),
        () -> owner.check("plan", CheckState.PASSED).approve("lena").requestTeam("platform", true));

    var ready =
        open(infra, hours(13), "jonas", "chore/rotate-keys", "Rotate the deploy keys", "", 3);
    ago(hours(11), () -> ready.check("plan", CheckState.PASSED).approve("tariq"));

    var own = open(infra, hours(8), "jonas", "chore/log-retention", "Keep logs for 14 days", "", 1);
    ago(
        hours(7),
        () -> own.check("plan", CheckState.PASSED).review("dependabot[bot]", Verdict.APPROVED, ""));
  }

  // --- docs: no rules, no checks
  // --------------------------------------------------------------------

  private void docs() {
    var docs = repository("handbook", "How we work.").open();
    open(
            docs,
            hours(5),
            "eva",
            "on-call",
            "Describe the on-call week",
            "Who, when, how to swap.",
            2)
        .fromForkOf("eva");
    open(
            docs,
            hours(400),
            "ben",
            "old-links",
            "Repair the links to the wiki",
            "Written by somebody who left.",
            6)
        .ghostAuthor();
    open(docs, minutes(12), "sofia", "release-notes", "Write down how we release", "", 1)
        .computing();
    merged(docs, hours(3), "eva", "Add the glossary");
  }

  // --- billing: commit statuses, stale approvals
  // ------------------------------------------------------

  private void billing() {
    var billing =
        repository("billing", "Invoices and payments.")
            .protect(Rules.none().approvals(1).checks("ci/jenkins").dismissStale());
    var failing =
        open(
            billing,
            hours(16),
            "priya",
            "fix/rounding",
            "Round per line, not per invoice",
            "Follows the tax office's example.",
            4);
    ago(
        hours(14),
        () -> failing.status("ci/jenkins", CheckState.FAILED, "3 tests failed").approve("tariq"));

    var stale = open(billing, hours(36), "lena", "feat/reminders", "Send payment reminders", "", 7);
    ago(hours(34), () -> stale.status("ci/jenkins", CheckState.PASSED).approve("jonas"));
    ago(hours(4), () -> stale.push().status("ci/jenkins", CheckState.PASSED, "218 tests passed"));

    var dismissed =
        open(billing, hours(45), "kenji", "feat/iban-check", "Check IBANs before saving", "", 3);
    ago(
        hours(43),
        () ->
            dismissed
                .status("ci/jenkins", CheckState.PASSED)
                .requestChanges("ben", "Not like this."));
    ago(hours(8), () -> dismissed.dismissReview("ben").approve("priya"));

    var commented =
        open(
            billing,
            hours(22),
            "jonas",
            "perf/invoice-list",
            "Load the invoice list in one query",
            "",
            2);
    ago(hours(20), () -> commented.status("ci/jenkins", CheckState.PASSED).approve("priya"));
    ago(
        hours(2),
        () ->
            commented.review(
                "priya", Verdict.COMMENTED, "One small remark, no need to wait for me."));

    var fork =
        open(billing, hours(27), "eva", "fix/vat-id", "Accept VAT ids with spaces", "", 2)
            .fromForkOf("eva");
    ago(
        hours(25),
        () -> fork.status("ci/jenkins", CheckState.FAILED, "compile error").approve("lena"));
  }

  // --- search: merge queue
  // ------------------------------------------------------------------------------

  private void search() {
    var search =
        repository("search", "Finds everything.")
            .ruleset(Rules.none().approvals(1).checks("build").mergeQueue());
    var mira = world.person("mira");
    var first = open(search, hours(10), "tariq", "feat/synonyms", "Know synonyms", "", 6);
    ago(
        minutes(14),
        () ->
            first
                .check("build", CheckState.PASSED)
                .approve("jonas")
                .enqueue(QueueEntry.State.AWAITING_CHECKS, 1, mira));
    var second = open(search, hours(9), "jonas", "fix/umlauts", "Find umlauts written out", "", 2);
    ago(
        minutes(10),
        () ->
            second
                .check("build", CheckState.PASSED)
                .approve("tariq")
                .enqueue(QueueEntry.State.QUEUED, 2, mira));
    var thrown = open(search, hours(30), "ben", "feat/facets", "Count results per facet", "", 8);
    ago(
        minutes(50),
        () ->
            thrown
                .check("build", CheckState.PASSED)
                .approve("tariq")
                .enqueue(QueueEntry.State.UNMERGEABLE, 3, world.person("ben")));
  }

  // --- pipeline: auto-merge, replaced runs
  // ----------------------------------------------------------------

  private void pipeline() {
    var pipeline =
        repository("data-pipeline", "Nightly numbers.")
            .protect(Rules.none().approvals(1).checks("build"))
            .autoMergeAllowed(true);
    var armed =
        open(
            pipeline,
            hours(4),
            "dependabot[bot]",
            "dependabot/parquet-1.16",
            "Bump parquet from 1.15.2 to 1.16.0",
            "Release notes inside.",
            1);
    ago(
        minutes(33),
        () ->
            armed
                .check("build", CheckState.RUNNING)
                .label("dependencies")
                .armAutoMerge(world.person("tariq"), MergeMethod.SQUASH));

    var healed = open(pipeline, hours(17), "sofia", "fix/late-data", "Wait for late events", "", 3);
    ago(hours(15), () -> healed.check("build", CheckState.FAILED));
    ago(hours(13), () -> healed.check("build", CheckState.PASSED).approve("kenji"));

    var worse = open(pipeline, hours(19), "kenji", "feat/iceberg", "Write Iceberg tables", "", 15);
    ago(hours(18), () -> worse.check("build", CheckState.PASSED).approve("sofia"));
    ago(hours(1), () -> worse.check("build", CheckState.FAILED));
  }

  // --- monorepo: very many checks
  // -----------------------------------------------------------------------------

  private void monorepo() {
    var mono =
        repository("platform", "Libraries and services that belong together.")
            .protect(Rules.none().approvals(1).checks("module 118", "verify"));
    var many =
        open(mono, hours(23), "tariq", "upgrade/jdk-25", "Build everything with JDK 25", "", 48);
    ago(
        hours(22),
        () -> {
          IntStream.rangeClosed(1, 130)
              .forEach(i ->
                  many.check(
                      "Modules", "module " + i, i == 118 ? CheckState.FAILED : CheckState.PASSED));
          many.check("verify", CheckState.PASSED).approve("jonas");
        });
    var some =
        open(mono, hours(7), "ben", "feat/tracing", "Trace requests through all services", "", 21);
    ago(
        hours(6),
        () -> {
          IntStream.rangeClosed(80, 120)
              .forEach(i -> some.check("Modules", "module " + i, CheckState.PASSED));
          some.check("verify", CheckState.PASSED).approve("tariq");
        });
    var twice =
        open(mono, hours(34), "lena", "fix/flaky-clock", "Stop the flaky clock test", "", 2);
    ago(
        hours(32),
        () ->
            twice
                .check("Linux", "verify", CheckState.PASSED)
                .check("Windows", "verify", CheckState.FAILED)
                .check("Modules", "module 118", CheckState.PASSED)
                .approve("ben"));
  }

  // --- status-page: where life happens
  // ------------------------------------------------------------------------

  private void statusPage() {
    var status = repository("status-page", "Is it us?").open().lively();
    var first =
        open(status, hours(3), "jonas", "feat/history", "Show ninety days of history", "", 4);
    ago(minutes(4), () -> first.check("build", CheckState.PASSED).check("e2e", CheckState.RUNNING));
    var second =
        open(status, hours(6), "renovate[bot]", "renovate/vite", "Update vite to 8.1", "", 1);
    ago(
        hours(5),
        () ->
            second
                .check("build", CheckState.PASSED)
                .check("e2e", CheckState.PASSED)
                .label("dependencies"));
  }

  private void old() {
    var legacy = repository("legacy-shop", "The shop before the shop.");
    open(legacy, hours(500), "ben", "last-fix", "Fix the imprint", "", 1);
    legacy.archive(true);
    world.repository("mira/dotfiles").visibility(Visibility.PRIVATE);
    var upstream = world.repository("oss-hanna/chart-kit").open().description("Small charts.");
    world.repository("mira/chart-kit").open().forkOf(upstream).description("Small charts.");
  }

  // --- the neighbour: read only, checks not readable
  // ---------------------------------------------------------

  private void neighbour() {
    var etl = world.repository(NEIGHBOUR + "/etl").description("Loads port calls.");
    var blind = open(etl, hours(12), "sofia", "feat/ais", "Read AIS messages", "", 7);
    ago(hours(10), () -> blind.check("build", CheckState.PASSED));
    var failing = open(etl, hours(15), "kenji", "fix/timezones", "Store times in UTC", "", 3);
    ago(hours(9), () -> failing.check("build", CheckState.FAILED));
    var notebooks =
        world.repository(NEIGHBOUR + "/notebooks").open().description("Worked examples.");
    open(notebooks, hours(48), "sofia", "tides", "Explain the tide tables", "", 1);
  }
}
