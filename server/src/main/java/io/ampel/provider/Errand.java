package io.ampel.provider;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * Work that nobody waits for, such as a look at many repositories. It leaves most of an account's
 * budget to people, and counts what its own calls take.
 */
public final class Errand {
  private final Map<String, DoubleAdder> spent = new ConcurrentHashMap<>();
  private final double share;

  /** With the usual share. */
  public Errand() {
    this((1 - BudgetProperties.USUAL.kept()) * BudgetProperties.USUAL.share());
  }

  /**
   * @param share the part of a whole hour's budget that all errands of the account may take
   */
  public Errand(double share) {
    this.share = share;
  }

  double share() {
    return share;
  }

  /**
   * @param part of what a whole hour allows
   */
  void spend(String budget, double part) {
    spent.computeIfAbsent(budget, _ -> new DoubleAdder()).add(part);
  }

  /** Which part of what a whole hour allows its calls took, of the budget that they took most. */
  public double spent() {
    return spent.values().stream().mapToDouble(DoubleAdder::sum).max().orElse(0);
  }
}
