package io.ampel.bench;

import io.ampel.bench.SimulatorProcess.World;
import io.ampel.simulator.Forge;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What it takes to look at everything while nothing happens, at each provider. */
final class IdleSweepBench implements Measurement {
  /** What GitHub takes for each pull request whose checks or mergeability are asked, about. */
  private static final Duration PER_PULL_REQUEST = Duration.ofMillis(4);

  private static final int GITHUB_CALLS = 50;
  private static final int GITHUB_POINTS = 60;
  private static final int GITLAB_CALLS = 60;
  private static final int BITBUCKET_CALLS = 1_000;

  private final List<World> worlds;

  /** Of Bitbucket's, each is read by several calls at first, which nobody measures here. */
  IdleSweepBench() {
    this(
        List.of(
            world(Forge.GITHUB, 1_000, 10),
            world(Forge.GITLAB, 1_000, 10),
            world(Forge.BITBUCKET, 1_000, 3),
            world(Forge.GITHUB, 10_000, 10),
            world(Forge.GITLAB, 10_000, 10),
            world(Forge.BITBUCKET, 10_000, 1)));
  }

  IdleSweepBench(List<World> worlds) {
    this.worlds = worlds;
  }

  static World world(Forge forge, int repositories, int pullRequests) {
    return new World(forge, repositories, pullRequests, PER_PULL_REQUEST);
  }

  @Override
  public String name() {
    return "idle-sweep";
  }

  @Override
  public String about() {
    return "a look at everything while nothing happens, at each provider";
  }

  @Override
  public Findings run(Consumer<String> progress) throws IOException, InterruptedException {
    var results = new ArrayList<Result>();
    var remarks = new ArrayList<String>();
    for (var world : worlds) {
      var toll = sweep(world, progress);
      var found = results(world, toll);
      found.forEach(
          one -> progress.accept("%s: %.1f %s".formatted(one.name(), one.value(), one.unit())));
      results.addAll(found);
      remarks.add("%s: %s".formatted(word(world), toll.effort().limit()));
    }
    return new Findings(results, remarks);
  }

  private static Toll sweep(World world, Consumer<String> progress)
      throws IOException, InterruptedException {
    progress.accept(
        "Reading %,d repositories of %s for the first time."
            .formatted(world.repositories(), world.forge().word()));
    try (var work = Workplace.open(world)) {
      work.watchEverything(work.account());
      work.awaitFirstReading();
      work.rest();
      progress.accept("Looking at them, twice, of which the second time counts.");
      work.lookAtAll();
      work.rest();
      var before = work.toll();
      work.lookAtAll();
      var toll = work.toll().since(before);
      work.requireTruth();
      return toll;
    }
  }

  private static String word(World world) {
    return "%s.%d".formatted(world.forge().word(), world.repositories());
  }

  /** All of them for a thousand repositories. */
  private static List<Result> results(World world, Toll toll) {
    var asked = toll.asked();
    var looks = asked.calls(route -> isLook(world.forge(), route));
    var results = new ArrayList<Result>();
    switch (world.forge()) {
      case GITHUB -> {
        results.add(target(world, "calls", looks, "calls", GITHUB_CALLS));
        results.add(target(world, "points", asked.points(), "points", GITHUB_POINTS));
      }
      case GITLAB -> results.add(target(world, "calls", looks, "calls", GITLAB_CALLS));
      case BITBUCKET -> results.add(target(world, "calls", looks, "calls", BITBUCKET_CALLS));
    }
    results.add(plain(world, "reread", asked.calls() - looks, "calls"));
    results.add(plain(world, "refused", asked.refused(), "calls"));
    results.add(plain(world, "provider", asked.seconds(), "s"));
    results.add(plain(world, "statements", toll.statements(), "statements"));
    results.add(plain(world, "cpu.server", 1000 * toll.effort().server(), "ms"));
    results.add(plain(world, "cpu.database", 1000 * toll.effort().database(), "ms"));
    results.add(plain(world, "time", toll.effort().wall(), "s"));
    return results;
  }

  /** What is asked because an answer may be too old to be trusted is no look. */
  private static boolean isLook(Forge forge, String route) {
    return forge == Forge.BITBUCKET
        ? route.endsWith("/pullrequests")
        : route.toLowerCase(Locale.ROOT).contains("graphql probe");
  }

  private static Result target(World world, String what, double value, String unit, int target) {
    return Result.of(name(world, what), perThousand(world, value), unit, target);
  }

  private static Result plain(World world, String what, double value, String unit) {
    return Result.of(name(world, what), perThousand(world, value), unit);
  }

  private static String name(World world, String what) {
    return word(world) + "." + what;
  }

  private static double perThousand(World world, double value) {
    return value * 1000 / world.repositories();
  }
}
