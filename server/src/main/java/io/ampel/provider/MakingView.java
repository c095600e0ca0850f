package io.ampel.provider;

import io.ampel.provider.TokenPages.Link;
import io.ampel.web.Frame;
import io.ampel.web.SafeHtml;
import java.util.List;

/**
 * How and where a token is made, beside the form that takes it.
 *
 * @param existing where the tokens are that there are, empty for a new account
 */
public record MakingView(
    Frame frame,
    String providerName,
    String lead,
    List<Link> links,
    SafeHtml steps,
    String guide,
    List<Link> existing) {
  public MakingView {
    links = List.copyOf(links);
    existing = List.copyOf(existing);
  }
}
