package io.ampel.sync;

import io.ampel.provider.AccountProblem;
import io.ampel.pullrequest.Policy;
import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.Repository.Visibility;
import io.ampel.pullrequest.TrafficLight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A repository that somebody watches: how its pull requests stand and how well it is read. */
public record RepositoryView(
    UUID id,
    Provider provider,
    String instance,
    String fullName,
    String url,
    Visibility visibility,
    boolean archived,
    boolean fork,
    Policy policy,
    Counts counts,
    @Nullable Instant syncedAt,
    boolean stale,
    boolean reading,
    int failures,
    Duration interval,
    boolean stretched,
    @Nullable Instant nextAt,
    @Nullable AccountProblem problem,
    List<Reach> accounts,
    boolean mayDecide) {

  /** Open pull requests by light. */
  public record Counts(int ready, int unknown, int waiting, int blocked) {
    public int open() {
      return ready + unknown + waiting + blocked;
    }

    /** The worst light of all, none where nothing is open. */
    public Optional<TrafficLight> worst() {
      if (blocked > 0) return Optional.of(TrafficLight.BLOCKED);
      if (waiting > 0) return Optional.of(TrafficLight.WAITING);
      if (unknown > 0) return Optional.of(TrafficLight.UNKNOWN);
      return ready > 0 ? Optional.of(TrafficLight.READY) : Optional.empty();
    }
  }

  /** Whether one of one's own accounts reaches the repository. */
  public record Reach(
      UUID id,
      String name,
      State state,
      boolean reads,
      @Nullable Instant until,
      @Nullable AccountProblem problem) {
    /** What keeps it from reaching, or that nothing does. */
    public enum State {
      REACHES,
      NOT_ASKED_YET,
      RESTS,
      LOST,
      DEAD,
      DISABLED
    }
  }

  /** In one word, how well Ampel knows it. */
  public enum Health {
    FINE,
    FIRST_SYNC,
    RESTING,
    STALE,
    TROUBLE,
    UNREACHABLE
  }

  public RepositoryView {
    accounts = List.copyOf(accounts);
  }

  public Health health() {
    if (accounts.stream().noneMatch(RepositoryView::isOfUse)) return Health.UNREACHABLE;
    if (problem != null) return Health.TROUBLE;
    if (stale && resting().isPresent()) return Health.RESTING;
    if (syncedAt == null) return Health.FIRST_SYNC;
    return stale ? Health.STALE : Health.FINE;
  }

  /** The account that rests, where all that could read do. */
  public Optional<Reach> resting() {
    var able = accounts.stream().filter(RepositoryView::isOfUse).toList();
    return able.stream().allMatch(one -> one.state() == Reach.State.RESTS)
        ? able.stream().findFirst()
        : Optional.empty();
  }

  /** What explains the trouble best: the repository's own, otherwise that of an account. */
  public @Nullable AccountProblem mainProblem() {
    if (problem != null) return problem;
    return accounts.stream()
        .map(Reach::problem)
        .flatMap(java.util.stream.Stream::ofNullable)
        .findFirst()
        .orElse(null);
  }

  private static boolean isOfUse(Reach reach) {
    return switch (reach.state()) {
      case REACHES, NOT_ASKED_YET, RESTS -> true;
      case LOST, DEAD, DISABLED -> false;
    };
  }
}
