package io.ampel.provider;

import static java.util.stream.Collectors.toMap;

import io.ampel.identity.Audit;
import io.ampel.identity.Person;
import io.ampel.platform.AmpelProperties;
import io.ampel.platform.Secret;
import io.ampel.platform.SecretUnreadable;
import io.ampel.platform.Vault;
import io.ampel.provider.Hook.Scope;
import io.ampel.provider.WebhookDesk.Order;
import io.ampel.provider.WebhookDesk.Outcome;
import io.ampel.provider.WebhookDesk.Place;
import io.ampel.provider.WebhookReach.Reach;
import io.ampel.pullrequest.Provider;
import io.ampel.pullrequest.Repositories;
import io.ampel.pullrequest.Repository;
import io.ampel.web.Problem;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes, mends and takes away webhooks: at the provider where the person's token may, otherwise by
 * telling what to paste there.
 */
@Component
class WebhookKeeping {
  private final Webhooks webhooks;
  private final WebhookReach reach;
  private final Map<Provider, Webhook> words;
  private final Connectors connectors;
  private final ProviderAccounts accounts;
  private final Repositories repositories;
  private final Vault vault;
  private final Audit audit;
  private final TransactionOperations transactions;
  private final @Nullable URI publicUrl;

  WebhookKeeping(
      Webhooks webhooks,
      WebhookReach reach,
      List<Webhook> words,
      Connectors connectors,
      ProviderAccounts accounts,
      Repositories repositories,
      Vault vault,
      Audit audit,
      TransactionOperations transactions,
      AmpelProperties properties) {
    this.webhooks = webhooks;
    this.reach = reach;
    this.words = words.stream().collect(toMap(Webhook::provider, webhook -> webhook));
    this.connectors = connectors;
    this.accounts = accounts;
    this.repositories = repositories;
    this.vault = vault;
    this.audit = audit;
    this.transactions = transactions;
    this.publicUrl = properties.publicUrl();
  }

  /** What came of making or mending one. */
  sealed interface Result {
    UUID hook();

    /** The provider has it. */
    record Registered(UUID hook) implements Result {}

    /**
     * Somebody who may has to paste it there.
     *
     * @param secret shown now and never again
     * @param why the provider's words, empty when it was not asked
     */
    record ToPaste(
        UUID hook,
        URI address,
        Secret secret,
        List<String> events,
        String why,
        List<String> missing)
        implements Result {
      public ToPaste {
        events = List.copyOf(events);
        missing = List.copyOf(missing);
      }
    }
  }

  /** Whether it is gone at the provider too, and what the provider said where it is not. */
  record Removed(boolean atProvider, String why) {}

  boolean isAddressKnown() {
    return publicUrl != null;
  }

  Result create(Person person, UUID repositoryId, Scope scope) {
    var may = mine(reach.of(person, repositoryId));
    var repository = repositories.find(repositoryId).orElseThrow(Problem::notFound);
    var hook = add(person, repository, scope);
    var result = register(hook, may, true);
    if (result instanceof Result.ToPaste refused && hook.scope() == Scope.OWNER) {
      refuseByHand(person, hook, refused);
    }
    record(person, "webhook.created", hook, atProvider(result));
    return result;
  }

  /** Whoever knows such a secret can have all repositories of the owner looked at. */
  private void refuseByHand(Person person, Hook hook, Result.ToPaste refused) {
    if (person.administrator()) return;
    forget(hook);
    throw Problem.of(
        HttpStatus.CONFLICT,
        "WEBHOOK_REFUSED",
        refused.why(),
        String.join(", ", refused.missing()));
  }

  private Hook add(Person person, Repository repository, Scope scope) {
    var provider = repository.instance().provider();
    var path = Base64.getUrlEncoder().withoutPadding().encodeToString(Signature.random32());
    address(path);
    var secret = words(provider).newSecret();
    var wanted =
        new Webhooks.NewHook(
            path,
            repository.instance().id(),
            scope,
            scope == Scope.REPOSITORY ? repository.id() : null,
            scope == Scope.OWNER ? owner(repository) : null,
            person.id());
    var added =
        transactions.execute(_ -> {
          var id = webhooks.add(wanted);
          id.ifPresent(hook -> vault.seal(hook, WebhookDoor.SECRET, secret.reveal()));
          return id;
        });
    if (added == null || added.isEmpty()) {
      throw Problem.of(HttpStatus.CONFLICT, "WEBHOOK_EXISTS");
    }
    return webhooks.at(path).orElseThrow();
  }

  private static String owner(Repository repository) {
    var name = repository.fullName().toLowerCase(Locale.ROOT);
    return name.substring(0, name.lastIndexOf('/'));
  }

  /** What is wrong with it, at the provider or in what was pasted there, is made right. */
  Result repair(Person person, UUID id) {
    var hook = webhooks.seen(person.id(), id).orElseThrow(Problem::notFound);
    var may = mine(reach.of(person, hook));
    var result = register(hook, may, false);
    record(person, "webhook.repaired", hook, atProvider(result));
    return result;
  }

