package io.ampel.provider;

import io.ampel.web.Frame;
import java.util.List;

/** The page with all accounts of a person. */
public record AccountsView(Frame frame, List<AccountCard> accounts) {
  public AccountsView {
    accounts = List.copyOf(accounts);
  }
}
