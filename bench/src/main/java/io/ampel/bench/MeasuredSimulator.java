package io.ampel.bench;

import io.ampel.simulator.Forge;
import io.ampel.simulator.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The simulator in a process of its own, with one generated world. It ends when its standard input
 * does, so that no bench leaves one behind.
 */
final class MeasuredSimulator {
  static final String READY = "Simulator is ready: ";
  static final String LIMITS = "limits";
  static final String LIMITED = "limited ";
  private static final int NO_LIMIT = 1_000_000;
  private static final int GITHUB_HOURLY = 5_000;
  private static final int BITBUCKET_HOURLY = 1_000;

  private MeasuredSimulator() {}

  public static void main(String... arguments) throws IOException {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    var answers = Program.answers();
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (var simulator = Simulator.start(0)) {
      var forge = Forge.valueOf(arguments[0]);
      simulator.generatedWorld(
          forge, 1, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
      simulator.timeModel(Duration.ofMillis(Long.parseLong(arguments[3])));
      limit(simulator, false);
      answers.println(READY + simulator.url());
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var words = line.split(" ");
        if (!words[0].equals(LIMITS)) throw new IllegalArgumentException(line);
        limit(simulator, Boolean.parseBoolean(words[1]));
        answers.println(LIMITED + words[1]);
      }
    }
    System.exit(0);
  }

  /**
   * Bitbucket tells of no limit unless it is an access token's, and Ampel believes in the usual.
   */
  private static void limit(Simulator simulator, boolean limits) {
    simulator.withoutLimits();
    simulator.bitbucket().scaledLimit(NO_LIMIT);
    if (limits) {
      simulator.github().hourlyBudget(GITHUB_HOURLY);
      simulator.gitlab().instance().selfManaged(false);
      simulator.bitbucket().hourlyBudget(BITBUCKET_HOURLY).scaledLimit(0);
    }
  }
}
