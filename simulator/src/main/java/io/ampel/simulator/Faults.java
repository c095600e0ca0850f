package io.ampel.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The faults that are switched on. */
public final class Faults {
  private final List<Fault> faults = new ArrayList<>();
  private final Random random = new Random(7);

  public synchronized Faults add(Fault fault) {
    faults.add(fault);
    return this;
  }

  public synchronized void clear() {
    faults.clear();
  }

  public synchronized List<Fault> all() {
    return List.copyOf(faults);
  }

  /** The first fault that hits this call, counted down. */
  synchronized Optional<Fault> next(String call) {
    for (var i = 0; i < faults.size(); i++) {
      var fault = faults.get(i);
      if (call.contains(fault.path()) && random.nextDouble() < fault.probability()) {
        countDown(i, fault);
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  private void countDown(int index, Fault fault) {
    if (fault.count() == Integer.MAX_VALUE) {
      return;
    }
    if (fault.count() <= 1) {
      faults.remove(index);
    } else {
      faults.set(index, fault.times(fault.count() - 1));
    }
  }
}
