package io.ampel.provider;

import io.ampel.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** How the budget of an account is divided between people and scheduled calls. */
@Component
@EnableConfigurationProperties(BudgetProperties.class)
public class Shares {
  private final BudgetProperties properties;

  Shares(BudgetProperties properties) {
    this.properties = properties;
  }

  /**
   * A share as people give it, in percent.
   *
   * @param percent 0 for the usual share
   */
  static @Nullable Double read(int percent) {
    if (percent < 0 || percent > 100) {
      throw Problem.invalid("share", "is a percentage, from 1 to 100, or 0 for the usual share");
    }
    return percent == 0 ? null : percent / 100.0;
  }

  /**
   * Which part of a whole budget scheduled calls may take.
   *
   * @param own the account's own share, null for the usual one
   */
  public double scheduled(@Nullable Double own) {
    return (1 - properties.kept()) * (own == null ? properties.share() : own);
  }
}
