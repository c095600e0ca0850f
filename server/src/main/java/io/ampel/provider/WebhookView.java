package io.ampel.provider;

import io.ampel.web.Frame;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of one repository, as its page shows them.
 *
 * @param provider its name
 * @param owner the organization, group or workspace, as people write it
 * @param addressKnown providers can be told where Ampel is
 * @param mayKeep whoever looks may make and mend them
 */
public record WebhookView(
    Frame frame,
    UUID repository,
    String provider,
    String owner,
    boolean addressKnown,
    boolean mayKeep,
    List<Item> hooks) {

  /** One of them. */
  public record Item(
      UUID id,
      String scope,
      String health,
      boolean registered,
      @Nullable Instant lastDeliveryAt,
      @Nullable String lastEvent,
      @Nullable Instant missedAt) {}

  public WebhookView {
    hooks = List.copyOf(hooks);
  }

  public boolean isNone() {
    return hooks.isEmpty();
  }

  /** A repository needs one of its own only where its owner has none. */
  public boolean offersOwn() {
    return mayKeep && addressKnown && isNone();
  }

  public String path(String rest) {
    return "/repositories/" + repository + "/webhooks" + rest;
  }

  public String heading(Item hook) {
    return hook.scope().equals("OWNER")
        ? frame.text("webhook.scope.OWNER", owner)
        : frame.text("webhook.scope.REPOSITORY");
  }

  public String health(Item hook) {
    return frame.text("webhook.health." + hook.health());
  }

  public String tone(Item hook) {
    return switch (hook.health()) {
      case "WORKING" -> "ready";
      case "SILENT" -> "blocked";
      default -> "waiting";
    };
  }

  public boolean isSilent(Item hook) {
    return hook.health().equals("SILENT");
  }
}
