package io.ampel.provider;

import io.ampel.pullrequest.Instance;
import io.ampel.pullrequest.Provider;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where people make and find their tokens at one provider; its room knows. */
public interface TokenPages {
  Provider provider();

  /**
   * Forms for a new token, filled in as far as the provider lets a link do that.
   *
   * @param workspace where a token that belongs to a place is made, empty where that is not known
   *     yet; null for a token of a person
   */
  List<Link> making(Instance instance, @Nullable String workspace);

  /** The lists of the tokens that there are. */
  List<Link> existing(Instance instance, @Nullable String workspace);

  /**
   * @param key its words stand in the bundle under {@code account.link.KEY}
   */
  record Link(String key, URI url) {}
}
