package io.ampel.provider;

import io.ampel.pullrequest.Provider;
import io.ampel.web.Frame;
import java.util.List;

/**
 * The page with all accounts of a person.
 *
 * @param offered providers that an account can be added of
 */
public record AccountsView(Frame frame, List<AccountCard> accounts, List<Provider> offered) {
  public AccountsView {
    offered = List.copyOf(offered);
    accounts = List.copyOf(accounts);
  }
}
