package io.ampel.bench;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everything is watched and read for the first time.
 *
 * @param choosing seconds until all repositories were chosen
 * @param toll of all of it, choosing included
 */
record FirstReading(double choosing, Toll toll) {

  static FirstReading of(Workplace work, Consumer<String> progress)
      throws IOException, InterruptedException {
    var account = work.account();
    progress.accept("Watching all %,d repositories.".formatted(work.world().repositories()));
    var before = work.toll();
    work.watchEverything(account);
    var choosing = (System.nanoTime() / 1e9) - before.effort().wall();
    progress.accept("Chosen in %.1f s; waiting for the last light.".formatted(choosing));
    work.awaitFirstReading();
    var toll = work.toll().since(before);
    progress.accept("Read in %.1f s.".formatted(toll.effort().wall()));
    return new FirstReading(choosing, toll);
  }

  List<Result> results(SimulatorProcess.World world) {
    var effort = toll.effort();
    return List.of(
        Result.of("load.choosing", choosing, "s"),
        Result.of("load.rate", world.allPullRequests() / effort.wall(), "PRs/s"),
        Result.of("load.calls", toll.asked().calls(), "calls"),
        Result.of("load.points", toll.asked().points(), "points"),
        Result.of("load.refused", toll.asked().refused(), "calls"),
        Result.of("load.statements", toll.statements(), "statements"),
        Result.of("cpu.server", effort.server(), "s"),
        Result.of("cpu.database", effort.database(), "s"),
        Result.of("cpu.simulator", effort.simulator(), "s"));
  }
}
