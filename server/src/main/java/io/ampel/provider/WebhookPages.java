package io.ampel.provider;

import io.ampel.pullrequest.Provider;
import io.ampel.web.Frame;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The part about webhooks on a repository's page; public because that page is another room's. */
@Component
public class WebhookPages {
  private final Webhooks webhooks;
  private final WebhookKeeping keeping;

  WebhookPages(Webhooks webhooks, WebhookKeeping keeping) {
    this.webhooks = webhooks;
    this.keeping = keeping;
  }

  /**
   * @param mayKeep whoever looks administers Ampel or maintains the repository
   */
  public WebhookView of(
      Frame frame, UUID repository, Provider provider, String fullName, boolean mayKeep) {
    var hooks =
        webhooks.of(repository).stream()
            .map(hook ->
                new WebhookView.Item(
                    hook.id(),
                    hook.scope().name(),
                    hook.health(frame.now()).name(),
                    hook.externalId() != null,
                    hook.lastDeliveryAt(),
                    hook.lastEvent(),
                    hook.missedAt()))
            .toList();
    return new WebhookView(
        frame,
        repository,
        ProviderName.of(provider),
        fullName.substring(0, fullName.lastIndexOf('/')),
        keeping.isAddressKnown(),
        mayKeep,
        hooks);
  }
}
