package io.ampel.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ampel.provider.Elsewhere.Part;
import io.ampel.pullrequest.Provider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** What the providers leave to each account, as their answers told, and when to ask again. */
@Component
public class Budgets {
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** What is counted by the minute is soon there again. */
  private static final Duration LONG = Duration.ofMinutes(10);

  private static final int DEAREST_CALL = 5;
  private static final Duration NEARLY_SPENT = Duration.ofMinutes(5);

  private final Cache<UUID, Purse> purses =
      Caffeine.newBuilder().expireAfterAccess(Duration.ofHours(3)).build();
  private final Clock clock;
  private final BudgetProperties properties;
  private final Elsewhere elsewhere;

  /** With the usual part kept for people, and nobody else there. */
  public Budgets(Clock clock) {
    this(clock, BudgetProperties.USUAL, Elsewhere.NOBODY);
  }

  @Autowired
  Budgets(Clock clock, BudgetProperties properties, Elsewhere elsewhere) {
    this.clock = clock;
    this.properties = properties;
    this.elsewhere = elsewhere;
  }

  /** What errands took of a budget until its reset. */
  private record Taken(@Nullable Instant resetAt, long points) {
    Taken and(Taken more) {
      return Objects.equals(resetAt, more.resetAt)
          ? new Taken(resetAt, points + more.points)
          : more;
    }
  }

  private record Pause(Instant until, int strikes) {}

  private static final class Purse {
    private final Map<String, Budget> budgets = new ConcurrentHashMap<>();
    private final Map<String, RollingHour> hours = new ConcurrentHashMap<>();
    private final Map<String, Spending> spending = new ConcurrentHashMap<>();
    private final Map<String, SlidingMinute> work = new ConcurrentHashMap<>();
    private final Map<String, Taken> errands = new ConcurrentHashMap<>();
    private volatile @Nullable Pause pause;
  }

  /**
   * What went of one budget since it is looked at. Answers come in any order, so that within one
   * window only less than ever was left counts as spent.
   */
  private record Spending(Budget least, long spent) {
    Spending then(Budget now) {
      if (!Objects.equals(least.resetAt(), now.resetAt())) {
        return isBefore(now, least)
            ? this
            : new Spending(now, spent + Math.max(0, now.limit() - now.remaining()));
      }
      var more = least.remaining() - now.remaining();
      return more > 0 ? new Spending(now, spent + more) : this;
    }

    /** Of a budget that we count ourselves. */
    private static final Spending ONE = new Spending(new Budget("", 0, 0, null), 1);

    Spending andOneMore() {
      return new Spending(least, spent + 1);
    }

    private static boolean isBefore(Budget one, Budget other) {
      var reset = one.resetAt();
      var otherReset = other.resetAt();
      return reset != null && otherReset != null && reset.isBefore(otherReset);
    }
  }

  /**
   * An answer told what is left of one budget. What went since the last one was taken by the work
   * that asked, as far as a single call can have taken so much: others may use the token too.
   */
  public void seen(Access access, Budget budget) {
    var account = access.account();
    var provider = access.instance().provider();
    var taken = Math.clamp(gone(account, budget), 0, DEAREST_CALL);
    var errand = access.errand();
    if (errand != null && taken > 0) {
      purse(account)
          .errands
          .merge(
              budget.name(), new Taken(budget.resetAt(), taken), (known, more) -> known.and(more));
      errand.spend(budget.name(), budget.partOfAnHour(taken, provider));
      if (isLong(budget, provider)) {
        elsewhere.took(account, budget.name(), taken, true);
      }
    }
  }

  private static boolean isLong(Budget budget, Provider provider) {
    return budget.window(provider).compareTo(LONG) >= 0;
  }

  /** The same, told by the way. */
  public void seen(UUID account, Budget budget) {
    gone(account, budget);
  }

  /** What went of it since the last answer. */
  private long gone(UUID account, Budget budget) {
    var purse = purse(account);
    var gone = new AtomicLong();
    purse.budgets.put(budget.name(), budget);
    purse.spending.merge(
        budget.name(),
        new Spending(budget, 0),
        (known, now) -> {
          var then = known.then(now.least());
          gone.set(then.spent() - known.spent());
          return then;
        });
    return gone.get();
  }

