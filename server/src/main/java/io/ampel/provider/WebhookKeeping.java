package io.ampel.provider;

import io.ampel.identity.Audit;
import io.ampel.identity.Person;
import io.ampel.platform.Secret;
import io.ampel.platform.Vault;
import io.ampel.provider.Hook.Scope;
import io.ampel.provider.WebhookDesk.Outcome;
import io.ampel.provider.WebhookReach.Reach;
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
  private final WebhookRegistry registry;
  private final Repositories repositories;
  private final Vault vault;
  private final Audit audit;
  private final TransactionOperations transactions;

  WebhookKeeping(
      Webhooks webhooks,
      WebhookReach reach,
      WebhookRegistry registry,
      Repositories repositories,
      Vault vault,
      Audit audit,
      TransactionOperations transactions) {
    this.webhooks = webhooks;
    this.reach = reach;
    this.registry = registry;
    this.repositories = repositories;
    this.vault = vault;
    this.audit = audit;
    this.transactions = transactions;
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
    return registry.isAddressKnown();
  }

  Result create(Person person, UUID repositoryId, Scope scope) {
    var may = mine(reach.of(person, repositoryId));
    var repository = repositories.find(repositoryId).orElseThrow(Problem::notFound);
    var hook = add(person, repository, scope);
    var outcome = registry.create(hook, may);
    // Whoever knows such a secret can have all repositories of the owner looked at.
    if (!isDone(outcome) && scope == Scope.OWNER && !person.administrator()) {
      record(person, "webhook.created", hook, Audit.Outcome.REFUSED, false);
      forget(hook);
      throw refused("WEBHOOK_REFUSED", outcome);
    }
    record(person, "webhook.created", hook, Audit.Outcome.DONE, isDone(outcome));
    return result(hook, may, outcome);
  }

  private Hook add(Person person, Repository repository, Scope scope) {
    var path = Base64.getUrlEncoder().withoutPadding().encodeToString(Signature.random32());
    registry.address(path);
    var secret = registry.words(repository.instance().provider()).newSecret();
    var wanted =
        new Webhooks.NewHook(
            path,
            repository.instance().id(),
            scope,
            scope == Scope.REPOSITORY ? repository.id() : null,
            scope == Scope.OWNER ? owner(repository) : null,
            person.id());
    transactions.executeWithoutResult(_ -> {
      var id =
          webhooks.add(wanted).orElseThrow(() -> Problem.of(HttpStatus.CONFLICT, "WEBHOOK_EXISTS"));
      vault.seal(id, WebhookDoor.SECRET, secret.reveal());
    });
    return webhooks.at(path).orElseThrow();
  }

  private static String owner(Repository repository) {
    var name = repository.fullName().toLowerCase(Locale.ROOT);
    return name.substring(0, name.lastIndexOf('/'));
  }

  /**
   * What is wrong with it is made right. One that Ampel made is not touched where the provider lets
   * nobody: it may still work. One that was pasted gets a new secret, as the old is not shown
   * again.
   */
  Result repair(Person person, UUID id) {
    var hook = webhooks.seen(person.id(), id).orElseThrow(Problem::notFound);
    var may = mine(reach.of(person, hook));
    var outcome = registry.mend(hook, may);
    if (!isDone(outcome) && hook.externalId() != null) {
      record(person, "webhook.repaired", hook, Audit.Outcome.REFUSED, true);
      throw refused("WEBHOOK_NOT_MENDED", outcome);
    }
    record(person, "webhook.repaired", hook, Audit.Outcome.DONE, isDone(outcome));
    return result(hook, may, outcome);
  }

  Removed remove(Person person, UUID id) {
    var hook = webhooks.seen(person.id(), id).orElseThrow(Problem::notFound);
    var may = mine(reach.of(person, hook));
    var outcome = hook.externalId() == null ? new Outcome.Refused("") : registry.delete(hook, may);
    record(person, "webhook.deleted", hook, Audit.Outcome.DONE, isDone(outcome));
    forget(hook);
    return new Removed(isDone(outcome), words(outcome));
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

  private Result result(Hook hook, Reach may, Outcome outcome) {
    if (outcome instanceof Outcome.Done(var externalId)) {
      webhooks.registered(hook.id(), externalId, Objects.requireNonNull(may.account()).id());
      return new Result.Registered(hook.id());
    }
    return new Result.ToPaste(
        hook.id(),
        registry.address(hook.path()),
        registry.renewSecret(hook),
        registry.words(hook.provider()).events(),
        words(outcome),
        missing(outcome));
  }

  private static boolean isDone(Outcome outcome) {
    return outcome instanceof Outcome.Done;
  }

  private static Problem refused(String code, Outcome outcome) {
    var problem = Problem.of(HttpStatus.CONFLICT, code, words(outcome));
    return missing(outcome).isEmpty() ? problem : problem.with("missing", missing(outcome));
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done _ -> "";
      case Outcome.NotPermitted(var message, _) -> message;
      case Outcome.Refused(var message) -> message;
      case Outcome.Unknown(var message) -> message;
    };
  }

  private static List<String> missing(Outcome outcome) {
    return outcome instanceof Outcome.NotPermitted(_, var missing) ? missing : List.of();
  }

  private void record(
      Person person, String action, Hook hook, Audit.Outcome outcome, boolean atProvider) {
    audit.record(
        person.id(),
        action,
        "webhook",
        hook.id(),
        outcome,
        Map.of("place", registry.place(hook).name(), "atProvider", atProvider));
  }
}
