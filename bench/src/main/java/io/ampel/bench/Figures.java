package io.ampel.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Figures that every bench with a provider has. */
final class Figures {
  private Figures() {}

  /** What memory it took, and how busy the machine was. */
  static List<Result> machine(Workplace work, Effort effort) throws IOException {
    var results = new ArrayList<Result>();
    work.server()
        .peakMemory()
        .ifPresent(bytes -> results.add(Result.of("server.rss", bytes / 1048576.0, "MiB")));
    results.add(Result.of("busy", effort.share(effort.own()), "%"));
    if (Double.isFinite(effort.others())) {
      results.add(Result.of("noise", effort.share(effort.others()), "%"));
    }
    return results;
  }
}
