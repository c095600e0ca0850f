package io.ampel.bench;

import io.ampel.simulator.CheckState;
import io.ampel.simulator.Forge;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Simulator;
import io.ampel.simulator.World;
import java.util.List;
import java.util.Random;

/** What people and machines do in the worlds of the simulator, one thing after the other. */
final class Happenings {
  private static final List<String> REVIEWERS = List.of("lena", "tariq", "jonas");
  private final Simulator simulator;
  private final Random random;

  Happenings(Simulator simulator, long seed) {
    this.simulator = simulator;
    this.random = new Random(seed);
  }

  /** One change of one open pull request, or a new one, somewhere. */
  void next() {
    var world = simulator.world(Forge.values()[random.nextInt(Forge.values().length)]);
    world.change(() -> {
      var repositories = List.copyOf(world.repositories());
      var repository = repositories.get(random.nextInt(repositories.size()));
      var open = repository.pullRequests().stream().filter(PullRequest::open).toList();
      if (open.size() < 2 || random.nextInt(12) == 0) {
        begin(repository);
      } else {
        happen(world, open.get(random.nextInt(open.size())));
      }
      return true;
    });
  }

  private void begin(Repository repository) {
    repository
        .pullRequest("Change %d".formatted(random.nextInt(1_000_000)))
        .author("ben")
        .check("build", random.nextBoolean() ? CheckState.PASSED : CheckState.RUNNING)
        .approve("lena");
  }

  private void happen(World world, PullRequest pullRequest) {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> pullRequest.push().check("build", CheckState.RUNNING);
      case 3, 4, 5 -> finishOrPush(pullRequest);
      case 6 -> rerun(world, pullRequest);
      case 7 -> pullRequest.draft();
      case 8 -> pullRequest.ready();
      case 9 -> pullRequest.approve(REVIEWERS.get(random.nextInt(REVIEWERS.size())));
      case 10 -> pullRequest.requestChanges("tariq", "This can be simpler.");
      default -> end(pullRequest);
    }
  }

  private void finishOrPush(PullRequest pullRequest) {
    var outcome = random.nextInt(3) == 0 ? CheckState.FAILED : CheckState.PASSED;
    var running =
        pullRequest.head().latestChecks().stream().filter(one -> !one.state().settled()).findAny();
    if (running.isPresent()) {
      pullRequest.finish(running.get().name(), outcome);
    } else {
      pullRequest.push().check("build", outcome);
    }
  }

  /** Bitbucket's lists do not show that; there a re-run is found within half an hour. */
  private static void rerun(World world, PullRequest pullRequest) {
    var checks = pullRequest.head().latestChecks();
    if (world.forge() != Forge.BITBUCKET && !checks.isEmpty()) {
      pullRequest.rerun(checks.getFirst().name());
    }
  }

  private void end(PullRequest pullRequest) {
    if (random.nextBoolean()) {
      pullRequest.merge("mira");
    } else {
      pullRequest.close();
    }
  }
}
