package io.ampel.provider;

import static java.util.stream.Collectors.toMap;

import io.ampel.platform.Secret;
import io.ampel.platform.SecretUnreadable;
import io.ampel.platform.Vault;
import io.ampel.pullrequest.Provider;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets deliveries in: who has no hook here and who has not its secret are sent away alike, after
 * the same work. What comes in brings repositories forward and carries nothing else.
 */
@Component
class WebhookDoor {
  static final String SECRET = "webhook-secret";
  private static final UUID NOBODY = new UUID(0, 0);

  private final Webhooks webhooks;
  private final Map<Provider, Webhook> words;
  private final Vault vault;
  private final JsonMapper json;
  private final Clock clock;
  private final TransactionOperations transactions;
  private final ApplicationEventPublisher events;
  private final MeterRegistry meters;
  private final Secret decoy = new Secret(HexFormat.of().formatHex(Signature.random32()));

  WebhookDoor(
      Webhooks webhooks,
      List<Webhook> words,
      Vault vault,
      JsonMapper json,
      Clock clock,
      TransactionOperations transactions,
      ApplicationEventPublisher events,
      MeterRegistry meters) {
    this.webhooks = webhooks;
    this.words = words.stream().collect(toMap(Webhook::provider, webhook -> webhook));
    this.vault = vault;
    this.json = json;
    this.clock = clock;
    this.transactions = transactions;
    this.events = events;
    this.meters = meters;
    // From the start at nothing, so that the first one counts as more.
    for (var reception : Reception.values()) count(reception, 0);
  }

  /** What became of a post. */
  enum Reception {
    ACCEPTED,
    /** No such hook, or not signed with its secret. */
    REFUSED,
    /** Signed, but not JSON, as forms are. */
    NOT_JSON,
    /** Signed, but not what the provider sends. */
    UNREADABLE
  }

  Reception receive(String path, WebhookPost post) {
    var reception = look(path, post);
    count(reception, 1);
    return reception;
  }

  /** Not by hook: whoever posts to made-up paths must not make series. */
  private void count(Reception reception, int more) {
    Counter.builder("ampel.webhook.deliveries")
        .description("What was posted to webhooks, by what became of it")
        .tag("reception", reception.name())
        .register(meters)
        .increment(more);
  }

  private Reception look(String path, WebhookPost post) {
    var hook = webhooks.at(path);
    var speaks = words(hook.map(Hook::provider).orElse(Provider.GITHUB));
    var signed = speaks.isSigned(post, secret(hook.map(Hook::id).orElse(NOBODY)), clock.instant());
    if (hook.isEmpty() || !signed) {
      return Reception.REFUSED;
    }
    if (!post.isJson()) {
      return Reception.NOT_JSON;
    }
    var delivery = parsed(post).flatMap(body -> speaks.read(post, body));
    delivery.ifPresent(one -> accept(hook.get(), one));
    return delivery.isPresent() ? Reception.ACCEPTED : Reception.UNREADABLE;
  }

  private Webhook words(Provider provider) {
    return Objects.requireNonNull(words.get(provider));
  }

  private Secret secret(UUID hook) {
    try {
      return vault.open(hook, SECRET);
    } catch (SecretUnreadable e) {
      return decoy;
    }
  }

  private Optional<JsonNode> parsed(WebhookPost post) {
    try {
      return Optional.of(json.readTree(post.body())).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private void accept(Hook hook, WebhookDelivery delivery) {
    transactions.executeWithoutResult(_ -> {
      if (webhooks.isNew(hook.id(), delivery) && delivery.matters()) {
        var concerned = webhooks.concerned(hook, delivery);
        if (!concerned.isEmpty()) {
          events.publishEvent(new RepositoriesAnnounced(concerned));
        }
      }
    });
  }
}
