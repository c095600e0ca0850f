package io.ampel.provider;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What somebody posted to a webhook, as it came: nothing of it is believed yet. Public for the
 * providers' rooms, which check it.
 */
public final class WebhookPost {
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final byte[] body;

  /**
   * @param body the very bytes, which are no longer the caller's
   */
  public WebhookPost(Map<String, String> headers, byte[] body) {
    this.headers.putAll(headers);
    this.body = body;
  }

  /** Empty when it is missing or blank. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** Not to be changed. */
  public byte[] body() {
    return body;
  }

  /** Forms hold JSON too, but in a shape of their own; they are not taken. */
  public boolean isJson() {
    return header("Content-Type").filter(type -> type.startsWith("application/json")).isPresent();
  }
}
