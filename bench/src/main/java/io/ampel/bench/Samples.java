package io.ampel.bench;

import java.util.Arrays;
import java.util.Collection;

/** Measured values, in order of size. */
final class Samples {
  private final double[] sorted;

  Samples(Collection<Double> values) {
    if (values.isEmpty()) throw new IllegalArgumentException("nothing was measured");
    this.sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  /** The smallest value that at least this share of all does not exceed. */
  double percentile(int share) {
    return sorted[Math.max(0, (int) Math.ceil(sorted.length * share / 100.0) - 1)];
  }

  double median() {
    return percentile(50);
  }

  double least() {
    return sorted[0];
  }

  double most() {
    return sorted[sorted.length - 1];
  }

  double mean() {
    return Arrays.stream(sorted).average().orElseThrow();
  }
}
