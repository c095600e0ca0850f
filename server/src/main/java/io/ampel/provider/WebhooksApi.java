package io.ampel.provider;

import io.ampel.identity.Person;
import io.ampel.provider.Hook.Health;
import io.ampel.provider.Hook.Scope;
import io.ampel.provider.WebhookKeeping.Result;
import io.ampel.web.Problem;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The webhooks of what one sees, for programs. */
@RestController
@RequestMapping("/api/v1/webhooks")
class WebhooksApi {
  private final Webhooks webhooks;
  private final WebhookKeeping keeping;
  private final Clock clock;

  WebhooksApi(Webhooks webhooks, WebhookKeeping keeping, Clock clock) {
    this.webhooks = webhooks;
    this.keeping = keeping;
    this.clock = clock;
  }

  /**
   * @param repository the only one it brings forward, null for one of an owner
   * @param owner whose repositories it brings forward, null for one of a repository
   * @param registered the provider has it from Ampel; otherwise somebody pastes it there
   * @param missedSince since when a change is known that it should have told
   */
  record Item(
      UUID id,
      String provider,
      Scope scope,
      @Nullable UUID repository,
      @Nullable String owner,
      boolean registered,
      Health health,
      @Nullable Instant lastDeliveryAt,
      @Nullable String lastEvent,
      @Nullable Instant missedSince) {}

  /**
   * @param secret told now and never again
   * @param why the provider's words for not letting Ampel do it, empty when it was not asked
   */
  record Paste(URI address, String secret, List<String> events, String why, List<String> missing) {}

  /**
   * @param paste what somebody has to paste at the provider, null where nobody has to
   */
  record Made(Item webhook, @Nullable Paste paste) {}

  /**
   * @param scope REPOSITORY where it is left out
   */
  record Wish(@Nullable UUID repository, @Nullable Scope scope) {}

  /**
   * @param atProvider it is gone there too
   * @param why the provider's words where it is not
   */
  record Deleted(boolean atProvider, String why) {}

  record Items(List<Item> items) {}

  @GetMapping
  Items list(Person person) {
    return new Items(webhooks.seen(person.id()).stream().map(this::item).toList());
  }

  @PostMapping
  ResponseEntity<Made> create(Person person, @RequestBody Wish wish) {
    if (wish.repository() == null) {
      throw Problem.invalid("repository", "web.field.missing");
    }
    var scope = Objects.requireNonNullElse(wish.scope(), Scope.REPOSITORY);
    var made = made(person, keeping.create(person, wish.repository(), scope));
    return ResponseEntity.created(URI.create("/api/v1/webhooks")).body(made);
  }

  @PostMapping("/{id}/repair")
  Made repair(Person person, @PathVariable UUID id) {
    return made(person, keeping.repair(person, id));
  }

  @DeleteMapping("/{id}")
  Deleted delete(Person person, @PathVariable UUID id) {
    var removed = keeping.remove(person, id);
    return new Deleted(removed.atProvider(), removed.why());
  }

  private Made made(Person person, Result result) {
    var hook = webhooks.seen(person.id(), result.hook()).orElseThrow(Problem::notFound);
    return switch (result) {
      case Result.Registered _ -> new Made(item(hook), null);
      case Result.ToPaste paste ->
          new Made(
              item(hook),
              new Paste(
                  paste.address(),
                  paste.secret().reveal(),
                  paste.events(),
                  paste.why(),
                  paste.missing()));
    };
  }

  private Item item(Hook hook) {
    return new Item(
        hook.id(),
        ProviderName.code(hook.provider()),
        hook.scope(),
        hook.repository(),
        hook.owner(),
        hook.externalId() != null,
        hook.health(clock.instant()),
        hook.lastDeliveryAt(),
        hook.lastEvent(),
        hook.missedAt());
  }
}