  Removed remove(Person person, UUID id) {
    var hook = webhooks.seen(person.id(), id).orElseThrow(Problem::notFound);
    var may = mine(reach.of(person, hook));
    var outcome = hook.externalId() == null ? null : deleted(hook, may);
    forget(hook);
    var removed =
        outcome instanceof Outcome.Done
            ? new Removed(true, "")
            : new Removed(false, words(outcome));
    record(person, "webhook.deleted", hook, removed.atProvider());
    return removed;
  }

  private @Nullable Outcome deleted(Hook hook, Reach may) {
    var key = Objects.requireNonNull(hook.externalId());
    return atDesk(hook, may, (desk, access) -> desk.delete(access, place(hook), key)).orElse(null);
  }

  private void forget(Hook hook) {
    transactions.executeWithoutResult(_ -> {
      webhooks.remove(hook.id());
      vault.forget(hook.id(), WebhookDoor.SECRET);
    });
  }

  private static Reach mine(Optional<Reach> reach) {
    var found = reach.orElseThrow(Problem::notFound);
    if (!found.mayKeep()) {
      throw Problem.of(HttpStatus.FORBIDDEN, "WEBHOOK_NOT_YOURS");
    }
    return found;
  }

  private Result register(Hook hook, Reach may, boolean fresh) {
    var order = new Order(place(hook), address(hook.path()), secret(hook));
    var outcome = atDesk(hook, may, (desk, access) -> hung(desk, access, hook, order, fresh));
    if (outcome.orElse(null) instanceof Outcome.Done(var externalId)) {
      webhooks.registered(hook.id(), externalId, Objects.requireNonNull(may.account()).id());
      return new Result.Registered(hook.id());
    }
    return toPaste(hook, order, outcome.orElse(null));
  }

  /** A hook that is there already is mended, so that asking twice makes no second one. */
  private static Outcome hung(
      WebhookDesk desk, Access access, Hook hook, Order order, boolean fresh) {
    var there = fresh ? Optional.<String>empty() : found(desk, access, hook, order);
    var outcome =
        there.isPresent() ? desk.mend(access, there.get(), order) : desk.create(access, order);
    return outcome instanceof Outcome.Unknown
        ? found(desk, access, hook, order).<Outcome>map(Outcome.Done::new).orElse(outcome)
        : outcome;
  }

  private static Optional<String> found(WebhookDesk desk, Access access, Hook hook, Order order) {
    return desk.find(access, order.place(), hook.externalId(), order.address());
  }

  private interface Question {
    Outcome ask(WebhookDesk desk, Access access);
  }

  /** Empty where Ampel cannot ask at all. */
  private Optional<Outcome> atDesk(Hook hook, Reach may, Question question) {
    var account = may.account();
    if (account == null) {
      return Optional.empty();
    }
    try {
      return connectors
          .of(hook.provider())
          .flatMap(Connector::hooks)
          .map(desk -> question.ask(desk, accounts.access(account)));
    } catch (ProviderFailure e) {
      var problem = e.problem();
      var said = Objects.requireNonNullElse(problem.detail(), problem.code().name());
      return Optional.of(new Outcome.NotPermitted(said, problem.missing()));
    }
  }

  /** The secret of one that was shown before is not shown again: it gets a new one. */
  private Result toPaste(Hook hook, Order order, @Nullable Outcome outcome) {
    var secret = words(hook.provider()).newSecret();
    vault.seal(hook.id(), WebhookDoor.SECRET, secret.reveal());
    return new Result.ToPaste(
        hook.id(),
        order.address(),
        secret,
        words(hook.provider()).events(),
        words(outcome),
        outcome instanceof Outcome.NotPermitted(_, var missing) ? missing : List.of());
  }

  private static String words(@Nullable Outcome outcome) {
    return switch (outcome) {
      case null -> "";
      case Outcome.Done _ -> "";
      case Outcome.NotPermitted(var message, _) -> message;
      case Outcome.Refused(var message) -> message;
      case Outcome.Unknown(var message) -> message;
    };
  }

  private Secret secret(Hook hook) {
    try {
      return vault.open(hook.id(), WebhookDoor.SECRET);
    } catch (SecretUnreadable e) {
      var secret = words(hook.provider()).newSecret();
      vault.seal(hook.id(), WebhookDoor.SECRET, secret.reveal());
      return secret;
    }
  }

  private Place place(Hook hook) {
    return hook.repository() == null
        ? new Place(true, Objects.requireNonNull(hook.owner()))
        : new Place(false, repository(hook.repository(), Repository::fullName));
  }

  private String repository(UUID id, Function<Repository, String> what) {
    return repositories.find(id).map(what).orElseThrow(Problem::notFound);
  }

  private URI address(String path) {
    if (publicUrl == null) {
      throw Problem.of(HttpStatus.CONFLICT, "WEBHOOK_NEEDS_ADDRESS");
    }
    return URI.create(publicUrl.toString().replaceFirst("/+$", "") + "/hooks/" + path);
  }

  private Webhook words(Provider provider) {
    return Objects.requireNonNull(words.get(provider));
  }

  private static boolean atProvider(Result result) {
    return switch (result) {
      case Result.Registered _ -> true;
      case Result.ToPaste _ -> false;
    };
  }

  private void record(Person person, String action, Hook hook, boolean atProvider) {
    audit.record(
        person.id(),
        action,
        "webhook",
        hook.id(),
        Audit.Outcome.DONE,
        Map.of("place", place(hook).name(), "atProvider", atProvider));
  }
}