  /**
   * The part of an hour's budget that errands may take within an hour from now on, so that their
   * share lasts until the reset, whatever they took of it already.
   *
   * @param share of the whole budget
   */
  public double pace(UUID account, Provider provider, double share) {
    return purse(account).budgets.values().stream()
        .mapToDouble(budget -> pace(account, budget, provider, share))
        .min()
        .orElse(share);
  }

  private double pace(UUID account, Budget budget, Provider provider, double share) {
    var resetAt = budget.resetAt();
    if (budget.limit() <= 0 || resetAt == null || !isLong(budget, provider)) {
      return share;
    }
    var time = Duration.between(clock.instant(), resetAt);
    if (time.isNegative()) {
      return share;
    }
    var window = budget.window(provider);
    var left = share - (double) takenByErrands(account, budget, provider) / budget.limit();
    return Math.clamp(left * window.toMillis() / Math.max(1, time.toMillis()), share / 20, share);
  }

  /** Until the reset, in all processes. */
  private long takenByErrands(UUID account, Budget budget, Provider provider) {
    var resetAt = budget.resetAt();
    var taken = purse(account).errands.get(budget.name());
    var here = taken != null && Objects.equals(taken.resetAt(), resetAt) ? taken.points() : 0;
    if (resetAt == null || !isLong(budget, provider)) {
      return here;
    }
    var begin = resetAt.minus(budget.window(provider));
    return here
        + elsewhere.known(account).stream()
            .filter(part -> part.budget().equals(budget.name()) && part.isSince(begin))
            .mapToLong(Part::errands)
            .sum();
  }

  /** How much went of this budget while this process looked, whoever used it. */
  long spent(UUID account, String budget) {
    var spending = purse(account).spending.get(budget);
    return spending == null ? 0 : spending.spent();
  }

  /**
   * One more call is about to be made of a budget that rolls by the hour and of which the provider
   * does not tell the rest, so that we count it.
   *
   * @param usual calls an hour, as long as no answer told another number
   * @return when there is room for it; empty when it may be made now
   */
  public Optional<Instant> take(Access access, String name, int usual) {
    var purse = purse(access.account());
    var errand = access.errand();
    var room =
        purse
            .hours
            .computeIfAbsent(name, _ -> new RollingHour(name, usual))
            .take(errand, clock.instant(), elsewhere.known(access.account()));
    if (room.isEmpty()) {
      purse.spending.merge(name, Spending.ONE, (known, _) -> known.andOneMore());
      elsewhere.took(access.account(), name, 1, errand != null);
    }
    return room;
  }

  /**
   * An answer took so long, where the provider counts not only calls but how long it worked for
   * them, and tells neither the rest of that nor what a call took of it. The time until the answer
   * is the most that can have been.
   */
  public void worked(UUID account, String budget, Duration took) {
    purse(account)
        .work
        .computeIfAbsent(budget, _ -> new SlidingMinute())
        .worked(took, clock.instant());
  }

  /** An answer told how many calls an hour there are of a budget that we count. */
  public void told(UUID account, String name, int limit) {
    purse(account).hours.computeIfAbsent(name, _ -> new RollingHour(name, limit)).limit(limit);
  }

  /** An answer told that little is left of it: errands leave that to people for some minutes. */
  public void nearlySpent(UUID account, String name) {
    var hour = purse(account).hours.get(name);
    if (hour != null) {
      hour.spare(clock.instant().plus(NEARLY_SPENT));
    }
  }

  public List<Budget> of(UUID account) {
    var purse = purse(account);
    var now = clock.instant();
    var counted =
        purse.hours.values().stream().map(hour -> hour.budget(now, elsewhere.known(account)));
    return Stream.concat(purse.budgets.values().stream(), counted)
        .sorted(Comparator.comparing(Budget::name))
        .toList();
  }

