package io.ampel.sync;

import io.ampel.platform.Live;
import io.ampel.platform.Trace;
import io.ampel.provider.Access;
import io.ampel.provider.AccountProblem;
import io.ampel.provider.Errand;
import io.ampel.provider.ProviderAccount;
import io.ampel.provider.ProviderAccounts;
import io.ampel.provider.ProviderFailure;
import io.ampel.watchlist.Sight;
import io.ampel.watchlist.WatchlistChanged;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
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
  private static final int AT_ONCE = 24;
  private static final int OF_ONE_ACCOUNT = 3;

  private final Leases leases;
  private final Sweep sweep;
  private final Ledger ledger;
  private final Rhythm rhythm;
  private final ProviderAccounts accounts;
  private final Sight sight;
  private final Live live;
  private final SyncProperties properties;
  private final SweepFigures figures;
  private final Map<UUID, Integer> running = new ConcurrentHashMap<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean started;

  SyncRunner(
      Leases leases,
      Sweep sweep,
      Ledger ledger,
      Rhythm rhythm,
      ProviderAccounts accounts,
      Sight sight,
      Live live,
      SyncProperties properties,
      SweepFigures figures) {
    this.leases = leases;
    this.sweep = sweep;
    this.ledger = ledger;
    this.rhythm = rhythm;
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
    leases.admit();
    while (threads.size() < AT_ONCE) {
      var lease = leases.settle(busy()).or(() -> leases.sweep(busy()));
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

  private Set<UUID> busy() {
    return running.entrySet().stream()
        .filter(entry -> entry.getValue() >= OF_ONE_ACCOUNT)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private void begin(Lease lease) {
    running.merge(lease.account(), 1, Integer::sum);
    var thread =
        Thread.ofVirtual()
            .name("sync-" + lease.account())
            .unstarted(() -> {
              try (var trace = Trace.begin()) {
                log.debug(
                    "{} of {} repositories, trace {}",
                    lease.kind(),
                    lease.items().size(),
                    trace.id());
                guarded(() -> run(lease));
              } finally {
                running.merge(lease.account(), -1, Integer::sum);
                threads.remove(Thread.currentThread());
                soonIfMore(lease);
              }
            });
    threads.add(thread);
    thread.start();
  }

  private void soonIfMore(Lease lease) {
    if (lease.kind() == Lease.Kind.FIRST || lease.items().size() >= 100) {
      soon();
    }
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.warn("A reading broke off; it will be tried again", e);
    }
  }

  void run(Lease lease) {
    var account = accounts.find(lease.account()).filter(ProviderAccount::usable);
    if (account.isEmpty()) {
      leases.release(lease);
      return;
    }
    var tally = new Tally(lease);
    var before = rhythm.left(lease.account());
    var errand = new Errand();
    var trouble = read(accounts.access(account.get()).on(errand), lease, tally);
    figures.read(tally.outcomes());
    if (!started) {
      return;
    }
    rhythm.left(lease.account()).forEach(budget -> accounts.budget(lease.account(), budget));
    trouble.ifPresentOrElse(
        problem -> stumble(lease.account(), problem), () -> rhythm.fine(lease.account()));
    close(lease, tally);
    if (trouble.isEmpty() && lease.kind() == Lease.Kind.SWEEP) {
      rhythm.learn(lease.account(), before, errand, lease.items().size());
    }
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

  private void stumble(UUID account, AccountProblem problem) {
    if (problem.code().tokenIsDead()) {
      accounts.died(account, problem);
    }
    rhythm.stumbled(account, problem);
    log.info("Account {} rests: {}", account, problem.code());
  }

  private void close(Lease lease, Tally tally) {
    switch (lease.kind()) {
      case FIRST, SWEEP -> ledger.close(tally.outcomes(), rhythm.interval(lease.account()));
      case SETTLE -> ledger.settled(tally.outcomes());
    }
    live.publish("sync", lease.account().toString());
  }

  @Override
  public void start() {
    started = true;
  }

  /** Whatever is under way is given back, so that a restart need not wait for the leases. */
  @Override
  public void stop() {
    started = false;
    threads.forEach(Thread::interrupt);
    leases.releaseAll();
  }

  @Override
  public boolean isRunning() {
    return started;
  }
}
