package io.ampel.sync;

import io.ampel.platform.Live;
import io.ampel.platform.Trace;
import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.ProviderAccount;
import io.ampel.provider.ProviderAccounts;
import io.ampel.provider.ProviderFailure;
import io.ampel.watchlist.Sight;
import io.ampel.watchlist.WatchlistChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Takes what is due and reads it, each batch on a thread of its own and only so many of one account
 * at a time. What is due stands in the database; nothing here outlives the process.
 */
@Component
class SyncRunner implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(SyncRunner.class);

  /** How long an end waits for what is under way. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private static final Duration LEASES_KEPT_EVERY = Duration.ofSeconds(15);

  private final Readers readers;
  private final Leases leases;
  private final Sweep sweep;
  private final Ledger ledger;
  private final Rhythm rhythm;
  private final Silence silence;
  private final ProviderAccounts accounts;
  private final Sight sight;
  private final Live live;
  private final SyncProperties properties;
  private final SweepFigures figures;
  private final Slots slots = new Slots();
  private volatile boolean started;
  private @Nullable Thread ticker;
  private Instant keepAt = Instant.MIN;

  SyncRunner(
      Readers readers,
      Leases leases,
      Sweep sweep,
      Ledger ledger,
      Rhythm rhythm,
      Silence silence,
      ProviderAccounts accounts,
      Sight sight,
      Live live,
      SyncProperties properties,
      SweepFigures figures) {
    this.readers = readers;
    this.leases = leases;
    this.sweep = sweep;
    this.ledger = ledger;
    this.rhythm = rhythm;
    this.silence = silence;
    this.accounts = accounts;
    this.sight = sight;
    this.live = live;
    this.properties = properties;
    this.figures = figures;
  }

  /** Takes all that is due and that this process has hands for. */
  synchronized void takeDue() {
    if (!started) {
      return;
    }
    readers.admit();
    while (!slots.areTaken()) {
      var occupied = slots.occupied();
      var lease = leases.settle(occupied).or(() -> leases.sweep(occupied));
      if (lease.isEmpty()) {
        return;
      }
      begin(lease.get());
    }
  }

  @TransactionalEventListener(fallbackExecution = true)
  void on(WatchlistChanged change) {
    soon();
  }

  /** Does not wait for the next tick. */
  void soon() {
    if (started && properties.enabled()) {
      Thread.ofVirtual().name("sync-soon").start(() -> guarded(this::takeDue));
    }
  }

  private void begin(Lease lease) {
    var thread = worker("sync-" + lease.account(), () -> work(lease));
    slots.take(thread, lease);
    thread.start();
  }

  private void work(Lease lease) {
    try (var trace = Trace.begin()) {
      log.debug("{} of {} repositories, trace {}", lease.kind(), lease.items().size(), trace.id());
      guarded(() -> run(lease));
    } finally {
      slots.free(Thread.currentThread());
      soonIfMore(lease);
    }
  }

  /** Not virtual: interrupted, a virtual thread closes the connection that it reads from. */
  private static Thread worker(String name, Runnable work) {
    return Thread.ofPlatform().daemon().name(name).unstarted(work);
  }

  private void soonIfMore(Lease lease) {
    if (lease.kind() == Lease.Kind.FIRST || lease.items().size() >= Lease.MOST) {
      soon();
    }
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      if (started) {
        log.warn("A reading broke off; it will be tried again", e);
      }
    }
  }

  void run(Lease lease) {
    var account = accounts.find(lease.account()).filter(ProviderAccount::usable);
    if (account.isEmpty()) {
      leases.release(lease);
      return;
    }
    var tally = new Tally(lease);
    var errand = rhythm.errand(account.get());
    var trouble = read(accounts.access(account.get()).on(errand), lease, tally);
    figures.read(tally.outcomes());
    if (!started) {
      return;
    }
    rhythm.left(lease.account()).forEach(budget -> accounts.budget(lease.account(), budget));
    trouble.ifPresentOrElse(problem -> stumble(lease, problem), () -> fine(lease));
    if (trouble.isEmpty() && lease.kind() == Lease.Kind.SWEEP && !lease.isAnnounced()) {
      rhythm.learn(lease.account(), errand, lease.items().size());
    }
    close(account.get(), lease, tally);
  }

  private Optional<AccountProblem> read(Access access, Lease lease, Tally tally) {
    var begun = figures.begin();
    try {
      var trouble = look(access, lease, tally);
      figures.ended(begun, lease, trouble);
      return trouble;
    } catch (RuntimeException e) {
      figures.broke(begun, lease);
      leases.release(lease);
      throw e;
    }
  }

  private Optional<AccountProblem> look(Access access, Lease lease, Tally tally) {
    try {
      switch (lease.kind()) {
        case FIRST, SWEEP -> sweep.look(access, lease, tally);
        case SETTLE -> sweep.settle(access, lease, tally);
      }
      return tally.trouble();
    } catch (ProviderFailure e) {
      return Optional.of(e.problem());
    }
  }

  private void fine(Lease lease) {
    if (lease.troubled()) {
      rhythm.fine(lease.account());
    }
    rhythm.room(lease.account());
    silence.over(lease.instance());
  }

  private void stumble(Lease lease, AccountProblem problem) {
    if (problem.code().tokenIsDead()) {
      accounts.died(lease.account(), problem);
    }
    if (Silence.is(problem)) {
      silence.met(lease.instance(), problem);
    }
    rhythm.stumbled(lease.account(), problem);
    readers.drawOf(lease.account());
    log.info("Account {} rests: {}", lease.account(), problem.code());
  }

  private void close(ProviderAccount account, Lease lease, Tally tally) {
    var outcomes = tally.outcomes();
    switch (lease.kind()) {
      case FIRST, SWEEP -> ledger.close(outcomes, rhythm.cadence(account));
      case SETTLE -> ledger.settled(outcomes);
    }
    readers.draw(
        outcomes.stream()
            .filter(outcome -> outcome.ending() == Tally.Ending.LOST)
            .map(Tally.Outcome::repository)
            .toList());
    live.publish("sync", lease.account().toString());
  }

  /** Every process looks for itself, so that the death of one keeps none waiting. */
  @Override
  public void start() {
    started = true;
    if (properties.enabled()) {
      ticker = worker("sync-tick", this::tick);
      ticker.start();
    }
  }

  private void tick() {
    while (started) {
      guarded(this::keepLeases);
      guarded(this::takeDue);
      try {
        Thread.sleep(properties.tick());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Long work keeps what it holds. Not while something is taken that has no slot yet. */
  private synchronized void keepLeases() {
    if (started && Instant.now().isAfter(keepAt)) {
      keepAt = Instant.now().plus(LEASES_KEPT_EVERY);
      leases.keep(slots.leases());
    }
  }

  /** Whatever is under way is given back, so that a restart need not wait for the leases. */
  @Override
  public void stop() {
    started = false;
    var threads = new ArrayList<>(slots.threads());
    if (ticker != null) {
      threads.add(ticker);
    }
    threads.forEach(Thread::interrupt);
    awaitEndOf(threads);
    leases.releaseAll();
  }

  private static void awaitEndOf(List<Thread> threads) {
    var latest = Instant.now().plus(LAST_WORDS);
    try {
      for (var thread : threads) {
        thread.join(Duration.between(Instant.now(), latest));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return started;
  }
}
