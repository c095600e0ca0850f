package io.ampel.provider;

import io.ampel.pullrequest.Provider;
import io.ampel.web.Frame;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The form of a new account, or of one that exists.
 *
 * @param path where it is sent; tests go to {@code path/test}
 * @param card the account as it is, null for a new one
 * @param ofPlace the token belongs to a workspace and not to a person
 * @param share of the budget for scheduled calls, in percent; null for the usual one
 * @param offered further providers to choose from, with the address of their form
 */
public record AccountFormView(
    Frame frame,
    String path,
    Provider provider,
    String providerName,
    @Nullable AccountCard card,
    String name,
    boolean ofPlace,
    String username,
    String workspace,
    String expires,
    @Nullable Integer share,
    String deleteText,
    List<Choice> offered,
    MakingView making) {

  private static final List<Integer> SHARES = List.of(10, 25, 50, 75, 100);

  /** A provider that accounts can be of. */
  public record Choice(String name, String icon, String url, boolean chosen) {}

  public AccountFormView {
    offered = List.copyOf(offered);
  }

  /** Tokens of Bitbucket go with a person or a place, and nobody but the person knows their end. */
  public boolean isBitbucket() {
    return provider == Provider.BITBUCKET;
  }

  /** Parts of the budget that can be chosen for scheduled calls, in percent. */
  public List<Integer> shares() {
    var own = share == null ? Stream.<Integer>empty() : Stream.of(share);
    return Stream.concat(own, SHARES.stream()).distinct().sorted().toList();
  }

  public boolean wantsBaseUrl() {
    return card == null && !isBitbucket();
  }

  public boolean wantsExpiry() {
    return provider != Provider.GITLAB;
  }

  public @Nullable String tokenPlaceholder() {
    return card == null ? null : frame.text("account.token.stored");
  }

  public String tokenHint() {
    return frame.text(card == null ? "account.token.hint" : "account.token.hint.stored");
  }

  /** What is said of this provider, or of all. */
  public String text(String key) {
    return frame.texts().orElse(key + "." + provider, frame.text(key));
  }
}
