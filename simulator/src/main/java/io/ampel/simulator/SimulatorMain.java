package io.ampel.simulator;

import io.ampel.simulator.gitlab.Instance;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The simulator as a program of its own. */
@Command(
    name = "ampel-simulator",
    mixinStandardHelpOptions = true,
    description = "Make-believe providers on loopback.")
public final class SimulatorMain implements Callable<Integer> {
  private static final int PORT_TAKEN = 4;

  @Option(
      names = "--simulator-port",
      defaultValue = "8090",
      description = "Port on loopback; 0 takes any free one. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--world",
      defaultValue = "empty",
      description = "demo, empty, or SEED:REPOSITORIES:PULLREQUESTS. Default: ${DEFAULT-VALUE}")
  private String world = "empty";

  @Option(names = "--life", description = "Something small happens about every 45 seconds.")
  private boolean life;

  @Option(
      names = "--pace",
      defaultValue = "PT45S",
      description = "How often something happens with --life. Default: ${DEFAULT-VALUE}")
  private Duration pace = Duration.ofSeconds(45);

  @Option(
      names = "--millis-per-pull-request",
      defaultValue = "4",
      description =
          "Provider time for each pull request whose checks or mergeability are asked. Default: ${DEFAULT-VALUE}")
  private int millis;

  @Option(names = "--enterprise", description = "Speak as Enterprise Server of this version.")
  private String enterprise = "";

  @Option(
      names = "--gitlab-tier",
      defaultValue = "PREMIUM",
      description = "What is paid for at GitLab: FREE or PREMIUM. Default: ${DEFAULT-VALUE}")
  private Instance.Tier gitlabTier = Instance.Tier.PREMIUM;

  @Option(
      names = "--gitlab-version",
      description = "Speak as a self-managed GitLab of this version.")
  private String gitlabVersion = "";

  private SimulatorMain() {}

  public static void main(String[] arguments) {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.exit(new CommandLine(new SimulatorMain()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var simulator = Simulator.start(port)) {
      set(simulator);
      System.out.println(
          "Simulator at " + simulator.url() + ", GitHub at " + simulator.githubBase());
      System.out.println("GitLab at " + simulator.gitlabBase());
      System.out.println("Bitbucket at " + simulator.bitbucketBase());
      new CountDownLatch(1).await();
      return 0;
    } catch (UncheckedIOException e) {
      System.err.println("The simulator cannot start: " + e.getMessage());
      return PORT_TAKEN;
    }
  }

  private void set(Simulator simulator) {
    if (world.equals("demo")) {
      simulator.demoWorld();
    } else if (world.contains(":")) {
      var parts = world.split(":");
      simulator.generatedWorld(
          Long.parseLong(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }
    simulator.timeModel(Duration.ofMillis(millis));
    if (!enterprise.isEmpty()) {
      simulator.github().enterprise(enterprise);
    }
    simulator.gitlab().instance().tier(gitlabTier);
    if (!gitlabVersion.isEmpty()) {
      simulator.gitlab().instance().version(gitlabVersion).selfManaged(true);
    }
    if (life) {
      simulator.live(pace);
    }
  }
}
