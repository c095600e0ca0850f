package io.ampel.provider;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * What the schema of an older installation does not know, as {@code Type.field}: learned from its
 * own answers, remembered with the instance, and not asked for again.
 */
public final class SchemaGaps {
  private final BiConsumer<UUID, Set<String>> lacks;
  private final Map<UUID, Set<String>> learned = new ConcurrentHashMap<>();

  /**
   * @param lacks keeps all that an instance is known to lack
   */
  public SchemaGaps(BiConsumer<UUID, Set<String>> lacks) {
    this.lacks = lacks;
  }

  public Set<String> of(Access access) {
    var known = learned.get(access.instance().id());
    return known == null ? access.instance().missingFields() : known;
  }

  public void learn(Access access, Collection<String> unknown) {
    var all = new TreeSet<>(of(access));
    all.addAll(unknown);
    learned.put(access.instance().id(), Set.copyOf(all));
    lacks.accept(access.instance().id(), all);
  }
}
