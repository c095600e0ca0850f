package io.ampel.pullrequest;

import java.util.List;

/**
 * So many approvals are demanded, by anybody or by some.
 *
 * @param name what the provider calls the rule, empty for the general number
 * @param from whose approvals count, empty for everybody's who may approve
 */
public record ApprovalDemand(String name, int needed, List<Account> from) {
  public ApprovalDemand {
    from = List.copyOf(from);
  }

  boolean isMetBy(Account reviewer) {
    return from.isEmpty() || from.stream().anyMatch(one -> one.isSame(reviewer));
  }
}
