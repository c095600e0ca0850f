package io.ampel.bench;

import io.ampel.simulator.CheckState;
import io.ampel.simulator.PullRequest;
import io.ampel.simulator.Repository;
import io.ampel.simulator.Truth;
import io.ampel.simulator.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A company at work: changes that move a light, most of them in a few repositories, the others
 * anywhere.
 */
final class Bustle {
  private record Kind(String name, UnaryOperator<PullRequest> change) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("failed", pr -> pr.finish("build", CheckState.FAILED)),
          new Kind("run again", pr -> pr.rerun("build").finish("build", CheckState.PASSED)),
          new Kind("draft", PullRequest::draft),
          new Kind("ready", PullRequest::ready),
          new Kind(
              "pushed",
              pr -> pr.push().check("build", CheckState.PASSED).check("test", CheckState.PASSED)),
          new Kind("objected", pr -> pr.requestChanges("mira", "This can be simpler.")),
          new Kind("approved", pr -> pr.approve("mira")));

  private static final int TRIES = 1_000;

  private final World world;
  private final List<Repository> active;
  private final List<Repository> rest;
  private final double share;
  private final Random random = new Random(20261127);

  /**
   * @param active repositories in which most happens
   * @param share of the changes that fall into these
   */
  Bustle(World world, int active, double share) {
    this.world = world;
    this.share = share;
    var all = new ArrayList<>(world.repositories());
    Collections.shuffle(all, random);
    this.active = List.copyOf(all.subList(0, active));
    this.rest = List.copyOf(all.subList(active, all.size()));
  }

  List<Repository> active() {
    return active;
  }

  List<Repository> rest() {
    return rest;
  }

  /**
   * One pull request whose light is to be another one.
   *
   * @param name with its repository and number
   * @param kind what happened
   * @param light the new one
   */
  record Change(String name, boolean inActive, String kind, String light, Instant at) {}

  /**
   * As if it had been going on like that for days: the last change lies as far back as it would.
   */
  void wasAlways(double changesAMinute) {
    world.change(() -> {
      active.forEach(one -> lastChanged(one, active.size() / (changesAMinute * share)));
      rest.forEach(one -> lastChanged(one, rest.size() / (changesAMinute * (1 - share))));
      return true;
    });
  }

  private void lastChanged(Repository repository, double meanMinutes) {
    var ago = -Math.log(1 - random.nextDouble()) * meanMinutes;
    for (var pullRequest : repository.pullRequests()) {
      pullRequest.updated(Duration.ofMillis((long) (ago * 60_000)));
      ago += random.nextDouble() * meanMinutes * 2;
    }
  }

  /**
   * Changes one of those that are not named here, unless hardly any is left.
   *
   * @param amongTheRest where changes outside of the active ones fall
   */
  Optional<Change> next(Set<String> busy, List<Repository> amongTheRest) {
    var inActive = random.nextDouble() < share;
    var repositories = inActive ? active : amongTheRest;
    return world.change(() ->
        Stream.generate(() -> anyOf(repositories))
            .limit(TRIES)
            .filter(one -> !busy.contains(name(one)))
            .flatMap(one -> moved(one, inActive).stream())
            .findFirst());
  }

  private PullRequest anyOf(List<Repository> repositories) {
    var all = List.copyOf(repositories.get(random.nextInt(repositories.size())).pullRequests());
    return all.get(random.nextInt(all.size()));
  }

  private static String name(PullRequest pullRequest) {
    return pullRequest.repository().fullName() + "#" + pullRequest.number();
  }

  private Optional<Change> moved(PullRequest pullRequest, boolean inActive) {
    var before = Truth.of(pullRequest).light();
    var kinds = new ArrayList<>(KINDS);
    Collections.shuffle(kinds, random);
    for (var kind : kinds) {
      var light = Truth.of(kind.change().apply(pullRequest)).light();
      if (!light.equals(before)) {
        return Optional.of(
            new Change(name(pullRequest), inActive, kind.name(), light, Instant.now()));
      }
    }
    return Optional.empty();
  }
}
