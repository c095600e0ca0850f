package io.ampel.dashboard;

import java.util.EnumMap;
import java.util.Map;

/** How many rows of a page each section gets. */
final class Shares {
  private Shares() {}

  /**
   * One for each section that has more, and again, until the page is full.
   *
   * @param counts how many each section holds
   */
  static Map<Section, Integer> of(Map<Section, Long> counts, int limit) {
    var shares = new EnumMap<Section, Integer>(Section.class);
    var left = limit;
    while (left > 0) {
      var before = left;
      for (var section : Section.values()) {
        var share = shares.getOrDefault(section, 0);
        if (left > 0 && share < counts.getOrDefault(section, 0L)) {
          shares.put(section, share + 1);
          left--;
        }
      }
      if (left == before) break;
    }
    return shares;
  }
}
