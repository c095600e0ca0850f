package io.ampel.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** A little life: now and then a check finishes or starts, somebody comments or reviews. */
final class Life implements Runnable {
  private static final List<String> REMARKS =
      List.of(
          "Looked through it again, the naming is clearer now.",
          "Can we have a line in the changelog for this?",
          "Tried it on staging, works as described.",
          "I will have a closer look this afternoon.",
          "Thanks, that answers my question.");

  private final Supplier<List<World>> worlds;
  private final Duration pace;
  private final Random random = new Random(11);
  private volatile boolean stopped;

  Life(Supplier<List<World>> worlds, Duration pace) {
    this.worlds = worlds;
    this.pace = pace;
  }

  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    while (!stopped && !Thread.currentThread().isInterrupted()) {
      Door.sleep(pace);
      if (!stopped && !Thread.currentThread().isInterrupted()) {
        worlds.get().forEach(this::beat);
      }
    }
  }

  /** One small thing happens. */
  void beat(World world) {
    world.change(() -> {
      var candidates =
          world.repositories().stream()
              .filter(each -> !each.archived())
              .flatMap(each -> each.pullRequests().stream())
              .filter(PullRequest::open)
              .toList();
      var lively = candidates.stream().filter(each -> each.repository().isLively()).toList();
      var chosen = lively.isEmpty() || random.nextInt(3) == 0 ? candidates : lively;
      if (!chosen.isEmpty()) {
        happen(chosen.get(random.nextInt(chosen.size())));
      }
      return true;
    });
  }

  private void happen(PullRequest pr) {
    var running =
        pr.head().latestChecks().stream().filter(each -> !each.state().settled()).findFirst();
    if (!pr.repository().isLively() || pr.head().checks().isEmpty()) {
      talk(pr);
    } else if (running.isPresent()) {
      pr.finish(
          running.get().name(), random.nextInt(5) == 0 ? CheckState.FAILED : CheckState.PASSED);
    } else {
      pr.rerun(pr.head().latestChecks().getFirst().name());
    }
  }

  private void talk(PullRequest pr) {
    var by = List.of("lena", "tariq", "jonas").get(random.nextInt(3));
    pr.comment(by, REMARKS.get(random.nextInt(REMARKS.size())));
  }
}
