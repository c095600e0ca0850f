package io.ampel.provider;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param kept the part of each budget that only people use
 * @param share the part of the rest that scheduled calls may take, where an account has no other
 * @param work how long a provider that minds may work for an account within a minute before
 *     scheduled calls wait
 */
@ConfigurationProperties("ampel.budget")
record BudgetProperties(
    @DefaultValue("0.1") double kept,
    @DefaultValue("0.5") double share,
    @DefaultValue("60s") Duration work) {
  static final BudgetProperties USUAL = new BudgetProperties(0.1, 0.5, Duration.ofMinutes(1));

  BudgetProperties {
    if (!(kept >= 0 && kept < 1) || !(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "ampel.budget.kept is between 0 and 1, ampel.budget.share above 0 and at most 1");
    }
    if (!work.isPositive()) {
      throw new IllegalArgumentException("ampel.budget.work is longer than nothing");
    }
  }
}
