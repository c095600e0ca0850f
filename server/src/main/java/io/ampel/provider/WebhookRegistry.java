package io.ampel.provider;

import static java.util.stream.Collectors.toMap;

import io.ampel.platform.AmpelProperties;
import io.ampel.platform.Secret;
import io.ampel.platform.SecretUnreadable;
import io.ampel.platform.Vault;
import io.ampel.provider.WebhookDesk.Order;
import io.ampel.provider.WebhookDesk.Outcome;
import io.ampel.provider.WebhookDesk.Place;
import io.ampel.provider.WebhookReach.Reach;
import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.Repositories;
import io.ampel.pullrequest.Repository;
import io.ampel.web.Problem;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Asks the provider for a webhook, and knows what one is to be. */
@Component
class WebhookRegistry {
  private static final Outcome NOT_ASKED = new Outcome.Refused("");

  private final Map<Provider, Webhook> words;
  private final Connectors connectors;
  private final ProviderAccounts accounts;
  private final Repositories repositories;
  private final Vault vault;
  private final @Nullable URI publicUrl;

  WebhookRegistry(
      List<Webhook> words,
      Connectors connectors,
      ProviderAccounts accounts,
      Repositories repositories,
      Vault vault,
      AmpelProperties properties) {
    this.words = words.stream().collect(toMap(Webhook::provider, webhook -> webhook));
    this.connectors = connectors;
    this.accounts = accounts;
    this.repositories = repositories;
    this.vault = vault;
    this.publicUrl = properties.publicUrl();
  }

  boolean isAddressKnown() {
    return publicUrl != null;
  }

  URI address(String path) {
    if (publicUrl == null) {
      throw Problem.of(HttpStatus.CONFLICT, "WEBHOOK_NEEDS_ADDRESS");
    }
    return URI.create(publicUrl.toString().replaceFirst("/+$", "") + "/hooks/" + path);
  }

  Webhook words(Provider provider) {
    return Objects.requireNonNull(words.get(provider));
  }

  Place place(Hook hook) {
    return hook.repository() == null
        ? new Place(true, Objects.requireNonNull(hook.owner()))
        : new Place(
            false,
            repositories
                .find(hook.repository())
                .map(Repository::fullName)
                .orElseThrow(Problem::notFound));
  }

  Outcome create(Hook hook, Reach may) {
    var order = order(hook);
    return atDesk(
        hook, may, (desk, access) -> sure(desk, access, hook, order, desk.create(access, order)));
  }

  /** What is there already is mended, so that asking twice makes no second one. */
  Outcome mend(Hook hook, Reach may) {
    var order = order(hook);
    return atDesk(
        hook,
        may,
        (desk, access) -> {
          var there = found(desk, access, hook, order);
          var outcome =
              there.isPresent()
                  ? desk.mend(access, there.get(), order)
                  : desk.create(access, order);
          return sure(desk, access, hook, order, outcome);
        });
  }

  /** Without an answer, a look tells whether it was done. */
  private static Outcome sure(
      WebhookDesk desk, Access access, Hook hook, Order order, Outcome outcome) {
    return outcome instanceof Outcome.Unknown
        ? found(desk, access, hook, order).<Outcome>map(Outcome.Done::new).orElse(outcome)
        : outcome;
  }

  Outcome delete(Hook hook, Reach may) {
    var order = order(hook);
    return atDesk(
        hook,
        may,
        (desk, access) ->
            found(desk, access, hook, order)
                .map(key -> desk.delete(access, order.place(), key))
                .orElseGet(() -> new Outcome.Done("")));
  }

  private static Optional<String> found(WebhookDesk desk, Access access, Hook hook, Order order) {
    return desk.find(access, order.place(), hook.externalId(), order.address());
  }

  private Order order(Hook hook) {
    return new Order(place(hook), address(hook.path()), secret(hook));
  }

  private Secret secret(Hook hook) {
    try {
      return vault.open(hook.id(), WebhookDoor.SECRET);
    } catch (SecretUnreadable e) {
      return renewSecret(hook);
    }
  }

  Secret renewSecret(Hook hook) {
    var secret = words(hook.provider()).newSecret();
    vault.seal(hook.id(), WebhookDoor.SECRET, secret.reveal());
    return secret;
  }

  private interface Question {
    Outcome ask(WebhookDesk desk, Access access);
  }

  private Outcome atDesk(Hook hook, Reach may, Question question) {
    var account = may.account();
    if (account == null) {
      return NOT_ASKED;
    }
    try {
      return connectors
          .of(hook.provider())
          .flatMap(Connector::hooks)
          .map(desk -> question.ask(desk, accounts.access(account)))
          .orElse(NOT_ASKED);
    } catch (ProviderFailure e) {
      var problem = e.problem();
      var said = Objects.requireNonNullElse(problem.detail(), problem.code().name());
      return new Outcome.NotPermitted(said, problem.missing());
    }
  }
}