  /**
   * The provider asks for a pause. Without a word how long, it is a minute, and twice as long each
   * time it asks again.
   *
   * @return when the pause ends
   */
  public Instant pause(UUID account, @Nullable Instant until) {
    return pause(account, until, LONGEST_PAUSE);
  }

  /** The same with another bound to the doubling. */
  public Instant pause(UUID account, @Nullable Instant until, Duration longest) {
    var purse = purse(account);
    synchronized (purse) {
      var before = purse.pause;
      var now = clock.instant();
      if (before != null && before.until().isAfter(now) && until == null) {
        return before.until();
      }
      var strikes = before == null ? 1 : before.strikes() + 1;
      var end = until == null ? now.plus(pauseAfter(strikes, longest)) : until;
      purse.pause = new Pause(end, strikes);
      return end;
    }
  }

  private static Duration pauseAfter(int strikes, Duration longest) {
    var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(strikes - 1, 10));
    return pause.compareTo(longest) < 0 ? pause : longest;
  }

  /** A call went well: the next pause is a short one again. */
  public void fine(UUID account) {
    var purse = purse(account);
    var pause = purse.pause;
    if (pause != null && !pause.until().isAfter(clock.instant())) {
      purse.pause = null;
    }
  }

  /** Until when nothing is to be asked with this account; empty when asking is fine. */
  public Optional<Instant> blockedUntil(UUID account) {
    return Stream.concat(paused(account).stream(), of(account).stream().flatMap(this::exhausted))
        .max(Comparator.naturalOrder());
  }

  /** The same for calls that are paid from this budget. */
  public Optional<Instant> blockedUntil(UUID account, String budget) {
    var spent = of(account).stream().filter(known -> known.name().equals(budget));
    return Stream.concat(paused(account).stream(), spent.flatMap(this::exhausted))
        .max(Comparator.naturalOrder());
  }

  /** The same for this work: errands leave to people what is theirs. */
  public Optional<Instant> blockedUntil(Access access, String budget) {
    var errand = access.errand();
    var hard = blockedUntil(access.account(), budget);
    if (hard.isPresent() || errand == null) {
      return hard;
    }
    var purse = purse(access.account());
    var spent =
        Optional.ofNullable(purse.budgets.get(budget))
            .filter(known -> isForPeople(known, access, errand))
            .map(Budget::resetAt)
            .filter(reset -> reset.isAfter(clock.instant()));
    return Stream.concat(spent.stream(), busyUntil(purse, budget).stream())
        .max(Comparator.naturalOrder());
  }

  /** A server of one's own that counts nothing does not count this either. */
  private Optional<Instant> busyUntil(Purse purse, String budget) {
    return Optional.ofNullable(purse.work.get(budget))
        .filter(_ -> purse.budgets.containsKey(budget))
        .flatMap(minute -> minute.fullUntil(properties.work(), clock.instant()));
  }

  /** The same where any budget may be the one that pays. */
  public Optional<Instant> blockedUntil(Access access) {
    return Stream.concat(
            blockedUntil(access.account()).stream(),
            purse(access.account()).budgets.keySet().stream()
                .flatMap(budget -> blockedUntil(access, budget).stream()))
        .max(Comparator.naturalOrder());
  }

  private boolean isForPeople(Budget budget, Access access, Errand errand) {
    var limit = budget.limit();
    var taken = takenByErrands(access.account(), budget, access.instance().provider());
    return limit > 0
        && (taken >= Math.max(1, errand.share() * limit)
            || budget.remaining() <= properties.kept() * limit);
  }

  private Optional<Instant> paused(UUID account) {
    return Optional.ofNullable(purse(account).pause)
        .map(Pause::until)
        .filter(until -> until.isAfter(clock.instant()));
  }

  private Stream<Instant> exhausted(Budget budget) {
    return Optional.ofNullable(budget.resetAt())
        .filter(reset -> budget.remaining() <= 0 && reset.isAfter(clock.instant()))
        .stream();
  }

  private Purse purse(UUID account) {
    return purses.get(account, _ -> new Purse());
  }
}
