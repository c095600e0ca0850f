package io.ampel.provider;

import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Provider;
import java.net.URI;
import java.util.List;

/** Where people make and find their tokens at one provider; its room knows. */
public interface TokenPages {
  Provider provider();

  /** Forms for a new token, filled in as far as the provider lets a link do that. */
  List<Link> making(Instance instance);

  /** The lists of tokens that a person has. */
  List<Link> existing(Instance instance);

  /**
   * @param key its words stand in the bundle under {@code account.link.KEY}
   */
  record Link(String key, URI url) {}
}
