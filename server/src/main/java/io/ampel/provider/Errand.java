package io.ampel.provider;

import java.util.concurrent.atomic.DoubleAdder;

/**
 * Work that nobody waits for, such as a look at many repositories. It leaves most of an account's
 * budget to people, and counts what its own calls take of a budget of which the provider does not
 * tell the rest.
 */
public final class Errand {
  private final DoubleAdder spent = new DoubleAdder();
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
   * @param part of a whole hour's budget
   */
  public void spend(double part) {
    spent.add(part);
  }

  /** Which part of a whole hour's budget its calls took. */
  public double spent() {
    return spent.sum();
  }
}
