package io.ampel.provider;

import io.ampel.platform.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a provider's own webhooks are made, mended and taken away. */
public interface WebhookDesk {

  /**
   * Where a hook hangs.
   *
   * @param ofOwner at an organization, a group or a workspace rather than at a repository
   * @param name full name of the repository, or of the owner
   */
  record Place(boolean ofOwner, String name) {}

  /** What a hook is to be: all else about it is the provider's usual. */
  record Order(Place place, URI address, Secret secret) {}

  /** The key of a hook with this key or, where none is known, this address. */
  Optional<String> find(Access access, Place place, @Nullable String externalId, URI address);

  Outcome create(Access access, Order order);

  /** Makes it what it is to be, whatever it was: events, secret, address, switched on. */
  Outcome mend(Access access, String externalId, Order order);

  /** One that is gone already counts as done. */
  Outcome delete(Access access, Place place, String externalId);

  /** What came of it. */
  sealed interface Outcome {
    /**
     * @param externalId the provider's key of the hook
     */
    record Done(String externalId) implements Outcome {}

    record NotPermitted(String message, List<String> missing) implements Outcome {
      public NotPermitted {
        missing = List.copyOf(missing);
      }
    }

    /**
     * @param message the provider's words
     */
    record Refused(String message) implements Outcome {}

    /** No answer, or one that proves nothing. */
    record Unknown(String message) implements Outcome {}
  }
}
