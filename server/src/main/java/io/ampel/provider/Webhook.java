package io.ampel.provider;

import io.ampel.platform.Secret;
import io.ampel.pullrequest.Provider;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * How one provider signs what it posts, and what its words ask Ampel to look at again. Pure: it
 * knows no database and no clock.
 */
public interface Webhook {

  Provider provider();

  /** Whether these bytes were sent by somebody who has the secret, and just now. Parses nothing. */
  boolean isSigned(WebhookPost post, Secret secret, Instant now);

  /** What a signed post says; empty when it lacks what every delivery has. */
  Optional<WebhookDelivery> read(WebhookPost post, JsonNode body);

  /** A new secret in the form this provider takes. */
  Secret newSecret();

  /** What a hook must be told of, in the provider's words. */
  List<String> events();
}
