package io.ampel.sync;

import io.ampel.provider.AccountProblem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps count of what became of each repository of a lease while it is read. */
final class Tally {

  /** How the reading of a repository ended. */
  enum Ending {
    SYNCED,
    FAILED,
    /** The account does not reach it any more; another may. */
    LOST,
    /** Not its fault: it stays due. */
    UNFINISHED
  }

  /**
   * @param announced a webhook had said so
   * @param changed something is new, different or gone since the last look
   * @param settleIn seconds after which its unsettled pull requests are asked for again, null for
   *     not at all
   */
  record Outcome(
      UUID repository,
      Ending ending,
      boolean announced,
      boolean changed,
      int failures,
      int open,
      @Nullable AccountProblem problem,
      @Nullable Integer settleIn,
      int settleTries) {}

  private static final class Entry {
    private final Lease.Item item;
    private boolean seen;
    private boolean lost;
    private boolean changed;
    private int open;
    private int expected;
    private @Nullable AccountProblem problem;
    private @Nullable Integer settleIn;
    private int settleTries;

    private Entry(Lease.Item item) {
      this.item = item;
      this.settleTries = item.settleTries();
    }
  }

  private final Map<UUID, Entry> entries = new LinkedHashMap<>();
  private @Nullable AccountProblem trouble;

  Tally(Lease lease) {
    lease.items().forEach(item -> entries.put(item.repository(), new Entry(item)));
  }

  /** When it was last read whole before this, null for never. */
  @Nullable Instant lastLook(UUID repository) {
    return entry(repository).item.lastLook();
  }

  synchronized void seen(UUID repository, int open) {
    var entry = entry(repository);
    entry.seen = true;
    entry.open = open;
  }

  synchronized void changed(UUID repository) {
    entry(repository).changed = true;
  }

  /** So many pull requests are still to be read before the repository is done. */
  synchronized void expect(UUID repository, int pullRequests) {
    entry(repository).expected += pullRequests;
  }

  synchronized void read(UUID repository) {
    entry(repository).expected--;
  }

  /** Trouble of the account is no fault of the repository, which stays due. */
  synchronized void failed(UUID repository, AccountProblem problem) {
    if (Halving.isOfTheAccount(problem)) {
      trouble = problem;
      entry(repository).expected++;
    } else {
      entry(repository).problem = problem;
    }
  }

  /** What ails the account, as some answer told. */
  synchronized Optional<AccountProblem> trouble() {
    return Optional.ofNullable(trouble);
  }

  synchronized void lost(UUID repository, AccountProblem problem) {
    entry(repository).lost = true;
    entry(repository).problem = problem;
  }

  synchronized void settle(UUID repository, @Nullable Integer seconds, int tries) {
    entry(repository).settleIn = seconds;
    entry(repository).settleTries = tries;
  }

  synchronized List<Outcome> outcomes() {
    return entries.values().stream().map(Tally::outcome).toList();
  }

  private static Outcome outcome(Entry entry) {
    var ending = ending(entry);
    return new Outcome(
        entry.item.repository(),
        ending,
        entry.item.announced(),
        entry.changed,
        switch (ending) {
          case SYNCED -> 0;
          case FAILED, LOST -> entry.item.failures() + 1;
          case UNFINISHED -> entry.item.failures();
        },
        entry.open,
        entry.problem,
        entry.settleIn,
        entry.settleTries);
  }

  private static Ending ending(Entry entry) {
    if (entry.problem != null) {
      return entry.lost ? Ending.LOST : Ending.FAILED;
    }
    return entry.seen && entry.expected <= 0 ? Ending.SYNCED : Ending.UNFINISHED;
  }

  private Entry entry(UUID repository) {
    return java.util.Objects.requireNonNull(entries.get(repository));
  }
}
