package io.ampel.dashboard;

import io.ampel.pullrequest.Check;
import io.ampel.pullrequest.Provider;

/** Where other rooms are, and which sign stands for what. */
public final class Places {
  public static final String ACCOUNTS = "/settings/provider-accounts";
  public static final String REPOSITORIES = "/repositories/pick";

  private Places() {}

  public static String icon(Provider provider) {
    return switch (provider) {
      case GITHUB -> "brand-github";
      case GITLAB -> "brand-gitlab";
      case BITBUCKET -> "brand-bitbucket";
    };
  }

  public static String icon(Check.State state) {
    return switch (state) {
      case PASSED -> "circle-check";
      case FAILED -> "circle-x";
      case CANCELLED -> "circle-off";
      case RUNNING -> "progress";
      case QUEUED -> "clock";
      case MANUAL -> "hand-stop";
      case SKIPPED -> "circle-minus";
      case UNKNOWN -> "help-circle";
    };
  }
}
