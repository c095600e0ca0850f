package io.ampel.bench;

import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param unit one that ends in {@code /s} must reach the target, any other must not exceed it
 * @param target null where the figure only informs
 */
record Result(String name, double value, String unit, @Nullable Double target) {

  Result {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is no number: " + value);
    }
  }

  /** A figure without a target. */
  static Result of(String name, double value, String unit) {
    return new Result(name, value, unit, null);
  }

  static Result of(String name, double value, String unit, double target) {
    return new Result(name, value, unit, target);
  }

  boolean isMet() {
    if (target == null) return true;
    return isRate() ? value >= target : value <= target;
  }

  /** More is better. */
  boolean isRate() {
    return unit.endsWith("/s");
  }
}
