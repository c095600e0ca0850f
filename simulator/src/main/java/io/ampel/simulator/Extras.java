package io.ampel.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What only one kind of provider knows about a thing, kept beside it, one of each type. */
final class Extras {
  private final Map<Class<?>, Object> facts = new HashMap<>(2);

  synchronized <T> T get(Class<T> type, Supplier<T> otherwise) {
    return type.cast(facts.computeIfAbsent(type, _ -> otherwise.get()));
  }

  synchronized <T> void put(Class<T> type, T fact) {
    facts.put(type, fact);
  }
}
