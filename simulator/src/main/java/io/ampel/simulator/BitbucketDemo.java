package io.ampel.simulator;

import io.ampel.simulator.BranchRule.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the demo's people have at Bitbucket: the workspace of Lumen's warehouses and drivers, and a
 * neighbour's. Their work is named by the keys of another tool, as in {@code OPS-214}.
 */
final class BitbucketDemo {
  static final String COMPANY = "lumen-ops";
  static final String NEIGHBOUR = "harbor-sea";

  private final World world;

  private BitbucketDemo(World world) {
    this.world = world;
  }

  static void fill(World world) {
    world.change(() -> {
      new BitbucketDemo(world).fill();
      return world;
    });
  }

  private void fill() {
    people();
    ago(
        Duration.ofDays(20),
        () -> {
          warehouse();
          dispatch();
          fleet();
          tides();
        });
  }

  private void people() {
    world.person("priya", "Priya Raman");
    world.person("jonas", "Jonas Weber");
    world.person("sofia", "Sofia Marques");
    world.person("kenji", "Kenji Mori");
    world.person("eva", "Eva Novak");
    world.person("renovate[bot]", "Renovate");
    world
        .organization(COMPANY)
        .name("Lumen Ops")
        .members(Role.ADMIN, "mira")
        .members(Role.WRITE, "ben", "lena", "tariq", "jonas", "priya")
        .members(Role.READ, "noor", "eva");
    world
        .organization(NEIGHBOUR)
        .name("Harbor Sea")
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

  private PullRequest open(
      Repository repository,
      int hoursAgo,
      String author,
      String branch,
      String title,
      String body) {
    var opened = new PullRequest[1];
    ago(
        hours(hoursAgo),
        () -> opened[0] = repository.pullRequest(title).author(author).headRef(branch).body(body));
    return opened[0].files(files(opened[0].number()));
  }

  private static List<FileChange> files(int number) {
    return IntStream.rangeClosed(0, number % 6)
        .mapToObj(i ->
            new FileChange(
                "src/part-" + (number * 4 + i) + ".kt",
                3 + (number * 17 + i * 5) % 70,
                (number * 7 + i) % 30,
                i % 3 == 2 ? "added" : "modified"))
        .toList();
  }

  // --- warehouse: two approvals and a build, enforced -------------------------------------------

  private void warehouse() {
    var warehouse =
        world
            .repository(COMPANY + "/warehouse")
            .project("OPS")
            .description("Pallets, shelves and scales.")
            .protect(Rules.none().approvals(2).checks("build"))
            .branchRule(Kind.REQUIRE_TASKS_TO_BE_COMPLETED);
    var done =
        open(warehouse, 90, "priya", "bugfix/OPS-190-scale", "OPS-190 Read the scale twice", "");
    ago(hours(70), () -> done.approve("lena").approve("tariq").merge("mira"));
    var given = open(warehouse, 120, "ben", "feature/OPS-101-voice", "OPS-101 Pick by voice", "");
    ago(hours(100), () -> given.close(world.person("ben"), "Too loud in the hall."));

    var ready =
        open(
                warehouse,
                30,
                "ben",
                "feature/OPS-214-count-pallets",
                "OPS-214 Count pallets twice a day",
                "The second count finds what the night shift moved.")
            .closesSourceBranch(true);
    ago(hours(28), () -> ready.status("build", CheckState.PASSED).requestReview("lena", "tariq"));
    ago(hours(20), () -> ready.approve("lena"));
    ago(hours(4), () -> ready.approve("tariq"));

    var oneOfTwo =
        open(
            warehouse,
            26,
            "lena",
            "feature/OPS-220-shelf-labels",
            "OPS-220 Print shelf labels in the hall",
            "");
    ago(
        hours(22),
        () ->
            oneOfTwo
                .status("build", CheckState.PASSED)
                .requestReview("ben", "jonas")
                .approve("ben"));

    var failing =
        open(
            warehouse,
            9,
            "jonas",
            "bugfix/OPS-233-negative-stock",
            "OPS-233 Never show a negative stock",
            "");
    ago(
        hours(8),
        () ->
            failing
                .status("build", CheckState.FAILED, "4 tests failed")
                .approve("ben")
                .approve("lena"));

    var conflict =
        open(
                warehouse,
                170,
                "tariq",
                "feature/OPS-160-zones",
                "OPS-160 Divide the hall into zones",
                "Waits for the new plan of the hall.")
            .conflicting();
    ago(
        hours(150),
        () -> conflict.status("build", CheckState.PASSED).approve("ben").approve("lena"));

    var draft =
        open(
                warehouse,
                50,
                "priya",
                "feature/OPS-240-robots",
                "OPS-240 Let robots bring the pallets",
                "A first idea.")
            .draft();
    ago(hours(48), () -> draft.status("build", CheckState.PASSED));
  }

  // --- dispatch: merge checks that only suggest -------------------------------------------------

  private void dispatch() {
    var dispatch =
        world
            .repository(COMPANY + "/dispatch")
            .project("OPS")
            .description("Which van takes what.")
            .branchRule(Kind.REQUIRE_APPROVALS_TO_MERGE, 1)
            .branchRule(Kind.REQUIRE_NO_CHANGES_REQUESTED)
            .branchRule(Kind.REQUIRE_TASKS_TO_BE_COMPLETED)
            .defaultReviewers("tariq")
            .mergeStrategies(MergeStrategy.SQUASH, MergeStrategy.MERGE_COMMIT);
    var tasks =
        open(
            dispatch,
            40,
            "ben",
            "feature/OPS-230-night-tours",
            "OPS-230 Plan night tours apart",
            "");
    ago(
        hours(36),
        () -> {
          tasks.check("Pipeline", "test", CheckState.PASSED).approve("tariq");
          tasks.task("tariq", "Say in the manual when the night begins");
          tasks.task("tariq", "Ask the works council");
        });

    var ready =
        open(
            dispatch,
            18,
            "lena",
            "bugfix/OPS-236-summer-time",
            "OPS-236 Keep tours together when the clock changes",
            "Found on the last Sunday of October.");
    ago(
        hours(16),
        () -> {
          ready
              .check("Pipeline", "test", CheckState.PASSED)
              .check("Pipeline", "lint", CheckState.PASSED)
              .thread("tariq", "Also for vans that start before midnight?", true);
        });
    ago(hours(3), () -> ready.approve("tariq"));

    var waiting =
        open(
            dispatch,
            14,
            "jonas",
            "feature/OPS-238-van-size",
            "OPS-238 Offer the smallest van that fits",
            "");
    ago(hours(12), () -> waiting.check("Pipeline", "test", CheckState.PASSED));

    var stopped =
        open(
            dispatch,
            11,
            "priya",
            "feature/OPS-239-traffic",
            "OPS-239 Ask for the traffic before a tour",
            "");
    ago(hours(10), () -> stopped.check("Pipeline", "test", CheckState.CANCELLED).approve("tariq"));

    var objected =
        open(dispatch, 60, "ben", "feature/OPS-199-map", "OPS-199 Draw tours on one map", "");
    ago(hours(55), () -> objected.check("Pipeline", "test", CheckState.PASSED));
    ago(hours(31), () -> objected.requestChanges("tariq", "The map hides the stops."));
  }

  // --- fleet-app: no rules, where life happens --------------------------------------------------

  private void fleet() {
    var fleet =
        world
            .repository(COMPANY + "/fleet-app")
            .project("APP")
            .description("What drivers hold in their hands.")
            .lively();
    var running =
        open(
                fleet,
                5,
                "noor",
                "feature/APP-71-big-buttons",
                "APP-71 Buttons for gloves",
                "Tried with the drivers of the early shift.")
            .fromForkOf("noor");
    ago(
        minutes(6),
        () ->
            running
                .check("Pipeline", "test", CheckState.PASSED)
                .check("Pipeline", "devices", CheckState.RUNNING));

    var bot =
        open(
            fleet,
            7,
            "renovate[bot]",
            "renovate/compose",
            "Update Compose to 1.12",
            "| package | from | to |\n|---|---|---|\n| compose | 1.11.2 | 1.12.0 |");
    ago(
        hours(6),
        () ->
            bot.check("Pipeline", "test", CheckState.PASSED)
                .check("Pipeline", "devices", CheckState.PASSED));

    open(
            fleet,
            34,
            "jonas",
            "feature/APP-65-offline-maps",
            "APP-65 Ship the maps of a whole country",
            "Very many files; the comparison takes its time.")
        .computing();

    var broken = open(fleet, 20, "lena", "feature/APP-70-dark", "APP-70 Be dark at night", "");
    ago(hours(19), () -> broken.check("Pipeline", "test", CheckState.STARTUP_FAILED));
  }

  // --- the neighbour: read only -----------------------------------------------------------------

  private void tides() {
    var tides =
        world
            .repository(NEIGHBOUR + "/tides")
            .project("SEA")
            .description("When the water is high.");
    var running = open(tides, 100, "sofia", "feature/SEA-12-neap", "SEA-12 Know neap tides", "");
    ago(hours(95), () -> running.status("ci", CheckState.PASSED).approve("kenji"));
    ago(minutes(18), () -> running.status("ci", CheckState.RUNNING));
    var ready = open(tides, 33, "kenji", "bugfix/SEA-15-leap", "SEA-15 Mind leap seconds", "");
    ago(hours(30), () -> ready.status("ci", CheckState.PASSED).approve("sofia"));
    open(tides, 300, "sofia", "old-tables", "Scan the old tables", "Begun by somebody who left.")
        .ghostAuthor()
        .requestReview("kenji");
  }
}
