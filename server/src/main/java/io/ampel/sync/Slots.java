package io.ampel.sync;

import io.ampel.sync.Leases.Occupied;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The hands of this process, and with whom they are occupied: only so many with one account, and
 * with one instance never all, so that who answers slowly keeps nobody else waiting.
 */
final class Slots {
  private static final int ALL = 24;
  private static final int OF_ONE_INSTANCE = 20;
  private static final int OF_ONE_ACCOUNT = 4;

  /** One of the four stays free for looks while much is read for the first time. */
  private static final int LOADING = 3;

  private final Map<Thread, Lease> taken = new ConcurrentHashMap<>();

  boolean areTaken() {
    return taken.size() >= ALL;
  }

  void take(Thread thread, Lease lease) {
    taken.put(thread, lease);
  }

  void free(Thread thread) {
    taken.remove(thread);
  }

  Set<Thread> threads() {
    return taken.keySet();
  }

  Collection<Lease> leases() {
    return taken.values();
  }

  /** One more with each account for what somebody asked for. */
  Occupied occupied() {
    return new Occupied(
        having(OF_ONE_ACCOUNT + 1, Lease::account, _ -> true),
        having(OF_ONE_ACCOUNT, Lease::account, _ -> true),
        having(LOADING, Lease::account, lease -> lease.kind() == Lease.Kind.FIRST),
        having(OF_ONE_INSTANCE, Lease::instance, _ -> true));
  }

  private Set<UUID> having(int atLeast, Function<Lease, UUID> of, Predicate<Lease> which) {
    return taken.values().stream()
        .filter(which)
        .collect(Collectors.groupingBy(of, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue() >= atLeast)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
