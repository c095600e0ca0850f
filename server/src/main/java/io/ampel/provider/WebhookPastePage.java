package io.ampel.provider;

import io.ampel.web.Frame;
import java.util.List;
import java.util.UUID;

/**
 * What to paste at the provider, shown once.
 *
 * @param provider its name
 * @param why the provider's words for not letting Ampel do it, empty when it was not asked
 */
public record WebhookPastePage(
    Frame frame,
    UUID repository,
    String fullName,
    String provider,
    String where,
    String address,
    String secret,
    List<String> events,
    String why,
    List<String> missing) {

  public WebhookPastePage {
    events = List.copyOf(events);
    missing = List.copyOf(missing);
  }

  /** What the provider calls each step, a sentence a step. */
  public List<String> steps() {
    return List.of(frame.text("webhook.paste.steps." + provider).split("\n"));
  }
}
