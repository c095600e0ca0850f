package io.ampel.bench;

import io.ampel.simulator.Forge;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** How long it takes from "watch everything" to the last light, in a large company. */
final class FirstLoadBench implements Measurement {
  static final Duration LATENCY = Duration.ofMillis(20);
  private static final double LONGEST = 300;

  private final SimulatorProcess.World world;

  FirstLoadBench() {
    this(10_000, 10);
  }

  FirstLoadBench(int repositories, int pullRequests) {
    this.world =
        new SimulatorProcess.World(Forge.GITHUB, repositories, pullRequests, Duration.ZERO);
  }

  @Override
  public String name() {
    return "first-load";
  }

  @Override
  public String about() {
    return "the first reading of %,d repositories with %,d open pull requests"
        .formatted(world.repositories(), world.allPullRequests());
  }

  @Override
  public Findings run(Consumer<String> progress) throws IOException, InterruptedException {
    progress.accept("Making a GitHub and starting Ampel.");
    try (var work = Workplace.open(world)) {
      work.simulator().latency(LATENCY);
      var first = FirstReading.of(work, progress);
      var effort = first.toll().effort();
      var results = new ArrayList<Result>();
      results.add(Result.of("load.time", effort.wall(), "s", LONGEST));
      results.addAll(first.results(world));
      results.addAll(OneToken.needs(first.toll().asked()));
      results.addAll(Figures.machine(work, effort));
      work.requireTruth();
      return new Findings(
          results,
          List.of(
              "Ampel shows %s, as the simulated GitHub has it.".formatted(work.lights()),
              effort.limit()));
    }
  }
}
