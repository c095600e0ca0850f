package io.ampel.provider;

import io.ampel.provider.TokenPages.Link;
import io.ampel.pullrequest.Provider;
import io.ampel.web.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The form of a new account, or of one that exists.
 *
 * @param path where it is sent; tests go to {@code path/test}
 * @param card the account as it is, null for a new one
 * @param offered further providers to choose from, with the address of their form
 */
public record AccountFormView(
    Frame frame,
    String path,
    Provider provider,
    String providerName,
    @Nullable AccountCard card,
    String name,
    String username,
    String baseUrl,
    String expires,
    String deleteText,
    List<Choice> offered,
    List<Link> making,
    List<Link> existing) {

  /** A provider that accounts can be of. */
  public record Choice(String name, String url, boolean chosen) {}

  public boolean wantsUsername() {
    return provider == Provider.BITBUCKET;
  }
}
