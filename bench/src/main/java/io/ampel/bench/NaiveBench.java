package io.ampel.bench;

import io.ampel.simulator.Forge;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The same look at everything as Ampel's, made by a program that asks for each pull request. */
final class NaiveBench implements Measurement {
  private final SimulatorProcess.World world;

  NaiveBench() {
    this(1_000, 10);
  }

  NaiveBench(int repositories, int pullRequests) {
    this.world =
        new SimulatorProcess.World(Forge.GITHUB, repositories, pullRequests, Duration.ZERO);
  }

  @Override
  public String name() {
    return "naive";
  }

  @Override
  public String about() {
    return "%,d repositories of GitHub, by one list and three calls for each pull request"
        .formatted(world.repositories());
  }

  @Override
  public Findings run(Consumer<String> progress) throws IOException, InterruptedException {
    progress.accept("Making a GitHub, and reading it for the first time.");
    try (var work = Workplace.open(world)) {
      work.watchEverything(work.account());
      work.awaitFirstReading();
      work.rest();
      work.lookAtAll();
      work.rest();
      progress.accept("Ampel looks at everything.");
      var before = work.toll();
      work.lookAtAll();
      var ampel = work.toll().since(before);
      work.rest();
      progress.accept("A plain client looks at everything.");
      before = work.toll();
      var found = new NaiveClient(work.simulator().base()).look(work.repositories());
      var naive = work.toll().since(before);
      if (found != world.allPullRequests()) {
        throw new IOException("the plain client found %d pull requests".formatted(found));
      }
      return new Findings(
          results(ampel, naive),
          List.of(
              "A token of 5,000 calls an hour lasts the plain client for %.0f repositories an hour."
                  .formatted(OneToken.HOURLY * world.repositories() / naive.asked().calls())));
    }
  }

  private static List<Result> results(Toll ampel, Toll naive) {
    var results = new ArrayList<Result>();
    var asked = naive.asked();
    compare(results, "calls", ampel.asked().calls(), asked.calls(), "calls");
    compare(results, "budget", budget(ampel.asked()), budget(asked), "%");
    compare(results, "cpu", ampel.effort().server(), naive.effort().bench(), "s");
    compare(results, "cpu.provider", ampel.effort().simulator(), naive.effort().simulator(), "s");
    compare(results, "time", ampel.effort().wall(), naive.effort().wall(), "s");
    results.add(Result.of("ampel.cpu.database", ampel.effort().database(), "s"));
    return results;
  }

  /** The share of an hour's budget: calls and points have one each, and the dearer one counts. */
  private static double budget(Asked asked) {
    return 100 * Math.max(asked.points(), asked.plainCalls()) / OneToken.HOURLY;
  }

  private static void compare(
      List<Result> results, String what, double ampel, double naive, String unit) {
    results.add(Result.of("ampel." + what, ampel, unit));
    results.add(Result.of("naive." + what, naive, unit));
    results.add(Result.of("ratio." + what, naive / ampel, "times"));
  }
}
